import type { AppBundle, ComponentConfig } from '../build/app-bundle';
import { isAttached } from './easel';
import type { BehaviorRef, ComponentInstance, Definition, Easel, Templates } from './easel';
import { guarded, remark, reportProblem } from './problems';
import type { Styles } from './styles';

/** Behaviors every mini program may name without having them. */
const NATIVE_BEHAVIORS: Readonly<Record<string, Definition>> = {
  'wx://form-field': { properties: { name: String, value: null } },
  'wx://form-field-group': {},
  'wx://form-field-button': {},
  'wx://component-export': {},
};

type ModuleFunction = (...values: unknown[]) => void;

/** The mini program's own scripts. */
export interface MiniProgram {
  /** Runs the scripts of a page or component and of all it uses, those that have not run yet. */
  need(path: string): void;
  /** What was given to `App()`. */
  app(): Readonly<Record<string, unknown>>;
}

interface Loader {
  readonly bundle: AppBundle;
  readonly easel: Easel;
  readonly styles: Styles;
  readonly wx: object;
  readonly getCurrentPages: () => readonly unknown[];
}

/** A page is drawn with everybody's classes: its style sheet is scoped by its element. */
function configFor(bundle: AppBundle, path: string, config: ComponentConfig): object {
  const { usingComponents, componentGenerics, styleIsolation } = config;
  const isPage = bundle.pages.includes(path);
  return {
    usingComponents,
    ...(componentGenerics && { componentGenerics }),
    ...(!isPage && { component: true, ...(styleIsolation && { styleIsolation }) }),
  };
}

function registerTemplates({ bundle, easel }: Loader): void {
  const templates = evaluate(bundle.templates) as Templates;
  for (const [path, config] of Object.entries(bundle.components)) {
    easel.space.addConfig(path, configFor(bundle, path, config));
    if (templates[path] !== undefined) easel.space.addTemplate(path, templates);
    easel.space.addScope(path, bundle.sheets[path]?.scope ?? '');
  }
}

/** `options.styleIsolation` and `addGlobalClass` in a script count as if they stood in the JSON. */
function adoptStyleOptions({ bundle, easel, styles }: Loader, path: string, definition: Definition): void {
  const options = definition['options'] as
    { readonly styleIsolation?: string; readonly addGlobalClass?: boolean } | undefined;
  const config = bundle.components[path];
  if (config === undefined || config.styleIsolation !== undefined || bundle.pages.includes(path)) return;
  const isolation =
    options?.styleIsolation ?? (options?.addGlobalClass === true ? 'apply-shared' : undefined);
  if (isolation === undefined) return;
  easel.space.addConfig(path, configFor(bundle, path, { ...config, styleIsolation: isolation }));
  if (isolation === 'shared') styles.share(path);
}

function behaviorsOf(easel: Easel): (definition: Definition) => Definition {
  const native = Object.fromEntries(
    Object.entries(NATIVE_BEHAVIORS).map(([name, definition]) => [name, easel.behavior(definition)]),
  );
  return (definition) => {
    const { behaviors } = definition;
    if (!Array.isArray(behaviors)) return definition;
    const known = (behaviors as (string | BehaviorRef)[]).flatMap((behavior) => {
      if (typeof behavior !== 'string') return [behavior];
      const found = native[behavior];
      if (found === undefined) reportProblem('behaviors', `没有 ${behavior}`);
      return found === undefined ? [] : [found];
    });
    return { ...definition, behaviors: known };
  };
}

/**
 * Every element knows which component it is the host of: `:host` in its style sheet looks for that. And every component
 * hears `ready` once it can be measured, which the framework leaves to whoever draws.
 */
function joinComponents(easel: Easel): void {
  easel.space.setOverallBehavior(
    easel.nativeBehavior({
      lifetimes: {
        created(this: ComponentInstance) {
          this._$.$$?.setAttribute('wx-host', this.is);
        },
        attached(this: ComponentInstance) {
          const node = this._$;
          requestAnimationFrame(() => {
            if (isAttached(node)) node.triggerLifetime('ready', []);
          });
        },
      },
    }),
  );
}

/** Runs a text as a script: a phone runs the programs it is given. */
function evaluate(script: string): unknown {
  // oxlint-disable-next-line no-eval -- running the mini program's code is what this is for
  return (0, eval)(script);
}

/** Compiles one module; its name stands in stack traces and in the browser's list of sources. */
function compile(file: string, code: string): ModuleFunction {
  const names = 'require,module,exports,App,Page,Component,Behavior,getApp,getCurrentPages,wx';
  const marks = `//# sourceURL=miniprogram/${file}\n//# sourceMappingURL=${location.origin}/phone/maps/${file}`;
  return evaluate(`(function(${names}){${code}\n})\n${marks}`) as ModuleFunction;
}

/** What a page or component draws itself with, by path. */
function partsOf({ usingComponents = {}, componentGenerics = {} }: ComponentConfig): readonly string[] {
  const defaults = Object.values(componentGenerics).map((generic) =>
    generic === true ? undefined : generic.default,
  );
  return [...Object.values(usingComponents), ...defaults]
    .filter((path) => path !== undefined)
    .map((path) => path.replace(/^\//, ''));
}

/** Runs the app's script, and those of pages and components now or, where the app asks for that, once needed. */
export function loadMiniProgram(loader: Loader): MiniProgram {
  const { bundle, easel } = loader;
  joinComponents(easel);
  registerTemplates(loader);
  const complete = behaviorsOf(easel);
  const loaded = new Map<string, { exports: unknown }>();
  let app: Readonly<Record<string, unknown>> = {};
  // Whoever calls Component(), what it defines belongs to the page or component whose script is running.
  let running = 'app';
  const register = (kind: 'Page' | 'Component', definition: Definition): unknown => {
    if (running === 'app') return remark(`${kind}() 不属于任何页面或组件`);
    adoptStyleOptions(loader, running, definition);
    return easel.space.registrar(running)[kind](complete(definition));
  };
  const globals = [
    (definition: Readonly<Record<string, unknown>>) => {
      app = definition;
    },
    (definition: Definition) => register('Page', definition),
    (definition: Definition) => register('Component', definition),
    (definition: Definition) => easel.space.registrar(running).Behavior(complete(definition)),
    () => app,
    loader.getCurrentPages,
    loader.wx,
  ];
  const load = (file: string): unknown => {
    const known = loaded.get(file);
    if (known) return known.exports;
    const source = bundle.modules[file];
    if (source === undefined) throw new Error(`没有脚本 ${file}`);
    const module = { exports: {} as unknown };
    loaded.set(file, module);
    const require = (reference: string): unknown => {
      const target = source.requires[reference];
      if (target === undefined) throw new Error(`${file} 找不到 ${reference}`);
      return load(target);
    };
    compile(file, source.code)(require, module, module.exports, ...globals);
    return module.exports;
  };
  const run = (path: string): void => {
    const file = bundle.scripts[path];
    if (file === undefined) return;
    running = path;
    guarded(file, () => load(file));
    running = 'app';
  };
  const needed = new Set<string>();
  const need = (path: string): void => {
    if (needed.has(path)) return;
    needed.add(path);
    run(path);
    for (const part of partsOf(bundle.components[path] ?? {})) need(part);
  };
  run('app');
  if (bundle.app.lazyCodeLoading !== 'requiredComponents')
    for (const path of Object.keys(bundle.components)) need(path);
  return { app: () => app, need };
}

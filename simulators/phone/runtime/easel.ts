/**
 * What the phone uses of glass-easel, WeChat's own component framework. Its types describe definitions, not the
 * running tree; here is the tree as we walk it. The only file that imports the framework.
 */
import * as adapter from 'glass-easel-miniprogram-adapter';

const framework = adapter.glassEasel;

/** A node of the running tree. Components, text and virtual nodes have more or less of it. */
export interface EaselNode {
  readonly is?: string;
  readonly id: string;
  readonly dataset: Readonly<Record<string, unknown>>;
  readonly data: Readonly<Record<string, unknown>>;
  /** Its DOM element; null for a virtual host. */
  readonly $$: PhoneElement | null;
  readonly ownerShadowRoot: ShadowTree | null;
  readonly classList: unknown;
  getShadowRoot?(): ShadowTree | null;
  getMethodCaller(): ComponentInstance;
  triggerLifetime(name: string, args: readonly unknown[]): void;
  triggerPageLifetime(name: string, args: readonly unknown[]): void;
  triggerEvent(name: string, detail: unknown, options: object): void;
  addListener(name: string, listener: (event: EaselEvent) => void): void;
  setNodeStyle(style: string, segment: number): void;
  setData(data: Readonly<Record<string, unknown>>): void;
}

interface ShadowTree {
  querySelector(selector: string): EaselNode | null;
  querySelectorAll(selector: string): EaselNode[];
  getElementById(id: string): EaselNode | null;
  getHostNode(): EaselNode;
}

/** An element of ours knows its node. */
export interface PhoneElement extends HTMLElement {
  __wxElement?: EaselNode;
}

/** What a page's or component's own code sees as `this`. */
export interface ComponentInstance {
  readonly is: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly _$: EaselNode;
  setData(data: Readonly<Record<string, unknown>>, callback?: () => void): void;
  [name: string]: unknown;
}

/** An event on its way through the tree. */
export interface EaselEvent {
  readonly type: string;
  readonly detail: unknown;
  readonly timeStamp: number;
  readonly target: EaselNode;
  readonly currentTarget: EaselNode;
  readonly touches?: readonly unknown[];
  readonly changedTouches?: readonly unknown[];
  defaultPrevented(): boolean;
  getOriginalEvent(): unknown;
}

export type Definition = Record<string, unknown>;
export type BehaviorRef = object;

/** What registers under one path. */
export interface Registrar {
  Page(definition: Definition): void;
  Component(definition: Definition): unknown;
  Behavior(definition: Definition): BehaviorRef;
}

/** A space in which templates, settings and definitions of one mini program meet. */
export interface CodeSpace {
  setGlobalComponent(tag: string, component: object): void;
  setOverallBehavior(behavior: BehaviorRef): void;
  addConfig(path: string, config: object): void;
  addTemplate(path: string, groups: Templates): void;
  addScope(path: string, scope: string): void;
  registrar(path: string): Registrar;
}

export type Templates = Readonly<Record<string, unknown>>;

/** A page or tab bar as it stands in the document. */
export interface EaselRoot {
  readonly node: EaselNode;
  readonly instance: ComponentInstance;
  attach(parent: Node, placeholder: Node): void;
  release(): void;
}

export interface Easel {
  readonly space: CodeSpace;
  /** Defines a component of our own, known everywhere. */
  defineBuiltin(tag: string, definition: Definition): object;
  /** A behavior for definitions: `wx://form-field` and its like. */
  behavior(definition: Definition): BehaviorRef;
  /** A behavior for the framework itself. */
  nativeBehavior(definition: Definition): BehaviorRef;
  createRoot(tag: string, path: string): EaselRoot;
}

/** Where events of nodes are made and sent. */
export function dispatch(
  node: EaselNode,
  type: string,
  detail: unknown,
  options: { readonly original?: Event; readonly fields?: Readonly<Record<string, unknown>> } = {},
): EaselEvent {
  const event = new framework.Event(type, detail, {
    bubbles: true,
    composed: true,
    capturePhase: true,
    ...(options.original && { originalEvent: options.original }),
    ...(options.fields && { extraFields: { ...options.fields } }),
  });
  event.dispatch(node as never);
  return event as unknown as EaselEvent;
}

// What templates look their handlers up with; kept before `listenForMissingHandlers` listens in.
const getMethod = framework.Component.getMethod.bind(framework.Component);

/** Calls `onMissing` when a template's event finds no method of the name it is bound to; the framework passes over it. */
export function listenForMissingHandlers(onMissing: (component: string, method: string) => void): void {
  framework.Component.getMethod = (component, name) => {
    const found = getMethod(component, name);
    if (found === undefined && name !== '') onMissing(component.is, name);
    return found;
  };
}

/** A method of a page or component by name, whether defined, inherited or assigned to the instance later. */
export function methodOf(
  instance: ComponentInstance,
  name: string,
): ((...values: unknown[]) => unknown) | undefined {
  const own = instance[name];
  const found = typeof own === 'function' ? own : getMethod(instance._$ as never, name);
  return typeof found === 'function' ? (found as (...values: unknown[]) => unknown) : undefined;
}

/** Every method a component defines, to tell them from WXS functions. */
export function definedMethods(node: EaselNode): readonly unknown[] {
  const { behavior } = (
    node as unknown as { getComponentDefinition(): { behavior: { getMethods(): object } } }
  ).getComponentDefinition();
  return Object.values(behavior.getMethods());
}

/** True while a node is in the document. */
export function isAttached(node: EaselNode): boolean {
  return framework.Element.isAttached(node as never);
}

export function hasProperty(node: EaselNode, name: string): boolean {
  return framework.Component.hasProperty(node as never, name);
}

/** The framework's segment for styles set by scripts (`TEMP_EXTRA`): a template's own style stays beside it. */
export const SCRIPT_STYLE_SEGMENT = 3;

/** Says where errors and warnings inside the framework go: it would keep them to itself. */
export function listenToFramework(
  onError: (error: unknown, where: string) => void,
  onWarning: (text: string) => void,
): void {
  framework.globalOptions.throwGlobalError = false;
  framework.globalOptions.writeIdToDOM = true;
  const nameOf = (component: unknown): string =>
    typeof component === 'object' && component !== null && 'is' in component ? String(component.is) : '';
  framework.addGlobalErrorListener((error, method, component) => {
    onError(error, [nameOf(component), method ?? ''].filter(Boolean).join(' '));
    return false;
  });
  framework.addGlobalWarningListener((text, component) => {
    onWarning([nameOf(component), text].filter(Boolean).join(': '));
    return false;
  });
}

/** Replaces what every page and component inherits under these names. */
export function inheritEverywhere(
  methods: Readonly<Record<string, (this: ComponentInstance, ...values: never[]) => unknown>>,
): void {
  Object.assign(adapter.component.ComponentCaller.prototype, methods);
}

/** Calls `hear` with everything a page or component hands to `setData`, before it is drawn. */
export function setDataEverywhere(
  hear: (instance: ComponentInstance, data: Readonly<Record<string, unknown>>) => void,
): void {
  const { setData } = adapter.component.ComponentCaller.prototype;
  inheritEverywhere({
    setData(this: ComponentInstance, data: Readonly<Record<string, unknown>>, callback?: () => void) {
      hear(this, data);
      setData.call(this as never, data, callback);
    },
  });
}

/** The document as the framework's backend, with elements made by `createElement`; events are ours to send. */
class PhoneBackend extends framework.CurrentWindowBackendContext {
  constructor(createElement: (tag: string) => HTMLElement) {
    super();
    this.document = {
      createElement,
      createTextNode: (text: string) => document.createTextNode(text),
      createDocumentFragment: () => document.createDocumentFragment(),
    } as unknown as typeof this.document;
  }

  /** It would listen in the document for every event name somebody binds, and each would arrive twice. */
  override setListenerStats(): void {
    return undefined;
  }
}

export function createEasel(createElement: (tag: string) => HTMLElement): Easel {
  const environment = new adapter.MiniProgramEnv();
  const builtins = environment.getGlobalCodeSpace();
  const code = environment.createCodeSpace('', true);
  const components = code.getComponentSpace();
  const backend = environment.associateBackend(new PhoneBackend(createElement));
  const registrar = (space: typeof code, path: string): Registrar => space.componentEnv(path, (env) => env);
  return {
    space: {
      setGlobalComponent: (tag, component) => components.setGlobalUsingComponent(tag, component as never),
      setOverallBehavior: (behavior) => code.setOverallBehavior(behavior as never),
      addConfig: (path, config) => code.addComponentStaticConfig(path, config),
      addTemplate: (path, groups) =>
        code.addCompiledTemplate(path, { groupList: groups, content: groups[path] } as never),
      addScope: (path, scope) => code.addStyleSheet(path, undefined, scope),
      registrar: (path) => registrar(code, path),
    },
    defineBuiltin: (tag, definition) =>
      builtins.getComponentSpace().defineComponent({ is: `builtin/${tag}`, ...definition }),
    behavior: (definition) => registrar(builtins, '').Behavior(definition),
    nativeBehavior: (definition) => builtins.getComponentSpace().defineBehavior(definition),
    createRoot: (tag, path) => {
      const root = backend.createRoot(tag, code, path);
      return {
        node: root.getComponent() as unknown as EaselNode,
        instance: root.get() as unknown as ComponentInstance,
        attach: (parent, placeholder) => root.attach(parent as never, placeholder as never),
        release: () => root.release(),
      };
    },
  };
}

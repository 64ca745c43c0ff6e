import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { NPM_FOLDER } from './places';
import { filesBelow } from './source-files';

/** A mini program on disk as the checks see it. Paths are relative to its folder, without extension for units. */
export interface AppTree {
  readonly dir: string;
  readonly files: ReadonlySet<string>;
  /** Every page, the tab bar and every component reached from them, npm ones included. */
  readonly units: readonly Unit[];
  /** What is missing or cannot be read; the units then lack it. */
  readonly problems: readonly string[];
  readonly app: AppJson;
}

/** A page or a component: four files of one name. */
export interface Unit {
  readonly path: string;
  readonly kind: 'page' | 'component';
  readonly json: Readonly<Record<string, unknown>>;
  /** Tag to unit, those of the app included. */
  readonly tags: ReadonlyMap<string, string>;
}

export interface AppJson {
  readonly pages?: readonly string[];
  readonly subPackages?: readonly { readonly root: string; readonly pages: readonly string[] }[];
  readonly tabBar?: { readonly custom?: boolean; readonly list?: readonly { readonly pagePath: string }[] };
  readonly usingComponents?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

export function isOwn(unit: Pick<Unit, 'path'>): boolean {
  return !unit.path.startsWith(`${NPM_FOLDER}/`);
}

/** Reads a file of the tree. */
export function textOf(tree: Pick<AppTree, 'dir'>, file: string): string {
  return readFileSync(path.join(tree.dir, file), 'utf8');
}

class Walk {
  readonly units = new Map<string, Unit>();
  readonly problems: string[] = [];
  readonly #dir: string;
  readonly #app: AppJson;

  constructor(dir: string, app: AppJson) {
    this.#dir = dir;
    this.#app = app;
  }

  has(file: string): boolean {
    return existsSync(path.join(this.#dir, file));
  }

  /** A component as WeChat finds it: beside, from the root, or in a miniprogram_npm of this folder or one above. */
  #resolve(from: string, reference: string): string | null {
    if (reference.startsWith('/')) return this.has(`${reference.slice(1)}.json`) ? reference.slice(1) : null;
    const beside = path.posix.join(path.posix.dirname(from), reference);
    if (this.has(`${beside}.json`)) return beside;
    if (reference.startsWith('.')) return null;
    const inNpm = path.posix.join(NPM_FOLDER, reference);
    return this.has(`${inNpm}.json`) ? inNpm : null;
  }

  #json(file: string): Record<string, unknown> {
    if (!this.has(file)) {
      this.problems.push(`${file}: missing`);
      return {};
    }
    try {
      return JSON.parse(readFileSync(path.join(this.#dir, file), 'utf8')) as Record<string, unknown>;
    } catch (error) {
      this.problems.push(`${file}: ${error instanceof Error ? error.message : String(error)}`);
      return {};
    }
  }

  visit(unitPath: string, kind: Unit['kind']): void {
    if (this.units.has(unitPath)) return;
    const json = this.#json(`${unitPath}.json`);
    if (!this.has(`${unitPath}.wxml`)) this.problems.push(`${unitPath}.wxml: missing`);
    if (!this.has(`${unitPath}.js`) && !this.has(`${unitPath}.ts`))
      this.problems.push(`${unitPath}: has no script`);
    const tags = new Map<string, string>();
    this.units.set(unitPath, { path: unitPath, kind, json, tags });
    const named = (json['usingComponents'] ?? {}) as Record<string, string>;
    for (const [from, used] of [
      ['app', this.#app.usingComponents ?? {}],
      [unitPath, named],
    ] as const) {
      for (const [tag, reference] of Object.entries(used)) {
        const found = this.#resolve(from, reference);
        if (found === null) {
          this.problems.push(`${unitPath}.json: ${tag} leads to ${reference}, which does not exist`);
          continue;
        }
        tags.set(tag, found);
        this.visit(found, 'component');
      }
    }
  }
}

/** The pages a mini program lists, sub-packages included. */
export function listedPages(app: AppJson): string[] {
  return [
    ...(app.pages ?? []),
    ...(app.subPackages ?? []).flatMap(({ root, pages }) => pages.map((page) => path.posix.join(root, page))),
  ];
}

/** Reads a mini program from its folder, sources or built. @throws Error when there is no readable app.json. */
export function readAppTree(dir: string): AppTree {
  const app = JSON.parse(readFileSync(path.join(dir, 'app.json'), 'utf8')) as AppJson;
  const walk = new Walk(dir, app);
  for (const page of listedPages(app)) walk.visit(page, 'page');
  if (app.tabBar?.custom === true) walk.visit('custom-tab-bar/index', 'component');
  const files = new Set(filesBelow(dir));
  // Those no page uses yet are read as well.
  for (const file of files)
    if (/^components\/.*\.wxml$/.test(file)) walk.visit(file.replace(/\.wxml$/, ''), 'component');
  return {
    dir,
    app,
    files,
    units: [...walk.units.values()],
    problems: walk.problems,
  };
}

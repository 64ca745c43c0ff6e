import type { AppConfig, ComponentConfig } from './app-bundle';
import type { ProblemList } from './problems';
import { npmPlaces, relativeTo } from './source-tree';
import type { SourceTree } from './source-tree';

const CUSTOM_TAB_BAR = 'custom-tab-bar/index';

/** Every page and every component they reach, by path without extension. */
export interface ComponentGraph {
  readonly app: AppConfig;
  readonly pages: readonly string[];
  readonly components: Readonly<Record<string, ComponentConfig>>;
}

interface Reader {
  readonly tree: SourceTree;
  readonly problems: ProblemList;
}

/** A JSON file's object; undefined, with the problem noted, when it is none. */
function readJson<Shape>({ tree, problems }: Reader, file: string): Shape | undefined {
  try {
    const value: unknown = JSON.parse(tree.read(file));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Shape;
    problems.error(file, 'must hold a JSON object');
  } catch (cause) {
    problems.error(file, cause instanceof Error ? cause.message : String(cause));
  }
  return undefined;
}

/** Where a `usingComponents` reference leads, or undefined. */
function resolveComponent(tree: SourceTree, from: string, reference: string): string | undefined {
  const places = [relativeTo(from, reference)];
  if (!reference.startsWith('.') && !reference.startsWith('/')) places.push(...npmPlaces(from, reference));
  for (const place of places) {
    if (tree.has(`${place}.json`)) return place;
    if (tree.has(`${place}/index.json`)) return `${place}/index`;
  }
  return undefined;
}

function pagePaths(app: AppConfig): string[] {
  const packages = [...(app.subPackages ?? []), ...(app.subpackages ?? [])];
  const inPackages = packages.flatMap(({ root, pages }) =>
    pages.map((page) => `${root.replace(/\/$/, '')}/${page}`),
  );
  return [...(app.pages ?? []), ...inPackages];
}

function resolveAll(
  reader: Reader,
  from: string,
  references: Readonly<Record<string, string>>,
): Record<string, string> {
  const resolved: Record<string, string> = {};
  for (const [tag, reference] of Object.entries(references)) {
    const found = resolveComponent(reader.tree, from, reference);
    if (found === undefined)
      reader.problems.error(`${from}.json`, `usingComponents: "${tag}": no component at ${reference}`);
    else resolved[tag] = `/${found}`;
  }
  return resolved;
}

function resolveGenerics(reader: Reader, from: string, generics: ComponentConfig['componentGenerics']) {
  if (generics === undefined) return {};
  const resolved = Object.entries(generics).map(([name, generic]) => {
    if (generic === true || generic.default === undefined) return [name, true] as const;
    const { [name]: place } = resolveAll(reader, from, { [name]: generic.default });
    return [name, place === undefined ? true : { default: place }] as const;
  });
  return { componentGenerics: Object.fromEntries(resolved) };
}

/** Follows app.json to every page, and each page's usingComponents to every component. */
export function readComponentGraph(tree: SourceTree, problems: ProblemList): ComponentGraph {
  const reader = { tree, problems };
  const app = readJson<AppConfig>(reader, 'app.json') ?? { pages: [] };
  const components: Record<string, ComponentConfig> = {};
  const everywhere = resolveAll(reader, 'app', app.usingComponents ?? {});
  const visit = (path: string, kind: 'page' | 'component'): void => {
    if (components[path] !== undefined) return;
    if (!tree.has(`${path}.wxml`)) problems.error(`${path}.wxml`, `the ${kind} has no template`);
    const config = tree.has(`${path}.json`) ? (readJson<ComponentConfig>(reader, `${path}.json`) ?? {}) : {};
    const own = resolveAll(reader, path, config.usingComponents ?? {});
    const generics = resolveGenerics(reader, path, config.componentGenerics);
    components[path] = {
      ...config,
      ...generics,
      ...(kind === 'component' && { component: true }),
      usingComponents: { ...everywhere, ...own },
    };
    const defaults = Object.values(generics.componentGenerics ?? {}).flatMap((generic) =>
      generic === true ? [] : [generic.default],
    );
    for (const used of [...Object.values(own), ...defaults]) visit(used.slice(1), 'component');
  };
  const pages = pagePaths(app);
  if (pages.length === 0) problems.error('app.json', 'lists no page');
  for (const page of pages) visit(page, 'page');
  for (const used of Object.values(everywhere)) visit(used.slice(1), 'component');
  if (app.tabBar?.custom) visit(CUSTOM_TAB_BAR, 'component');
  for (const { pagePath } of app.tabBar?.list ?? [])
    if (!app.pages.includes(pagePath))
      problems.error('app.json', `tabBar: ${pagePath} is not a page of the main package`);
  return { app, pages, components };
}

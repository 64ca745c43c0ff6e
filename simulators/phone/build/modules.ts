import { createHash } from 'node:crypto';
import { transform } from 'esbuild';
import type { TransformFailure } from 'esbuild';
import type { ModuleSource } from './app-bundle';
import type { ProblemList } from './problems';
import { npmPlaces, relativeTo } from './source-tree';
import type { SourceTree } from './source-tree';

const REQUIRE = /\brequire\(\s*["']([^"']+)["']\s*\)/g;
const EXTENSIONS = ['', '.ts', '.js', '/index.ts', '/index.js'];

interface Transformed {
  readonly code: string;
  /** A source map as JSON; empty for what others published. */
  readonly map: string;
}

/** Scripts already turned into CommonJS, by the hash of their text: a save transforms one file, not all. */
export type TransformCache = Map<string, Transformed>;

export interface ModuleGraph {
  readonly modules: Record<string, ModuleSource>;
  /** Source maps by file. Only a developer looks at them, so they travel apart. */
  readonly maps: ReadonlyMap<string, string>;
  readonly scripts: Record<string, string>;
}

/** The script a `require` leads to, or undefined. */
function resolveModule(tree: SourceTree, from: string, reference: string): string | undefined {
  const places = [relativeTo(from, reference)];
  if (!reference.startsWith('.') && !reference.startsWith('/')) places.push(...npmPlaces(from, reference));
  return places
    .flatMap((place) => EXTENSIONS.map((extension) => place + extension))
    .find((file) => /\.[tj]s$/.test(file) && tree.has(file));
}

async function toCommonJs(
  { tree, problems, cache }: ModuleReader,
  file: string,
): Promise<Transformed | undefined> {
  const source = tree.read(file);
  const key = createHash('sha256').update(`${file}\0${source}`).digest('base64');
  const known = cache.get(key);
  if (known !== undefined) return known;
  try {
    const { code, map } = await transform(source, {
      loader: file.endsWith('.ts') ? 'ts' : 'js',
      format: 'cjs',
      target: 'es2022',
      charset: 'utf8',
      logLevel: 'silent',
      sourcefile: file,
      sourcemap: file.startsWith('miniprogram_npm/') ? false : 'external',
    });
    const transformed = { code, map };
    cache.set(key, transformed);
    return transformed;
  } catch (cause) {
    for (const { text, location } of (cause as TransformFailure).errors)
      problems.error(location === null ? file : `${file}:${location.line}:${location.column + 1}`, text);
    return undefined;
  }
}

interface ModuleReader {
  readonly tree: SourceTree;
  readonly problems: ProblemList;
  readonly cache: TransformCache;
}

/** The app's script, every page's and component's, and all they require. */
export async function readModules(reader: ModuleReader, components: readonly string[]): Promise<ModuleGraph> {
  const { tree, problems } = reader;
  const modules: Record<string, ModuleSource> = {};
  const maps = new Map<string, string>();
  const pending = new Map<string, Promise<void>>();
  const add = async (file: string): Promise<void> => {
    const transformed = await toCommonJs(reader, file);
    if (transformed === undefined) return;
    const { code, map } = transformed;
    if (map !== '') maps.set(file, map);
    const requires: Record<string, string> = {};
    for (const { 1: reference = '' } of code.matchAll(REQUIRE)) {
      const found = resolveModule(tree, file, reference);
      if (found === undefined) problems.error(file, `cannot find "${reference}"`);
      else requires[reference] = found;
    }
    modules[file] = { code, requires };
    await Promise.all(Object.values(requires).map(visit));
  };
  const visit = (file: string): Promise<void> => {
    // A circle waits for nobody: the file that began it is already on its way.
    if (pending.has(file)) return Promise.resolve();
    const work = add(file);
    pending.set(file, work);
    return work;
  };
  const scripts: Record<string, string> = {};
  for (const path of ['app', ...components]) {
    const file = [`${path}.ts`, `${path}.js`].find((candidate) => tree.has(candidate));
    if (file !== undefined) scripts[path] = file;
    else problems.error(`${path}.ts`, 'there is no script');
  }
  await Promise.all(Object.values(scripts).map(visit));
  await Promise.all(pending.values());
  return { modules, maps, scripts };
}

import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { INTERFACES } from '../../cloudfunctions/adapters/wechat/wechat';
import { filesBelow } from '../miniprogram/source-files';
import { buildOnce, replaceFile } from './build-once';

/** The functions that are deployed, one per trust boundary. */
export const FUNCTIONS = ['shop', 'desk', 'pay-notify', 'jobs', 'wechat-events'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/** Functions that call WeChat's interfaces have to name them, or the gateway refuses. */
const OPENAPI: Partial<Record<FunctionName, readonly string[]>> = { jobs: Object.values(INTERFACES) };

const ROOT = path.resolve(__dirname, '..', '..');

/** Where the bundles lie; the folder is what DevTools and the CLI upload. */
export const FUNCTIONS_DIR = path.join(ROOT, 'dist', 'cloudfunctions');

/** Where the local cloud keeps what V8 made of the bundles, by their content; outside of what is uploaded. */
export const CODE_CACHE_DIR = path.join(ROOT, 'dist', 'code-cache');

/** What the bundles that lie there were made of. */
const STAMP_FILE = path.join(ROOT, 'dist', 'cloudfunctions.stamp');

/** The file of one function's bundle. */
export function bundleOf(name: FunctionName): string {
  return path.join(FUNCTIONS_DIR, name, 'index.js');
}

/** Bundles one function. Answers what it was made of and what was written. */
async function buildFunction(name: FunctionName): Promise<{ read: string[]; wrote: string[] }> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [path.join(ROOT, 'cloudfunctions', 'functions', name, 'index.ts')],
    outfile: bundleOf(name),
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    logLevel: 'warning',
    write: false,
    metafile: true,
  });
  const [bundle] = outputFiles;
  if (bundle === undefined) throw new Error(`${name} has no bundle`);
  const files = {
    'index.js': bundle.contents,
    // Self-contained: the platform must not install anything.
    'package.json': JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
    'config.json': JSON.stringify({ permissions: { openapi: OPENAPI[name] ?? [] } }),
  };
  const wrote = Object.entries(files).map(([file, content]) => ({
    file: path.join(FUNCTIONS_DIR, name, file),
    content,
  }));
  for (const { file, content } of wrote) await replaceFile(file, content);
  return {
    read: Object.keys(metafile.inputs).map((input) => path.join(ROOT, input)),
    wrote: wrote.map(({ file }) => file),
  };
}

/** Whatever may change a bundle besides the packages in it: a new file may come before another of its name. */
function sourcesOfBundles(): string[] {
  const folders = ['cloudfunctions', 'miniprogram/contract'];
  return [
    ...folders.flatMap((folder) =>
      filesBelow(path.join(ROOT, folder)).map((file) => path.join(folder, file)),
    ),
    'tsconfig.base.json',
    'node_modules/.package-lock.json',
  ]
    .map((file) => path.join(ROOT, file))
    .concat(__filename);
}

/** Bundles every function into a self-contained folder, where the last time was of other sources. @throws when one does not compile. */
export async function buildFunctions(): Promise<void> {
  await buildOnce({
    stampFile: STAMP_FILE,
    sources: sourcesOfBundles,
    build: async () => {
      const built = await Promise.all(FUNCTIONS.map(buildFunction));
      // Of bundles nobody starts any more.
      await rm(CODE_CACHE_DIR, { recursive: true, force: true });
      const sources = new Set(sourcesOfBundles());
      const read = new Set(built.flatMap((one) => one.read));
      return {
        alsoRead: [...read].filter((file) => !sources.has(file)),
        wrote: built.flatMap((one) => one.wrote),
      };
    },
  });
}

import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { INTERFACES } from '../../cloudfunctions/adapters/wechat/wechat';

/** The functions that are deployed, one per trust boundary. */
export const FUNCTIONS = ['shop', 'desk', 'pay-notify', 'jobs', 'wechat-events'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/** Functions that call WeChat's interfaces have to name them, or the gateway refuses. */
const OPENAPI: Partial<Record<FunctionName, readonly string[]>> = { jobs: Object.values(INTERFACES) };

const ROOT = path.resolve(__dirname, '..', '..');

/** Where the bundles lie; the folder is what DevTools and the CLI upload. */
export const FUNCTIONS_DIR = path.join(ROOT, 'dist', 'cloudfunctions');

/** The file of one function's bundle. */
export function bundleOf(name: FunctionName): string {
  return path.join(FUNCTIONS_DIR, name, 'index.js');
}

/** Puts a file in place in one step: a world that is starting beside this one never loads half a bundle. */
async function replaceFile(file: string, content: string | Uint8Array): Promise<void> {
  const fresh = `${file}.${process.pid}-${randomUUID()}`;
  await writeFile(fresh, content);
  await rename(fresh, file);
}

async function buildFunction(name: FunctionName): Promise<void> {
  const { outputFiles } = await build({
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
  });
  const [bundle] = outputFiles;
  if (bundle === undefined) throw new Error(`${name} has no bundle`);
  await mkdir(path.join(FUNCTIONS_DIR, name), { recursive: true });
  await replaceFile(bundleOf(name), bundle.contents);
  // Self-contained: the platform must not install anything.
  await replaceFile(
    path.join(FUNCTIONS_DIR, name, 'package.json'),
    JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
  );
  await replaceFile(
    path.join(FUNCTIONS_DIR, name, 'config.json'),
    JSON.stringify({ permissions: { openapi: OPENAPI[name] ?? [] } }),
  );
}

/** Bundles every function into a self-contained folder. @throws when one does not compile. */
export async function buildFunctions(): Promise<void> {
  await Promise.all(FUNCTIONS.map(buildFunction));
}

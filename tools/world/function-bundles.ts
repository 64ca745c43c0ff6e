import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

/** The functions that are deployed, one per trust boundary. */
export const FUNCTIONS = ['shop', 'pay-notify', 'jobs'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

const ROOT = path.resolve(__dirname, '..', '..');

/** Where the bundles lie; the folder is what DevTools and the CLI upload. */
export const FUNCTIONS_DIR = path.join(ROOT, 'dist', 'cloudfunctions');

/** The file of one function's bundle. */
export function bundleOf(name: FunctionName): string {
  return path.join(FUNCTIONS_DIR, name, 'index.js');
}

async function buildFunction(name: FunctionName): Promise<void> {
  const dir = path.join(FUNCTIONS_DIR, name);
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  await build({
    entryPoints: [path.join(ROOT, 'cloudfunctions', 'functions', name, 'index.ts')],
    outfile: bundleOf(name),
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    logLevel: 'warning',
  });
  // Self-contained: the platform must not install anything.
  await writeFile(
    path.join(dir, 'package.json'),
    JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
  );
}

/** Bundles every function into a self-contained folder. @throws when one does not compile. */
export async function buildFunctions(): Promise<void> {
  await Promise.all(FUNCTIONS.map(buildFunction));
}

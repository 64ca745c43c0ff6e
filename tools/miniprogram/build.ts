import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { transform } from 'esbuild';
import { MINIPROGRAM_DIST, NPM_FOLDER, SOURCE_DIR } from './places';
import { filesBelow } from './source-files';
import { vendor } from './vendor';

const SCRIPT = /\.[jt]s$/;
const COPIED = /\.(wxml|wxss|wxs|png|jpg|svg)$/;

/** Names of the library in `usingComponents` become paths: the unit tests' loader knows no npm, and WeChat accepts both. */
function withPaths(json: string): string {
  return json.replaceAll('"tdesign-miniprogram/', `"/${NPM_FOLDER}/tdesign-miniprogram/`);
}

async function buildFile(file: string, target: string): Promise<void> {
  const from = path.join(SOURCE_DIR, file);
  const to = path.join(target, file.replace(/\.ts$/, '.js'));
  if (file.endsWith('tsconfig.json') || file.endsWith('.d.ts')) return;
  mkdirSync(path.dirname(to), { recursive: true });
  if (SCRIPT.test(file)) {
    const { code } = await transform(readFileSync(from, 'utf8'), {
      loader: file.endsWith('.ts') ? 'ts' : 'js',
      format: 'cjs',
      target: 'es2018',
      minify: true,
      sourcefile: file,
    });
    writeFileSync(to, code);
  } else if (file.endsWith('.json')) {
    writeFileSync(to, withPaths(readFileSync(from, 'utf8')));
  } else if (COPIED.test(file)) {
    copyFileSync(from, to);
  }
}

/** How a package counts against WeChat's limits: every file below its folder, as it is uploaded. */
export interface PackageSize {
  /** The folder of a sub-package, or `main` for all the rest. */
  readonly name: string;
  readonly bytes: number;
}

interface AppConfiguration {
  readonly subPackages?: readonly { readonly root: string }[];
}

/** The sizes of a built mini program's packages, the main one first. */
export function packageSizes(dir: string): PackageSize[] {
  const { subPackages = [] } = JSON.parse(
    readFileSync(path.join(dir, 'app.json'), 'utf8'),
  ) as AppConfiguration;
  const roots = subPackages.map(({ root }) => root.replace(/\/?$/, '/'));
  const bytes = new Map<string, number>([['main', 0], ...roots.map((root) => [root, 0] as const)]);
  for (const file of filesBelow(dir)) {
    const name = roots.find((root) => file.startsWith(root)) ?? 'main';
    bytes.set(name, (bytes.get(name) ?? 0) + statSync(path.join(dir, file)).size);
  }
  return [...bytes].map(([name, size]) => ({ name: name.replace(/\/$/, ''), bytes: size }));
}

/**
 * Makes `dist/miniprogram`: every script as plain CommonJS, file by file, so that a module is loaded once however many
 * pages import it; everything else as it is.
 */
export async function buildMiniProgram(): Promise<readonly PackageSize[]> {
  await vendor();
  const fresh = `${MINIPROGRAM_DIST}.${process.pid}`;
  await Promise.all(filesBelow(SOURCE_DIR).map((file) => buildFile(file, fresh)));
  rmSync(MINIPROGRAM_DIST, { recursive: true, force: true });
  renameSync(fresh, MINIPROGRAM_DIST);
  return packageSizes(MINIPROGRAM_DIST);
}

import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const NPM = 'miniprogram_npm/';

/** The mini program's files by their path inside it, with forward slashes and no leading one. */
export interface SourceTree {
  readonly directory: string;
  has(file: string): boolean;
  /** @throws Error when there is no such file: ask `has` first. */
  read(file: string): string;
  /** Where a file really lies; undefined when there is none. */
  locate(file: string): string | undefined;
}

function isFile(file: string): boolean {
  return existsSync(file) && statSync(file).isFile();
}

/** The nearest `node_modules` that has the package, from the mini program's directory upwards. */
function packageDirectory(from: string, name: string): string | undefined {
  const here = path.join(from, 'node_modules', name);
  if (existsSync(path.join(here, 'package.json'))) return here;
  const parent = path.dirname(from);
  return parent === from ? undefined : packageDirectory(parent, name);
}

/** The folder a package ships for mini programs, as DevTools' npm build would copy it. */
function miniprogramFolder(directory: string): string {
  const manifest = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8')) as {
    readonly miniprogram?: string;
  };
  return path.join(directory, manifest.miniprogram ?? 'miniprogram_dist');
}

/**
 * Reads a mini program's directory. A file under `miniprogram_npm` that is not there is taken from `node_modules`,
 * so that sources without a vendored copy run as well.
 */
export function openSourceTree(directory: string): SourceTree {
  const folders = new Map<string, string | undefined>();
  const npmFile = (file: string): string | undefined => {
    if (!file.startsWith(NPM)) return undefined;
    const parts = file.slice(NPM.length).split('/');
    const name = parts.slice(0, parts[0]?.startsWith('@') ? 2 : 1).join('/');
    if (!folders.has(name)) {
      const found = packageDirectory(directory, name);
      folders.set(name, found === undefined ? undefined : miniprogramFolder(found));
    }
    const folder = folders.get(name);
    return folder === undefined ? undefined : path.join(folder, file.slice(NPM.length + name.length));
  };
  const locate = (file: string): string | undefined =>
    [path.join(directory, file), npmFile(file)].find((place) => place !== undefined && isFile(place));
  return {
    directory,
    locate,
    has: (file) => locate(file) !== undefined,
    read: (file) => {
      const place = locate(file);
      if (place === undefined) throw new Error(`no file ${file}`);
      return readFileSync(place, 'utf8');
    },
  };
}

/** `../a` seen from the file `b/c.wxml`. */
export function relativeTo(file: string, reference: string): string {
  return reference.startsWith('/')
    ? path.posix.normalize(reference).slice(1)
    : path.posix.join(path.posix.dirname(file), reference);
}

/** The folders a package name is looked for in: `miniprogram_npm` beside the file and in every folder above it. */
export function npmPlaces(file: string, name: string): string[] {
  const folder = path.posix.dirname(file);
  const here = path.posix.join(folder === '.' ? '' : folder, NPM, name);
  return folder === '.' ? [here] : [here, ...npmPlaces(folder, name)];
}

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const PARTS = ['.json', '.js', '.wxml', '.wxss'] as const;

function read(dir: string, file: string): string {
  return readFileSync(path.join(dir, file), 'utf8');
}

function relativeTo(file: string, reference: string): string {
  return reference.startsWith('/')
    ? reference.slice(1)
    : path.posix.join(path.posix.dirname(file), reference);
}

/** A module as WeChat finds it: the file, `.js` added, a folder's index, or a package beside the library. */
function moduleFile(dir: string, from: string, name: string): string {
  const base = name.startsWith('.') ? relativeTo(from, name) : `miniprogram_npm/${name}`;
  const found = [base, `${base}.js`, `${base}/index.js`].find(
    (file) => file.endsWith('.js') && existsSync(path.join(dir, file)),
  );
  if (found === undefined) throw new Error(`${from} imports ${name}, which the library does not ship`);
  return found;
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

function componentFiles(dir: string, component: string): string[] {
  return PARTS.map((part) => component + part).filter((file) => existsSync(path.join(dir, file)));
}

/** The files one file needs directly. */
function neededBy(dir: string, file: string): string[] {
  const text = read(dir, file);
  switch (path.extname(file)) {
    case '.json': {
      const { usingComponents = {} } = JSON.parse(text) as { usingComponents?: Record<string, string> };
      return Object.values(usingComponents).flatMap((used) => componentFiles(dir, relativeTo(file, used)));
    }
    case '.js':
      // What it ships of other libraries is CommonJS.
      return [
        ...matches(text, /(?:\bfrom|\bimport)\s*["']([^"']+)["']/g),
        ...matches(text, /\brequire\(\s*["']([^"']+)["']\s*\)/g),
      ].map((name) => moduleFile(dir, file, name));
    case '.wxml':
      return matches(text, /<(?:import|include|wxs)\b[^>]*?\bsrc="([^"]+)"/g).map((src) =>
        relativeTo(file, path.extname(src) === '' ? `${src}.wxml` : src),
      );
    case '.wxs':
      return matches(text, /\brequire\(\s*["']([^"']+)["']\s*\)/g).map((src) => relativeTo(file, src));
    case '.wxss':
      return matches(text, /@import\s+["']([^"']+)["']/g).map((src) => relativeTo(file, src));
    default:
      return [];
  }
}

/**
 * Everything a set of component or style files needs, themselves included, relative to the library's folder.
 * @throws Error when the library does not ship something it refers to, or has no component of that name.
 */
export function componentClosure(dir: string, entries: readonly string[]): string[] {
  const waiting = entries.flatMap((entry) => {
    const files = entry.endsWith('.wxss') ? [entry] : componentFiles(dir, entry);
    if (files.length === 0) throw new Error(`the library has no component ${entry}`);
    return files;
  });
  const found = new Set<string>();
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    waiting.push(...neededBy(dir, file));
  }
  return [...found].sort();
}

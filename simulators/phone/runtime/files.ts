import { addressOf } from './world';

/** Files of this visit, by the path the mini program knows: chosen, photographed or written by it. */
const kept = new Map<string, Blob>();
const addresses = new Map<string, string>();
let count = 0;

/** Puts a file under a path; one that was there is replaced. */
export function putFile(path: string, file: Blob): void {
  dropFile(path);
  kept.set(path, file);
  addresses.set(path, URL.createObjectURL(file));
}

/** Takes a file away; answers whether there was one. */
export function dropFile(path: string): boolean {
  const address = addresses.get(path);
  if (address !== undefined) URL.revokeObjectURL(address);
  addresses.delete(path);
  return kept.delete(path);
}

/** Keeps a file and answers its path. */
export function keepFile(file: Blob, extension: string): string {
  count += 1;
  const path = `wxfile://tmp_${count}.${extension}`;
  putFile(path, file);
  return path;
}

/** A file by the path the mini program was given. */
export function keptFile(path: string): Blob | undefined {
  return kept.get(path);
}

/** The paths of every file below a folder. */
export function keptPaths(folder: string): readonly string[] {
  return [...kept.keys()].filter((path) => path.startsWith(`${folder}/`));
}

/** A file of the mini program's own package. */
export function fileUrl(path: string): string {
  return `/phone/files/${path.replace(/^\//, '')}`;
}

/** Where the browser finds a picture that is named in `src`, as the component at `from` means it. */
export async function showableUrl(source: string, from: string): Promise<string> {
  const known = addresses.get(source);
  if (known !== undefined) return known;
  if (source.startsWith('cloud://')) return addressOf(source);
  if (/^(https?|data|blob):/.test(source) || source.startsWith('//')) return source;
  if (source.startsWith('/')) return fileUrl(source);
  const parts = from.split('/').slice(0, -1);
  for (const part of source.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return fileUrl(parts.join('/'));
}

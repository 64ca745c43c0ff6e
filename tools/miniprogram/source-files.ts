import { readdirSync } from 'node:fs';
import path from 'node:path';

/** Every file below a folder, relative to it, with forward slashes, in a stable order. */
export function filesBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { EJSON } from 'bson';

/** One change; a journal line is the list of changes of one commit, so a transaction is all there or not at all. */
export type JournalChange =
  | { readonly op: 'create'; readonly collection: string }
  | { readonly op: 'put'; readonly collection: string; readonly document: Record<string, unknown> }
  | { readonly op: 'delete'; readonly collection: string; readonly id: string | number };

/** A line: checksum, a space, canonical EJSON of the changes, newline. */
export function journalLine(changes: readonly JournalChange[]): string {
  const text = EJSON.stringify(changes, { relaxed: false });
  return `${checksum(text)} ${text}\n`;
}

function checksum(text: string | Buffer): string {
  return crc32(text).toString(16).padStart(8, '0');
}

/**
 * Replays a journal. A broken last line is what a crash leaves: it is cut off and `warn` told.
 * A broken line before the last means the file was damaged: throws, naming the line.
 */
export function readJournal(
  file: string,
  replay: (changes: readonly JournalChange[]) => void,
  warn: (text: string) => void,
): void {
  if (!existsSync(file)) return;
  const bytes = readFileSync(file);
  let start = 0;
  for (let line = 1; start < bytes.length; line += 1) {
    const newline = bytes.indexOf(10, start);
    const end = newline === -1 ? bytes.length : newline;
    const changes = newline === -1 ? null : parseLine(bytes.subarray(start, end));
    if (changes === null) {
      if (end + 1 < bytes.length) throw new Error(`journal ${file} is broken at line ${line}`);
      warn(`journal ${file}: line ${line} was torn by a crash; ${bytes.length - start} bytes cut off`);
      truncateSync(file, start);
      return;
    }
    replay(changes);
    start = end + 1;
  }
}

function parseLine(line: Buffer): readonly JournalChange[] | null {
  const text = line.subarray(9);
  if (line[8] !== 32 || line.toString('latin1', 0, 8) !== checksum(text)) return null;
  return EJSON.parse(text.toString('utf8')) as readonly JournalChange[];
}

/** Writes a fresh journal beside the old one and puts it in its place, so that a crash leaves one of them whole. */
export function rewriteJournal(file: string, commits: Iterable<readonly JournalChange[]>): void {
  const fresh = `${file}.new`;
  const descriptor = openSync(fresh, 'w');
  for (const changes of commits) writeSync(descriptor, journalLine(changes));
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(fresh, file);
  const directory = openSync(dirname(file), 'r');
  fsyncSync(directory);
  closeSync(directory);
}

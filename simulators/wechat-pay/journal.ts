import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs';

/** An append-only file of JSON lines: what happened, in order. */
export interface Journal {
  append(entry: unknown): void;
  /** Forgets everything, for a reset. */
  clear(): void;
  close(): void;
}

/**
 * Opens the journal and hands back the entries written before.
 * A last line cut short by a crash is dropped from the file; a damaged line elsewhere throws.
 */
export function openJournal(file: string): { readonly journal: Journal; readonly entries: unknown[] } {
  const entries = existsSync(file) ? readEntries(file) : [];
  const fd = openSync(file, 'a');
  let open = true;
  return {
    entries,
    journal: {
      // Synchronous on purpose: an answer must not leave before what it promises is in the file.
      append: (entry) => {
        if (open) writeSync(fd, `${JSON.stringify(entry)}\n`);
      },
      clear: () => ftruncateSync(fd, 0),
      close: () => {
        if (open) closeSync(fd);
        open = false;
      },
    },
  };
}

function readEntries(file: string): unknown[] {
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end < bytes.length) truncateSync(file, end);
  const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
  return lines.map((line, index) => {
    try {
      return JSON.parse(line) as unknown;
    } catch (cause) {
      throw new Error(`${file} line ${index + 1} is not JSON; move the file away to start empty`, { cause });
    }
  });
}

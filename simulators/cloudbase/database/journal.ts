import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { JournalChange } from './journal-file';
import { journalLine } from './journal-file';

/** Where commits become durable. */
export type Journal = {
  /** Queues one commit. */
  append(changes: readonly JournalChange[]): void;
  /** Resolves when everything appended so far is on disk; rejects for ever once writing failed. */
  durable(): Promise<void>;
  /** Commits appended and writes to disk so far: the second stays behind when commits share them. */
  counts(): JournalCounts;
  close(): Promise<void>;
};

export type JournalCounts = { readonly commits: number; readonly flushes: number };

/** Nothing is kept. */
export function memoryJournal(): Journal {
  let commits = 0;
  return {
    append: () => {
      commits += 1;
    },
    durable: async () => undefined,
    counts: () => ({ commits, flushes: 0 }),
    close: async () => undefined,
  };
}

/** An append-only file; commits that arrive while the disk is busy share the next fsync. */
export async function openJournal(file: string): Promise<Journal> {
  return new FileJournal(await open(file, 'a'));
}

class FileJournal implements Journal {
  readonly #file: FileHandle;
  #queued: string[] = [];
  #current: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;
  #commits = 0;
  #flushes = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  append(changes: readonly JournalChange[]): void {
    this.#queued.push(journalLine(changes));
    this.#commits += 1;
  }

  durable(): Promise<void> {
    if (this.#queued.length === 0) return this.#current;
    this.#next ??= this.#flushAfter(this.#current);
    return this.#next;
  }

  counts(): JournalCounts {
    return { commits: this.#commits, flushes: this.#flushes };
  }

  async close(): Promise<void> {
    await this.durable();
    await this.#file.close();
  }

  async #flushAfter(previous: Promise<void>): Promise<void> {
    // Whatever is appended while the disk is busy rides along with this flush.
    await previous;
    const batch = this.#queued;
    this.#queued = [];
    this.#current = this.#next ?? previous;
    this.#next = null;
    await this.#file.appendFile(batch.join(''));
    await this.#file.datasync();
    this.#flushes += 1;
  }
}

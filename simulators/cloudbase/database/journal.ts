import { appendFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { JournalChange } from './journal-file';
import { journalLine } from './journal-file';

/**
 * What a commit has survived when it is answered: the end of this process, whose writes the system keeps, or the end of
 * the whole machine, for which the disk has to be waited for.
 */
export type Survives = 'process' | 'machine';

/** Where commits become durable. */
export type Journal = {
  /** Queues one commit. */
  append(changes: readonly JournalChange[]): void;
  /** Resolves when everything appended so far is safe; rejects for ever once writing failed. */
  durable(): Promise<void>;
  /** Brings what there is to the disk, and from now on waits for it with every commit. */
  surviveMachine(): Promise<void>;
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
    surviveMachine: async () => undefined,
    counts: () => ({ commits, flushes: 0 }),
    close: async () => undefined,
  };
}

/** An append-only file; commits that arrive while the disk is busy share the next fsync. */
export async function openJournal(file: string, survives: Survives): Promise<Journal> {
  return new FileJournal(await open(file, 'a'), survives);
}

class FileJournal implements Journal {
  readonly #file: FileHandle;
  #survives: Survives;
  #queued: string[] = [];
  #current: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;
  #commits = 0;
  #flushes = 0;

  constructor(file: FileHandle, survives: Survives) {
    this.#file = file;
    this.#survives = survives;
  }

  append(changes: readonly JournalChange[]): void {
    this.#queued.push(journalLine(changes));
    this.#commits += 1;
  }

  durable(): Promise<void> {
    if (this.#queued.length === 0) return this.#current;
    if (this.#survives === 'process') return this.#write();
    this.#next ??= this.#flushAfter(this.#current);
    return this.#next;
  }

  counts(): JournalCounts {
    return { commits: this.#commits, flushes: this.#flushes };
  }

  async surviveMachine(): Promise<void> {
    await this.durable();
    await this.#file.datasync();
    this.#survives = 'machine';
  }

  async close(): Promise<void> {
    await this.durable();
    await this.#file.close();
  }

  /** Hands everything to the system at once: quicker than waiting for another thread to do it. */
  #write(): Promise<void> {
    const batch = this.#queued;
    this.#queued = [];
    try {
      appendFileSync(this.#file.fd, batch.join(''));
      this.#flushes += 1;
    } catch (cause) {
      // Nothing after a lost commit may be taken for safe.
      this.#current = Promise.reject(cause);
    }
    return this.#current;
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

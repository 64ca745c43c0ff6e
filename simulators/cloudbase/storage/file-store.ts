import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { StorageError } from './storage-error';

/** What is known of a file besides its bytes. */
export type FileFacts = {
  readonly path: string;
  /** The openid of the shopper who uploaded it; null for functions and tools, which are the administrator. */
  readonly owner: string | null;
  readonly size: number;
  readonly etag: string;
};

/** A file that is put into the storage. */
export type FileUpload = {
  readonly path: string;
  readonly owner: string | null;
  readonly bytes: Uint8Array;
};

const Facts = v.strictObject({
  path: v.string(),
  owner: v.nullable(v.string()),
  size: v.number(),
  etag: v.string(),
  body: v.string(),
});
type Known = FileFacts & { readonly body: string };

/** Files of one bucket: bytes beside a small record each, in a directory or in memory. */
export class FileStore {
  readonly #dir: string | null;
  readonly #files = new Map<string, Known>();
  readonly #memory = new Map<string, Uint8Array>();

  private constructor(dir: string | null) {
    this.#dir = dir;
  }

  /** Opens the directory and reads the records; a body without a record is what a torn upload left, and goes. */
  static async open(dir: string | null): Promise<FileStore> {
    const store = new FileStore(dir);
    if (dir === null) return store;
    await mkdir(dir, { recursive: true });
    const names = await readdir(dir);
    for (const name of names.filter((one) => one.endsWith('.json'))) {
      const facts = v.parse(Facts, JSON.parse(await readFile(join(dir, name), 'utf8')));
      store.#files.set(facts.path, facts);
    }
    const bodies = new Set([...store.#files.values()].map(({ body }) => body));
    for (const name of names) {
      if (!name.endsWith('.json') && !bodies.has(name)) await rm(join(dir, name));
    }
    return store;
  }

  /** How many files there are. */
  get count(): number {
    return this.#files.size;
  }

  find(path: string): FileFacts | null {
    return this.#files.get(path) ?? null;
  }

  /** The bytes of a file; throws STORAGE_FILE_NONEXIST. */
  async read(path: string): Promise<Uint8Array> {
    const known = this.#files.get(path);
    if (known === undefined) throw new StorageError('STORAGE_FILE_NONEXIST', `no file at ${path}`);
    return this.#dir === null
      ? (this.#memory.get(known.body) ?? new Uint8Array())
      : readFile(join(this.#dir, known.body));
  }

  /** Puts or replaces a file; durable when it resolves. */
  async put(upload: FileUpload): Promise<FileFacts> {
    return this.#write(upload, syncedFile);
  }

  /** Puts many files of the administrator at once, without waiting for the disk: for seeding. */
  async load(uploads: Iterable<Omit<FileUpload, 'owner'>>): Promise<void> {
    for (const upload of uploads) await this.#write({ ...upload, owner: null }, writeFile);
  }

  /** Deletes a file; answers whether it was there. */
  async delete(path: string): Promise<boolean> {
    const known = this.#files.get(path);
    if (known === undefined) return false;
    this.#files.delete(path);
    this.#memory.delete(known.body);
    if (this.#dir !== null) {
      await rm(join(this.#dir, recordName(path)), { force: true });
      await rm(join(this.#dir, known.body), { force: true });
    }
    return true;
  }

  async #write(
    { path, owner, bytes }: FileUpload,
    write: (file: string, content: Uint8Array | string) => Promise<void>,
  ): Promise<FileFacts> {
    const before = this.#files.get(path);
    const etag = createHash('md5').update(bytes).digest('hex');
    // A body of its own for each upload: the record switches from the old to the new in one rename.
    const body = randomUUID();
    const known: Known = { path, owner, size: bytes.length, etag, body };
    if (this.#dir === null) this.#memory.set(body, Uint8Array.from(bytes));
    else {
      await write(join(this.#dir, body), bytes);
      const record = join(this.#dir, recordName(path));
      await write(`${record}.${body}`, JSON.stringify(known));
      await rename(`${record}.${body}`, record);
    }
    this.#files.set(path, known);
    if (before !== undefined) {
      this.#memory.delete(before.body);
      if (this.#dir !== null) await rm(join(this.#dir, before.body), { force: true });
    }
    return known;
  }
}

/** Paths become names of one length: nothing a shopper chose is ever a name on this disk. */
function recordName(path: string): string {
  return `${createHash('sha256').update(path).digest('hex')}.json`;
}

async function syncedFile(file: string, content: Uint8Array | string): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

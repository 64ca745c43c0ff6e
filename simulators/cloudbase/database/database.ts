import { join } from 'node:path';
import { Collection } from './collection';
import type { DocumentId, Fields } from './document';
import { documentId, storedDocument } from './document';
import {
  DatabaseError,
  collectionMissing,
  duplicateKey,
  invalidParam,
  transactionConflict,
  transactionGone,
} from './database-error';
import { lockDataDirectory } from './data-directory-lock';
import type { Journal, JournalCounts, Survives } from './journal';
import { memoryJournal, openJournal } from './journal';
import type { JournalChange } from './journal-file';
import { readJournal, rewriteJournal } from './journal-file';
import { QueryCounters } from './query-counters';
import type { IndexDefinition } from './secondary-index';
import type { Write } from './transaction';
import { Transaction } from './transaction';

/** The service's own limit: "must be commit or abort in 30 seconds". */
const TRANSACTION_TTL_MS = 30_000;

/** A journal shorter than this is not worth rewriting. */
const COMPACT_MIN_CHANGES = 1_000;

/** Documents per fsync when many are loaded at once. */
const LOAD_BATCH = 1_000;

export type DatabaseOptions = {
  /** Where the journal lives; null keeps everything in memory. */
  readonly dir: string | null;
  readonly transactionTtlMs?: number | undefined;
  /** What an answered commit has survived; the machine if absent. */
  readonly survives?: Survives | undefined;
  readonly warn: (text: string) => void;
};

/** Collections, transactions and their journal. Every change goes through `commit`. */
export class Database {
  readonly counters = new QueryCounters();
  readonly #collections: Map<string, Collection>;
  readonly #transactions = new Map<string, Transaction>();
  readonly #journal: Journal;
  readonly #release: () => void;
  readonly #ttlMs: number;
  #sequence = 1;

  private constructor(parts: {
    collections: Map<string, Collection>;
    journal: Journal;
    release: () => void;
    ttlMs: number;
  }) {
    this.#collections = parts.collections;
    this.#journal = parts.journal;
    this.#release = parts.release;
    this.#ttlMs = parts.ttlMs;
  }

  /** Opens a data directory, or memory. Throws if another process holds it or the journal is damaged. */
  static async open(options: DatabaseOptions): Promise<Database> {
    const ttlMs = options.transactionTtlMs ?? TRANSACTION_TTL_MS;
    const collections = new Map<string, Collection>();
    if (options.dir === null) {
      return new Database({ collections, journal: memoryJournal(), release: () => undefined, ttlMs });
    }
    const lock = lockDataDirectory(options.dir);
    try {
      const file = join(options.dir, 'journal');
      replayJournal(file, collections, options.warn);
      const journal = await openJournal(file, options.survives ?? 'machine');
      return new Database({ collections, journal, release: lock.release, ttlMs });
    } catch (cause) {
      lock.release();
      throw cause;
    }
  }

  /** Creates what is missing and builds the declared indexes; safe to repeat. */
  provision(collections: readonly { name: string; indexes: readonly IndexDefinition[] }[]): void {
    for (const { name, indexes } of collections) {
      if (!this.#collections.has(name)) this.createCollection(name);
      this.collection(name).declareIndexes(indexes);
    }
  }

  /** Throws DATABASE_COLLECTION_ALREADY_EXIST. */
  createCollection(name: string): void {
    if (name === '') throw invalidParam('collectionName is required');
    if (this.#collections.has(name)) {
      throw new DatabaseError('DATABASE_COLLECTION_ALREADY_EXIST', `[ResourceInUse] Table exist: ${name}`);
    }
    this.#journal.append([{ op: 'create', collection: name }]);
    this.#collections.set(name, new Collection(name));
  }

  /** Throws DATABASE_COLLECTION_NOT_EXIST. */
  collection(name: string): Collection {
    const collection = this.#collections.get(name);
    if (collection === undefined) throw collectionMissing(name);
    return collection;
  }

  /** Every collection. */
  collections(): Iterable<Collection> {
    return this.#collections.values();
  }

  /** Adds many documents with few fsyncs, for tests and benches; resolves when they are durable. */
  async load(collectionName: string, documents: Iterable<Fields>): Promise<void> {
    const collection = this.collection(collectionName);
    let loaded = 0;
    for (const fields of documents) {
      const document = storedDocument(fields);
      if (collection.latest(document._id) !== null || collection.uniqueObstacle(document, null) !== null) {
        throw duplicateKey(collection.name, '_id_', `{ _id: ${JSON.stringify(document._id)} }`);
      }
      this.commit([{ collection, id: document._id, document }]);
      loaded += 1;
      // Lets the disk keep up instead of holding the whole load in memory.
      if (loaded % LOAD_BATCH === 0) await this.durable();
    }
    await this.durable();
  }

  /** Makes writes visible and queues them for the journal as one atomic line. */
  commit(writes: readonly Write[]): void {
    if (writes.length === 0) return;
    this.#journal.append(
      writes.map(({ collection, id, document }) =>
        document === null
          ? { op: 'delete', collection: collection.name, id }
          : { op: 'put', collection: collection.name, document },
      ),
    );
    this.#sequence += 1;
    const oldest = this.#oldestSnapshot();
    for (const { collection, id, document } of writes) {
      this.collection(collection.name).commit(id, { sequence: this.#sequence, document }, oldest);
    }
  }

  /** Resolves when everything visible now would survive the process. */
  durable(): Promise<void> {
    return this.#journal.durable();
  }

  /** From now on an answered commit has survived the machine, and so has everything before. */
  surviveMachine(): Promise<void> {
    return this.#journal.surviveMachine();
  }

  /** How often commits shared a write to disk. */
  get journalCounts(): JournalCounts {
    return this.#journal.counts();
  }

  /** Opens a transaction that expires by itself. */
  beginTransaction(): Transaction {
    const transaction = new Transaction({
      ttlMs: this.#ttlMs,
      expire: (expired) => this.#finish(expired),
    });
    this.#transactions.set(transaction.id, transaction);
    return transaction;
  }

  /** The open transaction, its snapshot fixed now at the latest. Throws DATABASE_TRANSACTION_FAIL. */
  transaction(id: string): Transaction {
    const transaction = this.#open(id);
    transaction.snapshot ??= this.#sequence;
    return transaction;
  }

  /** Commits atomically. Throws DATABASE_TRANSACTION_FAIL if it ended before. */
  commitTransaction(id: string): void {
    const transaction = this.#open(id);
    const writes = transaction.writes();
    // Closed first, so that its own snapshot does not keep the versions it replaces.
    this.#transactions.delete(id);
    this.commit(writes);
    this.#finish(transaction);
  }

  /** Forgets everything it wrote. Throws DATABASE_TRANSACTION_FAIL if it ended before. */
  abortTransaction(id: string): void {
    this.#finish(this.#open(id));
  }

  /** How many transactions are open. */
  get openTransactions(): number {
    return this.#transactions.size;
  }

  /** Ends an open transaction if there is one: the engine aborts on any failing operation. */
  abortIfOpen(id: string): void {
    const transaction = this.#transactions.get(id);
    if (transaction !== undefined) this.#finish(transaction);
  }

  /** Ends open transactions, waits for the disk and frees the directory. */
  async close(): Promise<void> {
    for (const transaction of this.#transactions.values()) this.#finish(transaction);
    try {
      await this.#journal.close();
    } finally {
      this.#release();
    }
  }

  /** Throws the conflict that first-writer-wins asks for, if the document changed after the snapshot. */
  checkFresh(collection: Collection, id: DocumentId, transaction: Transaction): void {
    if (collection.latestSequence(id) > (transaction.snapshot ?? Infinity)) throw transactionConflict();
  }

  #open(id: string): Transaction {
    const transaction = this.#transactions.get(id);
    if (transaction === undefined) throw transactionGone();
    return transaction;
  }

  #finish(transaction: Transaction): void {
    this.#transactions.delete(transaction.id);
    const oldest = this.#oldestSnapshot();
    for (const collection of this.#collections.values()) {
      collection.release(transaction);
      collection.pruneHistory(oldest);
    }
    transaction.close();
  }

  #oldestSnapshot(): number {
    let oldest = this.#sequence;
    for (const { snapshot } of this.#transactions.values()) oldest = Math.min(oldest, snapshot ?? oldest);
    return oldest;
  }
}

function replayJournal(
  file: string,
  collections: Map<string, Collection>,
  warn: (text: string) => void,
): void {
  let changes = 0;
  const replay = (commit: readonly JournalChange[]): void => {
    for (const change of commit) {
      changes += 1;
      const collection = collections.get(change.collection) ?? new Collection(change.collection);
      collections.set(change.collection, collection);
      if (change.op === 'put') {
        const id = documentId(change.document._id);
        const document = { ...change.document, _id: id };
        collection.commit(id, { sequence: 1, document }, 1);
      }
      if (change.op === 'delete') collection.commit(change.id, { sequence: 1, document: null }, 1);
    }
  };
  readJournal(file, replay, warn);
  const living = [...collections.values()].reduce((sum, { count }) => sum + count, 0);
  if (changes < COMPACT_MIN_CHANGES || living * 2 > changes) return;
  rewriteJournal(file, livingCommits(collections.values()));
  warn(`journal ${file}: ${changes} changes compacted to ${living} documents`);
}

function* livingCommits(collections: Iterable<Collection>): Generator<readonly JournalChange[]> {
  for (const collection of collections) {
    yield [{ op: 'create', collection: collection.name }];
    for (const id of collection.ids()) {
      const document = collection.latest(id);
      if (document !== null) yield [{ op: 'put', collection: collection.name, document }];
    }
  }
}

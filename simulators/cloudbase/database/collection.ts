import type { DocumentId, StoredDocument } from './document';
import type { IndexDefinition } from './secondary-index';
import { SecondaryIndex } from './secondary-index';
import { duplicateKey } from './database-error';
import type { Transaction } from './transaction';

type Version = { readonly sequence: number; readonly document: StoredDocument | null };

/** Versions of the documents of one collection, their locks and their indexes. */
export class Collection {
  readonly name: string;
  /** Newest version last; older ones only as long as a snapshot may read them. */
  readonly #versions = new Map<DocumentId, Version[]>();
  /** Documents with more than one version, or deleted ones a snapshot still sees. */
  readonly #historic = new Set<DocumentId>();
  readonly #locks = new Map<DocumentId, Transaction>();
  /** Unique keys that open transactions have written, by index and key. */
  readonly #reserved = new Map<string, { readonly transaction: Transaction; readonly id: DocumentId }>();
  #indexes: readonly SecondaryIndex[] = [];
  #count = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** How many documents are committed. */
  get count(): number {
    return this.#count;
  }

  /** The declared indexes. */
  get indexes(): readonly SecondaryIndex[] {
    return this.#indexes;
  }

  /** Replaces the indexes and builds them from the committed documents; throws on a broken unique rule. */
  declareIndexes(definitions: readonly IndexDefinition[]): void {
    const indexes = definitions.map((definition) => new SecondaryIndex(definition));
    for (const id of this.#versions.keys()) {
      const document = this.latest(id);
      if (document === null) continue;
      for (const index of indexes) {
        if (index.definition.unique === true) {
          const key = index.uniqueKey(document);
          for (const _holder of index.holders(key)) throw this.#duplicate(index, key);
        }
        index.add(document);
      }
    }
    this.#indexes = indexes;
  }

  /** Identities of every document some reader may see, oldest insertion first. */
  ids(): Iterable<DocumentId> {
    return this.#versions.keys();
  }

  /** Identities whose newest version is not what every snapshot sees. */
  historicIds(): Iterable<DocumentId> {
    return this.#historic;
  }

  /** The newest committed document. */
  latest(id: DocumentId): StoredDocument | null {
    return this.#versions.get(id)?.at(-1)?.document ?? null;
  }

  /** The sequence of the newest commit to a document; 0 if there was none. */
  latestSequence(id: DocumentId): number {
    return this.#versions.get(id)?.at(-1)?.sequence ?? 0;
  }

  /** What a transaction sees: its own write, else the newest version of its snapshot. */
  visible(id: DocumentId, transaction: Transaction | null): StoredDocument | null {
    if (transaction === null) return this.latest(id);
    const own = transaction.own(this, id);
    if (own !== undefined) return own;
    const snapshot = transaction.snapshot ?? Infinity;
    return this.#versions.get(id)?.findLast(({ sequence }) => sequence <= snapshot)?.document ?? null;
  }

  /** The transaction that holds a document, if any. */
  lockedBy(id: DocumentId): Transaction | undefined {
    return this.#locks.get(id);
  }

  /** Locks a document and its unique keys for a transaction that writes it. */
  lock(transaction: Transaction, id: DocumentId, document: StoredDocument | null): void {
    this.#locks.set(id, transaction);
    for (const [text, held] of this.#reserved) {
      if (held.transaction === transaction && held.id === id) this.#reserved.delete(text);
    }
    if (document === null) return;
    for (const { index, key } of this.#uniqueKeys(document)) {
      this.#reserved.set(reservation(index, key), { transaction, id });
    }
  }

  /** Drops everything a transaction holds here. */
  release(transaction: Transaction): void {
    for (const [id, holder] of this.#locks) if (holder === transaction) this.#locks.delete(id);
    for (const [text, held] of this.#reserved)
      if (held.transaction === transaction) this.#reserved.delete(text);
  }

  /**
   * Checks the unique indexes for a document about to be written. Throws DATABASE_DUPLICATE_WRITE;
   * answers 'conflict' or the transaction to wait for when the answer depends on someone else's fate.
   */
  uniqueObstacle(document: StoredDocument, transaction: Transaction | null): Transaction | 'conflict' | null {
    for (const { index, key } of this.#uniqueKeys(document)) {
      const reserved = this.#reserved.get(reservation(index, key));
      if (reserved !== undefined && reserved.id !== document._id) {
        if (reserved.transaction === transaction) throw this.#duplicate(index, key);
        return reserved.transaction;
      }
      for (const holder of index.holders(key)) {
        // Our own pending write of the holder no longer has the key: it would be reserved.
        if (holder === document._id || transaction?.own(this, holder) !== undefined) continue;
        const locker = this.#locks.get(holder);
        if (locker !== undefined) return locker;
        if (this.latestSequence(holder) > (transaction?.snapshot ?? Infinity)) return 'conflict';
        throw this.#duplicate(index, key);
      }
    }
    return null;
  }

  /** Makes a version the newest. `oldestSnapshot` is what the oldest open transaction may still read. */
  commit(id: DocumentId, version: Version, oldestSnapshot: number): void {
    const versions = this.#versions.get(id) ?? [];
    const before = versions.at(-1)?.document ?? null;
    const after = version.document;
    if (before === null && after === null) return;
    for (const index of this.#indexes) {
      if (before !== null && after !== null) index.replace(before, after);
      else if (before !== null) index.remove(before);
      else if (after !== null) index.add(after);
    }
    this.#count += Number(after !== null) - Number(before !== null);
    versions.push(version);
    this.#versions.set(id, versions);
    this.#prune(id, versions, oldestSnapshot);
  }

  /** Forgets versions that no open transaction can read any more. */
  pruneHistory(oldestSnapshot: number): void {
    for (const id of this.#historic) this.#prune(id, this.#versions.get(id) ?? [], oldestSnapshot);
  }

  #prune(id: DocumentId, versions: Version[], oldestSnapshot: number): void {
    while (versions.length > 1 && versions[1]!.sequence <= oldestSnapshot) versions.shift();
    if (versions.length > 1) {
      this.#historic.add(id);
      return;
    }
    this.#historic.delete(id);
    if (versions[0] === undefined || versions[0].document === null) this.#versions.delete(id);
  }

  #uniqueKeys(document: StoredDocument): { index: SecondaryIndex; key: readonly unknown[] }[] {
    return this.#indexes
      .filter((index) => index.definition.unique === true)
      .map((index) => ({ index, key: index.uniqueKey(document) }));
  }

  #duplicate(index: SecondaryIndex, key: readonly unknown[]): Error {
    const shown = index.definition.keys.map(([field], at) => `${field}: ${JSON.stringify(key[at])}`);
    return duplicateKey(this.name, index.definition.name, `{ ${shown.join(', ')} }`);
  }
}

function reservation(index: SecondaryIndex, key: readonly unknown[]): string {
  const values = key.map((value) => (value instanceof Date ? { date: value.getTime() } : value));
  return JSON.stringify([index.definition.name, ...values]);
}

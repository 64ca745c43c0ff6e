import { randomUUID } from 'node:crypto';
import type { DocumentId, StoredDocument } from './document';

/** A collection as its transactions know it. */
export type WritePlace = { readonly name: string };

/** One pending write; null removes. */
export type Write = {
  readonly collection: WritePlace;
  readonly id: DocumentId;
  readonly document: StoredDocument | null;
};

/** Pending state of one transaction: its snapshot, its own writes, and what it locks. */
export class Transaction {
  readonly id = randomUUID();
  /** Fixed by the first operation, as the service does: nothing read before it can be stale. */
  snapshot: number | undefined;
  readonly ended: Promise<void>;
  readonly #writes = new Map<WritePlace, Map<DocumentId, StoredDocument | null>>();
  readonly #expiry: NodeJS.Timeout;
  #end: () => void = () => undefined;
  #open = true;

  constructor(options: { readonly ttlMs: number; readonly expire: (transaction: Transaction) => void }) {
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#expiry = setTimeout(() => options.expire(this), options.ttlMs);
    this.#expiry.unref();
  }

  /** False once it was committed, aborted or expired. */
  get open(): boolean {
    return this.#open;
  }

  /** This transaction's own pending document; undefined if it did not write it. */
  own(collection: WritePlace, id: DocumentId): StoredDocument | null | undefined {
    return this.#writes.get(collection)?.get(id);
  }

  /** Identities this transaction wrote in a collection. */
  ownIds(collection: WritePlace): Iterable<DocumentId> {
    return this.#writes.get(collection)?.keys() ?? [];
  }

  /** Adds or replaces a pending write. */
  put({ collection, id, document }: Write): void {
    const writes = this.#writes.get(collection) ?? new Map<DocumentId, StoredDocument | null>();
    this.#writes.set(collection, writes);
    writes.set(id, document);
  }

  /** Every pending write, in the order of first writing. */
  writes(): Write[] {
    return [...this.#writes].flatMap(([collection, writes]) =>
      [...writes].map(([id, document]) => ({ collection, id, document })),
    );
  }

  /** Releases what waits for this transaction; called once, after its locks are gone. */
  close(): void {
    this.#open = false;
    clearTimeout(this.#expiry);
    this.#end();
  }
}

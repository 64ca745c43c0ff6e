import type { SortField } from './bson-order';
import { compareValues, typeRank, valuesAt } from './bson-order';
import type { DocumentId, StoredDocument } from './document';
import { unsupported } from './database-error';
import { SortedList } from './sorted-list';

/** An index as the manifest declares it. */
export type IndexDefinition = {
  readonly name: string;
  readonly unique?: boolean | undefined;
  readonly keys: readonly SortField[];
};

/** One end of a range. */
export type Bound = { readonly value: unknown; readonly inclusive: boolean };

/** Values of one type between two bounds; an open end still stays within the type, as in MongoDB. */
export type ValueRange = { readonly lower?: Bound | undefined; readonly upper?: Bound | undefined };

/** A stretch of an index: values of its leading fields, then perhaps a range of the next. */
type Interval = { readonly prefix: readonly unknown[]; readonly range?: ValueRange | undefined };

type Entry = { readonly key: readonly unknown[]; readonly id: DocumentId };

/** A sorted structure over the latest committed version of every document of a collection. */
export class SecondaryIndex {
  readonly definition: IndexDefinition;
  readonly #entries: SortedList<Entry>;
  #multikeyDocuments = 0;

  constructor(definition: IndexDefinition) {
    this.definition = definition;
    const directions = definition.keys.map(([, direction]) => direction);
    this.#entries = new SortedList<Entry>((left, right) => {
      for (let at = 0; at < directions.length; at += 1) {
        const order = compareValues(left.key[at], right.key[at]) * directions[at]!;
        if (order !== 0) return order;
      }
      return compareValues(left.id, right.id);
    });
  }

  /** True while some document has an array on an indexed path: its order and ranges are then no help. */
  get multikey(): boolean {
    return this.#multikeyDocuments > 0;
  }

  /** Adds a document's keys. */
  add(document: StoredDocument): void {
    const keys = this.#keysOf(document);
    if (keys.multikey) this.#multikeyDocuments += 1;
    for (const key of keys.list) this.#entries.add({ key, id: document._id });
  }

  /** Removes the keys of a document that was added. */
  remove(document: StoredDocument): void {
    const keys = this.#keysOf(document);
    if (keys.multikey) this.#multikeyDocuments -= 1;
    for (const key of keys.list) this.#entries.delete({ key, id: document._id });
  }

  /** Puts a document in the place of another version of it; where its keys are the same there is nothing to move. */
  replace(before: StoredDocument, after: StoredDocument): void {
    const [left, right] = [this.#keysOf(before), this.#keysOf(after)];
    const same =
      !left.multikey &&
      !right.multikey &&
      (left.list[0] ?? []).every((value, at) => compareValues(value, right.list[0]?.[at]) === 0);
    if (same) return;
    this.remove(before);
    this.add(after);
  }

  /** The one key of a document in a unique index; a missing field counts as null. */
  uniqueKey(document: StoredDocument): readonly unknown[] {
    const keys = this.#keysOf(document);
    if (keys.multikey) throw unsupported(`arrays under the unique index ${this.definition.name}`);
    return keys.list[0]!;
  }

  /** Who holds exactly this key. */
  holders(key: readonly unknown[]): Iterable<DocumentId> {
    return this.walk({ prefix: key, direction: 'forward' });
  }

  /** Identities in index order: equality on the leading fields, then optionally a range on the next. */
  *walk(interval: Interval & { readonly direction: 'forward' | 'backward' }): Generator<DocumentId> {
    for (const entry of this.#entries.within(this.#locating(interval), interval.direction)) yield entry.id;
  }

  /** How many entries an interval holds, without walking them. */
  count(interval: Interval): number {
    return this.#entries.countWithin(this.#locating(interval));
  }

  #locating({ prefix, range }: Interval): (entry: Entry) => number {
    const { keys } = this.definition;
    const rangeDirection = keys[prefix.length]?.[1] ?? 1;
    return (entry) => {
      for (let at = 0; at < prefix.length; at += 1) {
        const order = compareValues(entry.key[at], prefix[at]) * keys[at]![1];
        if (order !== 0) return order;
      }
      return range === undefined ? 0 : locateInRange(entry.key[prefix.length], range) * rangeDirection;
    };
  }

  #keysOf(document: StoredDocument): { list: readonly unknown[][]; multikey: boolean } {
    let list: unknown[][] = [[]];
    let multikey = false;
    for (const [field] of this.definition.keys) {
      const reached = valuesAt(document, field);
      if (!reached.multikey) {
        for (const key of list) key.push(reached.values[0] ?? null);
        continue;
      }
      multikey = true;
      const values = distinct(reached.values);
      list = list.flatMap((key) => values.map((value) => [...key, value]));
    }
    return { list, multikey };
  }
}

function locateInRange(value: unknown, { lower, upper }: ValueRange): number {
  const rank = typeRank(value) - typeRank((lower ?? upper)?.value);
  if (rank !== 0) return rank;
  if (lower !== undefined) {
    const order = compareValues(value, lower.value);
    if (order < 0 || (order === 0 && !lower.inclusive)) return -1;
  }
  if (upper !== undefined) {
    const order = compareValues(value, upper.value);
    if (order > 0 || (order === 0 && !upper.inclusive)) return 1;
  }
  return 0;
}

function distinct(values: readonly unknown[]): unknown[] {
  return [...values]
    .sort(compareValues)
    .filter((value, at, sorted) => at === 0 || compareValues(value, sorted[at - 1]) !== 0);
}

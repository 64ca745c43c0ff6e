import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Query } from 'mingo';
import type { SortField } from '../../../simulators/cloudbase/database/bson-order';
import { compareSortKeys, compareValues, sortKey } from '../../../simulators/cloudbase/database/bson-order';
import { Database } from '../../../simulators/cloudbase/database/database';
import type { Fields, StoredDocument } from '../../../simulators/cloudbase/database/document';
import { countDocuments, findDocuments } from '../../../simulators/cloudbase/database/document-reader';
import { removeDocuments, setDocument } from '../../../simulators/cloudbase/database/document-writer';
import type { IndexDefinition } from '../../../simulators/cloudbase/database/secondary-index';
import type { Transaction } from '../../../simulators/cloudbase/database/transaction';

const INDEXES: readonly IndexDefinition[] = [
  { name: 'a_1', keys: [['a', 1]] },
  {
    name: 'a_1_b_-1',
    keys: [
      ['a', 1],
      ['b', -1],
    ],
  },
  {
    name: 'b_-1_c_1_a_1',
    keys: [
      ['b', -1],
      ['c', 1],
      ['a', 1],
    ],
  },
  {
    name: 'd.e_1_a_1',
    keys: [
      ['d.e', 1],
      ['a', 1],
    ],
  },
  { name: 'c_-1', keys: [['c', -1]] },
];
const FIELDS = ['a', 'b', 'c', 'd.e'] as const;

// Few values, so that documents collide and queries find something; of several types, so that they mix.
const scalar = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 4 }) },
  { weight: 3, arbitrary: fc.constantFrom('x', 'y', '') },
  { weight: 1, arbitrary: fc.constantFrom(null, true, false, 1.5, -1) },
  { weight: 2, arbitrary: fc.constantFrom(0, 1, 2).map((day) => new Date(day)) },
);
const valueIn = (lists: boolean): fc.Arbitrary<unknown> =>
  lists
    ? fc.oneof({ weight: 8, arbitrary: scalar }, { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) })
    : scalar;

const documentIn = (lists: boolean): fc.Arbitrary<Fields> => {
  const value = valueIn(lists);
  const nested = fc.record({ e: value }, { requiredKeys: [] });
  const d = lists ? fc.oneof(nested, fc.array(nested, { maxLength: 2 }), scalar) : fc.oneof(nested, scalar);
  return fc.record({ a: value, b: value, c: value, d }, { requiredKeys: [] });
};

const condition: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 2, arbitrary: scalar.map((value) => ({ $eq: value })) },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }).map((values) => ({ $in: values })) },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 2 }).map((values) => ({ $all: values })) },
  {
    weight: 4,
    arbitrary: fc.dictionary(fc.constantFrom('$gt', '$gte', '$lt', '$lte'), scalar, {
      minKeys: 1,
      maxKeys: 2,
    }),
  },
  { weight: 1, arbitrary: scalar.map((value) => ({ $ne: value })) },
  { weight: 1, arbitrary: fc.boolean().map((exists) => ({ $exists: exists })) },
  { weight: 1, arbitrary: scalar.map((value) => ({ $not: { $eq: value } })) },
);
const fieldQuery = fc.dictionary(fc.constantFrom(...FIELDS), condition, { maxKeys: 3 });
const query: fc.Arbitrary<Fields> = fc.oneof(
  { weight: 6, arbitrary: fieldQuery },
  { weight: 2, arbitrary: fc.array(fieldQuery, { minLength: 1, maxLength: 3 }).map(($and) => ({ $and })) },
  { weight: 1, arbitrary: fc.array(fieldQuery, { minLength: 1, maxLength: 2 }).map(($or) => ({ $or })) },
);
const order: fc.Arbitrary<SortField[]> = fc.uniqueArray(
  fc.tuple(fc.constantFrom(...FIELDS, '_id'), fc.constantFrom<1 | -1>(1, -1)),
  { maxLength: 3, selector: ([field]) => field },
);

type Step =
  | { readonly kind: 'put'; readonly inside: boolean; readonly id: number; readonly fields: Fields }
  | { readonly kind: 'remove'; readonly inside: boolean; readonly id: number }
  | { readonly kind: 'begin' | 'commit' | 'abort' }
  | {
      readonly kind: 'query';
      readonly query: Fields;
      readonly order: SortField[];
      readonly skip: number;
      readonly limit: number;
    };

const stepIn = (lists: boolean): fc.Arbitrary<Step> => {
  const id = fc.integer({ min: 0, max: 14 });
  return fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('put' as const),
        inside: fc.boolean(),
        id,
        fields: documentIn(lists),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), inside: fc.boolean(), id }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constantFrom('begin' as const, 'commit' as const, 'abort' as const) }),
    },
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('query' as const),
        query,
        order,
        skip: fc.integer({ min: 0, max: 3 }),
        limit: fc.integer({ min: 0, max: 8 }),
      }),
    },
  );
};

type Model = Map<number, StoredDocument>;

/** Plays steps on the database and on plain maps, comparing every query outside and inside the transaction. */
class Comparison {
  readonly #database: Database;
  #committed: Model = new Map();
  #transaction: Transaction | null = null;
  #snapshot: Model = new Map();
  readonly #own = new Set<number>();
  readonly #changedOutside = new Set<number>();
  indexed = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  async play(step: Step): Promise<void> {
    switch (step.kind) {
      case 'begin':
        if (this.#transaction === null) this.#begin();
        return;
      case 'commit':
      case 'abort':
        if (this.#transaction !== null) this.#end(this.#transaction, step.kind);
        return;
      case 'put':
      case 'remove':
        return this.#write(step);
      case 'query':
        this.#compare(step, null, this.#committed);
        if (this.#transaction !== null) this.#compare(step, this.#transaction, this.#snapshot);
    }
  }

  #begin(): void {
    this.#transaction = this.#database.transaction(this.#database.beginTransaction().id);
    this.#snapshot = new Map(this.#committed);
  }

  #end(transaction: Transaction, how: 'commit' | 'abort'): void {
    if (how === 'abort') this.#database.abortTransaction(transaction.id);
    else {
      this.#database.commitTransaction(transaction.id);
      for (const id of this.#own) {
        const document = this.#snapshot.get(id);
        if (document === undefined) this.#committed.delete(id);
        else this.#committed.set(id, document);
      }
    }
    this.#transaction = null;
    this.#own.clear();
    this.#changedOutside.clear();
  }

  async #write(step: Extract<Step, { inside: boolean }>): Promise<void> {
    const { id } = step;
    const inside = step.inside && this.#transaction !== null;
    // Those would conflict or wait: what happens then has its own tests.
    if (inside ? this.#changedOutside.has(id) : this.#own.has(id)) return;
    const model = inside ? this.#snapshot : this.#committed;
    const collection = this.#database.collection('rows');
    const target = { database: this.#database, collection, transaction: inside ? this.#transaction : null };
    if (step.kind === 'put') {
      await setDocument(target, id, step.fields);
      model.set(id, { _id: id, ...step.fields });
    } else {
      const removed = await removeDocuments(target, { query: { _id: id }, multi: false });
      expect(removed).toBe(Number(model.delete(id)));
    }
    if (this.#transaction !== null) (inside ? this.#own : this.#changedOutside).add(id);
  }

  #compare(step: Extract<Step, { kind: 'query' }>, transaction: Transaction | null, model: Model): void {
    const collection = this.#database.collection('rows');
    const request = { collection, transaction, query: step.query, order: step.order };
    const naive = [...model.values()].filter((document) => new Query(step.query, {}).test(document));
    const ids = (documents: readonly StoredDocument[]): unknown[] =>
      documents.map(({ _id }) => _id).sort(compareValues);

    const found = findDocuments(request, this.#database.counters);
    if (this.#database.counters.last?.index !== null) this.indexed += 1;
    expect(ids(found)).toEqual(ids(naive));
    for (const document of found) expect(document).toEqual(model.get(document._id as number));
    expect(countDocuments(request, this.#database.counters)).toBe(naive.length);

    // Ties may come in any order, their keys may not.
    const keys = (documents: readonly StoredDocument[]): unknown[] =>
      documents.map((document) => sortKey(document, step.order).map((value) => value ?? null));
    const sorted = naive.sort((left, right) =>
      compareSortKeys(sortKey(left, step.order), sortKey(right, step.order), step.order),
    );
    const page = findDocuments({ ...request, skip: step.skip, limit: step.limit }, this.#database.counters);
    const expected = sorted.slice(step.skip, step.skip + step.limit);
    expect(page).toHaveLength(expected.length);
    if (step.order.length > 0) expect(keys(page)).toEqual(keys(expected));
    expect(new Set(ids(page)).size).toBe(page.length);
    for (const document of page) expect(naive).toContainEqual(document);
  }
}

describe('an indexed query', () => {
  it.each([
    ['plain values', false],
    ['lists among the values', true],
  ])(
    'answers what a scan and a sort would, with %s, inside and outside a transaction',
    async (_name, lists) => {
      let indexed = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(stepIn(lists), { minLength: 20, maxLength: 60 }), async (steps) => {
          const database = await Database.open({ dir: null, warn: () => undefined });
          database.provision([{ name: 'rows', indexes: INDEXES }]);
          const comparison = new Comparison(database);
          for (const step of steps) await comparison.play(step);
          indexed += comparison.indexed;
          await database.close();
        }),
        { numRuns: 120 },
      );
      // A planner that never chose an index would pass everything above.
      expect(indexed).toBeGreaterThan(250);
    },
  );
});

describe('a range over lists', () => {
  it('may be met by two elements, none of which lies within it', async () => {
    const database = await Database.open({ dir: null, warn: () => undefined });
    database.provision([{ name: 'rows', indexes: [{ name: 'a_1', keys: [['a', 1]] }] }]);
    await database.load('rows', [
      { _id: 1, a: [0, 4] },
      { _id: 2, a: 2 },
    ]);
    const request = {
      collection: database.collection('rows'),
      query: { a: { $gt: 3, $lt: 1 } },
      transaction: null,
    };
    expect(findDocuments(request, database.counters)).toEqual([{ _id: 1, a: [0, 4] }]);
    await database.close();
  });
});

describe('the order of values', () => {
  it('is that of BSON types, then of values', () => {
    const ascending = [
      null,
      -1,
      0,
      1.5,
      '',
      'a',
      'b',
      { a: 1 },
      { a: 2 },
      [],
      [1],
      false,
      true,
      new Date(0),
      new Date(1),
    ];
    for (let seed = 0; seed < 5; seed += 1) {
      const shuffled = ascending
        .map((value, at) => ({ value, key: (at * 7 + seed * 5) % 15 }))
        .sort((l, r) => l.key - r.key);
      expect(shuffled.map(({ value }) => value).sort(compareValues)).toEqual(ascending);
    }
  });
});

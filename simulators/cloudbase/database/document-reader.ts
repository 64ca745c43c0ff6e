import { Aggregator } from 'mingo';
import { Context } from 'mingo/core';
import * as queryOperators from 'mingo/operators/query';
import { Query } from 'mingo/query';
import type { SortField } from './bson-order';
import { compareSortKeys, sortKey } from './bson-order';
import type { Collection } from './collection';
import { requestFailed } from './database-error';
import type { DocumentId, Fields, StoredDocument } from './document';
import type { QueryCounters } from './query-counters';
import { guardQuery } from './query-guard';
import type { QueryPlan } from './query-plan';
import { planQuery } from './query-plan';
import type { Transaction } from './transaction';

/** What to read. `transaction` null reads the latest committed versions. */
export type ReadRequest = {
  readonly collection: Collection;
  readonly query: Fields;
  readonly order?: readonly SortField[];
  readonly skip?: number;
  readonly limit?: number;
  readonly transaction: Transaction | null;
};

type Candidates = { readonly documents: Iterable<StoredDocument>; readonly examined: () => number };

/** The engine copies its operators for every query: no more of them than a query has use for. */
const QUERY_OPTIONS = { context: Context.init({ query: queryOperators }) };

/** The identity a query asks for, if that is all it asks for; undefined otherwise. */
function onlyIdentity(query: Fields): DocumentId | undefined {
  const { _id: id, ...others } = query;
  if (typeof id !== 'string' && typeof id !== 'number') return undefined;
  return Object.keys(others).length === 0 ? id : undefined;
}

/** A compiled query; throws for what the emulator does not support. */
export function compileQuery(query: Fields): (document: StoredDocument) => boolean {
  guardQuery(query);
  const id = onlyIdentity(query);
  if (id !== undefined) return (document) => document._id === id;
  try {
    const compiled = new Query(query, QUERY_OPTIONS);
    return (document) => compiled.test(document);
  } catch (cause) {
    throw requestFailed(cause instanceof Error ? cause.message : String(cause));
  }
}

/** Matching documents in the asked order. Synchronous: nothing can change while it runs. */
export function findDocuments(request: ReadRequest, counters: QueryCounters): StoredDocument[] {
  const { collection, query, order = [], skip = 0, limit = Infinity } = request;
  const matches = compileQuery(query);
  const plan = planQuery(query, order, collection.indexes);
  const candidates = candidatesOf(request, plan, matches);
  let found: StoredDocument[] = [];
  if (plan.sorted) {
    let toSkip = skip;
    if (limit > 0) {
      for (const document of candidates.documents) {
        toSkip -= 1;
        if (toSkip >= 0) continue;
        found.push(document);
        if (found.length >= limit) break;
      }
    }
  } else {
    found = sortDocuments([...candidates.documents], order).slice(skip, skip + limit);
  }
  counters.record({
    collection: collection.name,
    index: planName(plan),
    examined: candidates.examined(),
    returned: found.length,
    sortedInMemory: !plan.sorted,
  });
  return found;
}

/** How many documents match. */
export function countDocuments(request: ReadRequest, counters: QueryCounters): number {
  const { collection, query, transaction } = request;
  if (transaction === null && Object.keys(query).length === 0) return collection.count;
  const plan = planQuery(query, [], collection.indexes);
  if (transaction === null && plan.kind === 'index' && plan.exact) {
    guardQuery(query);
    const { index, prefixes, range } = plan;
    const returned = prefixes.reduce((sum, prefix) => sum + index.count({ prefix, range }), 0);
    const explanation = { collection: collection.name, index: index.definition.name, examined: 0, returned };
    counters.record({ ...explanation, sortedInMemory: false });
    return returned;
  }
  return findDocuments(request, counters).length;
}

/** Documents as a find projection shows them. */
export function projectDocuments(documents: readonly StoredDocument[], projection: Fields): Fields[] {
  if (Object.keys(projection).length === 0) return [...documents];
  try {
    return new Aggregator([{ $project: projection }], {}).run<Fields>([...documents]);
  } catch (cause) {
    throw requestFailed(cause instanceof Error ? cause.message : String(cause));
  }
}

function planName(plan: QueryPlan): string | null {
  if (plan.kind === 'index') return plan.index.definition.name;
  return plan.kind === 'ids' ? '_id' : null;
}

function sortDocuments(documents: readonly StoredDocument[], order: readonly SortField[]): StoredDocument[] {
  return documents
    .map((document) => ({ document, key: sortKey(document, order) }))
    .sort((left, right) => compareSortKeys(left.key, right.key, order))
    .map(({ document }) => document);
}

function candidatesOf(
  request: ReadRequest,
  plan: QueryPlan,
  matches: (document: StoredDocument) => boolean,
): Candidates {
  const { collection, transaction, order = [] } = request;
  let examined = 0;
  const test = (document: StoredDocument | null): document is StoredDocument => {
    examined += 1;
    return document !== null && matches(document);
  };
  function* committed(skipped: (id: DocumentId) => boolean): Generator<StoredDocument> {
    for (const id of plannedIds(plan, collection)) {
      if (skipped(id)) continue;
      const document = collection.latest(id);
      if (test(document)) yield document;
    }
  }
  if (transaction === null) return { documents: committed(() => false), examined: () => examined };
  // The indexes know the latest commits. What this snapshot sees otherwise is read beside them.
  const differing = new Set([...collection.historicIds(), ...transaction.ownIds(collection)]);
  const snapshot = transaction.snapshot ?? Infinity;
  const beside = [...differing].map((id) => collection.visible(id, transaction)).filter(test);
  const unchanged = committed((id) => differing.has(id) || collection.latestSequence(id) > snapshot);
  return {
    documents:
      plan.sorted && order.length > 0
        ? merged(unchanged, sortDocuments(beside, order), order)
        : chained(unchanged, beside),
    examined: () => examined,
  };
}

function* plannedIds(plan: QueryPlan, collection: Collection): Generator<DocumentId> {
  switch (plan.kind) {
    case 'ids':
      yield* plan.ids;
      return;
    case 'scan':
      yield* collection.ids();
      return;
    case 'index': {
      // With several walks, or several keys per document, one document can come up again.
      const seen = plan.prefixes.length > 1 || plan.index.multikey ? new Set<DocumentId>() : null;
      for (const prefix of plan.prefixes) {
        for (const id of plan.index.walk({ prefix, range: plan.range, direction: plan.direction })) {
          if (seen?.has(id) === true) continue;
          seen?.add(id);
          yield id;
        }
      }
    }
  }
}

function* chained(
  first: Iterable<StoredDocument>,
  second: Iterable<StoredDocument>,
): Generator<StoredDocument> {
  yield* first;
  yield* second;
}

/** Merges two streams that are both in the asked order. */
function* merged(
  stream: Iterable<StoredDocument>,
  sorted: readonly StoredDocument[],
  order: readonly SortField[],
): Generator<StoredDocument> {
  let at = 0;
  for (const document of stream) {
    const key = sortKey(document, order);
    while (at < sorted.length && compareSortKeys(sortKey(sorted[at]!, order), key, order) < 0) {
      yield sorted[at]!;
      at += 1;
    }
    yield document;
  }
  yield* sorted.slice(at);
}

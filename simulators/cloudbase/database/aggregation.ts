import { Aggregator } from 'mingo';
import { ProcessingMode } from 'mingo/core';
import * as accumulators from 'mingo/operators/accumulator';
import * as expressions from 'mingo/operators/expression';
import { invalidParam, requestFailed, unsupported } from './database-error';
import type { Fields } from './document';
import { cloneFields, isFields } from './document';
import type { WriteTarget } from './document-writer';
import { findDocuments } from './document-reader';
import { decodeEjsonValue } from './ejson';
import { guardQuery } from './query-guard';

const STAGES = new Set([
  '$match',
  '$project',
  '$addFields',
  '$group',
  '$sort',
  '$skip',
  '$limit',
  '$unwind',
  '$lookup',
  '$count',
  '$replaceRoot',
  '$sortByCount',
  '$bucket',
  '$bucketAuto',
]);
/** These would run code or draw random numbers: results nobody can compare. */
const REFUSED_EXPRESSIONS = new Set(['$function', '$accumulator', '$rand', '$sampleRate', '$where']);
const EXPRESSIONS = new Set(
  [
    ...Object.keys(expressions),
    ...Object.keys(accumulators),
    '$literal',
    '$regex',
    '$options',
    '$exists',
    '$nin',
  ].filter((name) => !REFUSED_EXPRESSIONS.has(name)),
);

/** Runs a pipeline over committed documents. A leading `$match` uses the indexes. */
export function aggregateDocuments(
  { database, collection }: WriteTarget,
  stages: readonly { readonly stageKey: string; readonly stageValue: string }[],
): Fields[] {
  const pipeline = stages.map(({ stageKey, stageValue }) => {
    if (!STAGES.has(stageKey)) throw unsupported(`aggregation stage ${stageKey}`);
    const value = decodeEjsonValue(stageValue);
    if (stageKey !== '$match') guardExpressions(value);
    else if (isFields(value)) guardQuery(value);
    else throw invalidParam('$match needs an object');
    return { [stageKey]: value };
  });
  if (pipeline.length === 0) throw invalidParam('stages are required');
  const first = pipeline[0]?.$match;
  const query = isFields(first) ? first : {};
  const documents = findDocuments({ collection, query, transaction: null }, database.counters);
  const rest = isFields(first) ? pipeline.slice(1) : pipeline;
  const collectionResolver = (name: string): Fields[] =>
    findDocuments(
      { collection: database.collection(name), query: {}, transaction: null },
      database.counters,
    ).map(cloneFields);
  try {
    const options = { collectionResolver, processingMode: ProcessingMode.CLONE_INPUT };
    return new Aggregator(rest, options).run<Fields>(documents);
  } catch (cause) {
    throw requestFailed(cause instanceof Error ? cause.message : String(cause));
  }
}

function guardExpressions(value: unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) guardExpressions(item);
    return;
  }
  if (!isFields(value)) return;
  for (const [key, operand] of Object.entries(value)) {
    if (key.startsWith('$') && !EXPRESSIONS.has(key)) throw unsupported(`expression ${key}`);
    if (key !== '$literal') guardExpressions(operand);
  }
}

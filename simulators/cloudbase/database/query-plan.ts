import type { SortField } from './bson-order';
import { compareValues, typeRank } from './bson-order';
import type { DocumentId, Fields } from './document';
import { isFields } from './document';
import type { SecondaryIndex, ValueRange } from './secondary-index';

/** How candidates are found. Every plan yields a superset of the matches; `sorted` tells if in the asked order. */
export type QueryPlan =
  | { readonly kind: 'ids'; readonly ids: readonly DocumentId[]; readonly sorted: boolean }
  | {
      readonly kind: 'index';
      readonly index: SecondaryIndex;
      readonly prefixes: readonly (readonly unknown[])[];
      readonly range: ValueRange | undefined;
      readonly direction: 'forward' | 'backward';
      readonly sorted: boolean;
      /** True where every document of the plan matches: counting then reads the index alone, as MongoDB does. */
      readonly exact: boolean;
    }
  | { readonly kind: 'scan'; readonly sorted: boolean };

type Constraint = { equals?: readonly unknown[]; lower?: ValueRange['lower']; upper?: ValueRange['upper'] };

const RANGE_OPERATORS = new Set(['$gt', '$gte', '$lt', '$lte']);

/** More combinations of `$in` lists than this are not worth separate walks. */
const MAX_PREFIXES = 256;

/** Chooses the cheapest way to the documents that may match. */
export function planQuery(
  query: Fields,
  order: readonly SortField[],
  indexes: readonly SecondaryIndex[],
): QueryPlan {
  const constraints = new Map<string, Constraint>();
  collectConstraints(query, constraints);
  const ids = constraints
    .get('_id')
    ?.equals?.filter((id) => typeof id === 'string' || typeof id === 'number');
  if (ids !== undefined)
    return {
      kind: 'ids',
      ids: [...new Set(ids)].sort(compareValues),
      sorted: order.length === 0 || ids.length < 2,
    };
  let best: QueryPlan = { kind: 'scan', sorted: order.length === 0 };
  let bestScore = 0;
  const simple = isSimple(query);
  for (const index of indexes) {
    const { plan, score } = planIndex(index, constraints, { order, simple });
    if (score > bestScore) [best, bestScore] = [plan, score];
  }
  return best;
}

function planIndex(
  index: SecondaryIndex,
  constraints: ReadonlyMap<string, Constraint>,
  { order, simple }: { readonly order: readonly SortField[]; readonly simple: boolean },
): { plan: QueryPlan; score: number } {
  const { keys } = index.definition;
  let prefixes: unknown[][] = [[]];
  let used = 0;
  for (const [field] of keys) {
    const equals = constraints.get(field)?.equals;
    if (equals === undefined || prefixes.length * equals.length > MAX_PREFIXES) break;
    prefixes = prefixes.flatMap((prefix) => equals.map((value) => [...prefix, value]));
    used += 1;
  }
  const next = keys[used];
  const range = next === undefined || index.multikey ? undefined : rangeOf(constraints.get(next[0]));
  const constants = new Set(keys.slice(0, used).map(([field]) => field));
  const direction =
    prefixes.length > 1 || index.multikey ? undefined : walkDirection(keys.slice(used), order, constants);
  const sorted = direction !== undefined || order.length === 0;
  const score = used * 10 + (order.length > 0 && sorted ? 5 : 0) + (range === undefined ? 0 : 3);
  // Fields in the prefix, and the one whose range is walked, are all there is to the query.
  const exact = simple && !index.multikey && used + (range === undefined ? 0 : 1) === constraints.size;
  return {
    plan: { kind: 'index', index, prefixes, range, direction: direction ?? 'forward', sorted, exact },
    score,
  };
}

/** Which way to walk the remaining index fields so that they come in the asked order; undefined if neither does. */
function walkDirection(
  remaining: readonly SortField[],
  order: readonly SortField[],
  constants: ReadonlySet<string>,
): 'forward' | 'backward' | undefined {
  const wanted = order.filter(([field]) => !constants.has(field));
  // Entries with equal keys lie in ascending order of _id.
  const available: readonly SortField[] = [...remaining, ['_id', 1]];
  let turn: number | undefined;
  for (const [at, [field, direction]] of wanted.entries()) {
    const offered = available[at];
    if (offered === undefined || offered[0] !== field) return undefined;
    turn ??= offered[1] * direction;
    if (offered[1] * direction !== turn) return undefined;
  }
  return turn === -1 ? 'backward' : 'forward';
}

function rangeOf(constraint: Constraint | undefined): ValueRange | undefined {
  if (constraint?.lower === undefined && constraint?.upper === undefined) return undefined;
  return { lower: constraint.lower, upper: constraint.upper };
}

/** True where each field is asked for values, or for one range of values: then the constraints say all of it. */
function isSimple(query: Fields): boolean {
  return Object.entries(query).every(([field, condition]) => {
    if (field.startsWith('$')) return false;
    if (!isFields(condition)) return isPoint(condition);
    const [[operator, operand] = ['', undefined], ...others] = Object.entries(condition);
    if (operator === '$eq') return others.length === 0 && isPoint(operand);
    // Equal dates in a list would be walked, and counted, twice.
    const isOne = (value: unknown) => isPoint(value) && !(value instanceof Date);
    if (operator === '$in') return others.length === 0 && Array.isArray(operand) && operand.every(isOne);
    return others.length === 0 && RANGE_OPERATORS.has(operator) && isRangeValue(operand);
  });
}

function collectConstraints(query: Fields, into: Map<string, Constraint>): void {
  for (const [field, condition] of Object.entries(query)) {
    if (field === '$and' && Array.isArray(condition)) {
      for (const part of condition) if (isFields(part)) collectConstraints(part, into);
    } else if (!field.startsWith('$')) {
      const constraint = into.get(field) ?? {};
      into.set(field, constraint);
      constrain(constraint, condition);
    }
  }
}

function constrain(constraint: Constraint, condition: unknown): void {
  if (!isFields(condition)) {
    if (isPoint(condition)) constraint.equals ??= [condition ?? null];
    return;
  }
  for (const [operator, operand] of Object.entries(condition)) {
    if (operator === '$eq' && isPoint(operand)) constraint.equals ??= [operand ?? null];
    if (operator === '$in' && Array.isArray(operand) && operand.every(isPoint)) {
      constraint.equals ??= [...new Set(operand.map((value) => value ?? null))];
    }
    // Whoever holds all of them holds the first: a superset, through which the filter looks.
    if (operator === '$all' && Array.isArray(operand) && operand.length > 0 && isPoint(operand[0])) {
      constraint.equals ??= [operand[0] ?? null];
    }
    if (isRangeValue(operand)) bound(constraint, operator, operand);
  }
}

function bound(constraint: Constraint, operator: string, value: unknown): void {
  const other = constraint.lower ?? constraint.upper;
  // Bounds of two types match nothing; the filter finds that out.
  if (other !== undefined && typeRank(other.value) !== typeRank(value)) return;
  if (operator === '$gt' || operator === '$gte')
    constraint.lower ??= { value, inclusive: operator === '$gte' };
  if (operator === '$lt' || operator === '$lte')
    constraint.upper ??= { value, inclusive: operator === '$lte' };
}

/** Values for which equality and index order surely agree. */
function isPoint(value: unknown): boolean {
  return value === null || value === undefined || isRangeValue(value);
}

function isRangeValue(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isNaN(value);
  return typeof value === 'string' || typeof value === 'boolean' || value instanceof Date;
}

import type { Fields } from './document';
import { isFields } from './document';

/** One field of a sort, ascending (1) or descending (-1). */
export type SortField = readonly [field: string, direction: 1 | -1];

/** The rank of a value's type in MongoDB's order; a missing field counts as null. */
export function typeRank(value: unknown): number {
  if (value === undefined || value === null) return 1;
  if (typeof value === 'number') return 2;
  if (typeof value === 'string') return 3;
  if (Array.isArray(value)) return 5;
  if (typeof value === 'boolean') return 6;
  if (value instanceof Date) return 7;
  return value instanceof RegExp ? 8 : 4;
}

/** MongoDB's total order over values: by type, then by value. */
export function compareValues(left: unknown, right: unknown): number {
  if (left === right) return 0;
  // Almost every key is a string or a number; indexes compare them millions of times.
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : 1;
  if (typeof left === 'number' && typeof right === 'number') return compareScalars(left, right);
  const rank = typeRank(left);
  const difference = rank - typeRank(right);
  if (difference !== 0) return difference;
  switch (rank) {
    case 1:
      return 0;
    case 4:
      return compareFields(left as Fields, right as Fields);
    case 5:
      return compareArrays(left as readonly unknown[], right as readonly unknown[]);
    case 7:
      return (left as Date).getTime() - (right as Date).getTime();
    case 8:
      return compareScalars(String(left), String(right));
    default:
      return compareScalars(left as string, right as string);
  }
}

function compareScalars(left: string | number | boolean, right: string | number | boolean): number {
  if (left < right) return -1;
  if (left > right) return 1;
  // NaN is neither smaller nor larger; MongoDB puts it before every number.
  return Number(right !== right) - Number(left !== left);
}

function compareArrays(left: readonly unknown[], right: readonly unknown[]): number {
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const order = compareValues(left[at], right[at]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareFields(left: Fields, right: Fields): number {
  const [leftEntries, rightEntries] = [Object.entries(left), Object.entries(right)];
  for (let at = 0; at < Math.min(leftEntries.length, rightEntries.length); at += 1) {
    const [leftKey, leftValue] = leftEntries[at]!;
    const [rightKey, rightValue] = rightEntries[at]!;
    const order = compareScalars(leftKey, rightKey) || compareValues(leftValue, rightValue);
    if (order !== 0) return order;
  }
  return leftEntries.length - rightEntries.length;
}

/**
 * Every value a dotted path reaches, as MongoDB reads it: arrays on the way are entered.
 * `multikey` is true when an array was met, so that one document has several keys.
 */
export function valuesAt(fields: Readonly<Fields>, path: string): { values: unknown[]; multikey: boolean } {
  const direct = fields[path];
  if (!path.includes('.') && !Array.isArray(direct)) return { values: [direct ?? null], multikey: false };
  const reached = { values: [] as unknown[], multikey: false };
  collect(fields, path.split('.'), reached);
  return reached;
}

function collect(
  value: unknown,
  parts: readonly string[],
  into: { values: unknown[]; multikey: boolean },
): void {
  const [part, ...rest] = parts;
  if (Array.isArray(value)) {
    into.multikey = true;
    if (part === undefined) {
      into.values.push(value, ...(value.length === 0 ? [null] : value));
      return;
    }
    if (/^\d+$/.test(part)) collect(value[Number(part)], rest, into);
    if (value.length === 0) into.values.push(null);
    for (const item of value) collect(item, parts, into);
    return;
  }
  if (part === undefined) into.values.push(value ?? null);
  else collect(isFields(value) ? value[part] : undefined, rest, into);
}

/** What a document is sorted by: of an array the smallest value ascending, the largest descending. */
export function sortKey(fields: Readonly<Fields>, order: readonly SortField[]): unknown[] {
  return order.map(([field, direction]) => {
    const { values, multikey } = valuesAt(fields, field);
    if (!multikey) return values[0];
    const scalars = values.filter((value) => !Array.isArray(value));
    return scalars.reduce(
      (best, value) => (compareValues(value, best) * direction < 0 ? value : best),
      scalars[0],
    );
  });
}

/** Orders two sort keys made by `sortKey` with the same order. */
export function compareSortKeys(
  left: readonly unknown[],
  right: readonly unknown[],
  order: readonly SortField[],
): number {
  for (let at = 0; at < order.length; at += 1) {
    const result = compareValues(left[at], right[at]) * order[at]![1];
    if (result !== 0) return result;
  }
  return 0;
}

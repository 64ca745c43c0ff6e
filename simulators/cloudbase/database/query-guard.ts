import type { Fields } from './document';
import { isFields } from './document';
import { invalidParam, unsupported } from './database-error';

/** Operators whose meaning in the engine was compared with MongoDB's; all others are refused. */
const FIELD_OPERATORS = new Set([
  '$eq',
  '$ne',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
  '$in',
  '$nin',
  '$exists',
  '$all',
  '$elemMatch',
  '$size',
  '$mod',
  '$not',
  '$regex',
  '$options',
  '$type',
]);
const LOGICAL_OPERATORS = new Set(['$and', '$or', '$nor']);

/** Throws EMULATOR_UNSUPPORTED for any operator the emulator would have to guess at. */
export function guardQuery(query: Fields): void {
  for (const [field, condition] of Object.entries(query)) {
    if (LOGICAL_OPERATORS.has(field)) {
      if (!Array.isArray(condition) || condition.length === 0) {
        throw invalidParam(`${field} must be a non-empty array`);
      }
      for (const part of condition) {
        if (!isFields(part)) throw invalidParam(`${field} takes objects`);
        guardQuery(part);
      }
    } else if (field.startsWith('$')) {
      throw unsupported(`query operator ${field}`);
    } else {
      guardCondition(condition);
    }
  }
}

function guardCondition(condition: unknown): void {
  if (!isFields(condition)) return;
  const names = Object.keys(condition);
  if (!names.some((name) => name.startsWith('$'))) return;
  for (const name of names) {
    if (!FIELD_OPERATORS.has(name)) throw unsupported(`query operator ${name}`);
    const operand = condition[name];
    if ((name === '$in' || name === '$nin' || name === '$all') && !Array.isArray(operand)) {
      throw invalidParam(`${name} needs an array`);
    }
    if (name === '$not') guardCondition(operand);
    if (name === '$all') for (const item of operand as unknown[]) guardCondition(item);
    if (name === '$elemMatch') {
      if (!isFields(operand)) throw invalidParam('$elemMatch needs an object');
      if (Object.keys(operand).every((key) => FIELD_OPERATORS.has(key))) guardCondition(operand);
      else guardQuery(operand);
    }
  }
}

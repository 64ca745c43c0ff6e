import { update } from 'mingo/updater';
import type { Fields, StoredDocument } from './document';
import { cloneFields, isFields, storedDocument } from './document';
import { DatabaseError, invalidParam, requestFailed, unsupported } from './database-error';

const CREATES_PATH = new Set(['$set', '$inc', '$mul', '$min', '$max', '$push', '$addToSet']);
const REMOVES = new Set(['$unset', '$pop', '$pull', '$pullAll', '$rename']);
const NUMERIC = new Set(['$inc', '$mul']);
const ARRAY = new Set(['$push', '$addToSet', '$pop', '$pull', '$pullAll']);

/** Throws for an update the emulator would have to guess at, whatever document it meets. */
export function guardUpdate(changes: Fields): void {
  const paths: string[] = [];
  if (Object.keys(changes).length === 0) throw invalidParam('the update is empty');
  for (const [operator, fields] of Object.entries(changes)) {
    if (!operator.startsWith('$')) throw invalidParam(`update needs operators, not the field ${operator}`);
    if (!CREATES_PATH.has(operator) && !REMOVES.has(operator))
      throw unsupported(`update operator ${operator}`);
    if (!isFields(fields)) throw invalidParam(`${operator} needs an object`);
    for (const [path, operand] of Object.entries(fields)) {
      paths.push(path);
      if (operator === '$rename') paths.push(String(operand));
      if (/(^|\.)\$/.test(path)) throw unsupported(`positional path ${path}`);
      if (NUMERIC.has(operator) && typeof operand !== 'number') {
        throw requestFailed(
          `Cannot increment with non-numeric argument: {${path}: ${JSON.stringify(operand)}}`,
        );
      }
    }
  }
  paths.sort();
  for (const [at, path] of paths.entries()) {
    if (path === '_id') {
      throw requestFailed("Performing an update on the path '_id' would modify the immutable field '_id'");
    }
    const next = paths[at + 1];
    if (next === path || next?.startsWith(`${path}.`) === true) {
      throw requestFailed(`Updating the path '${next}' would create a conflict at '${path}'`);
    }
  }
}

/** The document after the update, or undefined if nothing changes. Refuses what MongoDB refuses. */
export function updatedDocument(document: StoredDocument, changes: Fields): StoredDocument | undefined {
  for (const [operator, fields] of Object.entries(changes)) {
    for (const [path, operand] of Object.entries(fields as Fields)) {
      checkTarget(document, operator, path);
      if (operator === '$rename') checkTarget(document, '$set', String(operand));
    }
  }
  const next = cloneFields(document);
  try {
    const changed = update(next, changes as Parameters<typeof update>[1], [], {}, { cloneMode: 'deep' });
    return changed.length === 0 ? undefined : storedDocument(next);
  } catch (cause) {
    if (cause instanceof DatabaseError) throw cause;
    throw requestFailed(cause instanceof Error ? cause.message : String(cause));
  }
}

/** The engine writes through a null parent and counts null as 0; MongoDB refuses both. */
function checkTarget(document: StoredDocument, operator: string, path: string): void {
  const parts = path.split('.');
  const last = parts.pop()!;
  let parent: unknown = document;
  for (const [at, part] of parts.entries()) {
    const value: unknown = isFields(parent) || Array.isArray(parent) ? (parent as Fields)[part] : undefined;
    if (value === undefined) return;
    if (!isFields(value) && !Array.isArray(value)) {
      if (!CREATES_PATH.has(operator)) return;
      const below = parts[at + 1] ?? last;
      throw requestFailed(`Cannot create field '${below}' in element {${part}: ${JSON.stringify(value)}}`);
    }
    parent = value;
    const below = parts[at + 1] ?? last;
    if (Array.isArray(value) && !/^\d+$/.test(below) && CREATES_PATH.has(operator)) {
      throw requestFailed(`Cannot create field '${below}' in element {${part}: ${JSON.stringify(value)}}`);
    }
  }
  const current = (parent as Fields)[last];
  if (current === undefined) return;
  if (NUMERIC.has(operator) && typeof current !== 'number') {
    throw requestFailed(
      `Cannot apply ${operator} to a value of non-numeric type. {_id: ${JSON.stringify(document._id)}} has the field '${last}' of non-numeric type`,
    );
  }
  if (ARRAY.has(operator) && !Array.isArray(current)) {
    throw requestFailed(`The field '${path}' must be an array for ${operator}`);
  }
}

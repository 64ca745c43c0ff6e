import { calculateObjectSize } from 'bson';
import { invalidParam, requestFailed } from './database-error';

/** A document's identity. Other BSON types are refused: the shop's keys are business keys. */
export type DocumentId = string | number;

/** Any decoded object: plain values, Date and RegExp only. */
export type Fields = { [field: string]: unknown };

/** A document as stored. Never mutated after it was stored: versions and replies share it. */
export type StoredDocument = Readonly<Fields> & { readonly _id: DocumentId };

/** MongoDB's limit for one document. */
const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/** True for `{…}` values, not for arrays, dates or expressions. */
export function isFields(value: unknown): value is Fields {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof RegExp)
  );
}

/** The value as an identity, or INVALID_PARAM. */
export function documentId(value: unknown): DocumentId {
  if ((typeof value === 'string' && value !== '') || typeof value === 'number') return value;
  throw invalidParam(`_id must be a non-empty string or a number, not ${JSON.stringify(value)}`);
}

/** Checks identity and size; throws DATABASE_REQUEST_FAILED above 16 MB. */
export function storedDocument(fields: Fields): StoredDocument {
  const _id = documentId(fields._id);
  // Counting BSON bytes walks the document; a cheap bound spares the small ones.
  if (roughBytes(fields) > MAX_DOCUMENT_BYTES / 8 && calculateObjectSize(fields) > MAX_DOCUMENT_BYTES) {
    throw requestFailed(`document is larger than ${MAX_DOCUMENT_BYTES} bytes`);
  }
  return { ...fields, _id };
}

function roughBytes(value: unknown): number {
  if (typeof value === 'string') return value.length * 4 + 8;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + 12 + roughBytes(item), 8);
  if (!isFields(value)) return 16;
  let sum = 8;
  for (const [key, item] of Object.entries(value)) sum += key.length * 4 + 4 + roughBytes(item);
  return sum;
}

/** A deep copy that keeps Date and RegExp of this realm. */
function cloneValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cloneValue);
  if (value instanceof Date) return new Date(value.getTime());
  return isFields(value) ? cloneFields(value) : value;
}

/** A deep copy of an object, safe to mutate. */
export function cloneFields(fields: Readonly<Fields>): Fields {
  const copy: Fields = {};
  for (const [key, value] of Object.entries(fields)) copy[key] = cloneValue(value);
  return copy;
}

import { EJSON } from 'bson';
import type { Fields } from './document';
import { isFields } from './document';
import { invalidParam, unsupported } from './database-error';

/** What a `serverDate()` in the request becomes. */
export type ServerDates = { readonly now: () => number } | 'refused';

/** The text of a document in canonical EJSON, as the SDK expects it. */
export function encodeEjson(value: unknown): string {
  return EJSON.stringify(value, { relaxed: false });
}

/** An object from canonical EJSON: BSON wrappers become plain values; unknown BSON types are refused. */
export function decodeEjson(text: unknown, serverDates: ServerDates = 'refused'): Fields {
  const value = decodeEjsonValue(text, serverDates);
  if (!isFields(value)) throw invalidParam('an EJSON object is required');
  return value;
}

/** Like `decodeEjson` for any value (a stage of an aggregation may be a string or a number). */
export function decodeEjsonValue(text: unknown, serverDates: ServerDates = 'refused'): unknown {
  if (typeof text !== 'string') throw invalidParam('EJSON must arrive as a string');
  let parsed: unknown;
  try {
    parsed = EJSON.parse(text);
  } catch (cause) {
    throw invalidParam(`not EJSON: ${String(cause)}`);
  }
  return plain(parsed, serverDates);
}

function plain(value: unknown, serverDates: ServerDates): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map((item) => plain(item, serverDates));
  if ('_bsontype' in value) return plainBson(value);
  const source = value as Fields;
  if (isFields(source.$tcb_server_date)) return serverDate(source.$tcb_server_date, serverDates);
  const result: Fields = {};
  for (const [key, item] of Object.entries(source)) {
    // Assigning it would change the prototype instead of storing the field.
    if (key === '__proto__') throw invalidParam('a field cannot be named __proto__');
    result[key] = plain(item, serverDates);
  }
  return result;
}

function serverDate(spec: Fields, serverDates: ServerDates): Date {
  if (serverDates === 'refused') throw invalidParam('serverDate is not supported here');
  return new Date(serverDates.now() + Number(spec.offset ?? 0));
}

function plainBson(value: { readonly _bsontype: unknown }): unknown {
  switch (value._bsontype) {
    case 'BSONRegExp': {
      const { pattern, options } = value as unknown as { pattern: string; options: string };
      return new RegExp(pattern, options.replace(/[^gimsuy]/g, ''));
    }
    case 'ObjectId':
      return (value as unknown as { toHexString(): string }).toHexString();
    case 'Long':
    case 'Double':
    case 'Int32':
      return Number(value);
    default:
      throw unsupported(`BSON type ${String(value._bsontype)}`);
  }
}

/** The end of reading: a typed value, or which part was not as documented. `reason` quotes nothing of the input. */
export type Read<Value> =
  { readonly kind: 'read'; readonly value: Value } | { readonly kind: 'malformed'; readonly reason: string };

/** Longest identifier or word taken from a reply; the longest documented one has 64 characters. */
const MAX_WORD_CHARS = 128;

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
const ASCII_WORD = /^[\x21-\x7e]+$/;

/** True for a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for a short text of visible ASCII characters, which all their identifiers are. */
export function isWord(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_WORD_CHARS && ASCII_WORD.test(value);
}

/** True for a whole number of fen, zero included. */
export function isFen(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Reads an RFC 3339 time as milliseconds since 1970; NaN when it is none. */
export function readTime(value: unknown): number {
  return typeof value === 'string' && RFC3339.test(value) ? Date.parse(value) : NaN;
}

/** The bad end of reading. */
export function malformed(reason: string): { readonly kind: 'malformed'; readonly reason: string } {
  return { kind: 'malformed', reason };
}

/**
 * Reads JSON out of bytes. Malformed bytes are an answer, not an exception.
 * Nearly every text read here is ASCII by its documentation and refused otherwise, so the bytes are taken as Latin-1:
 * that leaves ASCII as it is, spoils only names and remarks nobody reads, and is faster than UTF-8. Where words for a
 * person are read, UTF-8 is asked for.
 */
export function readJson(bytes: Buffer, encoding: 'latin1' | 'utf8' = 'latin1'): Read<unknown> {
  try {
    const value: unknown = JSON.parse(bytes.toString(encoding));
    return { kind: 'read', value };
  } catch {
    // The parser's message quotes the text, which may be a decrypted one; that it is not JSON is all that may be told.
    return malformed('not JSON');
  }
}

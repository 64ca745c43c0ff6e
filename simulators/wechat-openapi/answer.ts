import { randomBytes } from 'node:crypto';

/** What an interface answers: JSON with an `errcode`, zero when it did what was asked. */
export type Answer = { readonly errcode: number; readonly errmsg: string } & Readonly<
  Record<string, unknown>
>;

/** How a call ends: an answer, or none at all. */
export type CallEnd = { readonly kind: 'answered'; readonly answer: Answer } | { readonly kind: 'lost' };

/** Did it. */
export function done(more: Readonly<Record<string, unknown>> = {}): Answer {
  return { errcode: 0, errmsg: 'ok', ...more };
}

/** Did not, in the form WeChat writes it: the id of the call at the end. */
export function refused(errcode: number, text: string): Answer {
  const rid = randomBytes(12)
    .toString('hex')
    .replace(/^(.{8})(.{8})/, '$1-$2-');
  return { errcode, errmsg: `${text} rid: ${rid}` };
}

/** Fields of a JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** True for a JSON object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

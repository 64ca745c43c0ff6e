import * as v from 'valibot';
import type { RawHttp } from '../ports/payment-gateway';

/** What the HTTP access service answers with. */
export interface HttpReply {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const event = v.object({
  path: v.optional(v.string(), '/'),
  httpMethod: v.string(),
  headers: v.record(v.string(), v.unknown()),
  body: v.optional(v.nullable(v.string())),
  isBase64Encoded: v.optional(v.boolean(), false),
});

/** A request with its bytes as they were sent: the signature covers these and nothing that was parsed. */
export interface HttpRequest extends RawHttp {
  readonly path: string;
  readonly body: Buffer;
}

/** Reads an HTTP access event, or answers null when the function was called in another way. */
export function httpRequestOf(given: unknown): HttpRequest | null {
  const parsed = v.safeParse(event, given);
  if (!parsed.success) return null;
  const { path, httpMethod, headers, body, isBase64Encoded } = parsed.output;
  const texts = Object.entries(headers).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return {
    path,
    method: httpMethod,
    headers: Object.fromEntries(texts),
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/** Makes a JSON answer. */
export function jsonReply(
  statusCode: number,
  body: { readonly code: string; readonly message: string },
): HttpReply {
  return {
    statusCode,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  };
}

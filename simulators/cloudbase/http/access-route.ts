import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cloud } from '../cloud';
import { isFields } from '../database/document';
import { FunctionError } from '../functions/invocation';
import { readBody, sendJson } from './http-exchange';

const TEXT = 'text/plain; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

/** The limit of a synchronous event. */
const MAX_EVENT_BYTES = 6 * 1024 * 1024;

/** The route that serves a path: the longest prefix that ends at a slash. */
export function matchRoute(
  routes: Readonly<Record<string, string>>,
  path: string,
): { readonly functionName: string; readonly rest: string } | null {
  const prefix = Object.keys(routes)
    .filter((route) => path === route || path.startsWith(route.endsWith('/') ? route : `${route}/`))
    .sort((left, right) => right.length - left.length)[0];
  if (prefix === undefined) return null;
  const rest = path.slice(prefix.endsWith('/') ? prefix.length - 1 : prefix.length);
  return { functionName: routes[prefix]!, rest: rest === '' ? '/' : rest };
}

/** The HTTP access service: the request becomes an event, the result an HTTP answer. */
export async function handleAccess(
  cloud: Cloud,
  target: { readonly functionName: string; readonly rest: string; readonly url: URL },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const raw = await readBody(request, MAX_EVENT_BYTES);
  const text = exactText(raw);
  const event = {
    path: target.rest,
    httpMethod: request.method,
    headers: request.headers,
    queryStringParameters: Object.fromEntries(target.url.searchParams),
    requestContext: { requestId: randomUUID(), envId: cloud.envId, appId: 1, uin: 1 },
    body: text ?? raw.toString('base64'),
    isBase64Encoded: text === null,
  };
  try {
    const result = await cloud.runner.invoke({ functionName: target.functionName, event, source: 'wx_http' });
    answer(response, result);
  } catch (cause) {
    if (!(cause instanceof FunctionError)) throw cause;
    sendJson(response, 500, { code: cause.code, message: cause.message });
  }
}

/** The body as text if that keeps every byte, else null: signatures are made over bytes. */
function exactText(raw: Buffer): string | null {
  const text = raw.toString('utf8');
  return Buffer.from(text, 'utf8').equals(raw) ? text : null;
}

function answer(response: ServerResponse, result: unknown): void {
  if (!isFields(result) || typeof result.statusCode !== 'number') {
    if (typeof result === 'string') sendBody(response, 200, { 'content-type': TEXT }, Buffer.from(result));
    else sendJson(response, 200, result);
    return;
  }
  const { statusCode, body } = result;
  const headers: Record<string, string> = { 'content-type': typeof body === 'string' ? TEXT : JSON_TYPE };
  for (const [name, value] of Object.entries(isFields(result.headers) ? result.headers : {})) {
    headers[name.toLowerCase()] = String(value);
  }
  const text = typeof body === 'string' ? body : (JSON.stringify(body ?? undefined) ?? '');
  const encoding = typeof body === 'string' && result.isBase64Encoded === true ? 'base64' : 'utf8';
  sendBody(response, statusCode, headers, Buffer.from(text, encoding));
}

function sendBody(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: Buffer,
): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) {
    if (name !== 'content-length' && name !== 'transfer-encoding') response.setHeader(name, value);
  }
  if (status !== 204 && status !== 304) response.setHeader('content-length', body.length);
  response.end(body);
}

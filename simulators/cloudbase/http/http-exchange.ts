import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request that cannot be served, with its HTTP status. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The raw body, or 413 when it is larger than `maxBytes`. Rejects when the client goes away in the middle. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((accept, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      // Read on without keeping: closing in the middle of an upload hides the answer from the client.
      if (size <= maxBytes) chunks.push(chunk);
    });
    request.on('error', reject);
    request.on('end', () => {
      if (size <= maxBytes) accept(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
      else
        reject(new HttpRefusal(413, 'REQUEST_ENTITY_TOO_LARGE', `the body is larger than ${maxBytes} bytes`));
    });
  });
}

/** The body as JSON, or 400. An empty body is an empty object. */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new HttpRefusal(400, 'INVALID_PARAM', `the body is not JSON: ${String(cause)}`);
  }
}

/** Answers JSON. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const text = JSON.stringify(value);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

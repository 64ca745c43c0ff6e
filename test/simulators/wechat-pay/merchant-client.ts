/** A merchant's client, small and written without a look at the simulator: it must agree with it by the protocol alone. */
import { createDecipheriv, createHash, createPrivateKey, randomBytes, sign, verify } from 'node:crypto';
import type { KeyLike } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import type { WechatPaySimulator } from '../../../simulators/wechat-pay/start';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The body as JSON; an empty object when there is none. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface CallOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** Sent as it is instead of `body`. */
  readonly rawBody?: string | Buffer;
  /** Replaces headers; undefined removes one. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly credential?: Partial<Credential>;
  /** Signed in place of the body sent. */
  readonly signedBody?: string;
}

interface Credential {
  readonly mchid: string;
  readonly nonce: string;
  readonly timestamp: string;
  readonly serialNo: string;
  readonly signature: string;
}

/** Sends exactly the given headers; rejects when the connection breaks. */
export function send(
  url: string,
  method: string,
  given: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string | Buffer } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const body = Buffer.from(given.body ?? '');
    const headers = { ...given.headers, ...(body.length > 0 ? { 'Content-Length': String(body.length) } : {}) };
    const request = http.request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const flat = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
        const json = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
        resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(flat), text, json });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

export class MerchantClient {
  private readonly key;

  constructor(private readonly simulator: WechatPaySimulator) {
    this.key = createPrivateKey(readFileSync(simulator.merchant.merchantKeyFile));
  }
}

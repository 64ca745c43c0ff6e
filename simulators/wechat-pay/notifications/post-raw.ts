import * as http from 'node:http';
import * as https from 'node:https';
import type { SendOutcome } from './notification-record';

/** Posts bodies with exactly the headers given. */
export interface RawPoster {
  /** Never rejects: a network failure is an outcome. */
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<SendOutcome>;
  close(): void;
}

/** WeChat Pay waits five seconds for the merchant's answer. */
const ANSWER_TIMEOUT_MS = 5_000;

/** Enough of an answer to see what the merchant said. */
const KEPT_ANSWER_CHARS = 300;

export function createRawPoster(): RawPoster {
  const agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };
  return {
    post: (url, headers, body) =>
      new Promise((resolve) => {
        const secure = url.startsWith('https:');
        const request = (secure ? https : http).request(url, {
          method: 'POST',
          agent: secure ? agents.https : agents.http,
          headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
          signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
        });
        const fail = (error: Error): void => {
          const reason = error.name === 'AbortError' ? 'no answer within 5 s' : error.message || error.name;
          resolve({ kind: 'failed', reason });
        };
        request.on('error', fail);
        request.on('response', (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', fail);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8').slice(0, KEPT_ANSWER_CHARS);
            resolve({ kind: 'answered', status: response.statusCode ?? 0, body: text });
          });
        });
        request.end(body);
      }),
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

/** Only the machine itself is ever contacted. */
export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, protocol } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

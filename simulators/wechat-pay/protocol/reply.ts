import { Readable } from 'node:stream';
import type { SigningKey } from '../keys/key-store';
import { UPPER_HEX } from '../seeded-random';
import type { SeededRandom } from '../seeded-random';
import type { ErrorWire } from '../wire';
import type { World } from '../world';
import { refused } from './answer';
import type { ApiAnswer, ApiRefusal, FileAnswer } from './answer';
import { signatureHeaders } from './signature-headers';
import type { SignatureFlaw } from './signature-headers';

/** An answer with the bytes and headers that go on the wire. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | ReadableStream;
}

export interface ReplyOptions {
  readonly key: SigningKey;
  readonly nowMs: number;
  readonly random: SeededRandom;
  /** Whether refusals are signed too. Live ones were seen unsigned. */
  readonly signErrors: boolean;
  readonly flaw?: SignatureFlaw | undefined;
}

const COMMON_HEADERS = {
  'Cache-Control': 'no-cache, must-revalidate',
  'Content-Language': 'zh-CN',
  Server: 'nginx',
  'X-Content-Type-Options': 'nosniff',
};

/** Writes an answer out: Request-ID, JSON body, and the signature where the answer carries one. */
export async function writeReply(answer: ApiAnswer, options: ReplyOptions): Promise<Reply> {
  const internalCode = answer.kind === 'refused' ? answer.internalCode : 0;
  const requestId = options.random.text('requestId', 40, UPPER_HEX);
  if (answer.kind === 'file') return writeFile(answer, `${requestId}-0`);
  const body = bodyOf(answer);
  const signed = answer.status < 300 || options.signErrors;
  return {
    status: answer.status,
    body,
    headers: {
      ...COMMON_HEADERS,
      ...(internalCode === undefined ? {} : { 'Request-ID': `${requestId}-${internalCode}` }),
      ...(body === '' ? {} : { 'Content-Type': 'application/json; charset=utf-8' }),
      ...(signed ? await signatureHeaders({ ...options, body }) : {}),
    },
  };
}

function writeFile({ status, contentType, content }: FileAnswer, requestId: string): Reply {
  return {
    status,
    body: Readable.toWeb(content) as ReadableStream,
    headers: { ...COMMON_HEADERS, 'Request-ID': requestId, 'Content-Type': contentType },
  };
}

function bodyOf(answer: Exclude<ApiAnswer, FileAnswer>): string {
  switch (answer.kind) {
    case 'done':
      return JSON.stringify(answer.body);
    case 'doneWithoutBody':
      return '';
    case 'refused': {
      // Live errors have their keys in alphabetical order.
      const error: ErrorWire = {
        code: answer.code,
        ...(answer.detail === undefined ? {} : { detail: answer.detail }),
        message: answer.message,
      };
      return JSON.stringify(error);
    }
  }
}

export type KeyChoice =
  | { readonly kind: 'key'; readonly key: SigningKey }
  | { readonly kind: 'refused'; readonly refusal: ApiRefusal };

/**
 * The key an answer is signed with: the one the request's `Wechatpay-Serial` names, else the platform's. Before the
 * switch a public key may be named and the platform certificate signs; a certificate that has ended may not be named.
 */
export function chooseKey(
  { keys, settings, clock }: Pick<World, 'keys' | 'settings' | 'clock'>,
  requestedSerial: string | undefined,
): KeyChoice {
  const { signingKeys } = settings;
  const nowMs = clock.nowMs();
  const certificates = keys.platformCertificates().filter(({ expireMs }) => expireMs > nowMs);
  const named: readonly SigningKey[] = signingKeys === 'publicKey' ? [] : certificates;
  const byDefault = signingKeys === 'publicKey' ? keys.publicKey : keys.currentPlatformCertificate();
  if (requestedSerial === undefined) return { kind: 'key', key: byDefault };
  if (requestedSerial === keys.publicKey.serial) {
    return { kind: 'key', key: signingKeys === 'platformCertificate' ? byDefault : keys.publicKey };
  }
  const key = named.find(({ serial }) => serial === requestedSerial);
  if (key !== undefined) return { kind: 'key', key };
  return { kind: 'refused', refusal: refused(400, 'PARAM_ERROR', '平台证书序列号Wechatpay-Serial错误') };
}

import { randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { SigningKey } from '../keys/key-store';

// In the thread pool: signing is the dearest step of an answer, and orders come by the hundred.
const signAsync = promisify(sign);

const SIGNATURE_TYPE = 'WECHATPAY2-SHA256-RSA2048';
const PROBE_PREFIX = 'WECHATPAY/SIGNTEST/';

/** A way to spoil the signature of one answer or notification. */
export type SignatureFlaw =
  | { readonly kind: 'badSignature' }
  | { readonly kind: 'signatureProbe'; readonly decodable: boolean }
  | { readonly kind: 'wrongSerial'; readonly serial: string };

export interface SignatureOptions {
  readonly key: SigningKey;
  readonly body: string;
  readonly nowMs: number;
  readonly flaw?: SignatureFlaw | undefined;
}

/** The `Wechatpay-*` headers for a body, signed now. */
export async function signatureHeaders(options: SignatureOptions): Promise<Record<string, string>> {
  const { key, body, flaw } = options;
  const timestamp = String(Math.floor(options.nowMs / 1000));
  const nonce = randomBytes(16).toString('hex');
  // A bad signature is a true one over other bytes: it decodes, has the right length, and does not verify.
  const signed = flaw?.kind === 'badSignature' ? `${body} ` : body;
  const message = Buffer.from(`${timestamp}\n${nonce}\n${signed}\n`);
  const signature = (await signAsync('RSA-SHA256', message, key.privateKey)).toString('base64');
  return {
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Signature': flaw?.kind === 'signatureProbe' ? probe(signature, flaw.decodable) : signature,
    'Wechatpay-Signature-Type': SIGNATURE_TYPE,
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Serial': flaw?.kind === 'wrongSerial' ? flaw.serial : key.serial,
  };
}

/** The prefix replaces the first characters; the undecodable kind is one character short of base64. */
function probe(signature: string, decodable: boolean): string {
  const rest = signature.slice(PROBE_PREFIX.length);
  return PROBE_PREFIX + (decodable ? rest : rest.replace(/=+$/, '').slice(0, -1));
}

import { verify, type KeyObject } from 'node:crypto';
import type { Clock } from '../../ports/clock';
import type { RejectedStage } from '../../ports/payment-gateway';
import type { TrustedKeys } from './trusted-keys';

/** A signature this old, or this far in the future, is refused. The official Go client refuses at the same edge. */
const MAX_AGE_SECONDS = 300;

/** WeChat Pay's deliberate wrong signatures begin so. They are answered like any wrong signature. Page 4012791902. */
const PROBE_PREFIX = 'WECHATPAY/SIGNTEST/';

const SIGNATURE_TYPE = 'WECHATPAY2-SHA256-RSA2048';

/** Longest base64 signature looked at: that of an 8192-bit key. */
const MAX_SIGNATURE_CHARS = 1368;

/** Longest serial looked at; a public key id has 41 characters. */
const MAX_SERIAL_CHARS = 64;

const TIMESTAMP = /^\d{1,11}$/;

// A line break inside the nonce would move the border between nonce and body while the signed text stays the same.
const NONCE = /^[\x21-\x7e]{1,128}$/;

/** The check that failed. `probe` tells that the signature was one of WeChat Pay's deliberate wrong ones. */
export interface SignatureFault {
  readonly kind: 'invalid';
  readonly stage: Extract<RejectedStage, 'headers' | 'timestamp' | 'serial' | 'signature'>;
  readonly reason: string;
  readonly probe: boolean;
}

/** The end of a check. */
export type SignatureVerdict = { readonly kind: 'valid' } | SignatureFault;

/** Headers in any case; a value that is not one string counts as absent. */
export type SignatureHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Judges who sent these bytes, and when. */
export interface Verifier {
  /** Never throws, whatever the headers and bytes are. Uses nothing of the body but its bytes. */
  verify(headers: SignatureHeaders, body: Uint8Array): SignatureVerdict;
}

const VALID: SignatureVerdict = { kind: 'valid' };
const NO_BYTES = Buffer.alloc(0);

function fault(stage: SignatureFault['stage'], reason: string, probe = false): SignatureFault {
  return { kind: 'invalid', stage, reason, probe };
}

interface Found {
  readonly serial: unknown;
  readonly signature: unknown;
  readonly timestamp: unknown;
  readonly nonce: unknown;
  readonly type: unknown;
}

/** Their five headers under lower-case names, which is how Node writes every header. */
function lowerCase(headers: SignatureHeaders): Found {
  return {
    serial: headers['wechatpay-serial'],
    signature: headers['wechatpay-signature'],
    timestamp: headers['wechatpay-timestamp'],
    nonce: headers['wechatpay-nonce'],
    type: headers['wechatpay-signature-type'],
  };
}

/** Finds their headers in any case. The lower-case ones are looked at first, since that is nearly always all. */
function findHeaders(headers: SignatureHeaders): Found {
  const found = lowerCase(headers);
  if (found.serial !== undefined && found.signature !== undefined) return found;
  const lowered = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return lowerCase(Object.fromEntries(lowered));
}

function isWord(value: unknown, maxChars: number): value is string {
  return typeof value === 'string' && value !== '' && value.length <= maxChars;
}

/** `timestamp\nnonce\nbody\n` in one allocation. Timestamp and nonce are ASCII, so their length is their size. */
function signedBytes(timestamp: string, nonce: string, body: Uint8Array): Buffer {
  const head = `${timestamp}\n${nonce}\n`;
  const bytes = Buffer.allocUnsafe(head.length + body.length + 1);
  bytes.write(head, 0, 'latin1');
  bytes.set(body, head.length);
  bytes[bytes.length - 1] = 0x0a;
  return bytes;
}

/**
 * The bytes of a signature, or none when it is not their only spelling: Node's decoder stops at the first padding and
 * passes over what is no base64, so a good signature with anything behind it would decode to itself.
 */
function signatureBytes(signature: string): Buffer {
  const bytes = Buffer.from(signature, 'base64');
  return bytes.toString('base64') === signature ? bytes : NO_BYTES;
}

function findKey(keys: Pick<TrustedKeys, 'find'>, serial: string): KeyObject | SignatureFault {
  try {
    return keys.find(serial) ?? fault('serial', 'Wechatpay-Serial names no key that is held and in force');
  } catch (error) {
    // The configured key cannot be read. Its message names the setting and holds no key material.
    return fault('serial', error instanceof Error ? error.message : 'the configured key cannot be read');
  }
}

/** Makes the check that both answers and notifications go through. Source: pages 4013053249 and 4013053420. */
export function createVerifier(keys: Pick<TrustedKeys, 'find'>, clock: Clock): Verifier {
  return {
    verify: (headers, body) => {
      const { serial, signature, timestamp, nonce, type } = findHeaders(headers);
      if (!isWord(serial, MAX_SERIAL_CHARS)) return fault('headers', 'Wechatpay-Serial');
      if (!isWord(signature, MAX_SIGNATURE_CHARS)) return fault('headers', 'Wechatpay-Signature');
      if (typeof timestamp !== 'string' || !TIMESTAMP.test(timestamp))
        return fault('headers', 'Wechatpay-Timestamp');
      if (typeof nonce !== 'string' || !NONCE.test(nonce)) return fault('headers', 'Wechatpay-Nonce');
      if (type !== undefined && type !== SIGNATURE_TYPE) return fault('headers', 'Wechatpay-Signature-Type');
      const ageSeconds = clock.nowMs() / 1000 - Number(timestamp);
      // Written so that a clock that tells no number refuses too.
      if (!(Math.abs(ageSeconds) < MAX_AGE_SECONDS)) {
        return fault('timestamp', `Wechatpay-Timestamp is ${Math.round(ageSeconds)} s away from our clock`);
      }
      const key = findKey(keys, serial);
      if ('kind' in key) return key;
      // Undecodable base64 is a wrong signature like any other.
      if (verify('RSA-SHA256', signedBytes(timestamp, nonce, body), key, signatureBytes(signature)))
        return VALID;
      return fault(
        'signature',
        'the signature does not belong to these bytes',
        signature.startsWith(PROBE_PREFIX),
      );
    },
  };
}

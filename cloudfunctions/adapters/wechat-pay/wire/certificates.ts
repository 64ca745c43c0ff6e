import { isObject, malformed, readTime, type Read } from './read';

/** One entry of `GET /v3/certificates`. Its times are read: `effectiveMs` and `expireMs`, milliseconds since 1970. */
export interface WireCertificate {
  readonly serial_no: string;
  readonly effectiveMs: number;
  readonly expireMs: number;
  readonly encrypt_certificate: {
    readonly algorithm: string;
    readonly nonce: string;
    readonly associated_data: string;
    readonly ciphertext: string;
  };
}

/** More certificates than a few have never been in force at once. */
const MAX_CERTIFICATES = 32;

const SERIAL = /^[0-9A-Fa-f]{8,40}$/;

function readEntry(value: unknown): Read<WireCertificate> {
  if (!isObject(value)) return malformed('data: an entry is not an object');
  const { serial_no, effective_time, expire_time, encrypt_certificate: sealed } = value;
  if (typeof serial_no !== 'string' || !SERIAL.test(serial_no)) return malformed('serial_no');
  const effectiveMs = readTime(effective_time);
  if (Number.isNaN(effectiveMs)) return malformed('effective_time');
  const expireMs = readTime(expire_time);
  if (Number.isNaN(expireMs)) return malformed('expire_time');
  if (!isObject(sealed)) return malformed('encrypt_certificate');
  const { algorithm, nonce, associated_data, ciphertext } = sealed;
  if (
    typeof algorithm !== 'string' ||
    typeof nonce !== 'string' ||
    typeof associated_data !== 'string' ||
    typeof ciphertext !== 'string'
  )
    return malformed('encrypt_certificate');
  const encrypt_certificate = { algorithm, nonce, associated_data, ciphertext };
  return { kind: 'read', value: { serial_no, effectiveMs, expireMs, encrypt_certificate } };
}

/** Reads the answer of `GET /v3/certificates` as far as it can be read without a key. Source: page 4012551764. */
export function readCertificateList(value: unknown): Read<readonly WireCertificate[]> {
  const data = isObject(value) ? value['data'] : undefined;
  if (!Array.isArray(data)) return malformed('data');
  if (data.length > MAX_CERTIFICATES) return malformed(`data: more than ${MAX_CERTIFICATES} entries`);
  const entries: WireCertificate[] = [];
  for (const entry of data) {
    const read = readEntry(entry);
    if (read.kind === 'malformed') return read;
    entries.push(read.value);
  }
  return { kind: 'read', value: entries };
}

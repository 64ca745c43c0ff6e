import { createSecretKey, X509Certificate, type KeyObject } from 'node:crypto';
import { platformCertificate, type PlatformCertificate } from '../keys';
import type { TrustedKeys } from '../trusted-keys';
import { unseal } from '../unseal';
import { createVerifier, type SignatureFault, type SignatureHeaders } from '../verifier';
import { readJson } from '../wire/read';
import { readCertificateList, type WireCertificate } from '../wire/certificates';

/** The answer of `GET /v3/certificates`: the headers of its signature and the bytes of its body. */
export interface CertificateAnswer {
  readonly headers: SignatureHeaders;
  readonly body: Buffer;
}

/** What opening needs to know. */
export interface OpeningParts {
  readonly apiV3Key: string;
  readonly mchid: string;
  /** The keys believed before this answer. */
  readonly keys: Pick<TrustedKeys, 'find'>;
}

/**
 * The end of opening. `opened`: WeChat Pay signed it, and these certificates were in it (none, when it listed none).
 * `unreadable`: WeChat Pay signed it, yet no certificate in it could be read.
 */
export type OpenedAnswer =
  | {
      readonly kind: 'opened';
      readonly certificates: readonly PlatformCertificate[];
      /** When it was signed, milliseconds since 1970. */
      readonly signedAtMs: number;
    }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | SignatureFault;

/**
 * Its tag covers this word, so nothing else that WeChat Pay seals with the same key (a notification, say) can be
 * passed off as a certificate.
 */
const ASSOCIATED_DATA = 'certificate';

/** The authority's organisation on every platform certificate. Its root is not published, so its name is checked. */
const ISSUER = 'O=Tenpay.com';

const PEM = /^\s*-----BEGIN CERTIFICATE-----/;

type Entry =
  | { readonly kind: 'certificate'; readonly certificate: PlatformCertificate }
  | { readonly kind: 'unusable'; readonly reason: string };

function unusable({ serial_no }: WireCertificate, reason: string): Entry {
  return { kind: 'unusable', reason: `certificate ${serial_no.toUpperCase()}: ${reason}` };
}

function readPem(wire: WireCertificate, pem: string, { mchid, keys }: OpeningParts): Entry {
  const read = platformCertificate(wire.serial_no, pem, mchid);
  if (!new X509Certificate(pem).issuer.split('\n').includes(ISSUER))
    return unusable(wire, 'was not issued by Tenpay.com');
  const held = keys.find(read.serial);
  if (held !== undefined && !held.equals(read.key))
    return unusable(wire, 'has another key than the one held under its serial');
  // A forced rotation brings `expire_time` forward; the certificate itself cannot change any more.
  const effectiveMs = Math.max(wire.effectiveMs, read.effectiveMs);
  const expireMs = Math.min(wire.expireMs, read.expireMs);
  return { kind: 'certificate', certificate: { ...read, effectiveMs, expireMs } };
}

function openEntry(wire: WireCertificate, parts: OpeningParts, key: KeyObject): Entry {
  const { algorithm, associated_data: associatedData } = wire.encrypt_certificate;
  if (algorithm !== 'AEAD_AES_256_GCM')
    return unusable(wire, 'is sealed in another way than AEAD_AES_256_GCM');
  if (associatedData !== ASSOCIATED_DATA) return unusable(wire, 'is not sealed as a certificate');
  const plain = unseal(wire.encrypt_certificate, key);
  if (plain.kind === 'failed') return unusable(wire, plain.reason);
  const pem = plain.bytes.toString('latin1');
  if (!PEM.test(pem)) return unusable(wire, 'is not PEM text');
  try {
    return readPem(wire, pem, parts);
  } catch (error) {
    // Its message names the certificate and what is wrong with it, and quotes nothing.
    return { kind: 'unusable', reason: error instanceof Error ? error.message : 'cannot be read' };
  }
}

/** Opens every entry. One that cannot be used does not spoil the others; without any, the first reason is told. */
function openList(
  body: Buffer,
  parts: OpeningParts,
  signedAtMs: number,
): Exclude<OpenedAnswer, SignatureFault> {
  const json = readJson(body);
  const list = json.kind === 'read' ? readCertificateList(json.value) : json;
  if (list.kind === 'malformed') return { kind: 'unreadable', reason: list.reason };
  const key = createSecretKey(parts.apiV3Key, 'utf8');
  const certificates: PlatformCertificate[] = [];
  let firstReason: string | undefined;
  for (const wire of list.value) {
    const entry = openEntry(wire, parts, key);
    if (entry.kind === 'certificate') certificates.push(entry.certificate);
    else firstReason ??= entry.reason;
  }
  if (certificates.length === 0 && firstReason !== undefined)
    return { kind: 'unreadable', reason: firstReason };
  return { kind: 'opened', certificates, signedAtMs };
}

function headerOf(headers: SignatureHeaders, name: string): string {
  const [, value] = Object.entries(headers).find(([key]) => key.toLowerCase() === name) ?? [];
  return typeof value === 'string' ? value : '';
}

/**
 * Opens a list of certificates and says whether WeChat Pay signed it. Signed by a key that is held, that key decides
 * before a byte is parsed. Otherwise the key must be in the list itself: what decrypts under the APIv3 key, which only
 * WeChat Pay and the merchant have, is believed (trust on first use), and the signature is then checked with it.
 * Judged at the moment it was signed: how old it may be is for the caller to say. Never throws.
 * Source: pages 4012551764 and 4013053420.
 */
export function openCertificateAnswer(answer: CertificateAnswer, parts: OpeningParts): OpenedAnswer {
  const { headers, body } = answer;
  const signedAtMs = Number(headerOf(headers, 'wechatpay-timestamp')) * 1000;
  const then = { nowMs: () => signedAtMs };
  const known = createVerifier(parts.keys, then).verify(headers, body);
  if (known.kind === 'invalid' && known.stage !== 'serial') return known;
  const list = openList(body, parts, signedAtMs);
  if (known.kind === 'valid') return list;
  if (list.kind === 'unreadable') return { ...known, reason: list.reason };
  const find = (serial: string): KeyObject | undefined =>
    list.certificates.find(
      (one) => one.serial === serial && one.effectiveMs <= signedAtMs && signedAtMs < one.expireMs,
    )?.key;
  const first = createVerifier({ find }, then).verify(headers, body);
  return first.kind === 'valid' ? list : first;
}

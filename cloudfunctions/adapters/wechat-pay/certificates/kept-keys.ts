import type { Clock } from '../../../ports/clock';
import type { KeptAnswer, KeyCache, KeyCacheEntry } from '../../../ports/platform-keys';
import type { VerifiedReply } from '../exchange';
import type { PlatformCertificate } from '../keys';
import type { KeyRing } from '../trusted-keys';
import { openCertificateAnswer } from './open-answer';

/**
 * An answer older than this is not believed. It is signed, so it cannot be made; this bounds how long one that was
 * put back into the store could name a certificate that WeChat Pay has withdrawn since.
 */
const MAX_ANSWER_AGE_MS = 7 * 24 * 3_600_000;

const SIGNATURE_HEADERS = [
  'wechatpay-serial',
  'wechatpay-signature',
  'wechatpay-signature-type',
  'wechatpay-timestamp',
  'wechatpay-nonce',
] as const;

/** What was found in the store. `unusable`: nothing is kept, or what is kept is not WeChat Pay's or too old. */
export type Kept =
  | {
      readonly kind: 'usable';
      readonly entry: KeyCacheEntry;
      readonly certificates: readonly PlatformCertificate[];
    }
  /** WeChat Pay said that it has no certificates for this merchant. */
  | { readonly kind: 'none'; readonly entry: KeyCacheEntry }
  | { readonly kind: 'unusable'; readonly reason: string };

/** What reading the store needs. */
export interface KeptKeysParts {
  readonly cache: KeyCache;
  readonly ring: KeyRing;
  readonly clock: Clock;
  readonly apiV3Key: string;
  readonly mchid: string;
}

/** The part of a reply that is kept: its bytes, and the headers that vouch for them. */
export function answerToKeep({ headers, body }: VerifiedReply): KeptAnswer {
  const kept = SIGNATURE_HEADERS.flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return { headers: Object.fromEntries(kept), body: body.toString('base64') };
}

/**
 * Reads what is kept, makes every check of a download again, and teaches the ring what held. Who can write the store
 * but has no APIv3 key can therefore remove keys but not plant one. Throws `StoreUnavailable`.
 */
export async function readKeptKeys(parts: KeptKeysParts): Promise<Kept> {
  const { cache, ring, clock, apiV3Key, mchid } = parts;
  const entry = await cache.read(mchid);
  if (entry === null) return { kind: 'unusable', reason: 'nothing is kept' };
  if (entry.answer === null) return { kind: 'none', entry };
  const { headers, body } = entry.answer;
  const answer = { headers, body: Buffer.from(body, 'base64') };
  const opened = openCertificateAnswer(answer, { apiV3Key, mchid, keys: ring });
  if (opened.kind !== 'opened') return { kind: 'unusable', reason: opened.reason };
  const ageMs = clock.nowMs() - opened.signedAtMs;
  if (!(ageMs < MAX_ANSWER_AGE_MS)) return { kind: 'unusable', reason: 'the kept answer is too old' };
  ring.learn(opened.certificates, opened.signedAtMs);
  return { kind: 'usable', entry, certificates: opened.certificates };
}

import type { Clock } from '../../../ports/clock';
import type { Outcome } from '../../../ports/payment-gateway';
import type { KeyCache, KeyRefresh, KeyUpkeep } from '../../../ports/platform-keys';
import { assertGatewayConfig } from '../check-config';
import type { WechatPayConfig } from '../config';
import type { KeySupply } from '../exchange';
import { signingMchid } from '../merchant';
import { createSigner, freshnessOf } from '../signer';
import { createTransport } from '../transport';
import { createTrustedKeys, type KeyRing } from '../trusted-keys';
import { createVerifier } from '../verifier';
import { createCertificateDownload, type Downloaded } from './download';
import { answerToKeep, readKeptKeys, type Kept } from './kept-keys';
import { certificateSerialOf } from './notification-keys';
import { limitWork } from './refresh-limiter';

const HOUR_MS = 3_600_000;

/** WeChat Pay asks for at least every 12 h; half of it leaves room for a refresh that fails. */
const REFRESH_EVERY_MS = 6 * HOUR_MS;
/** A call sees to the download itself only when the timer's has not come for as long as WeChat Pay allows. */
const REFRESH_LATEST_MS = 12 * HOUR_MS;
/** The newest certificate ends so soon that its successor is asked for every hour. */
const ENDING_MS = 24 * HOUR_MS;
/** A wish may come from a forged notification, so wishes alone cause a download no more often than this. */
const WISH_EVERY_MS = 600_000;
/** How often an instance reads the store again beside its calls: a certificate that ended early has a day left. */
const REREAD_EVERY_MS = 600_000;
/** How often an answer under a serial that is not held causes a look, and a call without any key a download. */
const LOOK_EVERY_MS = 60_000;
const FIRST_EVERY_MS = 5_000;
/** Longest wait for one host: certificates are a side matter of the call they may hold up. */
const DOWNLOAD_TIMEOUT_MS = 3_000;

/** What the keys of a gateway need from outside. */
export interface GatewayKeysDeps {
  readonly clock: Clock;
  /** A new unguessable word of at most 32 letters and digits at each call. */
  readonly nonce: () => string;
  /** Shared with the other functions. Without one, this instance keeps its keys in memory only. */
  readonly cache?: KeyCache;
}

/** The keys of a gateway: what it believes, how more come in, and the upkeep for all functions. */
export interface GatewayKeys extends KeyUpkeep {
  readonly ring: KeyRing;
  readonly supply: KeySupply;
}

const NONE_KEPT: Kept = { kind: 'unusable', reason: 'there is no store' };

/** The merchant has no certificate although the settings name certificates: nothing can be sent, so no money moved. */
const NO_CERTIFICATE: Outcome<never> = {
  kind: 'refused',
  refusal: { reason: 'notAllowed', advice: 'fix', code: 'NO_PLATFORM_CERTIFICATE', httpStatus: 404 },
  requestId: '',
  bodySha256: null,
};

function hasNone(outcome: Outcome<Downloaded>): boolean {
  // The code is spelled RESOURCE_NOT_EXISTS in the documents and NOT_FOUND in the Java client.
  return outcome.kind === 'refused' && outcome.refusal.httpStatus === 404;
}

function isOld(kept: Kept, nowMs: number): boolean {
  if (kept.kind === 'unusable') return true;
  const { checkedAtMs, wantedAtMs } = kept.entry;
  const ageMs = nowMs - checkedAtMs;
  if (!(ageMs >= 0 && ageMs < REFRESH_EVERY_MS)) return true;
  if (wantedAtMs !== null && ageMs >= WISH_EVERY_MS) return true;
  if (kept.kind === 'none') return false;
  const lastEndMs = Math.max(...kept.certificates.map(({ expireMs }) => expireMs));
  return lastEndMs - nowMs < ENDING_MS && ageMs >= HOUR_MS;
}

function refreshOf(outcome: Outcome<Downloaded>): KeyRefresh {
  if (outcome.kind === 'unknown') return { kind: 'failed', cause: outcome.cause, detail: outcome.detail };
  if (outcome.kind === 'refused') {
    if (hasNone(outcome)) return { kind: 'none' };
    const { httpStatus, code } = outcome.refusal;
    return { kind: 'failed', cause: 'refused', detail: `HTTP ${httpStatus} ${code}` };
  }
  const { certificates } = outcome.value;
  if (certificates.length === 0) return { kind: 'none' };
  const newestEndsAtMs = Math.max(...certificates.map(({ expireMs }) => expireMs));
  return { kind: 'held', serials: certificates.map(({ serial }) => serial), newestEndsAtMs };
}

/** Where keys come from. */
interface Source {
  /** When this instance last had an answer from WeChat Pay, milliseconds since 1970. */
  checkedAtMs(): number;
  /** Learns from the store. Throws `StoreUnavailable`. */
  reread(): Promise<Kept>;
  /** Learns from WeChat Pay, and keeps nothing. */
  fetch(): Promise<Outcome<Downloaded>>;
  /** Keeps what was fetched for the other functions. Throws `StoreUnavailable`. */
  keep(outcome: Outcome<Downloaded>): Promise<void>;
}

function createSource(config: WechatPayConfig, ring: KeyRing, deps: GatewayKeysDeps): Source {
  const { clock, nonce, cache } = deps;
  const { merchant, apiV3Key, timeoutMs = DOWNLOAD_TIMEOUT_MS } = config;
  const mchid = signingMchid(merchant);
  const download = createCertificateDownload({
    config,
    ring,
    signer: createSigner({ ...config, mchid }),
    transport: createTransport({ ...config, timeoutMs: Math.min(timeoutMs, DOWNLOAD_TIMEOUT_MS) }),
    freshness: freshnessOf(clock, nonce),
    age: createVerifier(ring, clock),
  });
  let checkedAtMs = Number.NEGATIVE_INFINITY;
  return {
    checkedAtMs: () => checkedAtMs,
    reread: async () =>
      cache === undefined ? NONE_KEPT : readKeptKeys({ cache, ring, clock, apiV3Key, mchid }),
    fetch: async () => {
      const outcome = await download();
      if (outcome.kind === 'accepted') ring.learn(outcome.value.certificates, outcome.value.signedAtMs);
      if (outcome.kind === 'accepted' || hasNone(outcome)) checkedAtMs = clock.nowMs();
      return outcome;
    },
    keep: async (outcome) => {
      if (outcome.kind === 'accepted') {
        await cache?.keep(mchid, { answer: answerToKeep(outcome.value.reply), checkedAtMs });
      } else if (hasNone(outcome)) {
        // A 404 is signed by nobody: what is kept ends by its own dates, not by this.
        const answer = (await cache?.read(mchid))?.answer ?? null;
        await cache?.keep(mchid, { answer, checkedAtMs });
      }
    },
  };
}

type CallSource = Omit<Source, 'keep'>;

/** The same source for calls under way: they go on without a store, and the timer's refresh tells of its failure. */
function withoutFailures(source: Source): CallSource {
  return {
    checkedAtMs: source.checkedAtMs,
    reread: async () => {
      try {
        return await source.reread();
      } catch {
        return { kind: 'unusable', reason: 'the store cannot be read' };
      }
    },
    fetch: async () => {
      const outcome = await source.fetch();
      try {
        await source.keep(outcome);
      } catch {
        // The next refresh keeps it; this instance has learnt it already.
        return outcome;
      }
      return outcome;
    },
  };
}

/** The three occasions on which a call brings keys in, each limited on its own. */
function createOccasions(ring: KeyRing, source: CallSource, clock: Clock) {
  return {
    first: limitWork(
      async (): Promise<Outcome<never> | null> => {
        await source.reread();
        if (ring.requestSerial !== '') return null;
        const outcome = await source.fetch();
        if (ring.requestSerial !== '') return null;
        return outcome.kind === 'accepted' || hasNone(outcome) ? NO_CERTIFICATE : outcome;
      },
      { clock, windowMs: FIRST_EVERY_MS },
    ),
    beside: limitWork(
      async (): Promise<void> => {
        const kept = await source.reread();
        const keptAtMs = kept.kind === 'unusable' ? Number.NEGATIVE_INFINITY : kept.entry.checkedAtMs;
        const ageMs = clock.nowMs() - Math.max(keptAtMs, source.checkedAtMs());
        if (!(ageMs < REFRESH_LATEST_MS)) await source.fetch();
      },
      { clock, windowMs: REREAD_EVERY_MS },
    ),
    look: limitWork(
      async (serial: string): Promise<void> => {
        await source.reread();
        if (!ring.holds(serial)) await source.fetch();
      },
      { clock, windowMs: LOOK_EVERY_MS },
    ),
  };
}

/**
 * Makes the keys of a gateway. Connects to nothing and parses no key until a call needs one.
 * - With a key in force, no call waits: the store is read again, and an overdue download made, beside the call.
 * - Without one, the first call reads the store, then downloads, and the others wait for the same.
 * - An answer under a serial that is not held is looked for in the store, then at WeChat Pay, once a minute at most.
 * @throws Error listing every problem of the settings that shows without parsing a key.
 */
export function createGatewayKeys(config: WechatPayConfig, deps: GatewayKeysDeps): GatewayKeys {
  assertGatewayConfig(config);
  const { clock } = deps;
  const { trust, merchant } = config;
  const ring = createTrustedKeys(trust, signingMchid(merchant), clock);
  const source = createSource(config, ring, deps);
  const { first, beside, look } = createOccasions(ring, withoutFailures(source), clock);
  const supply: KeySupply = {
    ready: async () => {
      if (ring.requestSerial === '') return first.run();
      if (trust.mode === 'platformCertificate') void beside.run();
      return null;
    },
    movedOn: async (serial) => {
      await beside.current();
      return ring.requestSerial !== serial;
    },
    lookFor: async (headers) => {
      const serial = certificateSerialOf(headers);
      if (serial === undefined) return false;
      if (!ring.holds(serial)) await look.run(serial);
      return ring.holds(serial);
    },
  };
  return {
    ring,
    supply,
    due: async () => isOld(await source.reread(), clock.nowMs()),
    refresh: async () => {
      const outcome = await source.fetch();
      await source.keep(outcome);
      return refreshOf(outcome);
    },
  };
}

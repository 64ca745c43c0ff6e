import type { KeyObject } from 'node:crypto';
import type { Clock } from '../../ports/clock';
import type { Trust } from './config';
import { platformCertificate, wechatPayPublicKey, type PlatformCertificate } from './keys';

/** A certificate issued a moment ago is believed by a clock that is this far behind. */
const CLOCK_SKEW_MS = 300_000;

/** The keys whose signatures are believed, by the serial that `Wechatpay-Serial` names. */
export interface TrustedKeys {
  /**
   * What our requests put into `Wechatpay-Serial`: it asks WeChat Pay to sign the answer with this key, and is the key
   * to encrypt with. The first public key, or the certificate in force with the latest effective time; empty when no
   * certificate is in force. It changes when a newer certificate is learnt or comes into force.
   * @throws Error naming the setting when a configured certificate cannot be read.
   */
  readonly requestSerial: string;
  /**
   * The key of that serial, or nothing when the serial is not ours or its certificate is not in force. Never fetches:
   * an unknown serial costs a look-up.
   * @throws Error naming the setting when the configured key cannot be read.
   */
  find(serial: string): KeyObject | undefined;
}

/** Trusted keys that can be added to while they are in use. */
export interface KeyRing extends TrustedKeys {
  /**
   * Believes these certificates beside the configured ones, in place of those learnt before. An answer older than the
   * one learnt last is passed over, so an old one that was kept somewhere cannot bring a withdrawn key back.
   */
  learn(certificates: readonly PlatformCertificate[], signedAtMs: number): void;
  /** Whether `find` gives a key now; a configured one that cannot be read is none. Never throws. */
  holds(serial: string): boolean;
}

/** The serials of a trust in the order they stand, public keys first. */
export function trustedSerials(trust: Trust): readonly string[] {
  return [
    ...(trust.publicKeys ?? []).map((entry) => entry.publicKeyId),
    ...(trust.platformCertificates ?? []).map((entry) => entry.serialNo.toUpperCase()),
  ];
}

/** Written so that a clock that tells no number finds nothing in force. */
function inForce({ effectiveMs, expireMs }: PlatformCertificate, nowMs: number): boolean {
  return effectiveMs - CLOCK_SKEW_MS <= nowMs && nowMs < expireMs;
}

/** The configured keys, each parsed when it is first asked for, and kept. */
function configuredKeys(trust: Trust, mchid: string) {
  const publicKeys = new Map((trust.publicKeys ?? []).map((entry) => [entry.publicKeyId, entry]));
  const certificates = new Map(
    (trust.platformCertificates ?? []).map((entry) => [entry.serialNo.toUpperCase(), entry]),
  );
  const parsedKeys = new Map<string, KeyObject>();
  const parsedCertificates = new Map<string, PlatformCertificate>();
  const certificate = (serial: string): PlatformCertificate | undefined => {
    const parsed = parsedCertificates.get(serial);
    const entry = parsed === undefined ? certificates.get(serial) : undefined;
    if (entry === undefined) return parsed;
    const read = platformCertificate(entry.serialNo, entry.certificatePem, mchid);
    parsedCertificates.set(serial, read);
    return read;
  };
  return {
    publicKey: (id: string): KeyObject | undefined => {
      const parsed = parsedKeys.get(id);
      const entry = parsed === undefined ? publicKeys.get(id) : undefined;
      if (entry === undefined) return parsed;
      const read = wechatPayPublicKey(id, entry.publicKeyPem);
      parsedKeys.set(id, read);
      return read;
    },
    certificate,
    certificates: () => [...certificates.keys()].flatMap((serial) => certificate(serial) ?? []),
  };
}

/** Makes the look-up of the configured keys, and of what it is taught later. Parses nothing until it is asked. */
export function createTrustedKeys(trust: Trust, mchid: string, clock: Clock): KeyRing {
  const configured = configuredKeys(trust, mchid);
  let learnt: ReadonlyMap<string, PlatformCertificate> = new Map();
  let learntAtMs = Number.NEGATIVE_INFINITY;
  /** Among equals the later one of an answer goes before the earlier one, and these before the configured ones. */
  const newest = (): PlatformCertificate | undefined => {
    const nowMs = clock.nowMs();
    const unlearnt = configured.certificates().filter(({ serial }) => !learnt.has(serial));
    return [...[...learnt.values()].toReversed(), ...unlearnt]
      .filter((one) => inForce(one, nowMs))
      .toSorted((a, b) => b.effectiveMs - a.effectiveMs)[0];
  };
  const find = (serial: string): KeyObject | undefined => {
    const publicKey = configured.publicKey(serial);
    if (publicKey !== undefined) return publicKey;
    // What WeChat Pay said of a certificate goes before its own dates: a forced rotation ends it early.
    const certificate = learnt.get(serial) ?? configured.certificate(serial);
    return certificate !== undefined && inForce(certificate, clock.nowMs()) ? certificate.key : undefined;
  };
  return {
    find,
    get requestSerial() {
      if (trust.mode === 'publicKey') return trust.publicKeys[0]?.publicKeyId ?? '';
      return newest()?.serial ?? '';
    },
    learn: (certificates, signedAtMs) => {
      if (signedAtMs < learntAtMs) return;
      learntAtMs = signedAtMs;
      learnt = new Map(certificates.map((one) => [one.serial, one]));
    },
    holds: (serial) => {
      try {
        return find(serial) !== undefined;
      } catch {
        // Whoever verifies with it is told which setting it is.
        return false;
      }
    },
  };
}

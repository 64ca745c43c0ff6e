import type { Clock } from '../../../ports/clock';
import type { KeyCache, NotificationKeys } from '../../../ports/platform-keys';
import type { NotificationConfig } from '../config';
import type { KeyRing } from '../trusted-keys';
import type { SignatureHeaders } from '../verifier';
import { readKeptKeys } from './kept-keys';
import { limitWork } from './refresh-limiter';
import { signingMchid } from '../merchant';

/** The first repeat of a notification comes after 15 s; it must find the next look permitted. */
export const LOOK_AGAIN_MS = 10_000;

const CERTIFICATE_SERIAL = /^[0-9A-Fa-f]{8,40}$/;

/** The serial a message names, when it is a certificate's: public keys cannot be fetched. */
export function certificateSerialOf(headers: SignatureHeaders): string | undefined {
  const [, value] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'wechatpay-serial') ?? [];
  return typeof value === 'string' && CERTIFICATE_SERIAL.test(value) ? value : undefined;
}

/**
 * Makes the look-up for notifications under a serial the ring does not hold. It reads the store once in
 * {@link LOOK_AGAIN_MS} at most, whatever comes in, and leaves one wish there for the function that may download.
 */
export function createNotificationKeys(parts: {
  readonly config: NotificationConfig;
  readonly ring: KeyRing;
  readonly cache: KeyCache;
  readonly clock: Clock;
}): NotificationKeys {
  const { ring, cache, clock } = parts;
  const { apiV3Key, merchant } = parts.config;
  const mchid = signingMchid(merchant);
  const look = async (serial: string): Promise<void> => {
    const kept = await readKeptKeys({ cache, ring, clock, apiV3Key, mchid });
    const wished = kept.kind !== 'unusable' && kept.entry.wantedAtMs !== null;
    if (!ring.holds(serial) && !wished) await cache.want(mchid, clock.nowMs());
  };
  const limited = limitWork(look, { clock, windowMs: LOOK_AGAIN_MS });
  return {
    lookFor: async ({ headers }) => {
      const serial = certificateSerialOf(headers);
      if (serial === undefined) return false;
      // Another notification may have brought it in while this one was on its way.
      if (!ring.holds(serial)) await limited.run(serial);
      return ring.holds(serial);
    },
  };
}

import { createHash } from 'node:crypto';
import type { Ids } from '../../../cloudfunctions/ports/ids';
import { createSeededRandom } from '../../../simulators/wechat-pay/seeded-random';

const DAY_MS = 24 * 60 * 60_000;
/** Every story begins at tomorrow's midnight of London: by then the merchant's keys, which are made once, are valid. */
const BEGINS_MS = Math.ceil(Date.now() / DAY_MS) * DAY_MS;
/** What the shop's own ids are made of. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const UNIQUE_LENGTH = 26;
const NUMBER_LENGTH = 18;

/** Time that goes on by a millisecond at every look: a slow machine tells the same story. */
export function timeByLooks(): () => number {
  let nowMs = BEGINS_MS;
  return () => (nowMs += 1);
}

/** Ids of the shop's own form that come in the same order at every telling. */
export function seededIds(seed: number): Ids {
  const random = createSeededRandom(seed);
  const number = (): string => `20260306000000${random.text('number', NUMBER_LENGTH, ALPHABET)}`;
  return {
    outTradeNo: number,
    outRefundNo: number,
    unique: () => random.text('unique', UNIQUE_LENGTH, ALPHABET),
    derived: (...parts) => {
      const bytes = createHash('sha256').update(JSON.stringify(parts)).digest();
      return Array.from(bytes.subarray(0, UNIQUE_LENGTH), (byte) => ALPHABET[byte & 31]).join('');
    },
  };
}

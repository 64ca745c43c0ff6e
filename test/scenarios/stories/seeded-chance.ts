import { createHash } from 'node:crypto';
import type { Ids } from '../../../cloudfunctions/ports/ids';
import { createSeededRandom } from '../../../simulators/wechat-pay/seeded-random';

/** Every story begins here: a Friday in Beijing. */
const BEGINS_MS = Date.parse('2026-03-06T00:00:00+08:00');
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

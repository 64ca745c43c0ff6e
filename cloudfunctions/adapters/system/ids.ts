import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../ports/clock';
import type { Ids } from '../../ports/ids';

/** No `i l o u`: a number is read over the telephone now and then. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const UNIQUE_LENGTH = 26;
const NUMBER_RANDOM_LENGTH = 18;
const CHINA_OFFSET_MS = 8 * 3600 * 1000;

/** Five bits of each byte pick a letter, so every letter is equally likely. */
function letters(bytes: Uint8Array, length: number): string {
  let text = '';
  for (const byte of bytes.subarray(0, length)) text += ALPHABET[byte & 31];
  return text;
}

function merchantNumber(nowMs: number): string {
  const stamp = new Date(nowMs + CHINA_OFFSET_MS).toISOString().replace(/\D/g, '').slice(0, 14);
  return stamp + letters(randomBytes(NUMBER_RANDOM_LENGTH), NUMBER_RANDOM_LENGTH);
}

/** Ids from the system's secure random source; the date in a merchant number comes from `clock`. */
export function createIds(clock: Clock): Ids {
  return {
    outTradeNo: () => merchantNumber(clock.nowMs()),
    outRefundNo: () => merchantNumber(clock.nowMs()),
    unique: () => letters(randomBytes(UNIQUE_LENGTH), UNIQUE_LENGTH),
    derived: (...parts) => {
      const hash = createHash('sha256');
      // The length goes first so that ('ab','c') and ('a','bc') differ.
      for (const part of parts) hash.update(`${part.length}:${part}`);
      return letters(hash.digest(), UNIQUE_LENGTH);
    },
  };
}

import { createHash } from 'node:crypto';

/** The one source of chance of a run. The same seed and the same calls give the same run. */
export interface SeededRandom {
  readonly seed: number;
  /** A number in [0, 1). Each label has a stream of its own, so streams do not disturb each other. */
  fraction(label: string): number;
  /** A random string of `length` characters out of `alphabet`. */
  text(label: string, length: number, alphabet: string): string;
  /** Starts every stream anew. */
  restart(): void;
}

export const ALPHANUMERIC = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const UPPER_HEX = '0123456789ABCDEF';
export const DIGITS = '0123456789';

/** `generation` keeps a restart from repeating the numbers of the run before it. */
export function createSeededRandom(seed: number, generation = 0): SeededRandom {
  const counters = new Map<string, number>();
  const block = (label: string): Buffer => {
    const count = counters.get(label) ?? 0;
    counters.set(label, count + 1);
    return createHash('sha256').update(`${seed}|${generation}|${label}|${count}`).digest();
  };
  return {
    seed,
    fraction: (label) => block(label).readUInt32BE(0) / 2 ** 32,
    text(label, length, alphabet) {
      let out = '';
      while (out.length < length) {
        for (const byte of block(label)) out += alphabet.charAt(byte % alphabet.length);
      }
      return out.slice(0, length);
    },
    restart() {
      counters.clear();
    },
  };
}

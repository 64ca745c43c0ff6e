import { DAY_MS, daysAfter, startOfDay } from './beijing-day';

/**
 * How near midnight a thing may be told by the bill of the other day: our clock is not the gateway's, and a call whose
 * answer was lost is sent again minutes later under the same number.
 */
const NEAR_MS = 60 * 60 * 1000;

/** The day whose bill may hold what the bill of `date` lacks, or null where it happened far from midnight. */
export function neighbourOf(date: string, atMs: number): string | null {
  const sinceMidnight = atMs - startOfDay(date);
  if (sinceMidnight < NEAR_MS) return daysAfter(date, -1);
  return sinceMidnight >= DAY_MS - NEAR_MS ? daysAfter(date, 1) : null;
}

/** The part of a day whose payments and refunds no bill but its own can tell of. */
export function farFromMidnight(date: string): { readonly fromMs: number; readonly toMs: number } {
  const startMs = startOfDay(date);
  return { fromMs: startMs + NEAR_MS, toMs: startMs + DAY_MS - NEAR_MS };
}

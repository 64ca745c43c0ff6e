const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Waits before the 1st … 15th repeat of a notification that was not received: 24 h 4 min in all. */
export const RETRY_LADDER_MS: readonly number[] = [
  15 * SECOND_MS,
  15 * SECOND_MS,
  30 * SECOND_MS,
  3 * MINUTE_MS,
  10 * MINUTE_MS,
  20 * MINUTE_MS,
  30 * MINUTE_MS,
  30 * MINUTE_MS,
  30 * MINUTE_MS,
  60 * MINUTE_MS,
  3 * HOUR_MS,
  3 * HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  6 * HOUR_MS,
];

/** Attempts of one notification: the first and every repeat. */
export const MAX_TRIES = RETRY_LADDER_MS.length + 1;

/** Wait before the next attempt when `triesLeft` remain, or null when none remains. */
export function waitBeforeNextTry(triesLeft: number): number | null {
  if (triesLeft <= 0) return null;
  return RETRY_LADDER_MS[MAX_TRIES - 1 - triesLeft] ?? null;
}

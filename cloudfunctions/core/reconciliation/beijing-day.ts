const HOUR_MS = 60 * 60 * 1000;
/** How long a day in Beijing is: there is no summer time. */
export const DAY_MS = 24 * HOUR_MS;
/** Beijing is ahead of UTC by this much, all year. */
const BEIJING_AHEAD_MS = 8 * HOUR_MS;
/** WeChat Pay draws bills up from 9:00 and asks to fetch them after 10:00 of the next day (page 4013071227). */
const READY_AFTER_MS = DAY_MS + 10 * HOUR_MS;
/** Bills of the last three months can be had; 89 days are within three months, whichever they are. */
export const BILLS_KEPT_DAYS = 89;

/** The day in Beijing at a moment, `yyyy-MM-dd`. */
export function beijingDay(atMs: number): string {
  return new Date(atMs + BEIJING_AHEAD_MS).toISOString().slice(0, 10);
}

/** Midnight in Beijing at which the day begins; NaN for a text that is no day. */
export function startOfDay(date: string): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return Number.NaN;
  const atMs = Date.parse(`${date}T00:00:00Z`) - BEIJING_AHEAD_MS;
  return Number.isNaN(atMs) || beijingDay(atMs) !== date ? Number.NaN : atMs;
}

/** The day so many days later, or earlier where negative. */
export function daysAfter(date: string, days: number): string {
  return beijingDay(startOfDay(date) + days * DAY_MS);
}

/** From when on the bill of a day is asked for. */
export function billAskableAtMs(date: string): number {
  return startOfDay(date) + READY_AFTER_MS;
}

/** The oldest day whose bill can still be had. */
export function oldestBillDay(nowMs: number): string {
  return daysAfter(beijingDay(nowMs), -BILLS_KEPT_DAYS);
}

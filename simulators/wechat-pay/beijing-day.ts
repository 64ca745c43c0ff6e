import { beijingTime } from './clock';

const DAY_MS = 24 * 3_600_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The calendar day in Beijing, `yyyy-MM-dd`. Bills are made by it. */
export function beijingDay(ms: number): string {
  return beijingTime(ms).slice(0, 10);
}

/** The first moment of a day. NaN when the text names no day. */
export function startOfDay(day: string): number {
  const ms = Date.parse(`${day}T00:00:00+08:00`);
  // Some engines roll the 30th of February over; a day that does not come back as itself is none.
  return DAY.test(day) && !Number.isNaN(ms) && beijingDay(ms) === day ? ms : Number.NaN;
}

export function dayAfter(day: string): string {
  return beijingDay(startOfDay(day) + DAY_MS);
}

/** The same date `months` earlier; a date that month does not have becomes one of the first days after it. */
export function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 - months, date)).toISOString().slice(0, 10);
}

/** The same time of day so many days later, Saturdays and Sundays not counted. */
export function addWorkingDays(fromMs: number, count: number): number {
  let ms = fromMs;
  for (let left = count; left > 0;) {
    ms += DAY_MS;
    const weekday = new Date(`${beijingDay(ms)}T00:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return ms;
}

import { STAFF_LIMITS } from '../../../miniprogram/contract/staff';

/** When one person tried a code, within the last hour. */
export interface Tries {
  readonly openid: string;
  readonly atMs: readonly number[];
}

const HOUR_MS = 3_600_000;

/** The tries with this one, or null where there were too many within an hour. Right ones count as well. */
export function withTry({ openid, atMs }: Tries, nowMs: number): Tries | null {
  const recent = atMs.filter((at) => nowMs - at < HOUR_MS);
  return recent.length >= STAFF_LIMITS.wrongCodesPerHour ? null : { openid, atMs: [...recent, nowMs] };
}

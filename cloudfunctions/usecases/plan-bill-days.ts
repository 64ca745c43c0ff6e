import {
  BILLS_KEPT_DAYS,
  beijingDay,
  billAskableAtMs,
  daysAfter,
  oldestBillDay,
  startOfDay,
} from '../core/reconciliation/beijing-day';
import { newBillDay } from '../core/reconciliation/bill-day';
import type { BillDeps } from './bill-deps';

type PlanDeps = Pick<BillDeps, 'store' | 'clock'>;

/** The day of the first payment between two moments, or null. */
async function firstPaidDay(
  { store }: Pick<PlanDeps, 'store'>,
  fromMs: number,
  toMs: number,
): Promise<string | null> {
  const [first] = await store.walkPayments({ fromMs, toMs, after: null, limit: 1 });
  return first === undefined ? null : beijingDay(first.atMs);
}

/**
 * The first day to look at: after the last one that is planned, or when the shop first took money. A payment may be
 * learnt of when days after it are planned already (the shop's very first one, before downtime): then it is that day.
 */
async function firstDay({ store }: PlanDeps, oldest: string, yesterday: string): Promise<string> {
  const newest = await store.newestBillDay();
  const next = newest === null ? null : daysAfter(newest, 1);
  // Once a day is often enough to look back.
  if (next !== null && next > yesterday) return next;
  const fromMs = newest === null ? 0 : startOfDay(oldest);
  const paid = await firstPaidDay({ store }, fromMs, startOfDay(yesterday));
  if (paid === null) return next ?? yesterday;
  if (next === null) return paid;
  // What lies between the last planned day and a later payment is looked at too: the bill may know of more.
  return paid < next && (await store.findBillDay(paid)) === null ? paid : next;
}

async function noteDay({ store }: PlanDeps, date: string): Promise<void> {
  const day = newBillDay(date, billAskableAtMs(date));
  await store.changeBillDay<null>(date, (known) =>
    known === null ? { result: null, write: day } : { result: null },
  );
}

/** Notes days with money whose bills can no longer be had: they end as such, and nobody takes them for matched. */
async function noteMissed(deps: PlanDeps, from: string, oldest: string): Promise<void> {
  const toMs = startOfDay(oldest);
  let date = await firstPaidDay(deps, startOfDay(from), toMs);
  while (date !== null) {
    await noteDay(deps, date);
    date = await firstPaidDay(deps, startOfDay(daysAfter(date, 1)), toMs);
  }
}

/**
 * Notes every day up to yesterday whose bills are to be asked for, so that days of downtime are caught up, as far back
 * as bills can be had; of what is older, the days on which money came. Safe to repeat.
 */
export async function planBillDays(deps: PlanDeps): Promise<void> {
  const nowMs = deps.clock.nowMs();
  const yesterday = daysAfter(beijingDay(nowMs), -1);
  const oldest = oldestBillDay(nowMs);
  let date = await firstDay(deps, oldest, yesterday);
  if (date < oldest) {
    await noteMissed(deps, date, oldest);
    date = oldest;
  }
  for (let planned = 0; date <= yesterday && planned <= BILLS_KEPT_DAYS; planned += 1) {
    await noteDay(deps, date);
    date = daysAfter(date, 1);
  }
}

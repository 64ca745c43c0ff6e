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

/**
 * The first day to look at: after the last one that is planned, or when the shop first took money. A payment may be
 * learnt of when days after it are planned already (the shop's very first one, before downtime): then it is that day.
 */
async function firstDay({ store }: PlanDeps, oldest: string, yesterday: string): Promise<string> {
  const newest = await store.newestBillDay();
  const next = newest === null ? null : daysAfter(newest, 1);
  // Once a day is often enough to look back.
  if (next !== null && next > yesterday) return next;
  const walk = { fromMs: startOfDay(oldest), toMs: startOfDay(yesterday), after: null, limit: 1 };
  const [first] = await store.walkPayments(walk);
  if (first === undefined) return next ?? yesterday;
  const paid = beijingDay(first.atMs);
  return next === null || (await store.findBillDay(paid)) === null ? paid : next;
}

/**
 * Notes every day up to yesterday whose bills are to be asked for, so that days of downtime are caught up, as far back
 * as bills can be had. Safe to repeat.
 */
export async function planBillDays(deps: PlanDeps): Promise<void> {
  const nowMs = deps.clock.nowMs();
  const yesterday = daysAfter(beijingDay(nowMs), -1);
  const oldest = oldestBillDay(nowMs);
  let date = await firstDay(deps, oldest, yesterday);
  if (date < oldest) date = oldest;
  for (let planned = 0; date <= yesterday && planned <= BILLS_KEPT_DAYS; planned += 1) {
    const day = newBillDay(date, billAskableAtMs(date));
    await deps.store.changeBillDay<null>(date, (known) =>
      known === null ? { result: null, write: day } : { result: null },
    );
    date = daysAfter(date, 1);
  }
}

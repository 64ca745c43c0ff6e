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

/** The first day to look at: after the last one that is planned, or when the shop first took money. */
async function firstDay({ store }: PlanDeps, oldest: string, yesterday: string): Promise<string> {
  const newest = await store.newestBillDay();
  if (newest !== null) return daysAfter(newest, 1);
  const walk = { fromMs: startOfDay(oldest), toMs: startOfDay(yesterday), after: null, limit: 1 };
  const [first] = await store.walkPayments(walk);
  return first === undefined ? yesterday : beijingDay(first.atMs);
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

import type { BillDeps } from './bill-deps';
import { planBillDays } from './plan-bill-days';
import { reconcileDay } from './reconcile-day';

/** What one tick did about bills. */
export interface BillsReport {
  readonly claimed: boolean;
  /** Days that came to an end. */
  readonly finished: number;
  /** Days that were put off or not finished. */
  readonly open: number;
  readonly failed: number;
}

/** How much time a tick has: to begin with a day, whose file has to be read in one go, and to go on matching. */
export interface BillsTime {
  readonly mayBegin: () => boolean;
  readonly inBudget: () => boolean;
}

/** A little longer than the function's own timeout: a tick that died frees the lease by itself. */
const LEASE_MS = 90_000;
/** Days looked at in one tick: of ninety days of downtime, a few minutes' work. */
const DAYS_AT_ONCE = 10;

/**
 * Goes on with the days whose bills are due, the oldest first, while there is time. One tick at a time over all
 * instances; a day's trouble does not stop the others.
 */
export async function runBills(deps: BillDeps, { mayBegin, inBudget }: BillsTime): Promise<BillsReport> {
  const { store, clock, ids, log } = deps;
  const lease = { name: 'bills', holder: ids.unique() };
  const counters = { finished: 0, open: 0, failed: 0 };
  const claimed = await store.claimJob({ ...lease, nowMs: clock.nowMs(), leaseMs: LEASE_MS });
  if (!claimed) return { claimed, ...counters };
  try {
    await planBillDays(deps);
    const due = await store.listBillDaysToDo({ nowMs: clock.nowMs(), limit: DAYS_AT_ONCE });
    for (const date of due) {
      if (!mayBegin()) break;
      try {
        const step = await reconcileDay(deps, date, inBudget);
        if (step === 'done') counters.finished += 1;
        else counters.open += 1;
      } catch (error) {
        counters.failed += 1;
        log.error('bills.day', error, { date });
      }
    }
  } finally {
    await store.releaseJob(lease);
  }
  if (counters.finished + counters.open + counters.failed > 0) log.info('bills.tick', { ...counters });
  return { claimed, ...counters };
}

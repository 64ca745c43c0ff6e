import { advance } from '../core/machine';
import { oldestBillDay } from '../core/reconciliation/beijing-day';
import type { BillDay } from '../core/reconciliation/bill-day';
import { billDayMachine } from '../core/reconciliation/bill-day';
import type { RowTable } from '../core/reconciliation/row-table';
import type { DayStep } from './bill-day-steps';
import { saveStep } from './bill-day-steps';
import type { BillDeps } from './bill-deps';
import { releaseAwaiting } from './finish-day';
import { matchDay } from './match-parts';
import { takeFundFlow, takeTrade } from './take-bills';

/**
 * Goes on with one day as far as the time reaches: asks for its bills, keeps them, matches the books against them, and
 * adopts what was found at the end. Each step is written down, so that whoever goes on after a death repeats at most
 * one. Nothing a bill says is written before the whole file held.
 */
export async function reconcileDay(deps: BillDeps, date: string, inBudget: () => boolean): Promise<DayStep> {
  let day = await deps.store.findBillDay(date);
  if (day === null || (day.state !== 'waiting' && day.state !== 'fetching')) return 'overtaken';
  if (day.trade === null && date < oldestBillDay(deps.clock.nowMs())) return expire(deps, day);
  let table: RowTable | null = null;
  if (day.trade === null) {
    const taken = await takeTrade(deps, day);
    if (typeof taken === 'string') return taken;
    ({ day, table } = taken);
  }
  if (day.fundFlow === null) {
    const taken = await takeFundFlow(deps, day);
    if (typeof taken === 'string') return taken;
    day = taken;
  }
  return matchDay(deps, day, table, inBudget);
}

/** Gives up a day whose bill can no longer be had. */
async function expire(deps: BillDeps, day: BillDay): Promise<DayStep> {
  const saved = await saveStep(deps, day, (known) => ({
    ...known,
    state: advance(billDayMachine, known.state, 'expire'),
    nextStepAtMs: null,
  }));
  await releaseAwaiting(deps, day.date, new Set());
  return saved === null ? 'overtaken' : 'done';
}

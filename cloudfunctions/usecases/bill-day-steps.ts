import { advance } from '../core/machine';
import type { BillDay } from '../core/reconciliation/bill-day';
import { billDayMachine, retryAtMs } from '../core/reconciliation/bill-day';
import type { BillDeps } from './bill-deps';
import type { Fetched } from './fetch-bills';

/** How far a tick has come with a day. `overtaken`: somebody asked for it anew meanwhile. */
export type DayStep = 'done' | 'later' | 'unfinished' | 'overtaken';

/** Writes a step of this run, unless the day is in another by now. */
export async function saveStep(
  { store }: BillDeps,
  { date, run }: BillDay,
  change: (day: BillDay) => BillDay,
): Promise<BillDay | null> {
  return store.changeBillDay<BillDay | null>(date, (day) => {
    if (day === null || day.run !== run || (day.state !== 'waiting' && day.state !== 'fetching'))
      return { result: null };
    const write = change(day);
    return { result: write, write };
  });
}

/** The day as one whose bills are being fetched. */
export function fetching(day: BillDay): BillDay {
  return day.state === 'waiting' ? { ...day, state: advance(billDayMachine, day.state, 'ask') } : day;
}

/** Notes why a bill is not there, and when it is asked for again. */
export async function putOff(
  deps: BillDeps,
  day: BillDay,
  fetched: Extract<Fetched<unknown>, { kind: 'later' | 'failed' }>,
): Promise<DayStep> {
  const nowMs = deps.clock.nowMs();
  const saved = await saveStep(deps, day, (known) => {
    if (fetched.kind === 'later') {
      const state = known.state === 'fetching' ? advance(billDayMachine, known.state, 'wait') : known.state;
      return { ...known, state, nextStepAtMs: fetched.askAgainAtMs };
    }
    const tries = known.tries + 1;
    const { text, fileIds } = fetched;
    const trouble = { atMs: nowMs, text, fileIds };
    return { ...fetching(known), tries, trouble, nextStepAtMs: retryAtMs(tries, nowMs) };
  });
  return saved === null ? 'overtaken' : 'later';
}

import type { BillDay, BillDayCommand } from '../core/reconciliation/bill-day';
import { billDayMachine } from '../core/reconciliation/bill-day';
import type { BillDifference } from '../core/reconciliation/difference';
import { resolved } from '../core/reconciliation/difference';
import { advance } from '../core/machine';
import { BILL_PAGE } from '../ports/bill-store';
import type { BillDeps } from './bill-deps';

type FinishDeps = Pick<BillDeps, 'store' | 'clock' | 'log'>;

/** The row a difference is about, as strays name it: `payment:` and its number. */
function rowOf({ date, differenceId }: BillDifference): string {
  return differenceId.slice(date.length + 1);
}

/** Ends differences that are none any more, in one page after the other. */
async function endFound(deps: FinishDeps, day: BillDay, strays: ReadonlySet<string>): Promise<void> {
  for (const status of ['open', 'awaiting'] as const) {
    let after: string | undefined;
    for (;;) {
      const query = { date: day.date, status, limit: BILL_PAGE, ...(after !== undefined && { after }) };
      const page = await deps.store.listDifferences(query);
      for (const one of page) {
        const gone = one.run < day.run;
        if (gone || (one.kind === 'onlyOurs' && strays.has(rowOf(one)))) await end(deps, one);
      }
      after = page.at(-1)?.differenceId;
      if (page.length < BILL_PAGE) break;
    }
  }
}

function end({ store, clock }: FinishDeps, { differenceId }: BillDifference): Promise<null> {
  const resolution = {
    action: 'foundLater',
    by: null,
    atMs: clock.nowMs(),
    text: '再次核对时已一致',
  } as const;
  return store.changeDifference<null>(differenceId, (known) =>
    known === null || known.status === 'resolved'
      ? { result: null }
      : { result: null, write: resolved(known, resolution) },
  );
}

/** How a finished day stands: what is open, and what was. */
async function countsOf({ store }: FinishDeps, date: string) {
  const openDifferences = await store.countDifferences(date, 'open');
  const resolvedDifferences = await store.countDifferences(date, 'resolved');
  return { openDifferences, resolvedDifferences };
}

function commandFor(day: BillDay): BillDayCommand | null {
  const open = day.openDifferences + day.moreDifferences > 0;
  switch (day.state) {
    case 'fetching':
      return open ? 'differ' : day.resolvedDifferences > 0 ? 'close' : 'agree';
    case 'matched':
    case 'closed':
      return open ? 'reopen' : null;
    case 'differences':
      return open ? null : 'close';
    case 'waiting':
    case 'unavailable':
      return null;
  }
}

function withState(day: BillDay): BillDay {
  const command = commandFor(day);
  return command === null ? day : { ...day, state: advance(billDayMachine, day.state, command) };
}

/** Counts a finished day's differences again and moves its state after them. Safe to repeat. */
export async function recountDay(deps: FinishDeps, date: string): Promise<void> {
  const counts = await countsOf(deps, date);
  await deps.store.changeBillDay<null>(date, (day) => {
    if (day === null || day.state === 'fetching' || day.finishedRun === 0) return { result: null };
    return { result: null, write: withState({ ...day, ...counts }) };
  });
}

/** Lets differences of other days know that the bill they waited for has come: it tells of them, or nobody does. */
export async function releaseAwaiting(
  deps: FinishDeps,
  date: string,
  strays: ReadonlySet<string>,
): Promise<void> {
  const waiting = await deps.store.listAwaiting(date);
  for (const one of waiting) {
    if (strays.has(rowOf(one))) await end(deps, one);
    else
      await deps.store.changeDifference<null>(one.differenceId, (known) =>
        known?.awaits !== date
          ? { result: null }
          : { result: null, write: { ...known, awaits: null, status: 'open' } },
      );
  }
  for (const other of new Set(waiting.map((one) => one.date))) await recountDay(deps, other);
}

/** Adopts what a run has found, once all of the day was matched. Safe to repeat. */
export async function finishDay(deps: FinishDeps, day: BillDay): Promise<BillDay | null> {
  const strays = new Set(day.progress?.strays);
  await endFound(deps, day, strays);
  await releaseAwaiting(deps, day.date, strays);
  const counts = await countsOf(deps, day.date);
  const finished = await deps.store.changeBillDay<BillDay | null>(day.date, (known) => {
    if (known === null || known.run !== day.run || known.progress === null) return { result: null };
    const { progress } = known;
    const write = withState({
      ...known,
      ...counts,
      finishedRun: known.run,
      tries: 0,
      nextStepAtMs: null,
      trouble: null,
      progress: null,
      ours: progress.ours,
      strays: progress.strays,
      moreDifferences: progress.more,
    });
    return { result: write, write };
  });
  if (finished !== null) {
    const { date, state, openDifferences } = finished;
    deps.log.info('bills.finished', { date, state, openDifferences });
  }
  return finished;
}

import { MAX_BILL_DIFFERENCES } from '../../miniprogram/contract/bills';
import { daysAfter, startOfDay } from '../core/reconciliation/beijing-day';
import type { BillDay, MatchProgress } from '../core/reconciliation/bill-day';
import { begunAgain, DaySum } from '../core/reconciliation/bill-day';
import type { BillDifference } from '../core/reconciliation/difference';
import type { RowTable } from '../core/reconciliation/row-table';
import { askDifference } from './ask-difference';
import type { DayStep } from './bill-day-steps';
import { putOff, saveStep } from './bill-day-steps';
import type { BillDeps } from './bill-deps';
import { finishDay } from './finish-day';
import { judgeRows } from './judge-rows';
import type { Matching, WalkFindings } from './match-day';
import { isMatched, noProgress, ROW_KINDS, walkBooks } from './match-day';
import { emptyTable } from './take-bills';
import { secondOf, tradePass } from './trade-pass';

/** Reads the kept bill again from where matching stopped. */
async function readAgain(
  deps: BillDeps,
  day: BillDay,
  progress: MatchProgress,
): Promise<RowTable | 'damaged' | null> {
  if (day.trade?.kind !== 'kept') return emptyTable();
  const { sha1, fileIds } = day.trade;
  const fromMs = Math.min(...ROW_KINDS.map((kind) => progress.doneUntilMs[kind]));
  const fold = tradePass({
    date: day.date,
    party: deps.billed,
    rowsAtOnce: deps.rowsAtOnce,
    fromSecond: secondOf(fromMs, startOfDay(day.date)),
    seed: deps.clock.nowMs(),
  });
  const kept = { type: 'all', sha1, pieces: deps.archive.read(fileIds) } as const;
  const reading = await deps.bills.readKeptTrades(kept, fold);
  if (reading.kind === 'read') return reading.value.table;
  return reading.kind === 'defective' ? 'damaged' : null;
}

/** Whether a day's bill is still to come, and which rows of the neighbours' bills are of this day by our books. */
async function neighbourhood({ store }: BillDeps, date: string) {
  const days = await store.listBillDays({ from: daysAfter(date, -1), to: daysAfter(date, 1) });
  const others = days.filter((day) => day.date !== date);
  const newest = await store.newestBillDay();
  return {
    elsewhere: new Set(others.flatMap(({ strays }) => strays)),
    isToCome: (other: string): boolean => {
      const known = others.find((day) => day.date === other);
      if (known === undefined) return newest === null || other > newest;
      return known.state === 'waiting' || known.state === 'fetching';
    },
  };
}

/** Rows whose time by our books is another are few; more than this many means that a clock is wrong. */
const MAX_STRAYS = 2_000;

/** Matches one stretch: as much as the table and the time allow. Answers the progress after it, or null. */
async function matchStretch(
  matching: Matching,
  progress: MatchProgress,
): Promise<{ readonly progress: MatchProgress; readonly found: readonly BillDifference[] } | null> {
  const findings: WalkFindings = { ours: new DaySum(progress.ours), missing: [], more: 0 };
  const doneUntilMs = { ...progress.doneUntilMs };
  for (const kind of ROW_KINDS)
    doneUntilMs[kind] = await walkBooks(matching, kind, doneUntilMs[kind], findings);
  const judged = await judgeRows(matching, { fromMs: progress.doneUntilMs, toMs: doneUntilMs });
  if (judged.kind === 'unknown') return null;
  for (const { kind, amountMinor, isOfOtherDay } of judged.strays)
    if (isOfOtherDay) findings.ours.add(kind, amountMinor);
  const all = [...judged.differences, ...findings.missing];
  const found = all.slice(0, Math.max(0, MAX_BILL_DIFFERENCES - progress.kept));
  return {
    found,
    progress: {
      doneUntilMs,
      ours: findings.ours.totals(),
      more: progress.more + judged.more + findings.more + all.length - found.length,
      kept: progress.kept + found.length,
      strays: [...progress.strays, ...judged.strays.map(({ row }) => row)].slice(0, MAX_STRAYS),
    },
  };
}

/** What was kept is not what arrived any more: the bill is asked for again. */
async function fetchAnew(deps: BillDeps, day: BillDay): Promise<DayStep> {
  deps.log.warn('bills.damaged', { date: day.date });
  const nowMs = deps.clock.nowMs();
  return (await saveStep(deps, day, (known) => begunAgain(known, nowMs))) === null ? 'overtaken' : 'later';
}

/** Matches a day in as many parts as it takes and the time allows, and adopts at the end what was found. */
export async function matchDay(
  deps: BillDeps,
  begun: BillDay,
  firstTable: RowTable | null,
  inBudget: () => boolean,
): Promise<DayStep> {
  const around = await neighbourhood(deps, begun.date);
  let day = begun;
  let table = firstTable;
  for (;;) {
    const progress: MatchProgress = day.progress ?? noProgress(day.date);
    const read = table ?? (await readAgain(deps, day, progress));
    if (read === 'damaged') return fetchAnew(deps, day);
    const stretch = read && (await matchStretch({ deps, day, table: read, inBudget, ...around }, progress));
    if (stretch === null) {
      const text = '交易账单：留存的文件暂时读不出来，稍后自动重试';
      return putOff(deps, day, { kind: 'failed', text, fileIds: [] });
    }
    await deps.store.keepDifferences(stretch.found);
    const saved = await saveStep(deps, day, (known) => ({ ...known, progress: stretch.progress }));
    if (saved === null) return 'overtaken';
    day = saved;
    if (isMatched(day.date, stretch.progress)) break;
    if (!inBudget()) return 'unfinished';
    table = null;
  }
  await askAboutStates(deps, day, inBudget);
  return (await finishDay(deps, day)) === null ? 'overtaken' : 'done';
}

/** Differences of state that are asked about in one go. */
const ASKED_AT_ONCE = 100;

/**
 * Where the bill knows more than the books, the shop asks by itself: a query moves no money, and what it has missed is
 * no difference that a person has to look at.
 */
async function askAboutStates(
  deps: BillDeps,
  { date, run }: BillDay,
  inBudget: () => boolean,
): Promise<void> {
  const open = await deps.store.listDifferences({ date, status: 'open', limit: ASKED_AT_ONCE });
  for (const difference of open) {
    if (!inBudget()) return;
    if (difference.kind === 'state' && difference.run === run) await askDifference(deps, difference, null);
  }
}

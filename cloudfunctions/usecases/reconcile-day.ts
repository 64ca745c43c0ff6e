import { MAX_BILL_DIFFERENCES } from '../../miniprogram/contract/bills';
import { advance } from '../core/machine';
import { daysAfter, oldestBillDay } from '../core/reconciliation/beijing-day';
import type { BillDay, MatchProgress } from '../core/reconciliation/bill-day';
import { billDayMachine, retryAtMs } from '../core/reconciliation/bill-day';
import type { BillDifference } from '../core/reconciliation/difference';
import { accountDifference } from '../core/reconciliation/difference';
import type { FundDay } from '../core/reconciliation/fund-flow';
import { compareTotals } from '../core/reconciliation/fund-flow';
import { RowTable } from '../core/reconciliation/row-table';
import { breakWords, openingWords, totalsWords } from '../core/reconciliation/words';
import type { BillDeps } from './bill-deps';
import type { Fetched } from './fetch-bills';
import { fetchFundFlow, fetchTradeBill } from './fetch-bills';
import { finishDay, releaseAwaiting } from './finish-day';
import type { Matching, WalkFindings } from './match-day';
import { isMatched, noProgress, ROW_KINDS, walkBooks } from './match-day';
import { judgeRows } from './judge-rows';
import { tradePass, secondOf } from './trade-pass';
import { startOfDay } from '../core/reconciliation/beijing-day';

/** How far a tick has come with a day. `overtaken`: somebody asked for it anew meanwhile. */
export type DayStep = 'done' | 'later' | 'unfinished' | 'overtaken';

/** Writes a step of this run, unless the day is in another by now. */
async function save(
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

function fetching(day: BillDay): BillDay {
  return day.state === 'waiting' ? { ...day, state: advance(billDayMachine, day.state, 'ask') } : day;
}

/** Notes why a bill is not there, and when it is asked for again. */
async function putOff(
  deps: BillDeps,
  day: BillDay,
  fetched: Extract<Fetched<unknown>, { kind: 'later' | 'failed' }>,
): Promise<DayStep> {
  const nowMs = deps.clock.nowMs();
  const saved = await save(deps, day, (known) => {
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

/** The closing balance of the last day before on which anything moved, if every day between was read. */
async function closingBefore({ store }: BillDeps, date: string): Promise<number | null> {
  const before = await store.listBillDays({ from: daysAfter(date, -31), to: daysAfter(date, -1) });
  let expected = daysAfter(date, -1);
  for (const day of [...before].reverse()) {
    if (day.date !== expected || day.fundFlow === null || day.fundFlow.kind === 'notOffered') return null;
    if (day.fundFlow.kind === 'kept') return day.balance?.closingMinor ?? null;
    expected = daysAfter(expected, -1);
  }
  return null;
}

async function accountDifferences(
  deps: BillDeps,
  day: BillDay,
  fund: FundDay,
): Promise<readonly BillDifference[]> {
  const found: BillDifference[] = fund.breaks.map((one) =>
    accountDifference(day, 'balance', {
      name: String(one.line),
      detail: breakWords(one, fund.breakCount),
    }),
  );
  const whole = day.whole ?? { settlementMinor: 0, settlementRefundMinor: 0, feeMicroyuan: 0 };
  for (const one of compareTotals(whole, fund))
    found.push(accountDifference(day, 'fundTotals', { name: one.name, detail: totalsWords(one) }));
  const closing = await closingBefore(deps, day.date);
  const opening = fund.balance?.openingMinor;
  if (closing !== null && opening !== undefined && closing !== opening)
    found.push(accountDifference(day, 'opening', { name: 'day', detail: openingWords(closing, opening) }));
  return found;
}

const NOTHING_MOVED: FundDay = {
  rows: 0,
  balance: null,
  breaks: [],
  breakCount: 0,
  collectedMinor: 0,
  givenBackMinor: 0,
  feeMinor: 0,
};

async function takeFundFlow(deps: BillDeps, day: BillDay): Promise<BillDay | DayStep> {
  // A service provider's account is not the shop's: nobody can ask for the sub-merchant's here.
  if (deps.billed.subMchid !== null)
    return (
      (await save(deps, day, (known) => ({ ...known, fundFlow: { kind: 'notOffered' } }))) ?? 'overtaken'
    );
  const fetched = await fetchFundFlow(deps, day.date);
  if (fetched.kind === 'later' || fetched.kind === 'failed') return putOff(deps, day, fetched);
  const fund = fetched.kind === 'read' ? fetched.value : NOTHING_MOVED;
  const found = await accountDifferences(deps, day, fund);
  await deps.store.keepDifferences(found);
  const saved = await save(deps, day, (known) => ({
    ...known,
    fundFlow: fetched.kind === 'read' ? fetched.file : { kind: 'none' },
    balance: fund.balance,
    progress: { ...(known.progress ?? noProgress(day.date)), kept: found.length },
    tries: 0,
    trouble: null,
  }));
  return saved ?? 'overtaken';
}

interface Taken {
  readonly day: BillDay;
  readonly table: RowTable;
}

function emptyTable(): RowTable {
  return new RowTable({ maxRows: 1, seed: 0 });
}

async function takeTrade(deps: BillDeps, day: BillDay): Promise<Taken | DayStep> {
  const fetched = await fetchTradeBill(deps, day.date);
  if (fetched.kind === 'later' || fetched.kind === 'failed') return putOff(deps, day, fetched);
  const none = { pass: { table: emptyTable(), totals: null, foreignRows: 0 }, whole: null };
  const { pass, whole } = fetched.kind === 'read' ? fetched.value : none;
  const saved = await save(deps, day, (known) => ({
    ...fetching(known),
    trade: fetched.kind === 'read' ? fetched.file : { kind: 'none' },
    theirs: pass.totals,
    foreignRows: pass.foreignRows,
    whole,
    tries: 0,
    trouble: null,
  }));
  return saved === null ? 'overtaken' : { day: saved, table: pass.table };
}

/** Reads the kept bill again from where matching stopped. */
async function readAgain(deps: BillDeps, day: BillDay, progress: MatchProgress): Promise<RowTable | null> {
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
  return reading.kind === 'read' ? reading.value.table : null;
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

/** Matches one stretch: as much as the table and the time allow. Answers the progress after it, or null. */
async function matchStretch(
  matching: Matching,
  progress: MatchProgress,
): Promise<{ readonly progress: MatchProgress; readonly found: readonly BillDifference[] } | null> {
  const findings: WalkFindings = { ours: progress.ours, missing: [], more: 0 };
  const doneUntilMs = { ...progress.doneUntilMs };
  for (const kind of ROW_KINDS)
    doneUntilMs[kind] = await walkBooks(matching, kind, doneUntilMs[kind], findings);
  const judged = await judgeRows(matching, { fromMs: progress.doneUntilMs, toMs: doneUntilMs });
  if (judged.kind === 'unknown') return null;
  const all = [...judged.differences, ...findings.missing];
  const found = all.slice(0, Math.max(0, MAX_BILL_DIFFERENCES - progress.kept));
  return {
    found,
    progress: {
      doneUntilMs,
      ours: findings.ours,
      more: progress.more + judged.more + findings.more + all.length - found.length,
      kept: progress.kept + found.length,
      strays: [...progress.strays, ...judged.strays].slice(0, MAX_STRAYS),
    },
  };
}

/** Rows whose time by our books is another are few; more than this many means that a clock is wrong. */
const MAX_STRAYS = 2_000;

async function match(
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
    table ??= await readAgain(deps, day, progress);
    const stretch = table && (await matchStretch({ deps, day, table, inBudget, ...around }, progress));
    if (stretch === null) {
      const text = '交易账单：留存的文件暂时读不出来，稍后自动重试';
      return putOff(deps, day, { kind: 'failed', text, fileIds: [] });
    }
    await deps.store.keepDifferences(stretch.found);
    const saved = await save(deps, day, (known) => ({ ...known, progress: stretch.progress }));
    if (saved === null) return 'overtaken';
    day = saved;
    if (isMatched(day.date, stretch.progress)) break;
    if (!inBudget()) return 'unfinished';
    table = null;
  }
  return (await finishDay(deps, day)) === null ? 'overtaken' : 'done';
}

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
  return match(deps, day, table, inBudget);
}

/** Gives up a day whose bill can no longer be had. */
async function expire(deps: BillDeps, day: BillDay): Promise<DayStep> {
  const saved = await save(deps, day, (known) => ({
    ...known,
    state: advance(billDayMachine, known.state, 'expire'),
    nextStepAtMs: null,
  }));
  await releaseAwaiting(deps, day.date, new Set());
  return saved === null ? 'overtaken' : 'done';
}

import { daysAfter } from '../core/reconciliation/beijing-day';
import type { BillDay } from '../core/reconciliation/bill-day';
import { DaySum } from '../core/reconciliation/bill-day';
import type { BillDifference } from '../core/reconciliation/difference';
import { accountDifference } from '../core/reconciliation/difference';
import type { FundDay } from '../core/reconciliation/fund-flow';
import { compareTotals } from '../core/reconciliation/fund-flow';
import { farFromMidnight } from '../core/reconciliation/midnight';
import { RowTable } from '../core/reconciliation/row-table';
import { breakWords, noneDoubtedWords, openingWords, totalsWords } from '../core/reconciliation/words';
import type { DayStep } from './bill-day-steps';
import { fetching, putOff, saveStep } from './bill-day-steps';
import type { BillDeps } from './bill-deps';
import { fetchFundFlow, fetchTradeBill } from './fetch-bills';
import { noProgress } from './match-day';

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

/**
 * "There is no bill" is not signed, and ends a day at once: where something says otherwise it is believed only after
 * the pauses of a bill that did not come, about an hour.
 */
const NONE_DOUBTED_TRIES = 4;

/** Asks once more for a bill that is said not to exist; null where that is believed. */
async function doubtNone(
  deps: BillDeps,
  day: BillDay,
  bill: 'trade' | 'fundFlow',
  saysOtherwise: () => boolean | Promise<boolean>,
): Promise<DayStep | null> {
  if (day.tries >= NONE_DOUBTED_TRIES || !(await saysOtherwise())) return null;
  return putOff(deps, day, { kind: 'failed', text: noneDoubtedWords(bill), fileIds: [] });
}

/** Whether the books have money that came or went on a day, and in no neighbour's bill. */
async function anythingMoved({ store }: BillDeps, date: string): Promise<boolean> {
  const walk = { ...farFromMidnight(date), after: null, limit: 1 };
  const firsts = await Promise.all([store.walkPayments(walk), store.walkRefunds(walk)]);
  return firsts.some(({ length }) => length > 0);
}

/** Fetches the day's account, holds it against the trade bill, and notes the step. */
export async function takeFundFlow(deps: BillDeps, day: BillDay): Promise<BillDay | DayStep> {
  // A service provider's account is not the shop's: nobody can ask for the sub-merchant's here.
  if (deps.billed.subMchid !== null)
    return (
      (await saveStep(deps, day, (known) => ({ ...known, fundFlow: { kind: 'notOffered' } }))) ?? 'overtaken'
    );
  const fetched = await fetchFundFlow(deps, day.date);
  if (fetched.kind === 'later' || fetched.kind === 'failed') return putOff(deps, day, fetched);
  if (fetched.kind === 'none') {
    const doubted = await doubtNone(deps, day, 'fundFlow', () => (day.theirs?.payments ?? 0) > 0);
    if (doubted !== null) return doubted;
  }
  const fund = fetched.kind === 'read' ? fetched.value : NOTHING_MOVED;
  const found = await accountDifferences(deps, day, fund);
  await deps.store.keepDifferences(found);
  const saved = await saveStep(deps, day, (known) => ({
    ...fetching(known),
    fundFlow: fetched.kind === 'read' ? fetched.file : { kind: 'none' },
    balance: fund.balance,
    progress: { ...(known.progress ?? noProgress(day.date)), kept: found.length },
    tries: 0,
    trouble: null,
  }));
  return saved ?? 'overtaken';
}

/** The day after its trade bill was read, and the rows of it. */
export interface Taken {
  readonly day: BillDay;
  readonly table: RowTable;
}

/** The table of a bill without a row. */
export function emptyTable(): RowTable {
  return new RowTable({ maxRows: 1, seed: 0 });
}

/** Fetches the day's trade bill and notes the step. */
export async function takeTrade(deps: BillDeps, day: BillDay): Promise<Taken | DayStep> {
  const fetched = await fetchTradeBill(deps, day.date);
  if (fetched.kind === 'later' || fetched.kind === 'failed') return putOff(deps, day, fetched);
  if (fetched.kind === 'none') {
    const doubted = await doubtNone(deps, day, 'trade', () => anythingMoved(deps, day.date));
    if (doubted !== null) return doubted;
  }
  const none = { pass: { table: emptyTable(), own: new DaySum(), foreignRows: 0 }, whole: null };
  const { pass, whole } = fetched.kind === 'read' ? fetched.value : none;
  const saved = await saveStep(deps, day, (known) => ({
    ...fetching(known),
    trade: fetched.kind === 'read' ? fetched.file : { kind: 'none' },
    theirs: pass.own.totals(),
    foreignRows: pass.foreignRows,
    whole,
    tries: 0,
    trouble: null,
  }));
  return saved === null ? 'overtaken' : { day: saved, table: pass.table };
}

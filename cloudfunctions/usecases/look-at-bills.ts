import type { BillDayDetail, BillMethods } from '../../miniprogram/contract/bills';
import { MAX_BILL_DIFFERENCES } from '../../miniprogram/contract/bills';
import { fen } from '../../miniprogram/contract/money';
import type { BillDifference } from '../core/reconciliation/difference';
import type { Store } from '../ports/store';
import { billDayView, differenceView, fileView, totalsView } from './bill-view';

interface LookDeps {
  readonly store: Store;
}

/** The days of a month (`yyyy-MM`) whose bills are or were looked at, and the days of any month with something open. */
export async function listBillMonth(
  { store }: LookDeps,
  month: string,
): Promise<BillMethods['bills.month']['value']> {
  const [days, open] = await Promise.all([
    store.listBillDays({ from: `${month}-01`, to: `${month}-31` }),
    store.listOpenBillDays(),
  ]);
  return {
    days: days.map(billDayView),
    open: open.map(({ date, openDifferences }) => ({ date, openDifferences })),
  };
}

/** What a finished run has found, open ones first; what a run under way has found so far is not shown. */
async function differencesOf({ store }: LookDeps, date: string, finishedRun: number) {
  const all: BillDifference[] = [];
  for (const status of ['open', 'awaiting', 'resolved'] as const) {
    const limit = MAX_BILL_DIFFERENCES - all.length;
    if (limit > 0) all.push(...(await store.listDifferences({ date, status, limit })));
  }
  return all.filter(({ firstRun }) => firstRun <= finishedRun).map(differenceView);
}

/** Everything about one day, or null where nobody has looked at it. */
export async function viewBillDay(deps: LookDeps, date: string): Promise<BillDayDetail | null> {
  const day = await deps.store.findBillDay(date);
  if (day === null) return null;
  const { ours, balance, trade, fundFlow, foreignRows, moreDifferences } = day;
  return {
    ...billDayView(day),
    ours: ours && totalsView(ours),
    files: [...fileView('trade', trade), ...fileView('fundFlow', fundFlow)],
    ...(balance !== null && {
      balance: { opening: fen(balance.openingMinor), closing: fen(balance.closingMinor) },
    }),
    foreignRows,
    differences: await differencesOf(deps, date, day.finishedRun),
    moreDifferences,
  };
}

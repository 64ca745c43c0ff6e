import { DAY_MS, startOfDay } from '../core/reconciliation/beijing-day';
import type { BillDifference } from '../core/reconciliation/difference';
import { rowDifference } from '../core/reconciliation/difference';
import type { OurPayment, OurRefund, RowKind, TheirRow } from '../core/reconciliation/facts';
import { numberOf } from '../core/reconciliation/facts';
import { feeAgrees, judgePayment, judgeRefund } from '../core/reconciliation/judge';
import type { BillFold, TradeBillRow } from '../ports/bills';
import { BILL_PAGE } from '../ports/bill-store';
import type { BillDeps } from './bill-deps';
import type { Matching } from './match-day';
import { ROW_KINDS } from './match-day';
import { isOwn, secondOf, theirRow } from './trade-pass';

/** Until when the books of each kind were walked, before and now. */
export interface Stretch {
  readonly fromMs: Readonly<Record<RowKind, number>>;
  readonly toMs: Readonly<Record<RowKind, number>>;
}

/** A row that agrees with something of ours that is of another day or moment by our books. */
export interface Stray {
  /** The kind of the row and its number. */
  readonly row: string;
  readonly kind: RowKind;
  readonly amountMinor: number;
  /** Its money counts on the bill's day: the walk through the books of this one does not pass it. */
  readonly isOfOtherDay: boolean;
}

/** What a second look at rows has found. `unknown`: the kept file did not come. */
export type RowFindings =
  | {
      readonly kind: 'judged';
      readonly differences: readonly BillDifference[];
      readonly strays: readonly Stray[];
      readonly more: number;
    }
  | { readonly kind: 'unknown' };

interface Open {
  readonly rows: TheirRow[];
  more: number;
}

type Between = Readonly<Record<RowKind, { readonly from: number; readonly to: number }>>;

function betweenOf(date: string, { fromMs, toMs }: Stretch): Between {
  const startMs = startOfDay(date);
  const seconds = (kind: RowKind) => ({
    from: secondOf(fromMs[kind], startMs),
    to: secondOf(toMs[kind], startMs) + (toMs[kind] >= startMs + DAY_MS ? 1 : 0),
  });
  return { payment: seconds('payment'), refund: seconds('refund'), revoked: seconds('revoked') };
}

/** Rows of the table that need a second look, in full. */
function openRows({ table }: Matching, between: Between): BillFold<TradeBillRow, Open> {
  return {
    start: () => ({ rows: [], more: 0 }),
    add: (open, told) => {
      const row = theirRow(told);
      if (!table.isOpen(row.kind, numberOf(row), between[row.kind])) return open;
      if (open.rows.length < BILL_PAGE) open.rows.push(row);
      else open.more += 1;
      return open;
    },
  };
}

async function counterparts({ store }: BillDeps, rows: readonly TheirRow[]) {
  const numbers = (kinds: readonly RowKind[]) => [
    ...new Set(rows.filter(({ kind }) => kinds.includes(kind)).map(numberOf)),
  ];
  const payments = await store.findPayments(numbers(['payment', 'revoked']));
  const refunds = await store.findRefunds(numbers(['refund']));
  return {
    payments: new Map(payments.map((one) => [one.outTradeNo, one] as const)),
    refunds: new Map(refunds.map((one) => [one.outRefundNo, one] as const)),
  };
}

interface Counterparts {
  readonly payments: ReadonlyMap<string, OurPayment>;
  readonly refunds: ReadonlyMap<string, OurRefund>;
}

/** The moment by which the walk through the books of this kind passes it. */
function walkedAtMs(kind: RowKind, ours: OurPayment | OurRefund | null): number | null {
  if (ours === null) return null;
  if (kind !== 'revoked' || 'outRefundNo' in ours) return ours.atMs;
  return ours.state === 'reversed' ? ours.reverseSentAtMs : null;
}

function strayOf(date: string, row: TheirRow, ours: OurPayment | OurRefund | null): Stray {
  const startMs = startOfDay(date);
  const { kind, amount } = row;
  const atMs = walkedAtMs(kind, ours);
  const isOfOtherDay = atMs !== null && (atMs < startMs || atMs >= startMs + DAY_MS);
  return { row: `${kind}:${numberOf(row)}`, kind, amountMinor: amount.minor, isOfOtherDay };
}

function judge(
  { table, deps, day }: Matching,
  row: TheirRow,
  { payments, refunds }: Counterparts,
): BillDifference | Stray {
  const number = numberOf(row);
  const [ours, kind] =
    row.kind === 'refund'
      ? ([refunds.get(number) ?? null, judgeRefund(row, refunds.get(number) ?? null)] as const)
      : ([payments.get(number) ?? null, judgePayment(row, payments.get(number) ?? null)] as const);
  // A row of another shop is looked at only because something of ours has its number.
  const isStranger = ours === null && !isOwn(row, deps.billed);
  const found = kind ?? (table.cameTwice(row.kind, number) ? 'repeated' : feeAgrees(row) ? null : 'fee');
  return isStranger || found === null ? strayOf(day.date, row, ours) : rowDifference(day, found, row, ours);
}

/**
 * Reads the kept bill again for the rows nobody of ours has claimed, or of which something was noted, and judges each
 * in full against the books. What agrees after all is of another day or another moment by our books: a stray.
 */
export async function judgeRows(matching: Matching, stretch: Stretch): Promise<RowFindings> {
  const { deps, day, table } = matching;
  const between = betweenOf(day.date, stretch);
  const none = { kind: 'judged', differences: [], strays: [], more: 0 } as const;
  if (day.trade?.kind !== 'kept' || ROW_KINDS.every((kind) => table.countOpen(kind, between[kind]) === 0))
    return none;
  const { sha1, fileIds } = day.trade;
  const pieces = deps.archive.read(fileIds);
  const reading = await deps.bills.readKeptTrades({ type: 'all', sha1, pieces }, openRows(matching, between));
  if (reading.kind !== 'read') return { kind: 'unknown' };
  const { rows, more } = reading.value;
  const ours = await counterparts(deps, rows);
  const differences: BillDifference[] = [];
  const strays: Stray[] = [];
  for (const row of rows) {
    const judged = judge(matching, row, ours);
    if ('row' in judged) strays.push(judged);
    else differences.push(judged);
  }
  return { kind: 'judged', differences, strays, more };
}

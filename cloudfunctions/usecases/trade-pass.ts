import { startOfDay } from '../core/reconciliation/beijing-day';
import type { DayTotals } from '../core/reconciliation/bill-day';
import { NO_TOTALS } from '../core/reconciliation/bill-day';
import type { BilledRefundState, OurPayment, OurRefund, TheirRow } from '../core/reconciliation/facts';
import { numberOf } from '../core/reconciliation/facts';
import { feeAgrees } from '../core/reconciliation/judge';
import { RowTable } from '../core/reconciliation/row-table';
import type { BillFold, TradeBillRow } from '../ports/bills';
import type { BilledParty } from './bill-deps';

const REFUND_STATES: ReadonlyMap<string, BilledRefundState> = new Map([
  ['SUCCESS', 'succeeded'],
  ['PROCESSING', 'processing'],
  ['FAIL', 'closed'],
  ['CHANGE', 'abnormal'],
]);

/** What is compared of a row. */
export function theirRow(row: TradeBillRow): TheirRow {
  const payment = row.kind === 'payment';
  const { subMchid } = row;
  return {
    kind: row.kind,
    outTradeNo: row.outTradeNo,
    transactionId: row.transactionId,
    outRefundNo: payment ? null : row.outRefundNo,
    refundId: payment ? null : row.refundId,
    mchid: subMchid ?? row.mchid,
    appid: subMchid === null ? row.appid : null,
    amount: payment ? row.total : row.refund,
    atMs: row.tradedAtMs,
    refundState: row.kind === 'refund' ? (REFUND_STATES.get(row.refundState) ?? 'other') : null,
    feeMicroyuan: row.feeMicroyuan,
    settlement: payment ? row.settlementTotal : row.settlementRefund,
    ratePpm: row.ratePpm,
  };
}

/** What has to agree beside the number and the amount; of a row and of ours the same text, if they do. */
function theirIdentity(row: TheirRow): string {
  return row.kind === 'refund' ? row.outTradeNo : `${row.transactionId}|${row.mchid}|${row.appid ?? ''}`;
}

/** See {@link theirIdentity}. */
export function paymentIdentity(ours: OurPayment, { subMchid }: BilledParty): string {
  return `${ours.transactionId ?? ''}|${ours.mchid}|${subMchid === null ? ours.appid : ''}`;
}

/** See {@link theirIdentity}. */
export function refundIdentity({ outTradeNo }: OurRefund): string {
  return outTradeNo;
}

/** Whether a row is about this shop, and not another one that collects under the same merchant number. */
export function isOwn(row: TheirRow, { mchid, appids }: BilledParty): boolean {
  return row.mchid === mchid && (row.appid === null || appids.has(row.appid));
}

/** Seconds since the day began; a row of another day counts to its edge. */
export function secondOf(atMs: number, startMs: number): number {
  return Math.max(0, Math.min(86_400, Math.floor((atMs - startMs) / 1000)));
}

/** What one reading of a day's trade bill leaves behind. */
export interface TradePass {
  readonly table: RowTable;
  /** Of this shop's rows. */
  totals: DayTotals;
  foreignRows: number;
}

function withRow(totals: DayTotals, row: TheirRow): DayTotals {
  const feeMicroyuan = totals.feeMicroyuan + row.feeMicroyuan;
  const { minor } = row.amount;
  return row.kind === 'payment'
    ? { ...totals, payments: totals.payments + 1, paidMinor: totals.paidMinor + minor, feeMicroyuan }
    : { ...totals, refunds: totals.refunds + 1, refundedMinor: totals.refundedMinor + minor, feeMicroyuan };
}

/**
 * Reads a day's rows into a table, those before `fromSecond` left out, and adds all of them up. In place: rows come by
 * the million.
 */
export function tradePass(given: {
  readonly date: string;
  readonly party: BilledParty;
  readonly rowsAtOnce: number;
  readonly fromSecond: number;
  readonly seed: number;
}): BillFold<TradeBillRow, TradePass> {
  const { date, party, fromSecond, rowsAtOnce: maxRows, seed } = given;
  const startMs = startOfDay(date);
  return {
    start: () => ({ table: new RowTable({ maxRows, seed }), totals: NO_TOTALS, foreignRows: 0 }),
    add: (pass, told) => {
      const row = theirRow(told);
      const own = isOwn(row, party);
      if (own) pass.totals = withRow(pass.totals, row);
      else pass.foreignRows += 1;
      const second = secondOf(row.atMs, startMs);
      if (second < fromSecond) return pass;
      pass.table.add({
        kind: row.kind,
        number: numberOf(row),
        identity: theirIdentity(row),
        amountMinor: row.amount.minor,
        second,
        refundState: row.refundState,
        foreign: !own,
        suspicious: own && !feeAgrees(row),
      });
      return pass;
    },
  };
}

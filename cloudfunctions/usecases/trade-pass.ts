import { startOfDay } from '../core/reconciliation/beijing-day';
import { DaySum } from '../core/reconciliation/bill-day';
import type { BilledRefundState, TheirRow } from '../core/reconciliation/facts';
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

/** A row of another shop. */
const FOREIGN = -1;

/** Whose app a payment was made in, as a number: the same for a row and for ours, if they agree. */
export function partyOf(appid: string | null, { appids, subMchid }: BilledParty): number {
  return appid === null || subMchid !== null ? 0 : appids.indexOf(appid);
}

function partyOfRow(row: TheirRow, party: BilledParty): number {
  return row.mchid === party.mchid ? partyOf(row.appid, party) : FOREIGN;
}

/** Whether a row is about this shop, and not another one that collects under the same merchant number. */
export function isOwn(row: TheirRow, party: BilledParty): boolean {
  return partyOfRow(row, party) !== FOREIGN;
}

/** Seconds since the day began; a row of another day counts to its edge. */
export function secondOf(atMs: number, startMs: number): number {
  return Math.max(0, Math.min(86_400, Math.floor((atMs - startMs) / 1000)));
}

/** What one reading of a day's trade bill leaves behind. */
export interface TradePass {
  readonly table: RowTable;
  /** Of this shop's rows. */
  readonly own: DaySum;
  foreignRows: number;
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
    start: () => ({ table: new RowTable({ maxRows, seed }), own: new DaySum(), foreignRows: 0 }),
    add: (pass, told) => {
      const row = theirRow(told);
      const whose = partyOfRow(row, party);
      const foreign = whose === FOREIGN;
      if (foreign) pass.foreignRows += 1;
      else pass.own.add(row.kind, row.amount.minor, row.feeMicroyuan);
      const second = secondOf(row.atMs, startMs);
      if (second < fromSecond) return pass;
      const refund = row.kind === 'refund';
      pass.table.add({
        kind: row.kind,
        number: numberOf(row),
        identity: refund ? row.outTradeNo : row.transactionId,
        // A refund is of its payment, whose party it is.
        party: refund ? 0 : whose,
        amountMinor: row.amount.minor,
        second,
        refundState: row.refundState,
        foreign,
        suspicious: !foreign && !feeAgrees(row),
      });
      return pass;
    },
  };
}

import type { Ledger } from '../ledger';
import type { BillFormat, BillOrder, Difference } from './bill-order';
import { addToSums, NO_TRADE, tradeHeader, tradeLine, tradeSummary } from './trade-layout';
import type { TradeEvent } from './trade-days';
import { drawnUpMs, tradeRowOf } from './trade-row';
import type { TradeRow } from './trade-row';

export type TradeBillOrder = Extract<BillOrder, { kind: 'trade' }>;

/** The lines of a trade bill without their ends, one at a time: a day may have a million. */
export function* tradeLines(order: TradeBillOrder, ledger: Ledger): Generator<string> {
  const { type, format, difference } = order;
  yield tradeHeader(type);
  let sums = NO_TRADE;
  for (const row of withDifference(tradeRows(order, ledger), difference)) {
    sums = addToSums(sums, row);
    yield tradeLine(row, type, format);
  }
  yield* tradeSummary(sums, type, format);
}

/** What happened, as the bill of this kind shows it. */
export function* tradeRows(
  { day, type, format, subMchid }: Pick<TradeBillOrder, 'day' | 'type' | 'format' | 'subMchid'>,
  ledger: Ledger,
): Generator<TradeRow> {
  const snapshotMs = drawnUpMs(day);
  for (const event of arranged(ledger.books.tradeDays.events(day), format.rowOrder)) {
    if (type === 'SUCCESS' && event.kind !== 'payment') continue;
    if (type === 'REFUND' && event.kind === 'payment') continue;
    const row = tradeRowOf(event, ledger, snapshotMs);
    if (row !== undefined && (subMchid === undefined || row.subMchid === subMchid)) yield row;
  }
}

/** A stride that visits every place once when it has no divisor in common with the count. */
const STRIDE = 7_919;

/** Files in the wild are not sorted by time; a stride mixes them without holding a second list. */
function* arranged(events: readonly TradeEvent[], rowOrder: BillFormat['rowOrder']): Generator<TradeEvent> {
  const step = rowOrder === 'time' || events.length % STRIDE === 0 ? 1 : STRIDE;
  for (let i = 0, at = 0; i < events.length; i += 1, at = (at + step) % events.length) {
    const event = events[at];
    if (event !== undefined) yield event;
  }
}

/** The rows with one of them not as it was. Sums follow, so that the bill agrees with itself. */
function* withDifference(rows: Iterable<TradeRow>, difference: Difference | undefined): Generator<TradeRow> {
  for (const row of rows) {
    if (difference === undefined || numberOf(row) !== difference.number) yield row;
    else yield* distort(row, difference.kind);
  }
}

export function numberOf(row: TradeRow): string {
  return row.refund?.outRefundNo ?? row.outTradeNo;
}

function distort(row: TradeRow, kind: Difference['kind']): readonly TradeRow[] {
  const { refund } = row;
  switch (kind) {
    case 'missingRow':
      return [];
    case 'extraRow':
      return [row, stranger(row)];
    case 'wrongAmount':
      return refund === undefined
        ? [{ ...row, orderFen: row.orderFen + 1 }]
        : [{ ...row, refund: { ...refund, amountFen: refund.amountFen + 1 } }];
    case 'wrongState':
      if (refund === undefined) return [{ ...row, tradeState: 'REVOKED' }];
      return [{ ...row, refund: { ...refund, status: refund.status === 'FAIL' ? 'SUCCESS' : 'FAIL' } }];
    case 'wrongFee':
      return [{ ...row, feeFen: row.feeFen + 1 }];
  }
}

/** The like of a row that nobody here ever ordered or refunded. */
function stranger(row: TradeRow): TradeRow {
  const { refund } = row;
  if (refund === undefined) {
    return {
      ...row,
      transactionId: otherNumber(row.transactionId),
      outTradeNo: `EXTRA${row.outTradeNo.slice(-20)}`,
    };
  }
  const outRefundNo = `EXTRA${refund.outRefundNo.slice(-20)}`;
  return { ...row, refund: { ...refund, refundId: otherNumber(refund.refundId), outRefundNo } };
}

/** Numbers of WeChat Pay end in a count; no other one of the same second ends in nines. */
export function otherNumber(number: string): string {
  return `${number.slice(0, -4)}9999`;
}

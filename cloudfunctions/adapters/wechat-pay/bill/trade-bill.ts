import { fen } from '../../../../miniprogram/contract/money';
import type { TradeBillRequest, TradeBillRow, TradeBillSummary } from '../../../ports/bills';
import { cellFrom, cellTo, type BillBody, type BillFormat, type Cells, type LineFault } from './bill-format';
import { cellIs, isBeijingTime, readPpm } from './cell';
import { compareCount, createSums, type SummedColumn, type Sums } from './sums';
import { findTradeColumns, neededTradeColumns, TRADE_COLUMN, type TradeColumns } from './trade-columns';
import { MICROYUAN_PLACES, PaymentLine, RefundLine, RevokedLine } from './trade-row';

type BillType = TradeBillRequest['type'];
type State = TradeBillRow['kind'];

const SUCCESS = Buffer.from('SUCCESS');
const REFUND = Buffer.from('REFUND');
const REVOKED = Buffer.from('REVOKED');

/** Which rows may stand in which bill. */
const EXPECTED: Readonly<Record<BillType, readonly State[]>> = {
  all: ['payment', 'refund', 'revoked'],
  success: ['payment'],
  refund: ['refund', 'revoked'],
};

const CNY = Buffer.from('CNY');
const NO_ID = Buffer.from('0');

const ROWS = '总交易单数';

/** Fees of rows have more decimals than their sum: it is cut or rounded to the fen, nobody says which. */
const FEE_ROUNDING = 9_999;

const SUMMED = ['settlementTotal', 'fee', 'total', 'settlementRefund', 'couponRefund', 'refund'] as const;
type Summed = (typeof SUMMED)[number];

/** The first three are those of a bill of payments. */
const SUMMARY_NAME: Readonly<Record<Summed, string>> = {
  settlementTotal: '应结订单总金额',
  fee: '手续费总金额',
  total: '订单总金额',
  settlementRefund: '退款总金额',
  couponRefund: '充值券退款总金额',
  refund: '申请退款总金额',
};

function summedIn(type: BillType): readonly Summed[] {
  return type === 'success' ? SUMMED.slice(0, 3) : SUMMED;
}

function summedColumns(type: BillType, columns: TradeColumns): readonly SummedColumn[] {
  const told = summedIn(type).map((amount): SummedColumn => {
    const column = { name: TRADE_COLUMN[amount], at: columns[amount], summaryName: SUMMARY_NAME[amount] };
    return amount === 'fee'
      ? { ...column, places: MICROYUAN_PLACES, signed: true, rounding: FEE_ROUNDING }
      : { ...column, places: 2 };
  });
  return [...told, { name: TRADE_COLUMN.couponTotal, at: columns.couponTotal, places: 2 }];
}

function stateOf(cells: Cells, column: number): State | null {
  const from = cellFrom(cells, column);
  const to = cellTo(cells, column);
  if (cellIs(cells.bytes, from, to, SUCCESS)) return 'payment';
  if (cellIs(cells.bytes, from, to, REFUND)) return 'refund';
  return cellIs(cells.bytes, from, to, REVOKED) ? 'revoked' : null;
}

function isEmpty(cells: Cells, column: number): boolean {
  return cellFrom(cells, column) === cellTo(cells, column);
}

function isTime(cells: Cells, column: number): boolean {
  return isBeijingTime(cells.bytes, cellFrom(cells, column), cellTo(cells, column));
}

function isRate(cells: Cells, column: number): boolean {
  return !Number.isNaN(readPpm(cells.bytes, cellFrom(cells, column), cellTo(cells, column)));
}

function fault(column: keyof TradeColumns, reason: string): LineFault {
  return { column: TRADE_COLUMN[column], reason };
}

function refundFault(cells: Cells, columns: TradeColumns, state: State): LineFault | null {
  const { refundId, refundRequestedAt, refundSucceededAt } = columns;
  const nameless =
    isEmpty(cells, refundId) ||
    cellIs(cells.bytes, cellFrom(cells, refundId), cellTo(cells, refundId), NO_ID);
  if (nameless && state === 'refund') return fault('refundId', 'is empty in a refund');
  if (refundRequestedAt !== -1 && !isEmpty(cells, refundRequestedAt) && !isTime(cells, refundRequestedAt))
    return fault('refundRequestedAt', 'is no time');
  if (refundSucceededAt !== -1 && !isEmpty(cells, refundSucceededAt) && !isTime(cells, refundSucceededAt))
    return fault('refundSucceededAt', 'is no time');
  return null;
}

function summarize(sums: Sums, type: BillType, rows: number): TradeBillSummary {
  const at = (amount: Summed): number => {
    const index = summedIn(type).indexOf(amount);
    return index === -1 ? 0 : sums.of(index);
  };
  return {
    rows,
    settlementTotal: fen(at('settlementTotal')),
    total: fen(at('total')),
    refund: fen(at('refund')),
    settlementRefund: fen(at('settlementRefund')),
    couponRefund: fen(at('couponRefund')),
    feeMicroyuan: at('fee'),
  };
}

function tradeBody(type: BillType, columns: TradeColumns): BillBody<TradeBillRow, TradeBillSummary> {
  const sums = createSums(summedColumns(type, columns));
  const { tradedAt, currency, rate, transactionId, outTradeNo } = columns;
  const expected = EXPECTED[type];
  let state: State | null = null;
  return {
    judge: (cells) => {
      state = stateOf(cells, columns.state);
      if (state === null || !expected.includes(state))
        return fault('state', `is no state of the bill ${type}`);
      if (!isTime(cells, tradedAt)) return fault('tradedAt', 'is no time');
      if (!cellIs(cells.bytes, cellFrom(cells, currency), cellTo(cells, currency), CNY))
        return fault('currency', 'is not CNY');
      if (isEmpty(cells, transactionId)) return fault('transactionId', 'is empty');
      if (isEmpty(cells, outTradeNo)) return fault('outTradeNo', 'is empty');
      if (!isEmpty(cells, rate) && !isRate(cells, rate)) return fault('rate', 'is no percentage');
      const wrong = state === 'payment' ? null : refundFault(cells, columns, state);
      return wrong ?? sums.add(cells);
    },
    row: (cells) => {
      if (state === 'payment') return new PaymentLine(cells, columns);
      return state === 'refund' ? new RefundLine(cells, columns) : new RevokedLine(cells, columns);
    },
    summarize: (rows, read) =>
      compareCount(read, ROWS, rows) ?? sums.compare(read) ?? summarize(sums, type, rows),
  };
}

/** The trade bill of one type (page 4013071246). */
export function tradeBillFormat(type: BillType): BillFormat<TradeBillRow, TradeBillSummary> {
  return {
    columns: neededTradeColumns(type),
    summaryColumns: [ROWS, ...summedIn(type).map((amount) => SUMMARY_NAME[amount])],
    body: (columnOf) => tradeBody(type, findTradeColumns(columnOf)),
  };
}

import { HEADER, SUMMARY, yuan } from './bill-file';

/** The merchant and the app of the day. */
export const MCHID = '1900007291';
export const APPID = 'wxd678efh567hg6787';
export const DATE = '2026-01-02';
/** Midnight in Beijing. */
export const START_MS = Date.UTC(2026, 0, 1, 16);

/** One in so many rows is a refund. */
export const REFUND_EVERY = 50;
const DAY_SECONDS = 86_400;
/** Visits every row once when it has no divisor in common with the count: a live bill is in no order. */
const STRIDE = 7_919;

/** One payment or refund of a generated day; the same for the bill and for the books. */
export interface Trade {
  readonly isRefund: boolean;
  readonly number: string;
  /** Of the payment; of a refund that of another one. */
  readonly outTradeNo: string;
  readonly transactionId: string;
  readonly fen: number;
  readonly feeFen: number;
  readonly second: number;
}

const ten = (row: number): string => String(row).padStart(10, '0');
const two = (value: number): string => String(value).padStart(2, '0');

/** Whether the n-th trade of a day is a refund. */
export function isRefundAt(row: number): boolean {
  return row % REFUND_EVERY === REFUND_EVERY - 1;
}

/** The n-th trade of a day of so many, in the order of time. */
export function tradeAt(row: number, rows: number): Trade {
  const isRefund = isRefundAt(row);
  const of = isRefund ? row - 1 : row;
  const fen = 1 + ((Math.imul(row, 2_654_435_761) >>> 0) % 30_000);
  return {
    isRefund,
    number: `${isRefund ? 'R' : ''}20260102aB3dE5fG7hJ9${ten(row)}`,
    outTradeNo: `20260102aB3dE5fG7hJ9${ten(of)}`,
    transactionId: `420000226320260102${ten(of)}`,
    fen,
    feeFen: Math.floor((fen * 6 + 500) / 1_000),
    second: Math.floor((row * DAY_SECONDS) / rows),
  };
}

/** The number of WeChat Pay for a refund. */
export function refundIdOf({ number }: Trade): string {
  return `503000${number.slice(1)}`;
}

function timeOf(second: number): string {
  const minutes = Math.floor(second / 60);
  return `${DATE} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(second % 60)}`;
}

function lineOf(trade: Trade): string {
  const { fen, feeFen, isRefund, outTradeNo, transactionId, number } = trade;
  const head = `\`${timeOf(trade.second)},\`${APPID},\`${MCHID},\`0,\`,\`${transactionId},\`${outTradeNo},\`oUpF8uMuAJO_M2pxb1Q9zNjWeS6o,\`JSAPI`;
  return isRefund
    ? `${head},\`REFUND,\`OTHERS,\`CNY,\`0.00,\`0.00,\`${refundIdOf(trade)},\`${number},\`${yuan(fen)},\`0.00,\`ORIGINAL,\`SUCCESS,\`明前龙井 250g,\`,\`-${yuan(feeFen)}000,\`0.60%,\`0.00,\`${yuan(fen)},\`\r\n`
    : `${head},\`SUCCESS,\`OTHERS,\`CNY,\`${yuan(fen)},\`0.00,\`0,\`0,\`0.00,\`0.00,\`,\`,\`明前龙井 250g,\`,\`${yuan(feeFen)}000,\`0.60%,\`${yuan(fen)},\`0.00,\`\r\n`;
}

/** What a day of so many trades comes to, in fen. */
export function sumsOf(rows: number) {
  const sums = { paid: 0, refunded: 0, feeTaken: 0, feeBack: 0 };
  for (let row = 0; row < rows; row += 1) {
    const { isRefund, fen, feeFen } = tradeAt(row, rows);
    sums[isRefund ? 'refunded' : 'paid'] += fen;
    sums[isRefund ? 'feeBack' : 'feeTaken'] += feeFen;
  }
  return sums;
}

/** The lines of the day's ALL bill, in no order of time. */
export function* linesOfDay(rows: number): Generator<string> {
  yield `\ufeff${HEADER}\r\n`;
  for (let count = 0, row = 0; count < rows; count += 1, row = (row + STRIDE) % rows)
    yield lineOf(tradeAt(row, rows));
  const { paid, refunded, feeTaken, feeBack } = sumsOf(rows);
  const fee = yuan(feeTaken - feeBack);
  yield `${SUMMARY}\r\n\`${rows},\`${yuan(paid)},\`${yuan(refunded)},\`0.00,\`${fee},\`${yuan(paid)},\`${yuan(refunded)}\r\n`;
}

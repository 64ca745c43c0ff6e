import { FEE_RATE } from '../funds/fees';
import type { BillFormat, TradeBillType } from './bill-order';
import { escapeTradeValue } from './escape';
import { billTime, countFigure, feeFigure, sumFigure, yuan } from './figures';
import type { TradeRow } from './trade-row';

type Cell = (row: TradeRow, format: BillFormat) => string;

const text = (value: string, row: TradeRow): string =>
  escapeTradeValue(value, row.refund === undefined ? 'payment' : 'refund');

/** Every column of every kind of trade bill. Merchants without coupons settle what the order came to. */
const COLUMNS = {
  交易时间: (row) => billTime(row.atMs),
  公众账号ID: (row) => row.appid,
  商户号: (row) => row.mchid,
  特约商户号: (row) => row.subMchid,
  设备号: (row) => text(row.deviceId, row),
  微信订单号: (row) => row.transactionId,
  商户订单号: (row) => row.outTradeNo,
  用户标识: (row) => row.openid,
  交易类型: (row) => row.tradeType,
  交易状态: (row) => row.tradeState,
  付款银行: (row) => row.bankType,
  货币种类: () => 'CNY',
  应结订单金额: (row) => yuan(row.orderFen),
  代金券金额: () => '0.00',
  退款申请时间: (row) => billTime(row.atMs),
  退款成功时间: ({ refund }) => (refund?.successMs === undefined ? '' : billTime(refund.successMs)),
  微信退款单号: ({ refund }) => refund?.refundId ?? '0',
  商户退款单号: ({ refund }) => refund?.outRefundNo ?? '0',
  退款金额: ({ refund }) => yuan(refund?.amountFen ?? 0),
  充值券退款金额: () => '0.00',
  退款类型: ({ refund }) => refund?.type ?? '',
  退款状态: ({ refund }) => refund?.status ?? '',
  商品名称: (row) => text(row.description, row),
  商户数据包: (row) => text(row.attach, row),
  手续费: (row, { figures }) => feeFigure(row.feeFen, row.refund !== undefined, figures),
  费率: () => FEE_RATE,
  订单金额: (row) => yuan(row.orderFen),
  申请退款金额: ({ refund }) => yuan(refund?.amountFen ?? 0),
  费率备注: () => '',
} as const satisfies Readonly<Record<string, Cell>>;

type ColumnName = keyof typeof COLUMNS;

const ALL_NAMES = Object.keys(COLUMNS) as ColumnName[];
const REFUND_TIMES: readonly string[] = ['退款申请时间', '退款成功时间'];

/** The columns of each kind, in their order: REFUND has all of them. */
const NAMES: Readonly<Record<TradeBillType, readonly ColumnName[]>> = {
  ALL: ALL_NAMES.filter((name) => !REFUND_TIMES.includes(name)),
  SUCCESS: ALL_NAMES.filter((name) => !name.includes('退款')),
  REFUND: ALL_NAMES,
};

/** Sums over the rows of a bill, in fen. */
export interface TradeSums {
  readonly count: number;
  readonly orderFen: number;
  readonly refundFen: number;
  readonly feeFen: number;
}

export const NO_TRADE: TradeSums = { count: 0, orderFen: 0, refundFen: 0, feeFen: 0 };

export function addToSums(sums: TradeSums, row: TradeRow): TradeSums {
  return {
    count: sums.count + 1,
    orderFen: sums.orderFen + row.orderFen,
    refundFen: sums.refundFen + (row.refund?.amountFen ?? 0),
    feeFen: sums.feeFen + row.feeFen,
  };
}

type Total = readonly [name: string, figure: (sums: TradeSums, figures: BillFormat['figures']) => string];

const COUNT: Total = ['总交易单数', ({ count }, figures) => countFigure(count, figures)];
const SETTLED: Total = ['应结订单总金额', ({ orderFen }, figures) => sumFigure(orderFen, figures)];
const REFUNDED: Total = ['退款总金额', ({ refundFen }, figures) => sumFigure(refundFen, figures)];
const COUPONS: Total = ['充值券退款总金额', (_sums, figures) => sumFigure(0, figures)];
const FEES: Total = ['手续费总金额', ({ feeFen }, figures) => sumFigure(feeFen, figures)];
const ORDERED: Total = ['订单总金额', ({ orderFen }, figures) => sumFigure(orderFen, figures)];
const APPLIED: Total = ['申请退款总金额', ({ refundFen }, figures) => sumFigure(refundFen, figures)];

const WITH_REFUNDS = [COUNT, SETTLED, REFUNDED, COUPONS, FEES, ORDERED, APPLIED];

const TOTALS: Readonly<Record<TradeBillType, readonly Total[]>> = {
  ALL: WITH_REFUNDS,
  SUCCESS: [COUNT, SETTLED, FEES, ORDERED],
  REFUND: WITH_REFUNDS,
};

export function tradeHeader(type: TradeBillType): string {
  return NAMES[type].join(',');
}

export function tradeLine(row: TradeRow, type: TradeBillType, format: BillFormat): string {
  return ticked(NAMES[type].map((name) => COLUMNS[name](row, format)));
}

/** The two last lines: what is summed, and the sums. */
export function tradeSummary(sums: TradeSums, type: TradeBillType, format: BillFormat): readonly string[] {
  const totals = TOTALS[type];
  return [
    totals.map(([name]) => name).join(','),
    ticked(totals.map(([, figure]) => figure(sums, format.figures))),
  ];
}

/** Every value stands behind a backtick, so that a spreadsheet takes it as text. */
export function ticked(values: readonly string[]): string {
  return `\`${values.join(',`')}`;
}

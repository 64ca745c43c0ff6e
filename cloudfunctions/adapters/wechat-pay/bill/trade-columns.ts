import type { TradeBillRequest } from '../../../ports/bills';

/** Where each column of a trade bill stands; -1 where the bill has none. */
export interface TradeColumns {
  readonly tradedAt: number;
  readonly appid: number;
  readonly mchid: number;
  readonly subMchid: number;
  readonly deviceInfo: number;
  readonly transactionId: number;
  readonly outTradeNo: number;
  readonly openid: number;
  readonly tradeType: number;
  readonly state: number;
  readonly bankType: number;
  readonly currency: number;
  readonly settlementTotal: number;
  readonly couponTotal: number;
  readonly refundRequestedAt: number;
  readonly refundSucceededAt: number;
  readonly refundId: number;
  readonly outRefundNo: number;
  readonly settlementRefund: number;
  readonly couponRefund: number;
  readonly refundChannel: number;
  readonly refundState: number;
  readonly description: number;
  readonly attach: number;
  readonly fee: number;
  readonly rate: number;
  readonly total: number;
  readonly refund: number;
  readonly rateRemark: number;
}

/** Their names (page 4013071246). Bills before 2019 have other names for some amounts; those are not read. */
export const TRADE_COLUMN: Readonly<Record<keyof TradeColumns, string>> = {
  tradedAt: '交易时间',
  appid: '公众账号ID',
  mchid: '商户号',
  subMchid: '特约商户号',
  deviceInfo: '设备号',
  transactionId: '微信订单号',
  outTradeNo: '商户订单号',
  openid: '用户标识',
  tradeType: '交易类型',
  state: '交易状态',
  bankType: '付款银行',
  currency: '货币种类',
  settlementTotal: '应结订单金额',
  couponTotal: '代金券金额',
  refundRequestedAt: '退款申请时间',
  refundSucceededAt: '退款成功时间',
  refundId: '微信退款单号',
  outRefundNo: '商户退款单号',
  settlementRefund: '退款金额',
  couponRefund: '充值券退款金额',
  refundChannel: '退款类型',
  refundState: '退款状态',
  description: '商品名称',
  attach: '商户数据包',
  fee: '手续费',
  rate: '费率',
  total: '订单金额',
  refund: '申请退款金额',
  rateRemark: '费率备注',
};

const OF_PAYMENTS = [
  'tradedAt',
  'appid',
  'mchid',
  'subMchid',
  'transactionId',
  'outTradeNo',
  'openid',
  'tradeType',
  'state',
  'currency',
  'settlementTotal',
  'couponTotal',
  'fee',
  'rate',
  'total',
] as const satisfies readonly (keyof TradeColumns)[];

const OF_ALL = [
  ...OF_PAYMENTS,
  'refundId',
  'outRefundNo',
  'settlementRefund',
  'couponRefund',
  'refundChannel',
  'refundState',
  'refund',
] as const satisfies readonly (keyof TradeColumns)[];

const NEEDED: Readonly<Record<TradeBillRequest['type'], readonly (keyof TradeColumns)[]>> = {
  success: OF_PAYMENTS,
  all: OF_ALL,
  refund: [...OF_ALL, 'refundRequestedAt', 'refundSucceededAt'],
};

/** Names of the columns without which a bill of this type is not read; remarks and names of goods may be absent. */
export function neededTradeColumns(type: TradeBillRequest['type']): readonly string[] {
  return NEEDED[type].map((column) => TRADE_COLUMN[column]);
}

/** Finds every column. */
export function findTradeColumns(columnOf: (name: string) => number): TradeColumns {
  // Written out: an object made from entries is a hash table, and rows look their columns up in it a million times.
  return {
    tradedAt: columnOf(TRADE_COLUMN.tradedAt),
    appid: columnOf(TRADE_COLUMN.appid),
    mchid: columnOf(TRADE_COLUMN.mchid),
    subMchid: columnOf(TRADE_COLUMN.subMchid),
    deviceInfo: columnOf(TRADE_COLUMN.deviceInfo),
    transactionId: columnOf(TRADE_COLUMN.transactionId),
    outTradeNo: columnOf(TRADE_COLUMN.outTradeNo),
    openid: columnOf(TRADE_COLUMN.openid),
    tradeType: columnOf(TRADE_COLUMN.tradeType),
    state: columnOf(TRADE_COLUMN.state),
    bankType: columnOf(TRADE_COLUMN.bankType),
    currency: columnOf(TRADE_COLUMN.currency),
    settlementTotal: columnOf(TRADE_COLUMN.settlementTotal),
    couponTotal: columnOf(TRADE_COLUMN.couponTotal),
    refundRequestedAt: columnOf(TRADE_COLUMN.refundRequestedAt),
    refundSucceededAt: columnOf(TRADE_COLUMN.refundSucceededAt),
    refundId: columnOf(TRADE_COLUMN.refundId),
    outRefundNo: columnOf(TRADE_COLUMN.outRefundNo),
    settlementRefund: columnOf(TRADE_COLUMN.settlementRefund),
    couponRefund: columnOf(TRADE_COLUMN.couponRefund),
    refundChannel: columnOf(TRADE_COLUMN.refundChannel),
    refundState: columnOf(TRADE_COLUMN.refundState),
    description: columnOf(TRADE_COLUMN.description),
    attach: columnOf(TRADE_COLUMN.attach),
    fee: columnOf(TRADE_COLUMN.fee),
    rate: columnOf(TRADE_COLUMN.rate),
    total: columnOf(TRADE_COLUMN.total),
    refund: columnOf(TRADE_COLUMN.refund),
    rateRemark: columnOf(TRADE_COLUMN.rateRemark),
  };
}

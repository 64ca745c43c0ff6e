import { beijingTime } from '../clock';
import type { VariationValue } from '../variations';
import type { TradeStateWire, TradeTypeWire, TransactionWire } from '../wire';
import { tradeStateAt } from './order-record';
import type { OrderProduct, OrderRecord } from './order-record';
import { partiesOf, payerOf } from './parties';

const DESCRIPTION: Readonly<Record<TradeStateWire, string>> = {
  NOTPAY: '订单未支付',
  USERPAYING: '需要用户输入支付密码',
  SUCCESS: '支付成功',
  PAYERROR: '支付失败',
  REFUND: '订单发生过退款，退款详情请查询退款单',
  CLOSED: '订单已关闭',
  REVOKED: '订单已撤销',
};

/** What the wire calls a product. */
export const TRADE_TYPE: Readonly<Record<OrderProduct, TradeTypeWire>> = {
  jsapi: 'JSAPI',
  native: 'NATIVE',
  h5: 'MWEB',
  app: 'APP',
  codepay: 'MICROPAY',
};

export interface TransactionOptions {
  readonly nowMs: number;
  /** How much an unpaid order shows. */
  readonly unpaid: VariationValue<'unpaidAnswer'>;
}

/** The transaction object of an order, for queries and notifications. */
export function transactionOf(order: OrderRecord, options: TransactionOptions): TransactionWire {
  const state = tradeStateAt(order, options.nowMs);
  const { request, payment } = order;
  const identity = {
    ...partiesOf(request),
    out_trade_no: order.outTradeNo,
    trade_state: state,
    trade_state_desc: DESCRIPTION[state],
  };
  const { total } = request.amount;
  if (payment === undefined) return { ...identity, ...unpaidMembers(total, options.unpaid) };
  const deviceId = request.scene_info?.device_id;
  return {
    ...identity,
    transaction_id: payment.transactionId,
    trade_type: TRADE_TYPE[order.product],
    bank_type: payment.bankType,
    ...(request.attach === undefined ? {} : { attach: request.attach }),
    success_time: beijingTime(payment.paidAtMs),
    payer: payerOf(order, payment),
    amount: { total, payer_total: total, currency: 'CNY', payer_currency: 'CNY' },
    ...(deviceId === undefined ? {} : { scene_info: { device_id: deviceId } }),
  };
}

function unpaidMembers(total: number, shape: VariationValue<'unpaidAnswer'>): Partial<TransactionWire> {
  switch (shape) {
    case 'bare':
      return {};
    case 'amount':
      return { amount: { total, currency: 'CNY' } };
    case 'empties':
      return { amount: { total, currency: 'CNY' }, attach: '', payer: {}, promotion_detail: [] };
  }
}

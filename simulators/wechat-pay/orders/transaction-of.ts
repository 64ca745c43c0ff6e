import { beijingTime } from '../clock';
import type { VariationValue } from '../variations';
import type { TradeStateWire, TransactionWire } from '../wire';
import { tradeStateAt } from './order-record';
import type { OrderRecord } from './order-record';

const DESCRIPTION: Readonly<Record<TradeStateWire, string>> = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  CLOSED: '订单已关闭',
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
    appid: request.appid,
    mchid: request.mchid,
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
    trade_type: 'JSAPI',
    bank_type: payment.bankType,
    ...(request.attach === undefined ? {} : { attach: request.attach }),
    success_time: beijingTime(payment.paidAtMs),
    payer: { openid: payment.openid },
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

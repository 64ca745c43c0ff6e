import * as v from 'valibot';
import { beijingTime } from '../clock';
import { tradeStateAt } from '../orders/order-record';
import type { OrderProduct, OrderRecord } from '../orders/order-record';
import { prepayWorks } from '../orders/pay-sheet';
import { payerAs } from '../orders/payer';
import { settleOrder } from '../orders/settle-order';
import { answerPassword } from '../orders/waiting-shoppers';
import type { World } from '../world';
import type { ControlError, ControlResult } from './control-error';
import { findPayable, WAYS_IN } from './find-payable';
import type { Payable } from './find-payable';

const text = v.pipe(v.string(), v.minLength(1));

export const Outcome = v.picklist(['success', 'cancel', 'fail']);

/** How a shopper is told what to do: which order, as whom, and how it ends. */
export const PaymentRequest = v.pipe(
  v.strictObject({
    prepay_id: v.optional(text),
    code_url: v.optional(text),
    h5_url: v.optional(text),
    out_trade_no: v.optional(text),
    openid: v.optional(text),
    outcome: v.optional(Outcome, 'success'),
  }),
  v.check(
    (given) => WAYS_IN.filter((name) => given[name] !== undefined).length === 1,
    'give exactly one of prepay_id, code_url, h5_url and out_trade_no',
  ),
);

export type PaymentRequest = v.InferOutput<typeof PaymentRequest>;

export interface PaymentResult {
  readonly out_trade_no: string;
  readonly trade_state: string;
  readonly transaction_id: string | null;
  /** Id of the notification that follows a success. */
  readonly notification_id: string | null;
  /** What `wx.requestPayment` tells the page; null where no page is told anything. */
  readonly err_msg: string | null;
  /** What the App SDK tells the app: 0, -1 or -2; null for the other products. */
  readonly err_code: number | null;
}

type Outcome = PaymentRequest['outcome'];

/** Does what the shopper does in the payment sheet. The order's own rules decide whether it can. */
export function payAsShopper(request: PaymentRequest, world: World): ControlResult<PaymentResult> {
  const found = findPayable(request, world);
  if (found.kind === 'error') return found;
  const { order } = found.value;
  if (order.product === 'codepay') return typePassword(order, request.outcome, world);
  const refusal = refusePayment(found.value, request.openid, world.clock.nowMs());
  if (refusal !== undefined) return { kind: 'error', error: refusal };
  const payer = payerAs(order, request.openid);
  if (payer === undefined) throw new Error(`${order.outTradeNo} was placed for another shopper`);
  const told = whatTheClientIsTold(order.product, request.outcome);
  if (request.outcome !== 'success') {
    return { kind: 'value', value: { ...resultOf(order, world), ...told } };
  }
  const settled = settleOrder(order, payer, world, world.clock.nowMs());
  const notificationId = settled.notification?.id ?? null;
  return {
    kind: 'value',
    value: { ...resultOf(settled.order, world), notification_id: notificationId, ...told },
  };
}

/** Answers the password question of an order paid by code. */
export function typePassword(
  order: OrderRecord,
  outcome: Outcome,
  world: World,
): ControlResult<PaymentResult> {
  if (order.attempt?.state !== 'USERPAYING' || tradeStateAt(order, world.clock.nowMs()) !== 'USERPAYING') {
    const what = 'no shopper is asked for the password of this order';
    const todo = 'GET /__sim/payment-codes shows those who are';
    return {
      kind: 'error',
      error: { status: 409, code: 'NOT_USERPAYING', what, where: 'out_trade_no', todo },
    };
  }
  answerPassword(order, { outcome, atMs: world.clock.nowMs() }, world);
  const after = world.ledger.orderByNumber(order.outTradeNo) ?? order;
  return { kind: 'value', value: resultOf(after, world) };
}

function resultOf(order: OrderRecord, world: World): PaymentResult {
  return {
    out_trade_no: order.outTradeNo,
    trade_state: tradeStateAt(order, world.clock.nowMs()),
    transaction_id: order.payment?.transactionId ?? null,
    notification_id: null,
    err_msg: null,
    err_code: null,
  };
}

const ERR_MSG: Readonly<Record<Outcome, string>> = {
  success: 'requestPayment:ok',
  cancel: 'requestPayment:fail cancel',
  fail: 'requestPayment:fail (payment failed)',
};

const ERR_CODE: Readonly<Record<Outcome, number>> = { success: 0, cancel: -2, fail: -1 };

function whatTheClientIsTold(
  product: OrderProduct,
  outcome: Outcome,
): Partial<Pick<PaymentResult, 'err_msg' | 'err_code'>> {
  if (product === 'jsapi') return { err_msg: ERR_MSG[outcome] };
  return product === 'app' ? { err_code: ERR_CODE[outcome] } : {};
}

/** Why the sheet would not take the money, in its own words. */
export function refusePayment(
  { order, prepay }: Payable,
  openid: string | undefined,
  nowMs: number,
): ControlError | undefined {
  const refuse = (code: string, what: string, where: string, todo: string): ControlError => ({
    status: 409,
    code,
    what,
    where,
    todo,
  });
  const state = tradeStateAt(order, nowMs);
  if (order.payment !== undefined)
    return refuse('ALREADY_PAID', '该订单已支付', 'order', 'place a new order');
  if (state === 'CLOSED') return refuse('ORDER_CLOSED', '该订单已关闭', 'order', 'place a new order');
  if (nowMs > order.payUntilMs) {
    const todo = `it ended at ${beijingTime(order.payUntilMs)}; place a new order`;
    return refuse(
      'TIME_EXPIRED',
      '订单已超过商户设置的最晚支付成功时间，请重新发起支付',
      'time_expire',
      todo,
    );
  }
  if (prepay === undefined || !prepayWorks(order, prepay, nowMs)) {
    const todo = 'order again with the same parameters for a new one';
    return refuse('PREPAY_EXPIRED', '支付会话已过期，请重新发起支付', 'prepay_id', todo);
  }
  if (payerAs(order, openid) === undefined) {
    const todo = 'pay as the openid the order was placed for';
    return refuse('PAYER_MISMATCH', '下单账号与支付账号不一致', 'openid', todo);
  }
  return undefined;
}

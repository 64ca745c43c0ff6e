import * as v from 'valibot';
import { beijingTime } from '../clock';
import { PREPAY_LIFE_MS, tradeStateAt } from '../orders/order-record';
import type { OrderRecord } from '../orders/order-record';
import { payerAs } from '../orders/payer';
import { transactionOf } from '../orders/transaction-of';
import { DIGITS } from '../seeded-random';
import type { World } from '../world';
import type { ControlError, ControlResult } from './control-error';

const text = v.pipe(v.string(), v.minLength(1));

/** How a shopper is told what to do: which order, as whom, and how it ends. */
export const PaymentRequest = v.pipe(
  v.strictObject({
    prepay_id: v.optional(text),
    code_url: v.optional(text),
    out_trade_no: v.optional(text),
    openid: v.optional(text),
    outcome: v.optional(v.picklist(['success', 'cancel', 'fail']), 'success'),
  }),
  v.check(
    (given) =>
      [given.prepay_id, given.code_url, given.out_trade_no].filter((name) => name !== undefined).length === 1,
    'give exactly one of prepay_id, code_url and out_trade_no',
  ),
);

export type PaymentRequest = v.InferOutput<typeof PaymentRequest>;

export interface PaymentResult {
  readonly out_trade_no: string;
  readonly trade_state: string;
  readonly transaction_id: string | null;
  /** Id of the notification that follows a success. */
  readonly notification_id: string | null;
  /** What `wx.requestPayment` tells the page. */
  readonly err_msg: string;
}

const BANKS = ['OTHERS', 'CMB_CREDIT', 'ICBC_DEBIT', 'CCB_DEBIT'] as const;

/** Does what the shopper does in the payment sheet. The order's own rules decide whether it can. */
export function payAsShopper(request: PaymentRequest, world: World): ControlResult<PaymentResult> {
  const found = findOrder(request, world);
  if (found.kind === 'error') return found;
  const order = found.value;
  const refusal = refusePayment(order, request, world.clock.nowMs());
  if (refusal !== undefined) return { kind: 'error', error: refusal };
  const unpaid = {
    out_trade_no: order.outTradeNo,
    trade_state: 'NOTPAY',
    transaction_id: null,
    notification_id: null,
  };
  switch (request.outcome) {
    case 'cancel':
      return { kind: 'value', value: { ...unpaid, err_msg: 'requestPayment:fail cancel' } };
    case 'fail':
      return { kind: 'value', value: { ...unpaid, err_msg: 'requestPayment:fail (payment failed)' } };
    case 'success':
      return { kind: 'value', value: settle(order, request.openid, world) };
  }
}

function findOrder(request: PaymentRequest, world: World): ControlResult<OrderRecord> {
  const { prepay_id: prepayId, out_trade_no: outTradeNo } = request;
  const order =
    prepayId === undefined
      ? outTradeNo === undefined
        ? undefined
        : world.ledger.orderByNumber(outTradeNo)
      : world.ledger.orderByPrepayId(prepayId);
  if (order !== undefined) return { kind: 'value', value: order };
  const where =
    prepayId === undefined ? (outTradeNo === undefined ? 'code_url' : 'out_trade_no') : 'prepay_id';
  const what = 'no order has it';
  const todo = 'place the order first, and give the value of its answer';
  return { kind: 'error', error: { status: 404, code: 'ORDER_NOT_FOUND', what, where, todo } };
}

function refusePayment(order: OrderRecord, request: PaymentRequest, nowMs: number): ControlError | undefined {
  const refuse = (code: string, what: string, where: string, todo: string): ControlError => ({
    status: 409,
    code,
    what,
    where,
    todo,
  });
  const state = tradeStateAt(order, nowMs);
  if (state === 'SUCCESS') return refuse('ALREADY_PAID', '该订单已支付', 'order', 'place a new order');
  if (state === 'CLOSED') return refuse('ORDER_CLOSED', '该订单已关闭', 'order', 'place a new order');
  if (nowMs > order.payUntilMs) {
    const what = '订单已超过商户设置的最晚支付成功时间，请重新发起支付';
    return refuse(
      'TIME_EXPIRED',
      what,
      'time_expire',
      `it ended at ${beijingTime(order.payUntilMs)}; place a new order`,
    );
  }
  // Paying by order number takes the newest sheet, as a shopper who was just sent there does.
  const prepay = order.prepays.find(({ id }) => id === request.prepay_id) ?? order.prepays.at(-1);
  if (prepay !== undefined && nowMs > prepay.createdMs + PREPAY_LIFE_MS) {
    const what = '支付会话已过期，请重新发起支付';
    return refuse(
      'PREPAY_EXPIRED',
      what,
      'prepay_id',
      'order again with the same parameters for a new prepay_id',
    );
  }
  if (payerAs(order, request.openid) === undefined) {
    const what = '下单账号与支付账号不一致';
    return refuse('PAYER_MISMATCH', what, 'openid', 'pay as the openid the order was placed for');
  }
  return undefined;
}

function settle(order: OrderRecord, openid: string | undefined, world: World): PaymentResult {
  const { ledger, random } = world;
  const payer = payerAs(order, openid);
  if (payer === undefined) throw new Error(`${order.outTradeNo} was placed for another shopper`);
  const nowMs = world.clock.nowMs();
  const day = beijingTime(nowMs).slice(0, 10).replaceAll('-', '');
  const payment = {
    transactionId: `42000${random.text('transactionId', 5, DIGITS)}${day}${random.text('transactionId', 10, DIGITS)}`,
    paidAtMs: nowMs,
    ...payer,
    bankType: BANKS[Math.floor(random.fraction('bankType') * BANKS.length)] ?? 'OTHERS',
  };
  ledger.record({ kind: 'orderPaid', outTradeNo: order.outTradeNo, payment });
  const paid: OrderRecord = { ...order, payment };
  const notification = world.sender.queue({
    outTradeNo: order.outTradeNo,
    url: order.request.notify_url ?? '',
    plaintext: transactionOf(paid, { nowMs, unpaid: 'bare' }),
  });
  return {
    out_trade_no: order.outTradeNo,
    trade_state: 'SUCCESS',
    transaction_id: payment.transactionId,
    notification_id: notification.id,
    err_msg: 'requestPayment:ok',
  };
}

import type { Money } from '../../../miniprogram/contract/money';
import { formatMoney } from '../../../miniprogram/contract/money';
import { newCollection } from '../collection/counter-order';
import { withEvent } from '../order/order';
import type { Order } from '../order/order';
import type { Attempt } from '../payment/attempt';
import { decideRefundOutcome } from '../refund/outcome';
import type { ReportedRefund } from '../refund/outcome';
import { decideRefund, newRefund } from '../refund/refund';
import type { Refund } from '../refund/refund';

/** A moment is enough: the payment has succeeded already, and is entered right after. */
const PAY_WITHIN_MS = 60_000;

/**
 * An order for a payment that only the gateway has, as of a collection at the counter: of one amount, of nobody, with
 * no goods. It waits for its payment, which is entered like any other.
 */
export function adoptPayment(given: {
  readonly orderId: string;
  readonly outTradeNo: string;
  readonly amount: Money;
  readonly appid: string;
  readonly mchid: string;
  readonly nowMs: number;
}): { readonly order: Order; readonly attempt: Attempt } {
  const { order, attempt } = newCollection({
    ...given,
    clientToken: given.outTradeNo,
    requestHash: given.orderId,
    remark: '对账补录',
    payWithinMs: PAY_WITHIN_MS,
    scene: 'native',
  });
  const text = `微信支付账单里有这笔收款 ${formatMoney(given.amount)}，店里没有订单，由商家补录`;
  return { order: { ...order, timeline: [{ atMs: given.nowMs, text }] }, attempt };
}

/** A refund that only the gateway has, entered; or why it cannot be. */
export type AdoptingRefund =
  | { readonly kind: 'adopted'; readonly order: Order; readonly refund: Refund }
  | { readonly kind: 'known' }
  | { readonly kind: 'refused' };

/**
 * Decides on entering a refund that was begun without us, at the merchant platform, say. It must be of this payment and
 * fit into what is left of it; it gets the state the gateway has proved. To be asked in the same write that records it.
 */
export function decideAdoptingRefund(given: {
  readonly order: Order;
  readonly attempt: Attempt;
  readonly refunds: readonly Refund[];
  readonly reported: ReportedRefund;
  readonly by: string;
  /** When the gateway began it. */
  readonly begunAtMs: number;
  readonly nowMs: number;
}): AdoptingRefund {
  const { order, attempt, refunds, reported, by, begunAtMs, nowMs } = given;
  const { outRefundNo, outTradeNo, amount } = reported;
  if (refunds.some((refund) => refund.outRefundNo === outRefundNo)) return { kind: 'known' };
  const same = refunds.filter((refund) => refund.outTradeNo === outTradeNo);
  const closed = reported.state === 'closed';
  if (!closed && decideRefund({ paid: attempt.amount, refunds: same, amount }).kind === 'exceeds')
    return { kind: 'refused' };
  const asked = {
    by,
    atMs: nowMs,
    token: outRefundNo,
    requestId: null,
    goods: 'later',
    approval: { kind: 'notNeeded' },
  } as const;
  const text = '在微信商户平台发起的退款';
  const refund: Refund = {
    ...newRefund({
      outRefundNo,
      outTradeNo,
      orderId: order.orderId,
      amount,
      reason: 'requested',
      nowMs,
      text,
      asked,
    }),
    sentAtMs: begunAtMs,
    begunAtMs,
  };
  const noted = {
    ...order,
    timeline: withEvent(order, { atMs: nowMs, text: `补录${text} ${formatMoney(amount)}` }),
  };
  const outcome = decideRefundOutcome({ order: noted, attempt, refund, reported, nowMs, refundNo: '' });
  if (outcome.kind !== 'applied') return { kind: 'refused' };
  return { kind: 'adopted', order: outcome.order, refund: outcome.refund };
}

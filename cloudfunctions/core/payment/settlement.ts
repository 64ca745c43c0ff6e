import { formatMoney } from '../../../miniprogram/contract/money';
import type { Money } from '../../../miniprogram/contract/money';
import { advance } from '../machine';
import { orderMachine, withEvent } from '../order/order';
import type { Order } from '../order/order';
import { movementsOf, stockAfter } from '../order/order-stock';
import { newRefund, refundable } from '../refund/refund';
import type { Refund } from '../refund/refund';
import type { Movement } from '../stock/stock';
import { attemptMachine } from './attempt';
import type { Attempt } from './attempt';
import { isReversing } from './collecting';

/** A payment the gateway says has succeeded, after its signature was verified. */
export interface SucceededPayment {
  readonly state: 'succeeded';
  readonly outTradeNo: string;
  readonly transactionId: string;
  readonly appid: string;
  readonly mchid: string;
  /** Missing where the gateway does not tell who paid. */
  readonly openid?: string;
  /** What the order asked for, before coupons: this is what must agree. */
  readonly total: Money;
  /** What the payer really paid, after coupons: kept, never compared. */
  readonly payerTotal: Money;
  /** Milliseconds since 1970, by the gateway's clock. */
  readonly succeededAtMs: number;
  /** True when the gateway has already given some of it back. */
  readonly refunded: boolean;
}

/** In what a payment can disagree with the attempt it claims to be. */
export const MISMATCH_FIELDS = [
  'amount',
  'currency',
  'appid',
  'mchid',
  'openid',
  'transactionId',
  'outTradeNo',
  'refunded',
] as const;
/** One of {@link MISMATCH_FIELDS}. */
export type MismatchField = (typeof MISMATCH_FIELDS)[number];

/** Everything settling needs to know, read in the same write that will record the decision. */
export interface SettlementInput {
  readonly order: Order;
  /** The attempt found by the payment's `outTradeNo`. */
  readonly attempt: Attempt;
  /** All other attempts of the order. */
  readonly otherAttempts: readonly Attempt[];
  /** Refunds already recorded for the attempt. */
  readonly refunds: readonly Refund[];
  readonly payment: SucceededPayment;
  readonly nowMs: number;
  /** Whether every line of the closed order could be sold from on hand again; not looked at for other orders. */
  readonly stockCanRevive: boolean;
  /** The `outRefundNo` for a refund, should one be due. */
  readonly refundNo: string;
}

type AutomaticReason = 'secondSuccess' | 'orderClosed';

/** What a succeeded payment means for the books. Everything in one decision belongs in one write. */
export type SettlementDecision =
  /** This very payment is in the books: nothing to do. */
  | { readonly kind: 'alreadySettled' }
  /** The payment is not the one that was asked for. Nothing changes; a person has to look. */
  | { readonly kind: 'mismatch'; readonly fields: readonly MismatchField[] }
  /** A reverse went out: what is still called paid may be given back a moment later. Nothing changes. */
  | { readonly kind: 'reversing' }
  | {
      readonly kind: 'paid';
      readonly order: Order;
      readonly attempt: Attempt;
      readonly movements: readonly Movement[];
    }
  /** A closed order lives again; its movements sell from on hand, since its reservation was given back. */
  | {
      readonly kind: 'revived';
      readonly order: Order;
      readonly attempt: Attempt;
      readonly movements: readonly Movement[];
    }
  /** The money goes back in full by itself; the order only gains a line in its timeline. */
  | {
      readonly kind: 'refundDue';
      readonly reason: AutomaticReason;
      readonly order: Order;
      readonly attempt: Attempt;
      readonly refund: Refund;
    };

/**
 * Decides what a succeeded payment does to its order (money rule 4): an order is paid by exactly one success with
 * equal amount, currency, appid, mchid and, where known, payer, of which nothing was given back yet. A second success, or one on a closed order that
 * cannot be revived, is refunded in full. Safe to repeat: once recorded, the same payment is `alreadySettled`.
 * @throws Error when an attempt is not of the order: only a bug can cause that.
 */
export function decideSettlement(input: SettlementInput): SettlementDecision {
  assertOneOrder(input);
  const { order, attempt } = input;
  const fields = mismatches(input);
  if (fields.length > 0) return { kind: 'mismatch', fields };
  if (attempt.state === 'succeeded' || attempt.state === 'reversed') return { kind: 'alreadySettled' };
  const { collecting } = attempt;
  if (isReversing(collecting)) return { kind: 'reversing' };
  // The till gave it up and could not end it: nobody handed over goods for it.
  if (collecting?.learnt === 'irreversible') return refundDue(input, 'orderClosed');
  const another = others(input).some((other) => other.state === 'succeeded');
  switch (order.state) {
    case 'awaitingPayment':
      return another ? refundDue(input, 'secondSuccess') : paid(input);
    case 'paid':
    case 'shipped':
    case 'completed':
      return refundDue(input, 'secondSuccess');
    case 'closed':
      // At the counter the cashier was told that nothing was paid, and the payer has left.
      return order.kind === 'delivery' && input.stockCanRevive && !another
        ? revived(input)
        : refundDue(input, 'orderClosed');
  }
}

function paid(input: SettlementInput): SettlementDecision {
  const { order, payment, nowMs } = input;
  const amount = formatMoney(payment.total);
  const atCounter = order.kind === 'counter';
  const text = atCounter ? `已收款 ${amount}` : `已付款 ${amount}，等待发货`;
  return {
    kind: 'paid',
    order: {
      ...order,
      state: advance(orderMachine, order.state, atCounter ? 'collect' : 'pay'),
      paidAtMs: payment.succeededAtMs,
      completedAtMs: atCounter ? nowMs : null,
      stockHeld: stockAfter(order, 'sold'),
      timeline: withEvent(order, { atMs: nowMs, text }),
    },
    attempt: succeeded(input),
    movements: movementsOf(order, 'sell', nowMs),
  };
}

function revived(input: SettlementInput): SettlementDecision {
  const { order, payment, nowMs } = input;
  const text = `订单关闭后收到付款 ${formatMoney(payment.total)}，商品仍有库存，订单已恢复，等待发货`;
  return {
    kind: 'revived',
    order: {
      ...order,
      state: advance(orderMachine, order.state, 'revive'),
      closeReason: null,
      closedAtMs: null,
      paidAtMs: payment.succeededAtMs,
      stockHeld: stockAfter(order, 'sold'),
      timeline: withEvent(order, { atMs: nowMs, text }),
    },
    attempt: succeeded(input),
    movements: movementsOf(order, 'sellOnHand', nowMs),
  };
}

function refundDue(input: SettlementInput, reason: AutomaticReason): SettlementDecision {
  const { order, nowMs } = input;
  const refund = refundOf(input, reason);
  const why = { secondSuccess: '订单重复付款', orderClosed: '订单关闭后收到付款' }[reason];
  const text = `${why} ${formatMoney(input.payment.total)}，将自动原路全额退款`;
  return {
    kind: 'refundDue',
    reason,
    order: { ...ended(order, nowMs, reason), timeline: withEvent(order, { atMs: nowMs, text }) },
    attempt: succeeded(input),
    refund,
  };
}

/** An unpaid order whose only payment is not wanted any more ends with it. */
function ended(order: Order, nowMs: number, reason: AutomaticReason): Order {
  if (order.state !== 'awaitingPayment' || reason !== 'orderClosed') return order;
  const state = advance(orderMachine, order.state, 'close');
  return { ...order, state, closeReason: 'cancelled', closedAtMs: nowMs };
}

/** What is left of the payment to give back: all of it, since refunds follow a success and this is the first. */
function refundOf(input: SettlementInput, reason: AutomaticReason): Refund {
  const { attempt, refunds, refundNo, nowMs } = input;
  const amount = refundable(attempt.amount, refunds);
  if (amount.minor !== attempt.amount.minor) {
    throw new Error(`attempt ${attempt.outTradeNo} was refunded before it succeeded`);
  }
  const { outTradeNo, orderId } = attempt;
  return newRefund({ outRefundNo: refundNo, outTradeNo, orderId, amount, reason, nowMs });
}

function succeeded({ attempt, payment }: SettlementInput): Attempt {
  return {
    ...attempt,
    openid: attempt.openid ?? payment.openid ?? null,
    collecting: attempt.collecting && { ...attempt.collecting, learnt: 'paid', reverseSentAtMs: null },
    state: advance(attemptMachine, attempt.state, 'succeed'),
    transactionId: payment.transactionId,
    succeededAtMs: payment.succeededAtMs,
    payerTotal: payment.payerTotal,
  };
}

/** Compares fields one by one instead of amounts, since another currency is here an answer and not a bug. */
function mismatches(input: SettlementInput): readonly MismatchField[] {
  const { order, attempt, payment } = input;
  const asked = [attempt.amount, order.total];
  const differs: Record<MismatchField, boolean> = {
    amount: asked.some(({ minor }) => minor !== payment.total.minor),
    currency: asked.some(({ currency }) => currency !== payment.total.currency),
    appid: attempt.appid !== payment.appid,
    mchid: attempt.mchid !== payment.mchid,
    // Whoever shows or scans a code is told by the success alone.
    openid: payment.openid !== undefined && attempt.openid !== null && attempt.openid !== payment.openid,
    transactionId:
      (attempt.transactionId !== null && attempt.transactionId !== payment.transactionId) ||
      others(input).some((other) => other.transactionId === payment.transactionId),
    outTradeNo: attempt.outTradeNo !== payment.outTradeNo,
    // Money went back that the books never took in. How much is not told, so nobody may ship for it or refund it again.
    refunded: payment.refunded && attempt.state !== 'succeeded',
  };
  return MISMATCH_FIELDS.filter((field) => differs[field]);
}

/** The other attempts, even if the caller passed the attempt itself among them. */
function others({ attempt, otherAttempts }: SettlementInput): readonly Attempt[] {
  return otherAttempts.filter((other) => other.outTradeNo !== attempt.outTradeNo);
}

function assertOneOrder({ order, attempt, otherAttempts, refunds }: SettlementInput): void {
  for (const { orderId, outTradeNo } of [attempt, ...otherAttempts]) {
    if (orderId !== order.orderId) throw new Error(`attempt ${outTradeNo} is not of order ${order.orderId}`);
  }
  for (const { outRefundNo, outTradeNo } of refunds) {
    if (outTradeNo !== attempt.outTradeNo) {
      throw new Error(`refund ${outRefundNo} is not of attempt ${attempt.outTradeNo}`);
    }
  }
}

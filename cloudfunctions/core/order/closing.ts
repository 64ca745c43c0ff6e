import { CANCEL_REASON_WORDS } from '../../../miniprogram/contract/order';
import type { CancelReason, CloseReason, OrderState } from '../../../miniprogram/contract/order';
import { advance } from '../machine';
import type { Attempt } from '../payment/attempt';
import type { Movement } from '../stock/stock';
import { orderMachine, withEvent } from './order';
import type { Order } from './order';
import { movementsOf, stockAfter } from './order-stock';

/** How closing an order ends. Only `closed` changes anything; its movements belong in the same write. */
export type ClosingDecision =
  | { readonly kind: 'closed'; readonly order: Order; readonly movements: readonly Movement[] }
  /** The order is paid, or a payment of it succeeded and is about to be settled. */
  | { readonly kind: 'notClosable'; readonly state: OrderState }
  | { readonly kind: 'alreadyClosed' }
  /** These can still be paid: close them at the gateway first, or settle what the query finds. */
  | { readonly kind: 'attemptsOpen'; readonly outTradeNos: readonly string[] };

/** The shopper's words for each way an unpaid order ends. */
const CLOSED_TEXT: Record<CloseReason, string> = {
  expired: '超时未付款，订单已关闭',
  cancelled: '订单已取消',
};

/**
 * Decides whether an unpaid order may be closed and its stock given back (money rule 5: query, close at the
 * gateway, then release; never release first). `attempts` are all attempts of the order. Safe to repeat.
 */
export function decideClosing(input: {
  readonly order: Order;
  readonly attempts: readonly Attempt[];
  readonly reason: CloseReason;
  /** What the shopper gave as the reason, where it was the shopper. */
  readonly because?: CancelReason;
  readonly nowMs: number;
}): ClosingDecision {
  const { order, attempts, reason, nowMs } = input;
  if (order.state === 'closed') return { kind: 'alreadyClosed' };
  const paid = attempts.some((attempt) => attempt.state === 'succeeded');
  if (paid || order.state !== 'awaitingPayment') return { kind: 'notClosable', state: order.state };
  const outTradeNos = openAttempts(order, attempts);
  if (outTradeNos.length > 0) return { kind: 'attemptsOpen', outTradeNos };
  return {
    kind: 'closed',
    order: {
      ...order,
      state: advance(orderMachine, order.state, 'close'),
      closeReason: reason,
      closedAtMs: nowMs,
      stockHeld: stockAfter(order, 'released'),
      timeline: withEvent(order, { atMs: nowMs, text: closedText(reason, input.because) }),
    },
    movements: movementsOf(order, 'release', nowMs),
  };
}

function closedText(reason: CloseReason, because: CancelReason | undefined): string {
  return because === undefined
    ? CLOSED_TEXT[reason]
    : `${CLOSED_TEXT[reason]}：${CANCEL_REASON_WORDS[because]}`;
}

/** Attempts not known to be over. One the order names but the caller did not load is as open as any. */
function openAttempts(order: Order, attempts: readonly Attempt[]): readonly string[] {
  const closed = new Set(
    attempts
      .filter(({ state }) => state === 'closed' || state === 'reversed')
      .map(({ outTradeNo }) => outTradeNo),
  );
  const known = new Set([...order.attempts, ...attempts.map(({ outTradeNo }) => outTradeNo)]);
  return [...known].filter((outTradeNo) => !closed.has(outTradeNo));
}

import type { ShopRefusal } from '../../../miniprogram/contract/shop';
import { isGivenBack } from '../refund/refund-request';
import type { RefundBooks } from '../refund/refund-request';
import { orderMachine, withEvent } from './order';
import type { Order } from './order';

/** An order that changed, one that is so already, or why it cannot. */
export type OrderChange<Refusal extends ShopRefusal> =
  | { readonly kind: 'changed'; readonly order: Order }
  | { readonly kind: 'already' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Decides whether a shopper may confirm the receipt: only of what was shipped. Safe to repeat. */
export function decideConfirming(order: Order, nowMs: number): OrderChange<'ORDER_NOT_SHIPPED'> {
  if (order.state === 'completed') return { kind: 'already' };
  const state = orderMachine.next(order.state, 'complete');
  if (state === null) return { kind: 'refused', refusal: 'ORDER_NOT_SHIPPED' };
  const timeline = withEvent(order, { atMs: nowMs, text: '已确认收货，交易完成' });
  return { kind: 'changed', order: { ...order, state, completedAtMs: nowMs, timeline } };
}

/** Decides whether an order may be taken off the shopper's list: only when nothing is waited for any more. */
export function decideHiding(books: RefundBooks): OrderChange<'ORDER_NOT_FINISHED'> {
  const { order, requests } = books;
  if (order.hidden) return { kind: 'already' };
  const waiting = requests.some(({ state }) => state === 'requested');
  if (waiting || !(orderMachine.isFinal(order.state) || isGivenBack(books)))
    return { kind: 'refused', refusal: 'ORDER_NOT_FINISHED' };
  return { kind: 'changed', order: { ...order, hidden: true } };
}

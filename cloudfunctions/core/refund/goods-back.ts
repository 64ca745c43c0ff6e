import type { Order } from '../order/order';
import { mergeLines, returnMovements } from '../stock/stock';
import type { Movement, SkuQuantity } from '../stock/stock';
import type { Refund } from './refund';

/** Goods of a refund on their way back on hand, or why not. Refund and movements belong in one write. */
export type GoodsBackDecision =
  | { readonly kind: 'back'; readonly refund: Refund; readonly movements: readonly Movement[] }
  /** They came back before. */
  | { readonly kind: 'already' }
  | { readonly kind: 'refused'; readonly refusal: 'NO_GOODS' | 'GOODS_EXCEED' | 'REFUND_NOT_APPROVED' };

/** Whether the refund was never agreed to. */
function unapproved({ state, asked }: Refund): boolean {
  return state === 'awaitingApproval' || asked?.approval.kind === 'declined';
}

/** Whether, with these, more would have come back than was ordered. */
function exceed(order: Order, refunds: readonly Refund[], lines: readonly SkuQuantity[]): boolean {
  const ordered = new Map(mergeLines(order.lines).map(({ skuId, quantity }) => [skuId, quantity]));
  const before = refunds.flatMap(({ goodsBack }) => goodsBack?.lines ?? []);
  return mergeLines([...before, ...lines]).some(
    ({ skuId, quantity }) => quantity > (ordered.get(skuId) ?? 0),
  );
}

/**
 * Decides whether the goods a refund is about go back on hand: once, and over all refunds of the order never more than
 * it took. `refunds` are all refunds of the order. Whether the money arrived does not matter: the goods are there.
 */
export function decideGoodsBack(input: {
  readonly order: Order;
  readonly refunds: readonly Refund[];
  readonly refund: Refund;
  readonly by: string;
  readonly nowMs: number;
}): GoodsBackDecision {
  const { order, refunds, refund, by, nowMs } = input;
  if (refund.goodsBack !== null) return { kind: 'already' };
  const { lines } = refund;
  if (lines.length === 0 || order.stockHeld !== 'sold') return { kind: 'refused', refusal: 'NO_GOODS' };
  if (unapproved(refund)) return { kind: 'refused', refusal: 'REFUND_NOT_APPROVED' };
  if (exceed(order, refunds, lines)) return { kind: 'refused', refusal: 'GOODS_EXCEED' };
  return {
    kind: 'back',
    refund: { ...refund, goodsBack: { lines, by, atMs: nowMs } },
    movements: returnMovements(refund, lines, nowMs),
  };
}

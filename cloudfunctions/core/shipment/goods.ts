import type { WantedLine } from '../../../miniprogram/contract/quote';
import type { Order, Parcel } from '../order/order';
import { isLive } from '../refund/refund';
import type { RefundBooks } from '../refund/refund-request';
import { mergeLines } from '../stock/stock';
import type { SkuQuantity } from '../stock/stock';

/** Pieces by SKU. */
type Pieces = ReadonlyMap<string, number>;

function less(from: Pieces, lines: Iterable<SkuQuantity>): Pieces {
  const left = new Map(from);
  for (const { skuId, quantity } of lines) left.set(skuId, (left.get(skuId) ?? 0) - quantity);
  return left;
}

function linesOf(pieces: Pieces): readonly SkuQuantity[] {
  return [...pieces].filter(([, quantity]) => quantity > 0).map(([skuId, quantity]) => ({ skuId, quantity }));
}

function piecesOf(lines: Iterable<SkuQuantity>): Pieces {
  return new Map(mergeLines(lines).map(({ skuId, quantity }) => [skuId, quantity]));
}

/** What is in a parcel; one that names nothing holds the whole order. */
export function contentsOf(order: Order, parcel: Parcel): readonly SkuQuantity[] {
  return mergeLines(parcel.lines ?? order.lines);
}

/** What has been sent so far. */
export function sentGoods(order: Order): readonly SkuQuantity[] {
  return mergeLines(order.parcels.flatMap((parcel) => contentsOf(order, parcel)));
}

/**
 * What is still to be sent: ordered, less sent, less what is refunded piece by piece. A refund of an amount takes no
 * goods away. Where some pieces of a SKU are sent and some refunded, the refunded are taken for those that wait: goods
 * that are paid back must not leave by a mistake.
 */
export function goodsToShip({
  order,
  refunds,
}: Pick<RefundBooks, 'order' | 'refunds'>): readonly SkuQuantity[] {
  const waiting = less(piecesOf(order.lines), sentGoods(order));
  const refunded = mergeLines(refunds.filter(({ state }) => isLive(state)).flatMap(({ lines }) => lines));
  return linesOf(less(waiting, refunded));
}

/** Whether `wanted` is within `pool`; the first SKU that is not. */
export function firstTooMany(wanted: Iterable<WantedLine>, pool: Iterable<SkuQuantity>): string | null {
  const left = less(piecesOf(pool), wanted);
  return [...left].find(([, quantity]) => quantity < 0)?.[0] ?? null;
}

/** Whether two lists hold the same pieces. */
export function sameGoods(a: Iterable<SkuQuantity>, b: Iterable<SkuQuantity>): boolean {
  const left = less(piecesOf(a), b);
  return [...left.values()].every((quantity) => quantity === 0);
}

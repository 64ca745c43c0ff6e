import { newOrder, PAY_WITHIN_MS } from '../core/order/order';
import type { Order } from '../core/order/order';
import { priceLines } from '../core/pricing/pricing';
import { orderMovements } from '../core/stock/stock';
import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { Decide, OrderFile, Store } from '../ports/store';

/** What a shopper asks for. `clientToken` names the wish: the same token is the same order, however often it is sent. */
export interface PlaceOrderRequest {
  readonly openid: string;
  readonly clientToken: string;
  readonly lines: readonly { readonly skuId: string; readonly quantity: number }[];
}

/** `placed` also for an order that was there already; a refusal wrote nothing. */
export type PlaceOrderResult =
  | { readonly kind: 'placed'; readonly file: OrderFile }
  | {
      readonly kind: 'refused';
      readonly refusal:
        'SKU_NOT_FOUND' | 'OUT_OF_STOCK' | 'ORDER_TOTAL_TOO_LARGE' | 'INVALID_PARAMS' | 'CLIENT_TOKEN_REUSED';
    };

function existing(file: OrderFile, requestHash: string): PlaceOrderResult {
  if (file.order.requestHash === requestHash) return { kind: 'placed', file };
  return { kind: 'refused', refusal: 'CLIENT_TOKEN_REUSED' };
}

/** Reserves the stock and writes the order in one transaction, or answers the order that is there already. */
function placing(order: Order): Decide<PlaceOrderResult> {
  return (file, shortage) => {
    if (file !== null) return { result: existing(file, order.requestHash) };
    if (shortage !== null) return { result: { kind: 'refused', refusal: 'OUT_OF_STOCK' } };
    const placed: OrderFile = { order, attempts: [], refunds: [] };
    return {
      result: { kind: 'placed', file: placed },
      write: { order, movements: orderMovements(order, 'reserve', order.placedAtMs) },
    };
  };
}

/**
 * Places an order at the server's prices with its stock reserved. Safe to repeat with the same token: the order's
 * number is derived from the shopper and the token, so a second tap or a lost reply finds the first order.
 */
export async function placeOrder(
  deps: { readonly store: Store; readonly clock: Clock; readonly ids: Ids },
  request: PlaceOrderRequest,
): Promise<PlaceOrderResult> {
  const { openid, clientToken, lines } = request;
  const orderId = deps.ids.derived('order', openid, clientToken);
  const requestHash = deps.ids.derived(
    'lines',
    JSON.stringify(lines.map(({ skuId, quantity }) => [skuId, quantity])),
  );
  const skuIds = [...new Set(lines.map((line) => line.skuId))];
  const [skus, stocks] = await Promise.all([deps.store.findSkus(skuIds), deps.store.findStocks(skuIds)]);
  // After the stock: when the last piece went to an equal request a moment ago, that order is found here.
  const before = await deps.store.findOrder(orderId);
  if (before !== null) return existing(before, requestHash);
  const priced = priceLines(lines, skus);
  if (priced.kind === 'refused') return { kind: 'refused', refusal: priced.refusal };
  // A crowd after the last piece is sold is answered by this read; the transaction alone decides.
  const short = priced.lines.some((line) => (stocks.get(line.skuId)?.onHand ?? 0) < line.quantity);
  if (short) return { kind: 'refused', refusal: 'OUT_OF_STOCK' };

  const order = newOrder({
    orderId,
    openid,
    clientToken,
    requestHash,
    lines: priced.lines,
    total: priced.total,
    nowMs: deps.clock.nowMs(),
    payWithinMs: PAY_WITHIN_MS,
  });
  return deps.store.changeOrder(orderId, placing(order));
}

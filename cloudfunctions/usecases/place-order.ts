import type { Address } from '../../miniprogram/contract/address';
import type { Money } from '../../miniprogram/contract/money';
import type { QuoteView, UnavailableReason, WantedLine } from '../../miniprogram/contract/quote';
import type { ShopRefusal } from '../../miniprogram/contract/shop';
import { removeFromCart } from '../core/cart/cart';
import { newOrder } from '../core/order/order';
import type { Order } from '../core/order/order';
import { orderMovements } from '../core/stock/stock';
import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { Decide, OrderFile, Store } from '../ports/store';
import type { QuotedWish } from './quote-order';
import { quoteWish } from './quote-order';

/** What a shopper asks for. `clientToken` names the wish: the same token is the same order, however often it is sent. */
export interface PlaceOrderRequest {
  readonly openid: string;
  readonly clientToken: string;
  readonly lines: readonly WantedLine[];
  readonly addressId: string;
  readonly remark: string;
  /** What the shopper was shown; compared, never believed. */
  readonly expectedTotal: Money;
}

/** Why no order was placed. */
export type PlaceOrderRefusal = Extract<
  ShopRefusal,
  | 'SKU_NOT_FOUND'
  | 'OUT_OF_STOCK'
  | 'OVER_LIMIT'
  | 'NO_DELIVERY'
  | 'PRICE_CHANGED'
  | 'ADDRESS_NOT_FOUND'
  | 'ORDER_TOTAL_TOO_LARGE'
  | 'INVALID_PARAMS'
  | 'TOO_MANY_UNPAID'
  | 'CLIENT_TOKEN_REUSED'
>;

/** `placed` also for an order that was there already; a refusal wrote nothing. `quote` is what it would be now. */
export type PlaceOrderResult =
  | { readonly kind: 'placed'; readonly file: OrderFile }
  | { readonly kind: 'refused'; readonly refusal: PlaceOrderRefusal; readonly quote?: QuoteView };

interface PlaceOrderDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Unpaid orders one shopper may have at once. Each holds stock until it is closed: without an end, one person could
 * empty the shelf without paying for anything.
 */
const MAX_UNPAID_ORDERS = 30;

const UNAVAILABLE: Record<UnavailableReason, PlaceOrderRefusal> = {
  withdrawn: 'SKU_NOT_FOUND',
  soldOut: 'OUT_OF_STOCK',
  notEnough: 'OUT_OF_STOCK',
  overLimit: 'OVER_LIMIT',
  noDelivery: 'NO_DELIVERY',
};

function refused(refusal: PlaceOrderRefusal, quote?: QuoteView): PlaceOrderResult {
  return { kind: 'refused', refusal, ...(quote !== undefined && { quote }) };
}

function existing(file: OrderFile, requestHash: string): PlaceOrderResult {
  return file.order.requestHash === requestHash ? { kind: 'placed', file } : refused('CLIENT_TOKEN_REUSED');
}

/** Reserves the stock and writes the order in one transaction, or answers the order that is there already. */
function placing(order: Order): Decide<PlaceOrderResult> {
  return (file, shortage) => {
    if (file !== null) return { result: existing(file, order.requestHash) };
    if (shortage !== null) return { result: refused('OUT_OF_STOCK') };
    const placed: OrderFile = { order, attempts: [], refunds: [], requests: [], shipment: null };
    return {
      result: { kind: 'placed', file: placed },
      write: { order, movements: orderMovements(order, 'reserve', order.placedAtMs) },
    };
  };
}

function hashOf(ids: Ids, { lines, addressId, remark }: PlaceOrderRequest): string {
  const wanted = lines.map(({ skuId, quantity }) => [skuId, quantity]);
  return ids.derived('wish', JSON.stringify([wanted, addressId, remark]));
}

/** Why a quote cannot become the order the shopper agreed to, or null. */
function objection(quoted: QuotedWish, expectedTotal: Money): PlaceOrderResult | null {
  if (quoted.kind === 'refused') return quoted;
  const { quote, view } = quoted;
  const [missing] = quote.unavailable;
  if (missing !== undefined) return refused(UNAVAILABLE[missing.reason], view);
  const { minor, currency } = quote.total;
  const agreed = minor === expectedTotal.minor && currency === expectedTotal.currency;
  return agreed ? null : refused('PRICE_CHANGED', view);
}

/** The ordered lines leave the cart. The order stands already: this is safe to repeat and to do late. */
async function takeFromCart({ store }: PlaceOrderDeps, { openid, lines }: PlaceOrderRequest): Promise<void> {
  const ordered = new Set(lines.map(({ skuId }) => skuId));
  await store.changeCart(openid, (cart) =>
    cart.lines.some(({ skuId }) => ordered.has(skuId))
      ? { result: null, write: removeFromCart(cart, ordered) }
      : { result: null },
  );
}

function addressOnly({ name, mobile, province, city, district, detail }: Address): Address {
  return { name, mobile, province, city, district, detail };
}

/**
 * Places an order at the server's prices with its stock reserved, if it costs what the shopper was shown. Safe to
 * repeat with the same token: the order's number is derived from the shopper and the token, so a second tap or a lost
 * reply finds the first order.
 */
export async function placeOrder(
  deps: PlaceOrderDeps,
  request: PlaceOrderRequest,
): Promise<PlaceOrderResult> {
  const { openid, clientToken, remark, expectedTotal } = request;
  const orderId = deps.ids.derived('order', openid, clientToken);
  const requestHash = hashOf(deps.ids, request);
  const [quoted, unpaid] = await Promise.all([quoteWish(deps, request), deps.store.countUnpaid(openid)]);
  // After the stock: when the last piece went to an equal request a moment ago, that order is found here.
  const before = await deps.store.findOrder(orderId);
  if (before !== null) return existing(before, requestHash);
  // A crowd after the last piece is sold is answered by the quote; the transaction alone decides.
  const no = objection(quoted, expectedTotal);
  if (no !== null || quoted.kind === 'refused' || quoted.address === null)
    return no ?? refused('ADDRESS_NOT_FOUND');
  if (unpaid >= MAX_UNPAID_ORDERS) return refused('TOO_MANY_UNPAID');

  const { quote, address, payWithinMs } = quoted;
  const order = newOrder({
    orderId,
    openid,
    clientToken,
    requestHash,
    lines: quote.lines,
    freight: quote.freight,
    total: quote.total,
    address: addressOnly(address),
    remark,
    nowMs: deps.clock.nowMs(),
    payWithinMs,
  });
  const placed = await deps.store.changeOrder(orderId, placing(order));
  if (placed.kind === 'placed') await takeFromCart(deps, request);
  return placed;
}

import type { CancelReason, OrderMethods } from '../contract/order';
import { callShop, type ShopEnd } from './shop';

/** What an order would cost now. Reserves nothing. */
export function quoteOrder(params: OrderMethods['orders.quote']['params']): Promise<ShopEnd<'orders.quote'>> {
  return callShop('orders.quote', params);
}

/** Places an order. Safe to repeat with the same `clientToken`; after `unknown` repeat it, never under a new token. */
export function placeOrder(params: OrderMethods['orders.place']['params']): Promise<ShopEnd<'orders.place'>> {
  return callShop('orders.place', params);
}

/** The parameters of the cashier for an unpaid order. */
export function startPayment(orderId: string): Promise<ShopEnd<'orders.pay'>> {
  return callShop('orders.pay', { orderId });
}

/** An order as the server knows it now; asks WeChat Pay where it is not sure. */
export function loadOrder(orderId: string): Promise<ShopEnd<'orders.detail'>> {
  return callShop('orders.detail', { orderId });
}

/** The order that was paid, or was to be paid, under this number at WeChat Pay. */
export function loadOrderPaidUnder(outTradeNo: string): Promise<ShopEnd<'orders.detail'>> {
  return callShop('orders.detail', { outTradeNo });
}

/** One page of one's orders, newest first. */
export function listOrders(params: OrderMethods['orders.list']['params']): Promise<ShopEnd<'orders.list'>> {
  return callShop('orders.list', params);
}

/** How many orders wait for something. */
export function countOrders(): Promise<ShopEnd<'orders.counts'>> {
  return callShop('orders.counts', {});
}

/** Cancels an unpaid order. */
export function cancelOrder(orderId: string, reason: CancelReason): Promise<ShopEnd<'orders.cancel'>> {
  return callShop('orders.cancel', { orderId, reason });
}

/** Says that the goods arrived. */
export function confirmOrder(orderId: string): Promise<ShopEnd<'orders.confirm'>> {
  return callShop('orders.confirm', { orderId });
}

/** Takes a finished order off the list. */
export function hideOrder(orderId: string): Promise<ShopEnd<'orders.hide'>> {
  return callShop('orders.hide', { orderId });
}

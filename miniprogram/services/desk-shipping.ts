import type { ShippingMethods } from '../contract/shipping';
import { callDesk, type DeskEnd } from './desk';

/** The couriers, last used first. */
export function listCouriers(): Promise<DeskEnd<'shipping.couriers'>> {
  return callDesk('shipping.couriers', {});
}

/** Which couriers a scanned number may be of, the likeliest first. */
export function recogniseParcel(trackingNo: string): Promise<DeskEnd<'shipping.recognise'>> {
  return callDesk('shipping.recognise', { trackingNo });
}

/** How the shipping of an order stands. */
export function loadShipping(orderId: string): Promise<DeskEnd<'shipping.get'>> {
  return callDesk('shipping.get', { orderId });
}

/** Sends goods. Safe to repeat with the same `clientToken`; after `unknown` repeat it, never under a new token. */
export function ship(params: ShippingMethods['shipping.ship']['params']): Promise<DeskEnd<'shipping.ship'>> {
  return callDesk('shipping.ship', params);
}

/** Replaces all parcels of an order, once. As safe to repeat as {@link ship}. */
export function correctShipping(
  params: ShippingMethods['shipping.correct']['params'],
): Promise<DeskEnd<'shipping.correct'>> {
  return callDesk('shipping.correct', params);
}

/** Tries a refused upload again at once. */
export function retryUpload(orderId: string): Promise<DeskEnd<'shipping.retry'>> {
  return callDesk('shipping.retry', { orderId });
}

/** Has WeChat remind the shopper to confirm the receipt, once per order. */
export function remindReceipt(orderId: string): Promise<DeskEnd<'shipping.remind'>> {
  return callDesk('shipping.remind', { orderId });
}

/** The shop's shipping in figures: what is late, what WeChat holds. */
export function loadShippingState(): Promise<DeskEnd<'shipping.state'>> {
  return callDesk('shipping.state', {});
}

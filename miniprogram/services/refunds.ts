import type { RefundMethods } from '../contract/refund';
import { callShop, type ShopEnd } from './shop';

/** Asks for a refund. Safe to repeat with the same `clientToken`. */
export function requestRefund(
  params: RefundMethods['refunds.request']['params'],
): Promise<ShopEnd<'refunds.request'>> {
  return callShop('refunds.request', params);
}

/** A request and how far its money is. */
export function loadRefund(requestId: string): Promise<ShopEnd<'refunds.get'>> {
  return callShop('refunds.get', { requestId });
}

/** One page of one's requests, newest first. */
export function listRefunds(before?: string): Promise<ShopEnd<'refunds.list'>> {
  return callShop('refunds.list', before === undefined ? {} : { before });
}

/** Takes a request back before the merchant decided. */
export function withdrawRefund(requestId: string): Promise<ShopEnd<'refunds.withdraw'>> {
  return callShop('refunds.withdraw', { requestId });
}

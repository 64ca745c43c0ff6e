import type { DeskOrderMethods } from '../contract/desk-orders';
import { callDesk, type DeskEnd } from './desk';

/** One page of the merchant's orders, newest first. */
export function listDeskOrders(
  params: DeskOrderMethods['orders.list']['params'],
): Promise<DeskEnd<'orders.list'>> {
  return callDesk('orders.list', params);
}

/** What a number leads to: of an order, a payment, a refund, a telephone. */
export function searchDeskOrders(
  params: DeskOrderMethods['orders.search']['params'],
): Promise<DeskEnd<'orders.search'>> {
  return callDesk('orders.search', params);
}

/** All of one order. */
export function loadDeskOrder(orderId: string): Promise<DeskEnd<'orders.detail'>> {
  return callDesk('orders.detail', { orderId });
}

/** Writes the merchant's own note. Safe to repeat. */
export function writeNote(
  params: DeskOrderMethods['orders.note']['params'],
): Promise<DeskEnd<'orders.note'>> {
  return callDesk('orders.note', params);
}

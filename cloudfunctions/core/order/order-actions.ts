import type { OrderAction } from '../../../miniprogram/contract/order';
import { askable, isGivenBack } from '../refund/refund-request';
import type { RefundBooks } from '../refund/refund-request';

/** What the shopper may do with the order now, the most likely first. */
export function orderActions(books: RefundBooks, nowMs: number): readonly OrderAction[] {
  const { order, requests } = books;
  const askBack: readonly OrderAction[] = askable(books).minor > 0 ? ['requestRefund'] : [];
  const waiting = requests.some(({ state }) => state === 'requested');
  switch (order.state) {
    case 'awaitingPayment':
      return nowMs < order.payBeforeMs ? ['pay', 'cancel'] : ['cancel'];
    case 'paid':
    case 'shipped':
      if (isGivenBack(books)) return waiting ? [] : ['hide'];
      return order.state === 'paid' ? askBack : ['confirm', ...askBack];
    case 'completed':
      return waiting ? askBack : [...askBack, 'hide'];
    case 'closed':
      return ['hide'];
  }
}

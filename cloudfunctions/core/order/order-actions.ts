import type { OrderAction } from '../../../miniprogram/contract/order';
import { askable } from '../refund/refund-request';
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
      return askBack;
    case 'shipped':
      return ['confirm', ...askBack];
    case 'completed':
      return waiting ? askBack : [...askBack, 'hide'];
    case 'closed':
      return ['hide'];
  }
}

import type { OrderFilter } from '../../miniprogram/contract/desk-orders';
import type { RefundCounts, RefundList } from '../../miniprogram/contract/desk-refunds';
import type { Refund } from '../core/refund/refund';
import type { RefundRequest } from '../core/refund/refund-request';
import type { Evidence, OrderFile, Store } from './store';

/** Where a page goes on: after the row of this time and number. */
export interface PageMark {
  readonly atMs: number;
  readonly id: string;
}

/** How many collections of a day stayed with the shop, and how much of their money. */
export interface CollectedSum {
  readonly count: number;
  readonly minor: number;
}

/** The store with what the merchant reads of the whole shop. Every list goes along an index, whatever its size. */
export interface OrderDeskStore extends Store {
  /** Orders of the whole shop, newest first. */
  listDeskOrders(query: {
    readonly by:
      | { readonly kind: 'filter'; readonly filter: OrderFilter }
      | { readonly kind: 'phoneTail'; readonly digits: string };
    readonly before?: PageMark;
    readonly limit: number;
  }): Promise<readonly OrderFile[]>;
  /** The orders that a number names: of the order, of a payment (ours or the gateway's), or of a refund. */
  findOrdersByNumber(number: string): Promise<readonly OrderFile[]>;
  /** These orders, newest first; those that are not there are left out. */
  findOrders(orderIds: readonly string[]): Promise<readonly OrderFile[]>;
  /** Refunds of one list; what waits the longest waiting first, `ended` newest first. */
  listDeskRefunds(query: {
    readonly list: Exclude<RefundList, 'requests'>;
    readonly after?: PageMark;
    readonly limit: number;
  }): Promise<readonly { readonly refund: Refund; readonly file: OrderFile }[]>;
  /** Refund requests nobody has answered, the longest waiting first. */
  listWaitingRequests(query: {
    readonly after?: PageMark;
    readonly limit: number;
  }): Promise<readonly { readonly request: RefundRequest; readonly file: OrderFile }[]>;
  countRefundWork(): Promise<RefundCounts>;
  /** Collections at the counter begun in a span of time, newest first. `toMs` is the first moment after it. */
  listCollections(query: {
    readonly fromMs: number;
    readonly toMs: number;
    readonly before?: PageMark;
    readonly limit: number;
  }): Promise<readonly OrderFile[]>;
  /** What stayed with the shop of them: paid, less what went back or is on its way back. */
  sumCollections(span: { readonly fromMs: number; readonly toMs: number }): Promise<CollectedSum>;
  /** Proofs of one order, oldest first. */
  pageEvidence(query: {
    readonly orderId: string;
    readonly after?: PageMark;
    readonly limit: number;
  }): Promise<readonly Evidence[]>;
  /** Proofs with this support code or of this request, newest first. */
  findEvidence(query: {
    readonly by: 'supportCode' | 'requestId';
    readonly text: string;
    readonly limit: number;
  }): Promise<readonly Evidence[]>;
}

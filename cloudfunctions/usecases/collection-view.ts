import type { CollectionView } from '../../miniprogram/contract/collection';
import { collectionStanding } from '../core/collection/standing';
import type { Attempt } from '../core/payment/attempt';
import type { OrderFile } from '../ports/store';

/** The one attempt of a collection, or null where the order is none of the counter. */
export function attemptOfCollection(file: OrderFile | null): Attempt | null {
  return file?.order.kind === 'counter' ? (file.attempts[0] ?? null) : null;
}

/** A collection as the cashier sees it; null where the order is none of the counter. */
export function collectionView(file: OrderFile | null): CollectionView | null {
  const attempt = attemptOfCollection(file);
  if (file === null || attempt === null) return null;
  const { order, refunds } = file;
  return {
    orderId: order.orderId,
    amount: order.total,
    remark: order.remark,
    standing: collectionStanding(order, attempt, refunds),
  };
}

import type { Attempt } from '../../core/payment/attempt';
import type { OrderFile, Store } from '../../ports/store';
import type { Database } from './database';
import type { AttemptDocument, OrderDocument } from './documents';
import { attemptOf, sortKey } from './documents';
import { withParts } from './order-file';
import { COLLECTIONS } from './schema';

type Query<Method extends keyof Store> = Parameters<Store[Method]>[0];

/** One attempt by its number, or null. */
export async function findAttempt(database: Database, outTradeNo: string): Promise<Attempt | null> {
  const document = await database.get<AttemptDocument>(COLLECTIONS.attempts, outTradeNo);
  return document === null ? null : attemptOf(document);
}

/** One page of one shopper's orders, newest first, along the index `mine` or `mine_by_state`. */
export async function listOrders(
  database: Database,
  query: Query<'listOrders'>,
): Promise<readonly OrderFile[]> {
  const { openid, state, before, limit } = query;
  const where = {
    openid,
    ...(state !== undefined && { state }),
    ...(before !== undefined && {
      sortKey: database.operators.lt(sortKey(before.placedAtMs, before.orderId)),
    }),
  };
  const page = await database.find<OrderDocument>(COLLECTIONS.orders, where, {
    sort: [['sortKey', 'desc']],
    limit,
  });
  return (await withParts(database, page)).map(({ file }) => file);
}

/** Unpaid orders whose time is over, along the index `expiring`. */
export async function listExpired(
  database: Database,
  query: Query<'listExpired'>,
): Promise<readonly string[]> {
  const where = { state: 'awaitingPayment', payBeforeMs: database.operators.lte(query.nowMs) };
  const options = { sort: [['payBeforeMs', 'asc']], limit: query.limit } as const;
  const page = await database.find<OrderDocument>(COLLECTIONS.orders, where, options);
  return page.map((order) => order._id);
}

/** Attempts that may still be paid, oldest first, along the index `open`. */
export async function listOpenAttempts(
  database: Database,
  query: Query<'listOpenAttempts'>,
): Promise<readonly Attempt[]> {
  const { createdAfterMs, beforeMs, limit } = query;
  const where = { open: true, createdAtMs: database.operators.between(createdAfterMs, beforeMs) };
  const options = { sort: [['createdAtMs', 'asc']], limit } as const;
  const page = await database.find<AttemptDocument>(COLLECTIONS.attempts, where, options);
  return page.map(attemptOf);
}

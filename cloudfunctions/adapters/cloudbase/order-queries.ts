import type { Attempt } from '../../core/payment/attempt';
import type { OrderCounts, OrderState } from '../../../miniprogram/contract/order';
import type { Refund } from '../../core/refund/refund';
import type { OrderFile, Store } from '../../ports/store';
import type { Database } from './database';
import type { AttemptDocument, OrderDocument, RefundDocument, RefundRequestDocument } from './documents';
import { attemptOf, refundOf, requestOf, sortKey } from './documents';
import { readFile, withParts } from './order-file';
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
    hidden: false,
    ...(state !== undefined && { listedAs: state }),
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

function countInState(database: Database, openid: string, state: OrderState): Promise<number> {
  return database.count(COLLECTIONS.orders, { openid, hidden: false, listedAs: state });
}

/** How many orders hold stock without being paid. */
export function countUnpaid(database: Database, openid: string): Promise<number> {
  return countInState(database, openid, 'awaitingPayment');
}

/** How many orders wait in each state, counted along `mine_by_state`. */
export async function countOrders(database: Database, openid: string): Promise<OrderCounts> {
  const [awaitingPayment, paid, shipped, refunding] = await Promise.all([
    countUnpaid(database, openid),
    countInState(database, openid, 'paid'),
    countInState(database, openid, 'shipped'),
    database.count(COLLECTIONS.refundRequests, { openid, state: 'requested' }),
  ]);
  return { awaitingPayment, paid, shipped, refunding };
}

/** Whether something of one shopper is under way: refunds of the whole shop that are, along `open`, are few. */
export async function hasBusiness(database: Database, openid: string): Promise<boolean> {
  const counts = await countOrders(database, openid);
  if (Object.values(counts).some((count) => count > 0)) return true;
  const where = { state: database.operators.in(['awaitingApproval', 'due', 'processing', 'abnormal']) };
  const refunds = await database.find<RefundDocument>(COLLECTIONS.refunds, where);
  if (refunds.length === 0) return false;
  const orderIds = [...new Set(refunds.map(({ orderId }) => orderId))];
  const mine = { _id: database.operators.in(orderIds), openid };
  return (await database.count(COLLECTIONS.orders, mine)) > 0;
}

/** The file of the order a request belongs to. */
export async function findOrderOfRequest(database: Database, requestId: string): Promise<OrderFile | null> {
  const document = await database.get<RefundRequestDocument>(COLLECTIONS.refundRequests, requestId);
  return document === null ? null : ((await readFile(database, document.orderId))?.file ?? null);
}

/** One page of one shopper's refund requests, newest first, along the index `mine`. */
export async function listRequests(
  database: Database,
  query: Query<'listRequests'>,
): Promise<Awaited<ReturnType<Store['listRequests']>>> {
  const { openid, before, limit } = query;
  const where = {
    openid,
    ...(before !== undefined && {
      sortKey: database.operators.lt(sortKey(before.requestedAtMs, before.requestId)),
    }),
  };
  const page = await database.find<RefundRequestDocument>(COLLECTIONS.refundRequests, where, {
    sort: [['sortKey', 'desc']],
    limit,
  });
  const orderIds = [...new Set(page.map(({ orderId }) => orderId))];
  if (orderIds.length === 0) return [];
  const ids = { _id: database.operators.in(orderIds) };
  const orders = await database.find<OrderDocument>(COLLECTIONS.orders, ids);
  const files = new Map(
    (await withParts(database, orders)).map(({ file }) => [file.order.orderId, file] as const),
  );
  return page.flatMap((document) => {
    const file = files.get(document.orderId);
    return file === undefined ? [] : [{ request: requestOf(document), file }];
  });
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

/** Refunds with a step to take, along the index `to_do`; one with nothing to do holds null and is below every time. */
export async function listRefundsToDo(
  database: Database,
  query: Query<'listRefundsToDo'>,
): Promise<readonly Refund[]> {
  const where = { nextStepAtMs: database.operators.between(0, query.nowMs + 1) };
  const options = { sort: [['nextStepAtMs', 'asc']], limit: query.limit } as const;
  const page = await database.find<RefundDocument>(COLLECTIONS.refunds, where, options);
  return page.map(refundOf);
}

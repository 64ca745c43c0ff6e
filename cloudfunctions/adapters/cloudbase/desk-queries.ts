import type { OrderFilter } from '../../../miniprogram/contract/desk-orders';
import type { RefundCounts } from '../../../miniprogram/contract/desk-refunds';
import { isLive } from '../../core/refund/refund';
import type { CollectedSum, OrderDeskStore, PageMark } from '../../ports/order-desk-store';
import type { Evidence, OrderFile } from '../../ports/store';
import type { Database, Operators, Where } from './database';
import { MAX_PAGE } from './database';
import type {
  AttemptDocument,
  EvidenceDocument,
  OrderDocument,
  RefundDocument,
  RefundRequestDocument,
} from './documents';
import { evidenceOf, refundOf, requestOf, sortKey } from './documents';
import { withParts } from './order-file';
import { COLLECTIONS } from './schema';

type Query<Method extends keyof OrderDeskStore> = Parameters<OrderDeskStore[Method]>[0];
type Found<Method extends keyof OrderDeskStore> = Awaited<ReturnType<OrderDeskStore[Method]>>;

const NEWEST_FIRST = [['sortKey', 'desc']] as const;
const OLDEST_FIRST = [['sortKey', 'asc']] as const;

function filterWhere(filter: OrderFilter): Where {
  switch (filter) {
    case 'all':
      return {};
    case 'refunds':
      return { withRefund: true };
    case 'counter':
      return { kind: 'counter' };
    case 'toShip':
      return { toShip: true };
    case 'uploadRefused':
      return { uploadRefused: true };
    case 'awaitingPayment':
    case 'shipped':
    case 'completed':
    case 'closed':
      return { kind: 'delivery', listedAs: filter };
  }
}

function beyond(operators: Operators, mark: PageMark | undefined, way: 'older' | 'newer'): Where {
  if (mark === undefined) return {};
  const key = sortKey(mark.atMs, mark.id);
  return { sortKey: way === 'older' ? operators.lt(key) : operators.gt(key) };
}

async function filesOf(database: Database, page: readonly OrderDocument[]): Promise<readonly OrderFile[]> {
  return (await withParts(database, page)).map(({ file }) => file);
}

/** One page of all orders, along the one index that is made for its filter or for `phone_tail`. */
export async function listDeskOrders(
  database: Database,
  { by, before, limit }: Query<'listDeskOrders'>,
): Promise<readonly OrderFile[]> {
  const which = by.kind === 'filter' ? filterWhere(by.filter) : { phoneTail: by.digits };
  const where = { ...which, ...beyond(database.operators, before, 'older') };
  const options = { sort: NEWEST_FIRST, limit };
  return filesOf(database, await database.find<OrderDocument>(COLLECTIONS.orders, where, options));
}

/** These orders, newest first. */
export async function findOrders(
  database: Database,
  orderIds: readonly string[],
): Promise<readonly OrderFile[]> {
  if (orderIds.length === 0) return [];
  const where = { _id: database.operators.in(orderIds) };
  const found = await database.find<OrderDocument>(COLLECTIONS.orders, where);
  return filesOf(
    database,
    found.toSorted((a, b) => (a.sortKey < b.sortKey ? 1 : -1)),
  );
}

/** Orders a number names; its own number is read with the others. */
export async function findOrdersByNumber(database: Database, number: string): Promise<readonly OrderFile[]> {
  const [attempt, paid, refund] = await Promise.all([
    database.get<AttemptDocument>(COLLECTIONS.attempts, number),
    database.find<AttemptDocument>(COLLECTIONS.attempts, { transactionId: number }, { limit: 10 }),
    database.get<RefundDocument>(COLLECTIONS.refunds, number),
  ]);
  const named = [attempt, ...paid, refund].flatMap((one) => one?.orderId ?? []);
  return findOrders(database, [...new Set([number, ...named])]);
}

async function filesById(
  database: Database,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, OrderFile>> {
  const files = await findOrders(database, [...new Set(orderIds)]);
  return new Map(files.map((file) => [file.order.orderId, file] as const));
}

/** One page of one list of refunds, along the index `list`. */
export async function listDeskRefunds(
  database: Database,
  { list, after, limit }: Query<'listDeskRefunds'>,
): Promise<Found<'listDeskRefunds'>> {
  const ended = list === 'ended';
  const where = { list, ...beyond(database.operators, after, ended ? 'older' : 'newer') };
  const options = { sort: ended ? NEWEST_FIRST : OLDEST_FIRST, limit };
  const page = await database.find<RefundDocument>(COLLECTIONS.refunds, where, options);
  const files = await filesById(
    database,
    page.map(({ orderId }) => orderId),
  );
  return page.flatMap((document) => {
    const file = files.get(document.orderId);
    return file === undefined ? [] : [{ refund: refundOf(document), file }];
  });
}

/** One page of requests nobody has answered, along the index `waiting`. */
export async function listWaitingRequests(
  database: Database,
  { after, limit }: Query<'listWaitingRequests'>,
): Promise<Found<'listWaitingRequests'>> {
  const where = { waiting: true, ...beyond(database.operators, after, 'newer') };
  const options = { sort: OLDEST_FIRST, limit };
  const page = await database.find<RefundRequestDocument>(COLLECTIONS.refundRequests, where, options);
  const files = await filesById(
    database,
    page.map(({ orderId }) => orderId),
  );
  return page.flatMap((document) => {
    const file = files.get(document.orderId);
    return file === undefined ? [] : [{ request: requestOf(document), file }];
  });
}

/** How many cases wait for somebody, counted along `waiting` and `list`. */
export async function countRefundWork(database: Database): Promise<RefundCounts> {
  const [requests, approvals, troubles] = await Promise.all([
    database.count(COLLECTIONS.refundRequests, { waiting: true }),
    database.count(COLLECTIONS.refunds, { list: 'approvals' }),
    database.count(COLLECTIONS.refunds, { list: 'troubles' }),
  ]);
  return { requests, approvals, troubles };
}

/** Orders of the counter that were placed in a span; every key of a time begins with its digits. */
function placedIn(
  operators: Operators,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  before?: PageMark,
): Where {
  const end = before === undefined ? sortKey(toMs, '') : sortKey(before.atMs, before.id);
  return { kind: 'counter', sortKey: operators.between(sortKey(fromMs, ''), end) };
}

/** One page of a span's collections, along the index `of_kind`. */
export async function listCollections(
  database: Database,
  { before, limit, ...span }: Query<'listCollections'>,
): Promise<readonly OrderFile[]> {
  const where = placedIn(database.operators, span, before);
  const options = { sort: NEWEST_FIRST, limit };
  return filesOf(database, await database.find<OrderDocument>(COLLECTIONS.orders, where, options));
}

type Counted = Pick<OrderDocument, '_id' | 'sortKey' | 'state' | 'total' | 'withRefund' | 'placedAtMs'>;

async function refundedMinor(
  database: Database,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const sums = new Map<string, number>();
  if (orderIds.length === 0) return sums;
  const where = { orderId: database.operators.in(orderIds) };
  for (const { orderId, amount, state } of await database.find<RefundDocument>(COLLECTIONS.refunds, where))
    if (isLive(state)) sums.set(orderId, (sums.get(orderId) ?? 0) + amount.minor);
  return sums;
}

/** Adds up a span's collections, a thousand at a time, reading no more of each than its sum. */
export async function sumCollections(
  database: Database,
  span: Query<'sumCollections'>,
): Promise<CollectedSum> {
  const fields = ['sortKey', 'state', 'total', 'withRefund', 'placedAtMs'];
  let sum: CollectedSum = { count: 0, minor: 0 };
  let before: PageMark | undefined;
  for (;;) {
    const where = placedIn(database.operators, span, before);
    const options = { sort: NEWEST_FIRST, limit: MAX_PAGE, fields };
    const page = await database.find<Counted>(COLLECTIONS.orders, where, options);
    const paid = page.filter(({ state }) => state === 'completed');
    const refunded = await refundedMinor(
      database,
      paid.filter(({ withRefund }) => withRefund).map(({ _id }) => _id),
    );
    const kept = paid
      .map(({ _id, total }) => total.minor - (refunded.get(_id) ?? 0))
      .filter((minor) => minor > 0);
    sum = { count: sum.count + kept.length, minor: kept.reduce((all, minor) => all + minor, sum.minor) };
    const last = page.at(-1);
    if (last === undefined || page.length < MAX_PAGE) return sum;
    before = { atMs: last.placedAtMs, id: last._id };
  }
}

/** One page of an order's proofs, along the index `order`. */
export async function pageEvidence(
  database: Database,
  { orderId, after, limit }: Query<'pageEvidence'>,
): Promise<readonly Evidence[]> {
  const where = { orderId, ...beyond(database.operators, after, 'newer') };
  const options = { sort: OLDEST_FIRST, limit };
  return (await database.find<EvidenceDocument>(COLLECTIONS.evidence, where, options)).map(evidenceOf);
}

/** Proofs of a support code or a request, along the index of each. */
export async function findEvidence(
  database: Database,
  { by, text, limit }: Query<'findEvidence'>,
): Promise<readonly Evidence[]> {
  const options = { sort: NEWEST_FIRST, limit };
  return (await database.find<EvidenceDocument>(COLLECTIONS.evidence, { [by]: text }, options)).map(
    evidenceOf,
  );
}

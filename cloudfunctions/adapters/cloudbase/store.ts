import type { Order } from '../../core/order/order';
import type { Movement } from '../../core/stock/stock';
import { applyMovement, newStock } from '../../core/stock/stock';
import type { Change, Decide, OrderFile, Shortage, ShelfProduct, Store } from '../../ports/store';
import type { Database, Document, Session } from './database';
import { MAX_PAGE, Overtaken, retrying } from './database';
import type {
  AttemptDocument,
  EvidenceDocument,
  LeaseDocument,
  MovementDocument,
  OrderDocument,
  ProductDocument,
  RefundDocument,
  SkuDocument,
} from './documents';
import {
  attemptDocument,
  attemptOf,
  evidenceDocument,
  evidenceOf,
  movementDocument,
  movementOf,
  orderDocument,
  orderOf,
  refundDocument,
  refundOf,
  skuOf,
  sortKey,
  stockOf,
} from './documents';
import { failureKind } from './failure';
import { COLLECTIONS } from './schema';

interface FoundOrder {
  readonly file: OrderFile;
  readonly revision: number;
}

type Write = NonNullable<Change<unknown>['write']>;

/** Attempts and refunds are read after the order: a change in between bumps its revision and is noticed at the write. */
async function withParts(session: Session, document: OrderDocument): Promise<FoundOrder> {
  const order = orderOf(document);
  if (order.attempts.length === 0)
    return { file: { order, attempts: [], refunds: [] }, revision: document.revision };
  const where = { orderId: order.orderId };
  const [attempts, refunds] = await Promise.all([
    session.find<AttemptDocument>(COLLECTIONS.attempts, where),
    session.find<RefundDocument>(COLLECTIONS.refunds, where),
  ]);
  const place = (outTradeNo: string) => order.attempts.indexOf(outTradeNo);
  return {
    file: {
      order,
      attempts: attempts.map(attemptOf).sort((a, b) => place(a.outTradeNo) - place(b.outTradeNo)),
      refunds: refunds.map(refundOf),
    },
    revision: document.revision,
  };
}

async function readFile(session: Session, orderId: string): Promise<FoundOrder | null> {
  const document = await session.get<OrderDocument>(COLLECTIONS.orders, orderId);
  return document === null ? null : withParts(session, document);
}

/** Carries a shortage out of the transaction, so that it is rolled back whole. */
class ShortageFound extends Error {
  readonly shortage: Shortage;
  constructor(shortage: Shortage) {
    super(`not enough of ${shortage.skuId}`);
    this.shortage = shortage;
  }
}

/** One SKU after the other in a fixed order, so that two orders for the same two SKUs cannot block each other. */
async function moveStock(session: Session, movements: readonly Movement[]): Promise<void> {
  const sorted = [...movements].sort((a, b) => (a.skuId < b.skuId ? -1 : 1));
  for (const movement of sorted) {
    const document = await session.get<SkuDocument>(COLLECTIONS.skus, movement.skuId);
    if (document === null) throw new ShortageFound({ skuId: movement.skuId, available: 0 });
    const moved = applyMovement(stockOf(document), movement);
    if (moved.kind === 'refused')
      throw new ShortageFound({ skuId: movement.skuId, available: moved.available });
    const { skuId: _skuId, ...counters } = moved.stock;
    await session.put(COLLECTIONS.skus, { ...document, ...counters });
  }
  await session.add(COLLECTIONS.movements, movements.map(movementDocument));
}

async function writeOrder(session: Session, order: Order, revision: number | null): Promise<void> {
  const { _id, ...fields } = orderDocument(order, (revision ?? 0) + 1);
  if (revision === null) {
    await session.add(COLLECTIONS.orders, [{ _id, ...fields } as Document]);
    return;
  }
  const changed = await session.changeIf(COLLECTIONS.orders, { _id, revision }, fields);
  if (!changed) throw new Overtaken(`order ${_id} was changed by another writer`);
}

async function writeChange(
  database: Database,
  write: Write,
  revision: number | null,
): Promise<Shortage | null> {
  try {
    await database.transaction(async (session) => {
      // The hot counter comes first: the crowd is turned away before it has written anything else.
      await moveStock(session, write.movements ?? []);
      await writeOrder(session, write.order, revision);
      for (const attempt of write.attempts ?? [])
        await session.put(COLLECTIONS.attempts, attemptDocument(attempt));
      for (const refund of write.refunds ?? [])
        await session.put(COLLECTIONS.refunds, refundDocument(refund));
    });
    return null;
  } catch (error) {
    if (error instanceof ShortageFound) return error.shortage;
    throw error;
  }
}

async function changeOrder<Result>(
  database: Database,
  orderId: string,
  decide: Decide<Result>,
): Promise<Result> {
  const found = await readFile(database, orderId);
  let shortage: Shortage | null = null;
  // A decision is told of a shortage once; one that still wants the missing stock is a bug.
  for (let round = 0; round < 2; round++) {
    const change = decide(found?.file ?? null, shortage);
    if (change.write === undefined) return change.result;
    shortage = await writeChange(database, change.write, found?.revision ?? null);
    if (shortage === null) return change.result;
  }
  throw new Error(`the decision on order ${orderId} takes stock that is not there`);
}

/** Everything of one collection, page by page in key order. */
async function readAll<Doc extends Document>(database: Database, collection: string): Promise<Doc[]> {
  const all: Doc[] = [];
  for (let last = ''; ;) {
    const page = await database.find<Doc>(
      collection,
      { _id: database.operators.gt(last) },
      { sort: [['_id', 'asc']], limit: MAX_PAGE },
    );
    all.push(...page);
    const end = page.at(-1);
    if (end === undefined || page.length < MAX_PAGE) return all;
    last = end._id;
  }
}

async function addProduct(
  database: Database,
  product: ShelfProduct,
  initial: ReadonlyMap<string, number>,
): Promise<void> {
  const { productId, skus, ...fields } = product;
  await database.put(COLLECTIONS.products, { _id: productId, ...fields } as Document);
  for (const { skuId, specification, price } of skus) {
    const { skuId: _skuId, ...counters } = newStock(skuId, initial.get(skuId) ?? 0);
    const offer = { productId, title: product.title, specification, price, onSale: true };
    try {
      await database.add(COLLECTIONS.skus, [{ _id: skuId, ...offer, ...counters } as Document]);
    } catch (error) {
      if (failureKind(error) !== 'duplicate') throw error;
    }
  }
}

async function listShelf(database: Database): Promise<readonly ShelfProduct[]> {
  const products = await database.find<ProductDocument>(
    COLLECTIONS.products,
    {},
    { sort: [['position', 'asc']] },
  );
  const skus = await readAll<SkuDocument>(database, COLLECTIONS.skus);
  return products.map(({ _id, title, category, position }) => ({
    productId: _id,
    title,
    category,
    position,
    skus: skus
      .filter((sku) => sku.productId === _id && sku.onSale)
      .map((sku) => ({ skuId: sku._id, specification: sku.specification, price: sku.price })),
  }));
}

function readingMethods(
  database: Database,
): Pick<
  Store,
  | 'listShelf'
  | 'findSkus'
  | 'findStocks'
  | 'findOrder'
  | 'findAttempt'
  | 'listOrders'
  | 'listExpired'
  | 'listOpenAttempts'
  | 'listEvidence'
  | 'readBooks'
> {
  const { operators } = database;
  const skuDocuments = (skuIds: readonly string[]) =>
    database.find<SkuDocument>(COLLECTIONS.skus, { _id: operators.in(skuIds) });
  return {
    listShelf: () => retrying('listShelf', () => listShelf(database)),
    findSkus: (skuIds) =>
      retrying(
        'findSkus',
        async () => new Map((await skuDocuments(skuIds)).map((sku) => [sku._id, skuOf(sku)])),
      ),
    findStocks: (skuIds) =>
      retrying(
        'findStocks',
        async () => new Map((await skuDocuments(skuIds)).map((sku) => [sku._id, stockOf(sku)])),
      ),
    findOrder: (orderId) =>
      retrying('findOrder', async () => (await readFile(database, orderId))?.file ?? null),
    findAttempt: (outTradeNo) =>
      retrying('findAttempt', async () => {
        const document = await database.get<AttemptDocument>(COLLECTIONS.attempts, outTradeNo);
        return document === null ? null : attemptOf(document);
      }),
    listOrders: ({ openid, state, before, limit }) =>
      retrying('listOrders', async () => {
        const where = {
          openid,
          ...(state !== undefined && { state }),
          ...(before !== undefined && { sortKey: operators.lt(sortKey(before.placedAtMs, before.orderId)) }),
        };
        const page = await database.find<OrderDocument>(COLLECTIONS.orders, where, {
          sort: [['sortKey', 'desc']],
          limit,
        });
        return Promise.all(page.map(async (document) => (await withParts(database, document)).file));
      }),
    listExpired: ({ nowMs, limit }) =>
      retrying('listExpired', async () => {
        const where = { state: 'awaitingPayment', payBeforeMs: operators.lte(nowMs) };
        const page = await database.find<OrderDocument>(COLLECTIONS.orders, where, {
          sort: [['payBeforeMs', 'asc']],
          limit,
        });
        return page.map((order) => order._id);
      }),
    listOpenAttempts: ({ createdAfterMs, beforeMs, limit }) =>
      retrying('listOpenAttempts', async () => {
        const where = { open: true, createdAtMs: operators.between(createdAfterMs, beforeMs) };
        const page = await database.find<AttemptDocument>(COLLECTIONS.attempts, where, {
          sort: [['createdAtMs', 'asc']],
          limit,
        });
        return page.map(attemptOf);
      }),
    listEvidence: (orderId) =>
      retrying('listEvidence', async () => {
        const rows = await database.find<EvidenceDocument>(
          COLLECTIONS.evidence,
          { orderId },
          { sort: [['atMs', 'asc']] },
        );
        return rows.map(evidenceOf);
      }),
    readBooks: () =>
      retrying('readBooks', async () => ({
        stocks: (await readAll<SkuDocument>(database, COLLECTIONS.skus)).map(stockOf),
        movements: (await readAll<MovementDocument>(database, COLLECTIONS.movements)).map(movementOf),
        orders: (await readAll<OrderDocument>(database, COLLECTIONS.orders)).map(orderOf),
        attempts: (await readAll<AttemptDocument>(database, COLLECTIONS.attempts)).map(attemptOf),
        refunds: (await readAll<RefundDocument>(database, COLLECTIONS.refunds)).map(refundOf),
      })),
  };
}

async function claimJob(database: Database, job: Parameters<Store['claimJob']>[0]): Promise<boolean> {
  const { name, holder, nowMs } = job;
  const untilMs = nowMs + job.leaseMs;
  const free = { _id: name, untilMs: database.operators.lte(nowMs) };
  if (await database.changeIf(COLLECTIONS.leases, free, { holder, untilMs })) return true;
  try {
    const lease: LeaseDocument = { _id: name, holder, untilMs };
    await database.add(COLLECTIONS.leases, [lease]);
    return true;
  } catch (error) {
    if (failureKind(error) === 'duplicate') return false;
    throw error;
  }
}

/** The shop's memory on CloudBase's document database. */
export function createCloudbaseStore(database: Database): Store {
  return {
    ...readingMethods(database),
    addProduct: (product, initial) => retrying('addProduct', () => addProduct(database, product, initial)),
    changeOrder: (orderId, decide) => retrying('changeOrder', () => changeOrder(database, orderId, decide)),
    recordEvidence: (evidence) =>
      retrying('recordEvidence', () => database.put(COLLECTIONS.evidence, evidenceDocument(evidence))),
    claimJob: (job) => retrying('claimJob', () => claimJob(database, job)),
    releaseJob: ({ name, holder }) =>
      retrying('releaseJob', async () => {
        await database.changeIf(COLLECTIONS.leases, { _id: name, holder }, { untilMs: 0 });
      }),
  };
}

import { orderMachine } from '../../core/order/order';
import type { Attempt } from '../../core/payment/attempt';
import { frozenMoney } from '../../core/shipment/frozen';
import { goodsToShip } from '../../core/shipment/goods';
import type { Shipment } from '../../core/shipment/shipment';
import { givable, isGivenBack } from '../../core/refund/refund-request';
import type { Movement } from '../../core/stock/stock';
import { applyMovement } from '../../core/stock/stock';
import type { Change, Decide, OrderFile, Shortage } from '../../ports/store';
import { writeActions } from './actions';
import type { Database, Document, Session } from './database';
import { Overtaken } from './database';
import type {
  AttemptDocument,
  OrderDocument,
  OrderMarks,
  RefundDocument,
  RefundRequestDocument,
  ShipmentDocument,
  SkuDocument,
} from './documents';
import {
  attemptDocument,
  attemptOf,
  messageDocument,
  movementDocument,
  orderDocument,
  orderOf,
  refundDocument,
  refundOf,
  requestDocument,
  requestOf,
  shipmentDocument,
  shipmentOf,
  stockOf,
} from './documents';
import { writeFigures } from './sales';
import { COLLECTIONS } from './schema';

/** An order's file with the revision it was read at. */
export interface FoundOrder {
  readonly file: OrderFile;
  readonly revision: number;
}

type Write = NonNullable<Change<unknown>['write']>;

/** Shipments there can be: an order without a parcel has none. */
async function findShipments(
  database: Database,
  documents: readonly OrderDocument[],
): Promise<readonly Shipment[]> {
  const ids = documents.filter(({ parcels }) => parcels.length > 0).map(({ _id }) => _id);
  if (ids.length === 0) return [];
  const where = { _id: database.operators.in(ids) };
  return (await database.find<ShipmentDocument>(COLLECTIONS.shipments, where)).map(shipmentOf);
}

/** Parts of orders that have any: most have none. */
async function findParts<Part extends Document>(
  database: Database,
  collection: string,
  documents: readonly OrderDocument[],
): Promise<readonly Part[]> {
  if (documents.length === 0) return [];
  return database.find<Part>(collection, { orderId: database.operators.in(documents.map(({ _id }) => _id)) });
}

/**
 * The files of these orders, in two to four reads for all of them. Their parts are read after the order: a change in
 * between bumps its revision and is noticed at the write.
 */
export async function withParts(
  database: Database,
  documents: readonly OrderDocument[],
): Promise<readonly FoundOrder[]> {
  const attempted = documents.filter((order) => order.attempts.length > 0);
  // The mark is written with the first refund or request. An order that was stored before there were marks has none.
  const refunded = attempted.filter((order: Partial<OrderDocument>) => order.withRefund !== false);
  const [attempts, refunds, requests, shipments] = await Promise.all([
    findParts<AttemptDocument>(database, COLLECTIONS.attempts, attempted),
    findParts<RefundDocument>(database, COLLECTIONS.refunds, refunded),
    findParts<RefundRequestDocument>(database, COLLECTIONS.refundRequests, refunded),
    findShipments(database, documents),
  ]);
  return documents.map((document) => {
    const order = orderOf(document);
    const mine = (part: { readonly orderId: string }) => part.orderId === order.orderId;
    const place = ({ outTradeNo }: Attempt) => order.attempts.indexOf(outTradeNo);
    return {
      revision: document.revision,
      file: {
        order,
        attempts: attempts
          .filter(mine)
          .map(attemptOf)
          .sort((x, y) => place(x) - place(y)),
        refunds: refunds.filter(mine).map(refundOf),
        requests: requests
          .filter(mine)
          .map(requestOf)
          .sort((x, y) => y.requestedAtMs - x.requestedAtMs),
        shipment: shipments.find((one) => one.orderId === order.orderId) ?? null,
      },
    };
  });
}

/** One order's file, or null. */
export async function readFile(database: Database, orderId: string): Promise<FoundOrder | null> {
  const document = await database.get<OrderDocument>(COLLECTIONS.orders, orderId);
  const [found = null] = document === null ? [] : await withParts(database, [document]);
  return found;
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
async function moveStock(session: Session, movements: readonly Movement[]): Promise<Shortage | null> {
  const sorted = [...movements].sort((a, b) => (a.skuId < b.skuId ? -1 : 1));
  for (const movement of sorted) {
    const document = await session.get<SkuDocument>(COLLECTIONS.skus, movement.skuId);
    if (document === null) return { skuId: movement.skuId, available: 0 };
    const moved = applyMovement(stockOf(document), movement);
    if (moved.kind === 'refused') return { skuId: movement.skuId, available: moved.available };
    const { skuId: _skuId, ...counters } = moved.stock;
    const changed: SkuDocument = { ...document, ...counters, moved: true };
    await session.put(COLLECTIONS.skus, changed);
  }
  await session.add(COLLECTIONS.movements, movements.map(movementDocument));
  return null;
}

/** A shortage counts only on the books that were decided on: the missing piece may have gone to this very order. */
async function assertSameRevision(session: Session, orderId: string, revision: number | null): Promise<void> {
  const document = await session.get<OrderDocument>(COLLECTIONS.orders, orderId);
  if ((document?.revision ?? null) !== revision)
    throw new Overtaken(`order ${orderId} was changed by another writer`);
}

/** Those named anew in the place of the old ones. */
function replaced<Part>(
  old: readonly Part[],
  fresh: readonly Part[],
  key: (part: Part) => string,
): readonly Part[] {
  const keys = new Set(fresh.map(key));
  return [...old.filter((part) => !keys.has(key(part))), ...fresh];
}

/** The file as it will stand after the change. */
function fileAfter(before: OrderFile | null, write: Write): OrderFile {
  const { attempts = [], refunds = [], requests = [] } = before ?? {};
  return {
    order: write.order,
    attempts: replaced(attempts, write.attempts ?? [], ({ outTradeNo }) => outTradeNo),
    refunds: replaced(refunds, write.refunds ?? [], ({ outRefundNo }) => outRefundNo),
    requests: replaced(requests, write.requests ?? [], ({ requestId }) => requestId),
    shipment: write.shipment ?? before?.shipment ?? null,
  };
}

/** What a file says about its order. */
function marksIn(file: OrderFile): OrderMarks {
  const { order, refunds, requests, shipment } = file;
  const withRefund = refunds.length + requests.length > 0;
  const uploadRefused = shipment?.upload.state === 'refused';
  if (order.kind === 'counter')
    return { listedAs: order.state, toShip: false, held: false, heldMinor: 0, withRefund, uploadRefused };
  const listedAs = orderMachine.isFinal(order.state) || !isGivenBack(file) ? order.state : 'closed';
  const toShip = order.state === 'paid' && givable(file).minor > 0 && goodsToShip(file).length > 0;
  const heldMinor = frozenMoney(file)?.frozen.minor ?? 0;
  return { listedAs, toShip, held: heldMinor > 0, heldMinor, withRefund, uploadRefused };
}

async function writeOrder(session: Session, after: OrderFile, revision: number | null): Promise<void> {
  const document = orderDocument(after.order, marksIn(after), (revision ?? 0) + 1);
  if (revision === null) {
    await session.add(COLLECTIONS.orders, [document]);
    return;
  }
  const { _id, ...fields } = document;
  const changed = await session.changeIf(COLLECTIONS.orders, { _id, revision }, fields);
  if (!changed) throw new Overtaken(`order ${_id} was changed by another writer`);
}

async function writeParts(session: Session, write: Write): Promise<void> {
  for (const attempt of write.attempts ?? [])
    await session.put(COLLECTIONS.attempts, attemptDocument(attempt));
  for (const refund of write.refunds ?? []) await session.put(COLLECTIONS.refunds, refundDocument(refund));
  for (const request of write.requests ?? [])
    await session.put(COLLECTIONS.refundRequests, requestDocument(request));
  if (write.shipment !== undefined)
    await session.put(COLLECTIONS.shipments, shipmentDocument(write.shipment));
  await session.add(COLLECTIONS.messages, (write.messages ?? []).map(messageDocument));
  await writeActions(session, write.actions ?? []);
}

async function writeChange(
  database: Database,
  write: Write,
  found: FoundOrder | null,
): Promise<Shortage | null> {
  const revision = found?.revision ?? null;
  const before = found?.file ?? null;
  const after = fileAfter(before, write);
  try {
    await database.transaction(async (session) => {
      // The hot counter comes first: the crowd is turned away before it has written anything else.
      const shortage = await moveStock(session, write.movements ?? []);
      if (shortage !== null) {
        await assertSameRevision(session, write.order.orderId, revision);
        throw new ShortageFound(shortage);
      }
      await writeOrder(session, after, revision);
      await writeParts(session, write);
      await writeFigures(session, database.operators, before, after);
    });
    return null;
  } catch (error) {
    if (error instanceof ShortageFound) return error.shortage;
    throw error;
  }
}

/**
 * Reads, decides, and writes the whole decision in one transaction. Not yet safe against conflicts: the caller runs
 * it again from its start.
 * @throws Overtaken when another writer was faster.
 */
export async function changeOrder<Result>(
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
    shortage = await writeChange(database, change.write, found);
    if (shortage === null) return change.result;
  }
  throw new Error(`the decision on order ${orderId} takes stock that is not there`);
}

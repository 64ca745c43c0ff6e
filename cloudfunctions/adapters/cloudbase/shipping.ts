import type { MessageLedger } from '../../core/message/ledger';
import { emptyLedger } from '../../core/message/ledger';
import type { Message } from '../../core/message/message';
import type { SendingChange } from '../../core/message/sending';
import type { Shipment } from '../../core/shipment/shipment';
import type { UploadState } from '../../../miniprogram/contract/shipping';
import type { CourierUse, ShippingStore } from '../../ports/shipping-store';
import type { OrderFile, Store } from '../../ports/store';
import type { Database, Document } from './database';
import { boundTo } from './bound';
import { MAX_PAGE, retrying } from './database';
import type { MessageDocument, OrderDocument, ShipmentDocument } from './documents';
import { messageDocument, messageOf, shipmentOf } from './documents';
import { withParts } from './order-file';
import { changeLedger, readLedger } from './personal';
import { COLLECTIONS } from './schema';

type Query<Method extends keyof Store> = Parameters<Store[Method]>[0];

/** Shipments with a step to take, along the index `to_do`. */
async function listShipmentsToDo(
  database: Database,
  { nowMs, limit }: Query<'listShipmentsToDo'>,
): Promise<readonly Shipment[]> {
  const where = { nextStepAtMs: database.operators.between(0, nowMs + 1) };
  const options = { sort: [['nextStepAtMs', 'asc']], limit } as const;
  return (await database.find<ShipmentDocument>(COLLECTIONS.shipments, where, options)).map(shipmentOf);
}

/** Messages with a step to take, along the index `to_do`. */
async function listMessagesToDo(
  database: Database,
  { nowMs, limit }: Query<'listMessagesToDo'>,
): Promise<readonly Message[]> {
  const where = { nextStepAtMs: database.operators.between(0, nowMs + 1) };
  const options = { sort: [['nextStepAtMs', 'asc']], limit } as const;
  return (await database.find<MessageDocument>(COLLECTIONS.messages, where, options)).map(messageOf);
}

/** The messages of one order. */
async function listMessages(database: Database, orderId: string): Promise<readonly Message[]> {
  return (await database.find<MessageDocument>(COLLECTIONS.messages, { orderId })).map(messageOf);
}

/** A page that goes on after one key of equal times: first the rest of that time, then what comes later. */
async function pageAfter<Doc extends Document>(
  database: Database,
  collection: string,
  given: {
    readonly where: Readonly<Record<string, unknown>>;
    readonly field: string;
    readonly after: { readonly atMs: number; readonly id: string } | null;
    readonly limit: number;
  },
): Promise<readonly Doc[]> {
  const { where, field, after, limit } = given;
  const sort = [
    [field, 'asc'],
    ['_id', 'asc'],
  ] as const;
  if (after === null) return database.find<Doc>(collection, where, { sort, limit });
  const { gt } = database.operators;
  const same = { ...where, [field]: after.atMs, _id: gt(after.id) };
  const first = await database.find<Doc>(collection, same, { sort, limit });
  if (first.length === limit) return first;
  const later = { ...where, [field]: gt(after.atMs) };
  return [...first, ...(await database.find<Doc>(collection, later, { sort, limit: limit - first.length }))];
}

/** Orders with goods or money that wait, the longest paid first, along `to_ship` or `held`. */
async function listPaid(
  database: Database,
  { which, after, limit }: Query<'listPaid'>,
): Promise<readonly OrderFile[]> {
  const page = await pageAfter<OrderDocument>(database, COLLECTIONS.orders, {
    where: { [which]: true },
    field: 'paidAtMs',
    after: after === undefined ? null : { atMs: after.paidAtMs, id: after.orderId },
    limit,
  });
  return (await withParts(database, page)).map(({ file }) => file);
}

/** Orders by the state of their upload, along `uploads`. */
async function listUploads(
  database: Database,
  { states, after, limit }: Query<'listUploads'>,
): Promise<readonly OrderFile[]> {
  const page = await pageAfter<ShipmentDocument>(database, COLLECTIONS.shipments, {
    where: { uploadState: database.operators.in(states) },
    field: 'startedAtMs',
    after: after === undefined ? null : { atMs: after.startedAtMs, id: after.orderId },
    limit,
  });
  if (page.length === 0) return [];
  const ids = page.map(({ _id }) => _id);
  const orders = await database.find<OrderDocument>(COLLECTIONS.orders, { _id: database.operators.in(ids) });
  const files = (await withParts(database, orders)).map(({ file }) => file);
  return files.toSorted((x, y) => ids.indexOf(x.order.orderId) - ids.indexOf(y.order.orderId));
}

/** How many orders wait to be sent, counted along `to_ship`. */
function countToShip(database: Database, paidByMs: number): Promise<number> {
  const where = { toShip: true, paidAtMs: database.operators.lte(paidByMs) };
  return database.count(COLLECTIONS.orders, where);
}

/** How many uploads are in these states, counted along `uploads`. */
function countUploads(database: Database, states: readonly UploadState[]): Promise<number> {
  return database.count(COLLECTIONS.shipments, { uploadState: database.operators.in(states) });
}

/** What WeChat holds of all orders, added up from one page of figures; null beyond it. */
async function sumHeld(database: Database): Promise<number | null> {
  const options = { fields: ['heldMinor'], limit: MAX_PAGE };
  const page = await database.find<OrderDocument>(COLLECTIONS.orders, { held: true }, options);
  return page.length === MAX_PAGE ? null : page.reduce((sum, { heldMinor }) => sum + heldMinor, 0);
}

type LedgerDocument = Document & Omit<MessageLedger, 'openid'> & { readonly revision: number };

function ledgerOf(document: LedgerDocument | null, openid: string): MessageLedger {
  if (document === null) return emptyLedger(openid);
  const { balances, tokens } = document;
  return { openid, balances, tokens };
}

/** Reads a message with its shopper's ledger, decides and writes both in one transaction. */
function changeMessage<Result>(
  database: Database,
  messageId: string,
  decide: (found: SendingChange | null) => { readonly result: Result; readonly write?: SendingChange },
): Promise<Result> {
  return database.transaction(async (session) => {
    const document = await session.get<MessageDocument>(COLLECTIONS.messages, messageId);
    if (document === null) return decide(null).result;
    const { openid } = document;
    const kept = await session.get<LedgerDocument>(COLLECTIONS.messageLedgers, openid);
    const ledger = ledgerOf(kept, openid);
    const { result, write } = decide({ message: messageOf(document), ledger });
    if (write === undefined) return result;
    await session.put(COLLECTIONS.messages, messageDocument(write.message));
    if (write.ledger === ledger) return result;
    const { balances, tokens } = write.ledger;
    const next: LedgerDocument = { _id: openid, balances, tokens, revision: (kept?.revision ?? 0) + 1 };
    await session.put(COLLECTIONS.messageLedgers, next);
    return result;
  });
}

interface CourierUseDocument extends Document, Omit<CourierUse, 'courierId'> {}

/** Keeps that these couriers were chosen. */
async function useCouriers(database: Database, courierIds: readonly string[], atMs: number): Promise<void> {
  for (const _id of new Set(courierIds)) {
    const document: CourierUseDocument = { _id, lastUsedAtMs: atMs };
    await database.put(COLLECTIONS.courierUses, document);
  }
}

/** Couriers by last use; there are as many documents as couriers. */
async function listCourierUses(database: Database): Promise<readonly CourierUse[]> {
  const documents = await database.find<CourierUseDocument>(COLLECTIONS.courierUses, {});
  return documents
    .map(({ _id, lastUsedAtMs }) => ({ courierId: _id, lastUsedAtMs }))
    .toSorted((x, y) => y.lastUsedAtMs - x.lastUsedAtMs);
}

/** The part of the store that is about shipping and messages. */
export function shippingOn(database: Database): ShippingStore & Pick<Store, 'listPaid' | 'listUploads'> {
  const safe = boundTo(database);
  return {
    listShipmentsToDo: safe('listShipmentsToDo', listShipmentsToDo),
    listPaid: safe('listPaid', listPaid),
    listUploads: safe('listUploads', listUploads),
    countToShip: safe('countToShip', countToShip),
    countUploads: safe('countUploads', countUploads),
    sumHeld: safe('sumHeld', sumHeld),
    listMessagesToDo: safe('listMessagesToDo', listMessagesToDo),
    listMessages: safe('listMessages', listMessages),
    changeMessage: (messageId, decide) =>
      retrying('changeMessage', () => changeMessage(database, messageId, decide)),
    readLedger: safe('readLedger', readLedger),
    changeLedger: (openid, decide) => retrying('changeLedger', () => changeLedger(database, openid, decide)),
    useCouriers: safe('useCouriers', useCouriers),
    listCourierUses: safe('listCourierUses', listCourierUses),
  };
}

import type { AddressBook } from '../../core/address/address-book';
import type { Cart } from '../../core/cart/cart';
import { emptyCart } from '../../core/cart/cart';
import { emptyLedger } from '../../core/message/ledger';
import type { MessageLedger } from '../../core/message/ledger';
import { requestWithoutPerson, withoutPerson } from '../../core/order/forgetting';
import type { Tries } from '../../core/staff/tries';
import type { CheckedPhoto, DecidePersonal } from '../../ports/shopper-store';
import type { Database, Document } from './database';
import { Overtaken } from './database';
import type { OrderDocument, RefundRequestDocument } from './documents';
import { marksOf, orderDocument, orderOf, requestDocument, requestOf } from './documents';
import { COLLECTIONS } from './schema';

/** Something a shopper has one of, under the openid. */
interface Personal<Held> {
  readonly collection: string;
  readonly empty: (openid: string) => Held;
}

const CART: Personal<Cart> = { collection: COLLECTIONS.carts, empty: emptyCart };
const ADDRESS_BOOK: Personal<AddressBook> = {
  collection: COLLECTIONS.addressBooks,
  empty: (openid) => ({ openid, addresses: [] }),
};

const LEDGER: Personal<MessageLedger> = { collection: COLLECTIONS.messageLedgers, empty: emptyLedger };
const TRIES: Personal<Tries> = {
  collection: COLLECTIONS.invitationTries,
  empty: (openid) => ({ openid, atMs: [] }),
};

/** `revision` grows with every change, so that two phones of one shopper cannot both win. */
type PersonalDocument<Held> = Document & Omit<Held, 'openid'> & { readonly revision: number };

async function found<Held extends { readonly openid: string }>(
  database: Database,
  { collection, empty }: Personal<Held>,
  openid: string,
): Promise<{ readonly held: Held; readonly revision: number | null }> {
  const document = await database.get<PersonalDocument<Held>>(collection, openid);
  if (document === null) return { held: empty(openid), revision: null };
  const { _id, revision, ...fields } = document;
  // What was taken off the held value is put back, which the compiler cannot follow through a generic Omit.
  return { held: { openid: _id, ...fields } as unknown as Held, revision };
}

async function change<Held extends { readonly openid: string }, Result>(
  database: Database,
  personal: Personal<Held>,
  openid: string,
  decide: DecidePersonal<Held, Result>,
): Promise<Result> {
  const { held, revision } = await found(database, personal, openid);
  const { result, write } = decide(held);
  if (write === undefined) return result;
  const { openid: _id, ...fields } = write;
  const { collection } = personal;
  if (revision === null) {
    const document = { _id, ...fields, revision: 1 };
    await database.add(collection, [document]);
    return result;
  }
  const changed = await database.changeIf(
    collection,
    { _id, revision },
    { ...fields, revision: revision + 1 },
  );
  if (!changed) throw new Overtaken(`${collection} of one shopper was changed by another call`);
  return result;
}

/** A shopper's cart. */
export async function readCart(database: Database, openid: string): Promise<Cart> {
  return (await found(database, CART, openid)).held;
}
/** Decides on the cart and writes it, unless another call was faster. @throws Overtaken */
export function changeCart<Result>(
  database: Database,
  openid: string,
  decide: DecidePersonal<Cart, Result>,
): Promise<Result> {
  return change(database, CART, openid, decide);
}
/** A shopper's addresses. */
export async function readAddressBook(database: Database, openid: string): Promise<AddressBook> {
  return (await found(database, ADDRESS_BOOK, openid)).held;
}
/** Decides on the address book and writes it, unless another call was faster. @throws Overtaken */
export function changeAddressBook<Result>(
  database: Database,
  openid: string,
  decide: DecidePersonal<AddressBook, Result>,
): Promise<Result> {
  return change(database, ADDRESS_BOOK, openid, decide);
}

/** What messages a shopper allows. */
export async function readLedger(database: Database, openid: string): Promise<MessageLedger> {
  return (await found(database, LEDGER, openid)).held;
}
/** Decides on the ledger and writes it, unless another call was faster. @throws Overtaken */
export function changeLedger<Result>(
  database: Database,
  openid: string,
  decide: DecidePersonal<MessageLedger, Result>,
): Promise<Result> {
  return change(database, LEDGER, openid, decide);
}
/** Decides on somebody's tries and writes them, unless another call was faster. @throws Overtaken */
export function changeTries<Result>(
  database: Database,
  openid: string,
  decide: DecidePersonal<Tries, Result>,
): Promise<Result> {
  return change(database, TRIES, openid, decide);
}

interface PhotoDocument extends Document, Omit<CheckedPhoto, 'fileId'> {}

function photoOf({ _id, ...photo }: PhotoDocument): CheckedPhoto {
  return { fileId: _id, ...photo };
}

/** Keeps that a photo was checked. */
export async function recordPhoto(database: Database, photo: CheckedPhoto): Promise<void> {
  const { fileId, ...fields } = photo;
  const document: PhotoDocument = { _id: fileId, ...fields };
  await database.put(COLLECTIONS.photos, document);
}

/** Those of these photos that this shopper's checks have accepted. */
export async function findPhotos(
  database: Database,
  openid: string,
  fileIds: readonly string[],
): Promise<readonly CheckedPhoto[]> {
  if (fileIds.length === 0) return [];
  const where = { _id: database.operators.in(fileIds), openid };
  return (await database.find<PhotoDocument>(COLLECTIONS.photos, where)).map(photoOf);
}

/** Every photo of this shopper. */
export async function listPhotos(database: Database, openid: string): Promise<readonly CheckedPhoto[]> {
  return (await database.find<PhotoDocument>(COLLECTIONS.photos, { openid })).map(photoOf);
}

/** Orders and requests that are changed side by side while somebody is forgotten. */
const FORGET_AT_ONCE = 20;

async function forgetOrders(database: Database, openid: string, pseudonym: string): Promise<void> {
  for (;;) {
    const page = await database.find<OrderDocument>(
      COLLECTIONS.orders,
      { openid },
      { limit: FORGET_AT_ONCE },
    );
    if (page.length === 0) return;
    await Promise.all(
      page.map(async (document) => {
        const { revision } = document;
        const order = withoutPerson(orderOf(document), pseudonym);
        const { _id, ...fields } = orderDocument(order, marksOf(document), revision + 1);
        // Overtaken by another writer: it still bears the openid and is on the next page.
        await database.changeIf(COLLECTIONS.orders, { _id, revision }, fields);
      }),
    );
  }
}

async function forgetRequests(database: Database, openid: string, pseudonym: string): Promise<void> {
  for (;;) {
    const { refundRequests } = COLLECTIONS;
    const page = await database.find<RefundRequestDocument>(
      refundRequests,
      { openid },
      { limit: FORGET_AT_ONCE },
    );
    if (page.length === 0) return;
    const forgotten = page.map((document) => requestWithoutPerson(requestOf(document), pseudonym));
    await Promise.all(forgotten.map((request) => database.put(refundRequests, requestDocument(request))));
  }
}

/** Messages tell what was bought: they go with the person. */
async function forgetMessages(database: Database, openid: string): Promise<void> {
  const messages = await database.find<Document>(COLLECTIONS.messages, { openid }, { fields: ['_id'] });
  for (const { _id } of messages) await database.remove(COLLECTIONS.messages, _id);
  await database.remove(COLLECTIONS.messageLedgers, openid);
}

/** Takes the person out of the shop; begins anew where it was interrupted. */
export async function forgetShopper(database: Database, openid: string, pseudonym: string): Promise<void> {
  await forgetRequests(database, openid, pseudonym);
  await forgetOrders(database, openid, pseudonym);
  await forgetMessages(database, openid);
  const photos = await listPhotos(database, openid);
  for (const { fileId } of photos) await database.remove(COLLECTIONS.photos, fileId);
  await database.remove(COLLECTIONS.carts, openid);
  await database.remove(COLLECTIONS.addressBooks, openid);
  await database.remove(COLLECTIONS.invitationTries, openid);
  await database.remove(COLLECTIONS.members, openid);
}

import type { Store } from '../../ports/store';
import { readBooks } from './books';
import { boundTo } from './bound';
import type { Database } from './database';
import { retrying } from './database';
import type { EvidenceDocument, LeaseDocument } from './documents';
import { evidenceDocument, evidenceOf, stockOf } from './documents';
import { failureKind } from './failure';
import { changeOrder, readFile } from './order-file';
import {
  countOrders,
  countUnpaid,
  findAttempt,
  findOrderOfRequest,
  hasBusiness,
  listExpired,
  listOpenAttempts,
  listOrders,
  listRefundsToDo,
  listRequests,
} from './order-queries';
import {
  changeAddressBook,
  changeCart,
  findPhotos,
  forgetShopper,
  listPhotos,
  meet,
  readAddressBook,
  readCart,
  recordPhoto,
} from './personal';
import { COLLECTIONS } from './schema';
import { readSettings, saveSettings } from './settings';
import { shippingOn } from './shipping';
import {
  addProduct,
  findOffers,
  findProduct,
  findSkuDocuments,
  listProducts,
  recountSold,
  searchProducts,
} from './shelf';

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

/** The shop's memory on CloudBase's document database. Every method repeats itself through conflicts and throttles. */
export function createCloudbaseStore(database: Database): Store {
  const safe = boundTo(database);
  return {
    readSettings: safe('readSettings', readSettings),
    saveSettings: safe('saveSettings', saveSettings),
    addProduct: safe('addProduct', addProduct),
    listProducts: safe('listProducts', listProducts),
    searchProducts: safe('searchProducts', searchProducts),
    findProduct: safe('findProduct', findProduct),
    findOffers: safe('findOffers', findOffers),
    recountSold: safe('recountSold', recountSold),
    readCart: safe('readCart', readCart),
    changeCart: (openid, decide) => retrying('changeCart', () => changeCart(database, openid, decide)),
    readAddressBook: safe('readAddressBook', readAddressBook),
    changeAddressBook: (openid, decide) =>
      retrying('changeAddressBook', () => changeAddressBook(database, openid, decide)),
    meet: safe('meet', meet),
    recordPhoto: safe('recordPhoto', recordPhoto),
    findPhotos: safe('findPhotos', findPhotos),
    listPhotos: safe('listPhotos', listPhotos),
    forgetShopper: safe('forgetShopper', forgetShopper),
    findStocks: safe('findStocks', async (from, skuIds: readonly string[]) => {
      return new Map((await findSkuDocuments(from, skuIds)).map((sku) => [sku._id, stockOf(sku)]));
    }),
    changeOrder: (orderId, decide) => retrying('changeOrder', () => changeOrder(database, orderId, decide)),
    findOrder: safe(
      'findOrder',
      async (from, orderId: string) => (await readFile(from, orderId))?.file ?? null,
    ),
    findAttempt: safe('findAttempt', findAttempt),
    listOrders: safe('listOrders', listOrders),
    countOrders: safe('countOrders', countOrders),
    countUnpaid: safe('countUnpaid', countUnpaid),
    hasBusiness: safe('hasBusiness', hasBusiness),
    findOrderOfRequest: safe('findOrderOfRequest', findOrderOfRequest),
    listRequests: safe('listRequests', listRequests),
    listExpired: safe('listExpired', listExpired),
    listOpenAttempts: safe('listOpenAttempts', listOpenAttempts),
    listRefundsToDo: safe('listRefundsToDo', listRefundsToDo),
    ...shippingOn(database),
    recordEvidence: safe('recordEvidence', (to, evidence: Parameters<Store['recordEvidence']>[0]) =>
      to.put(COLLECTIONS.evidence, evidenceDocument(evidence)),
    ),
    listEvidence: safe('listEvidence', async (from, orderId: string) => {
      const options = { sort: [['atMs', 'asc']] } as const;
      return (await from.find<EvidenceDocument>(COLLECTIONS.evidence, { orderId }, options)).map(evidenceOf);
    }),
    claimJob: safe('claimJob', claimJob),
    releaseJob: safe('releaseJob', async (to, { name, holder }: Parameters<Store['releaseJob']>[0]) => {
      await to.changeIf(COLLECTIONS.leases, { _id: name, holder }, { untilMs: 0 });
    }),
    readBooks: safe('readBooks', readBooks),
  };
}

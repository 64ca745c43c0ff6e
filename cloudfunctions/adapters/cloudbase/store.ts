import type { CatalogueStore } from '../../ports/catalogue-store';
import type { ShopperStore } from '../../ports/shopper-store';
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
  appoint,
  changeAddressBook,
  changeCart,
  findMember,
  findPhotos,
  forgetShopper,
  listPhotos,
  listStaff,
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

type Bind = ReturnType<typeof boundTo>;

function shelfOf(bind: Bind): CatalogueStore {
  return {
    readSettings: bind('readSettings', readSettings),
    saveSettings: bind('saveSettings', saveSettings),
    addProduct: bind('addProduct', addProduct),
    listProducts: bind('listProducts', listProducts),
    searchProducts: bind('searchProducts', searchProducts),
    findProduct: bind('findProduct', findProduct),
    findOffers: bind('findOffers', findOffers),
    findStocks: bind('findStocks', async (from, skuIds: readonly string[]) => {
      return new Map((await findSkuDocuments(from, skuIds)).map((sku) => [sku._id, stockOf(sku)]));
    }),
    recountSold: bind('recountSold', recountSold),
  };
}

function peopleOf(bind: Bind, database: Database): ShopperStore {
  return {
    readCart: bind('readCart', readCart),
    changeCart: (openid, decide) => retrying('changeCart', () => changeCart(database, openid, decide)),
    readAddressBook: bind('readAddressBook', readAddressBook),
    changeAddressBook: (openid, decide) =>
      retrying('changeAddressBook', () => changeAddressBook(database, openid, decide)),
    meet: bind('meet', meet),
    findMember: bind('findMember', findMember),
    listStaff: bind('listStaff', listStaff),
    appoint: bind('appoint', appoint),
    recordPhoto: bind('recordPhoto', recordPhoto),
    findPhotos: bind('findPhotos', findPhotos),
    listPhotos: bind('listPhotos', listPhotos),
    forgetShopper: bind('forgetShopper', forgetShopper),
  };
}

function leasesOf(bind: Bind): Pick<Store, 'claimJob' | 'releaseJob'> {
  return {
    claimJob: bind('claimJob', claimJob),
    releaseJob: bind('releaseJob', async (to, { name, holder }: Parameters<Store['releaseJob']>[0]) => {
      await to.changeIf(COLLECTIONS.leases, { _id: name, holder }, { untilMs: 0 });
    }),
  };
}

/** The shop's memory on CloudBase's document database. Every method repeats itself through conflicts and throttles. */
export function createCloudbaseStore(database: Database): Store {
  const bind = boundTo(database);
  return {
    ...shelfOf(bind),
    ...peopleOf(bind, database),
    ...leasesOf(bind),
    changeOrder: (orderId, decide) => retrying('changeOrder', () => changeOrder(database, orderId, decide)),
    findOrder: bind(
      'findOrder',
      async (from, orderId: string) => (await readFile(from, orderId))?.file ?? null,
    ),
    findAttempt: bind('findAttempt', findAttempt),
    listOrders: bind('listOrders', listOrders),
    countOrders: bind('countOrders', countOrders),
    countUnpaid: bind('countUnpaid', countUnpaid),
    hasBusiness: bind('hasBusiness', hasBusiness),
    findOrderOfRequest: bind('findOrderOfRequest', findOrderOfRequest),
    listRequests: bind('listRequests', listRequests),
    listExpired: bind('listExpired', listExpired),
    listOpenAttempts: bind('listOpenAttempts', listOpenAttempts),
    listRefundsToDo: bind('listRefundsToDo', listRefundsToDo),
    ...shippingOn(database),
    recordEvidence: bind('recordEvidence', (to, evidence: Parameters<Store['recordEvidence']>[0]) =>
      to.put(COLLECTIONS.evidence, evidenceDocument(evidence)),
    ),
    listEvidence: bind('listEvidence', async (from, orderId: string) => {
      const options = { sort: [['atMs', 'asc']] } as const;
      return (await from.find<EvidenceDocument>(COLLECTIONS.evidence, { orderId }, options)).map(evidenceOf);
    }),
    readBooks: bind('readBooks', readBooks),
  };
}

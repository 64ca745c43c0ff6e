import type { ActionStore } from '../../ports/action-store';
import type { CatalogueStore } from '../../ports/catalogue-store';
import type { OrderDeskStore } from '../../ports/order-desk-store';
import type { ProductStore } from '../../ports/product-store';
import type { SalesStore } from '../../ports/sales-store';
import type { ShopperStore } from '../../ports/shopper-store';
import type { StaffStore } from '../../ports/staff-store';
import type { StockStore } from '../../ports/stock-store';
import type { Store } from '../../ports/store';
import { listActions, writeActions } from './actions';
import { createBillStore } from './bill-store';
import { readBooks } from './books';
import { boundTo } from './bound';
import type { Database } from './database';
import { retrying } from './database';
import {
  countRefundWork,
  findEvidence,
  findOrders,
  findOrdersByNumber,
  listCollections,
  listDeskOrders,
  listDeskRefunds,
  listWaitingRequests,
  pageEvidence,
  sumCollections,
} from './desk-queries';
import type { LeaseDocument } from './documents';
import { evidenceDocument, stockOf } from './documents';
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
  changeTries,
  findPhotos,
  forgetShopper,
  listPhotos,
  readAddressBook,
  readCart,
  recordPhoto,
} from './personal';
import { COLLECTIONS } from './schema';
import {
  changeProduct,
  findPictures,
  findProductFile,
  listLowShelf,
  listShelf,
  recordPicture,
  searchShelf,
} from './products';
import { countTodo, readDays } from './sales';
import { changeSettings, findSettings, readSettings, saveSettings } from './settings';
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
import {
  appoint,
  changeRoster,
  findMember,
  findMembers,
  listNewcomers,
  listStaff,
  meet,
  readRoster,
} from './staff';
import { changeStock, findByBarcode, findStockFile, listLowStock, listMovements } from './stock';

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

function shelfOf(bind: Bind, database: Database): CatalogueStore {
  return {
    readSettings: bind('readSettings', readSettings),
    findSettings: bind('findSettings', findSettings),
    saveSettings: bind('saveSettings', saveSettings),
    changeSettings: (decide) => retrying('changeSettings', () => changeSettings(database, decide)),
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

function productsOf(bind: Bind, database: Database): ProductStore {
  return {
    findProductFile: bind('findProductFile', findProductFile),
    changeProduct: (productId, decide) =>
      retrying('changeProduct', () => changeProduct(database, productId, decide)),
    listShelf: bind('listShelf', listShelf),
    searchShelf: bind('searchShelf', searchShelf),
    listLowShelf: bind('listLowShelf', listLowShelf),
    recordPicture: bind('recordPicture', recordPicture),
    findPictures: bind('findPictures', findPictures),
  };
}

function stocksOf(bind: Bind, database: Database): StockStore {
  return {
    findStockFile: bind('findStockFile', findStockFile),
    findByBarcode: bind('findByBarcode', findByBarcode),
    changeStock: (wish, decide) => retrying('changeStock', () => changeStock(database, wish, decide)),
    listMovements: bind('listMovements', listMovements),
    listLowStock: bind('listLowStock', listLowStock),
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
    recordPhoto: bind('recordPhoto', recordPhoto),
    findPhotos: bind('findPhotos', findPhotos),
    listPhotos: bind('listPhotos', listPhotos),
    forgetShopper: bind('forgetShopper', forgetShopper),
  };
}

function staffOf(bind: Bind, database: Database): StaffStore {
  return {
    findMember: bind('findMember', findMember),
    findMembers: bind('findMembers', findMembers),
    listNewcomers: bind('listNewcomers', listNewcomers),
    listStaff: bind('listStaff', listStaff),
    appoint: bind('appoint', appoint),
    readRoster: bind('readRoster', readRoster),
    changeRoster: (wish, decide) => retrying('changeRoster', () => changeRoster(database, wish, decide)),
    changeTries: (openid, decide) => retrying('changeTries', () => changeTries(database, openid, decide)),
  };
}

function actionsOf(bind: Bind): ActionStore {
  return {
    recordAction: bind('recordAction', (to, action: Parameters<ActionStore['recordAction']>[0]) =>
      writeActions(to, [action]),
    ),
    listActions: bind('listActions', listActions),
  };
}

function salesOf(bind: Bind): SalesStore {
  return { readDays: bind('readDays', readDays), countTodo: bind('countTodo', countTodo) };
}

function leasesOf(bind: Bind): Pick<Store, 'claimJob' | 'releaseJob'> {
  return {
    claimJob: bind('claimJob', claimJob),
    releaseJob: bind('releaseJob', async (to, { name, holder }: Parameters<Store['releaseJob']>[0]) => {
      await to.changeIf(COLLECTIONS.leases, { _id: name, holder }, { untilMs: 0 });
    }),
  };
}

function deskOf(bind: Bind): Omit<OrderDeskStore, keyof Store> {
  return {
    listDeskOrders: bind('listDeskOrders', listDeskOrders),
    findOrdersByNumber: bind('findOrdersByNumber', findOrdersByNumber),
    findOrders: bind('findOrders', findOrders),
    listDeskRefunds: bind('listDeskRefunds', listDeskRefunds),
    listWaitingRequests: bind('listWaitingRequests', listWaitingRequests),
    countRefundWork: bind('countRefundWork', countRefundWork),
    listCollections: bind('listCollections', listCollections),
    sumCollections: bind('sumCollections', sumCollections),
    pageEvidence: bind('pageEvidence', pageEvidence),
    findEvidence: bind('findEvidence', findEvidence),
  };
}

/** The shop's memory on CloudBase's document database. Every method repeats itself through conflicts and throttles. */
export function createCloudbaseStore(database: Database): OrderDeskStore {
  const bind = boundTo(database);
  return {
    ...shelfOf(bind, database),
    ...productsOf(bind, database),
    ...stocksOf(bind, database),
    ...peopleOf(bind, database),
    ...staffOf(bind, database),
    ...actionsOf(bind),
    ...salesOf(bind),
    ...leasesOf(bind),
    ...deskOf(bind),
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
    readBooks: bind('readBooks', readBooks),
    ...createBillStore(database),
  };
}

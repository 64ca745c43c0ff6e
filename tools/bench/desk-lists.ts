import { SCHEMA } from '../../cloudfunctions/adapters/cloudbase/schema';
import { createIds } from '../../cloudfunctions/adapters/system/ids';
import { browseShelf } from '../../cloudfunctions/usecases/browse-shelf';
import { listDeskOrders, searchOrders } from '../../cloudfunctions/usecases/list-desk-orders';
import { listRefundCases } from '../../cloudfunctions/usecases/list-refund-cases';
import { viewToday } from '../../cloudfunctions/usecases/view-today';
import type { OrderFilter } from '../../miniprogram/contract/desk-orders';
import type { RefundList } from '../../miniprogram/contract/desk-refunds';
import type { Cloudbase } from '../../simulators/cloudbase/start';
import { startCloudbase } from '../../simulators/cloudbase/start';
import { openStore } from '../world/shop-store';
import { AT_WORK, daysOfSales, deskShop, shelfOf } from './desk-shop';
import { median, shuffled, verdictLine } from './measure';

const FEW = 1_000;
const MANY = 100_000;
/** A hundred times as many orders may cost who looks at a list half as much again; most of it is noise. */
const TARGET = 1.5;
const ROUNDS = 21;
const WARM_UP = 5;
/** Orders for each product. */
const ORDERS_PER_PRODUCT = 5;
const NOW_MS = Date.UTC(2026, 10, 21, 4);

const FILTERS: readonly OrderFilter[] = [
  'all',
  'awaitingPayment',
  'toShip',
  'shipped',
  'completed',
  'closed',
  'refunds',
  'counter',
  'uploadRefused',
];
const REFUNDS: readonly RefundList[] = ['requests', 'approvals', 'troubles', 'underWay', 'ended'];

type Read = () => Promise<unknown>;

/** Everything the desk looks at, by what it is called in the table. */
function readsOf(cloud: Cloudbase, count: number): ReadonlyMap<string, Read> {
  const store = openStore(cloud.environment());
  const clock = { nowMs: () => NOW_MS };
  const deps = { store, clock, ids: createIds(clock) };
  const actor = { openid: 'o-owner', role: 'owner', name: '店主' } as const;
  const newest = String(count - 1 - 2 * AT_WORK).padStart(8, '0');
  const searches = { 'order number': `order-${newest}`, 'transaction id': `42000${newest}` };
  return new Map<string, Read>([
    ...FILTERS.map((filter): [string, Read] => [
      `orders, ${filter}`,
      () => listDeskOrders(deps, { actor, filter }),
    ]),
    ...Object.entries({ ...searches, 'phone tail': '0007' }).map(([by, text]): [string, Read] => [
      `orders by ${by}`,
      () => searchOrders(deps, { actor, text }),
    ]),
    ["today's figures and what is to do", () => viewToday(deps)],
    ...REFUNDS.map((list): [string, Read] => [
      `refunds, ${list}`,
      () => listRefundCases(deps, { actor, list }),
    ]),
    ['counts of refund work', () => store.countRefundWork()],
    ...(['onSale', 'withdrawn', 'lowStock'] as const).map((shelf): [string, Read] => [
      `products, ${shelf}`,
      () => browseShelf(deps, { shelf }),
    ]),
  ]);
}

async function load(cloud: Cloudbase, documents: Iterable<readonly [string, object]>): Promise<void> {
  const byCollection = new Map<string, object[]>();
  for (const [collection, document] of documents) {
    const list = byCollection.get(collection) ?? [];
    byCollection.set(collection, list);
    list.push(document);
  }
  for (const [collection, list] of byCollection)
    await cloud.loadDocuments(collection, list as { [field: string]: unknown }[]);
}

async function shopWith(count: number) {
  const cloud = await startCloudbase({ port: 0, dir: null, collections: SCHEMA, functions: {} });
  await load(cloud, deskShop(count, NOW_MS));
  await load(cloud, shelfOf(count / ORDERS_PER_PRODUCT));
  await cloud.loadDocuments('day_sales', daysOfSales(count, NOW_MS));
  await cloud.loadDocuments('settings', [{ _id: 'shop', shopName: '小铺' }]);
  return { cloud, reads: readsOf(cloud, count) };
}

type Shop = Awaited<ReturnType<typeof shopWith>>;

function examined({ cloud }: Shop): number {
  return cloud.stats().collections.reduce((sum, collection) => sum + collection.examined, 0);
}

async function take(shop: Shop, name: string): Promise<{ readonly ms: number; readonly examined: number }> {
  // The SDK looks at every request where its cloud is.
  Object.assign(process.env, shop.cloud.environment());
  const before = examined(shop);
  const start = performance.now();
  await shop.reads.get(name)?.();
  return { ms: performance.now() - start, examined: examined(shop) - before };
}

/** Times one look in both shops, in turns. */
async function compareShops(few: Shop, many: Shop, name: string) {
  const ratios: number[] = [];
  let documents = { few: 0, many: 0 };
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const took = new Map<Shop, Awaited<ReturnType<typeof take>>>();
    for (const shop of shuffled([few, many])) took.set(shop, await take(shop, name));
    const [a, b] = [took.get(few), took.get(many)];
    if (a === undefined || b === undefined) continue;
    documents = { few: a.examined, many: b.examined };
    if (round >= 0) ratios.push(b.ms / a.ms);
  }
  return { ratio: median(ratios), documents };
}

/** Prints what the desk's lists and figures cost among a hundred times as many orders: time, and documents looked at. */
export async function run(print: (line: string) => void): Promise<void> {
  const few = await shopWith(FEW);
  const many = await shopWith(MANY);
  print(
    `the desk among ${MANY} orders and ${MANY / ORDERS_PER_PRODUCT} products, over ${FEW} and ${FEW / ORDERS_PER_PRODUCT}`,
  );
  try {
    for (const name of few.reads.keys()) {
      const { ratio, documents } = await compareShops(few, many, name);
      const reached = ratio <= TARGET && documents.many <= documents.few * TARGET + 1;
      const figure = `${ratio.toFixed(2)} times as long; looks at ${documents.many} documents, among ${FEW} ${documents.few}`;
      print(verdictLine(name, figure, `<= ${TARGET}`, reached));
    }
  } finally {
    await few.cloud.close();
    await many.cloud.close();
  }
}

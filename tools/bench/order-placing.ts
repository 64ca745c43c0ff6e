import cloudbase from '@cloudbase/node-sdk';
import { COLLECTIONS, SCHEMA } from '../../cloudfunctions/adapters/cloudbase/schema';
import { systemClock } from '../../cloudfunctions/adapters/system/clock';
import { createIds } from '../../cloudfunctions/adapters/system/ids';
import { placeOrder } from '../../cloudfunctions/usecases/place-order';
import { SHOP_WORDS } from '../world/catalogue/shop-words';
import type { Store } from '../../cloudfunctions/ports/store';
import { fen } from '../../miniprogram/contract/money';
import { startCloudbase } from '../../simulators/cloudbase/start';
import { PLAIN_PRODUCT } from '../world/plain-product';
import { openStore } from '../world/shop-store';
import { HOME } from '../world/shopper';
import { median, shuffled, verdictLine } from './measure';

/** Deciding, pricing and checking may cost a tenth of what the database costs. */
const TARGET = 0.9;
const ROUNDS = 201;
const WARM_UP = 50;
const PIECES = 1_000_000;
const SKU = 'bench-tea';
/** Shoppers who take turns: nobody may hold more than a few unpaid orders. */
const SHOPPERS = 60;
type SdkDatabase = ReturnType<ReturnType<typeof cloudbase.init>['database']>;

function shopperOf(turn: number): string {
  return `o-bench-${turn % SHOPPERS}`;
}

/** What one order leaves in the database, made beforehand so that only the requests are timed. */
function documents(turn: number) {
  const orderId = `bare-${String(turn).padStart(22, '0')}`;
  const nowMs = Date.now();
  const line = {
    skuId: SKU,
    productId: PLAIN_PRODUCT.productId,
    title: PLAIN_PRODUCT.title,
    specification: '',
    quantity: 1,
    unitPrice: fen(100),
    picture: PLAIN_PRODUCT.gallery[0],
  };
  const order = {
    _id: orderId,
    openid: shopperOf(turn),
    clientToken: `bench-token-${turn}`,
    requestHash: '0'.repeat(26),
    state: 'awaitingPayment',
    closeReason: null,
    lines: [line],
    freight: fen(800),
    total: fen(900),
    address: HOME,
    remark: '',
    placedAtMs: nowMs,
    payBeforeMs: nowMs + 1_800_000,
    paidAtMs: null,
    closedAtMs: null,
    parcels: [],
    completedAtMs: null,
    hidden: false,
    attempts: [],
    stockHeld: 'reserved',
    timeline: [{ atMs: nowMs, text: '订单已提交，等待付款' }],
    revision: 1,
    sortKey: `${nowMs}-${orderId}`,
  };
  const movement = {
    _id: `${orderId}:reserve:${SKU}`,
    orderId,
    skuId: SKU,
    kind: 'reserve',
    quantity: 1,
    atMs: nowMs,
  };
  return { order, movement };
}

/** The writes of an order and the read of its stock, in one transaction of the bare SDK. */
async function bareTransaction(database: SdkDatabase, turn: number): Promise<void> {
  const { order, movement } = documents(turn);
  const transaction = await database.startTransaction();
  const sku = transaction.collection(COLLECTIONS.skus).doc(SKU);
  const { _id, ...stock } = (await sku.get()).data as unknown as Record<string, number>;
  await sku.set({ ...stock, onHand: (stock['onHand'] ?? 0) - 1, reserved: (stock['reserved'] ?? 0) + 1 });
  await transaction.collection(COLLECTIONS.movements).add([movement]);
  await transaction.collection(COLLECTIONS.orders).add([order]);
  await transaction.commit();
}

/** All requests of placing an order, in the same order, with nothing decided in between. */
async function bareRequests(database: SdkDatabase, turn: number): Promise<void> {
  const skus = () =>
    database
      .collection(COLLECTIONS.skus)
      .where({ _id: database.command.in([SKU]) })
      .limit(1000)
      .get();
  const openid = shopperOf(turn);
  const orders = database.collection(COLLECTIONS.orders);
  const order = orders.doc(documents(turn).order._id);
  await Promise.all([
    database.collection(COLLECTIONS.settings).doc('shop').get(),
    database.collection(COLLECTIONS.addressBooks).doc(openid).get(),
    skus(),
    orders.where({ openid, hidden: false, state: 'awaitingPayment' }).count(),
  ]);
  await order.get();
  await order.get();
  await bareTransaction(database, turn);
  await database.collection(COLLECTIONS.carts).doc(openid).get();
}

/** A shelf with one product, and an address for everybody. */
async function furnish(store: Store): Promise<void> {
  await store.saveSettings({ ...SHOP_WORDS, banners: [], categories: [] });
  await store.addProduct(PLAIN_PRODUCT, [
    { skuId: SKU, values: [], price: fen(100), picture: null, barcode: '', pieces: PIECES },
  ]);
  for (let turn = 0; turn < SHOPPERS; turn += 1) {
    const openid = shopperOf(turn);
    const addresses = [{ addressId: 'home', isDefault: true, ...HOME }];
    await store.changeAddressBook(openid, () => ({ result: null, write: { openid, addresses } }));
  }
}

type Work = (turn: number) => Promise<void>;

/** Every round gives each candidate one turn in random order; only turns of one round are compared. */
async function millisecondsOf<Name extends string>(
  candidates: Readonly<Record<Name, Work>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(candidates) as Name[];
  const took = Object.fromEntries(names.map((name) => [name, new Array<number>()])) as Record<Name, number[]>;
  let turn = 0;
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    for (const name of shuffled(names)) {
      turn += 1;
      const start = performance.now();
      await candidates[name](turn);
      if (round >= 0) took[name].push(performance.now() - start);
    }
  }
  return took;
}

/** Prints how near placing a whole order comes to its bare database requests, over the emulated database. */
export async function run(print: (line: string) => void): Promise<void> {
  const cloud = await startCloudbase({ port: 0, dir: null, collections: SCHEMA, functions: {} });
  try {
    const store = openStore(cloud.environment());
    await furnish(store);
    const database = cloudbase.init({ env: cloud.environment()['TCB_ENV'] ?? '' }).database();
    const deps = { store, clock: systemClock, ids: createIds(systemClock) };
    const { transaction, requests, whole } = await millisecondsOf({
      transaction: (turn) => bareTransaction(database, turn),
      requests: (turn) => bareRequests(database, turn),
      whole: async (turn) => {
        const lines = [{ skuId: SKU, quantity: 1 }];
        const placed = await placeOrder(deps, {
          openid: shopperOf(turn),
          clientToken: `bench-token-${turn}`,
          lines,
          addressId: 'home',
          remark: '',
          expectedTotal: fen(900),
        });
        if (placed.kind !== 'placed') throw new Error(`the bench was refused: ${placed.refusal}`);
      },
    });
    const ratio = (bare: readonly number[]) => median(whole.map((ms, round) => (bare[round] ?? ms) / ms));
    print(
      `placing an order: bare transaction ${median(transaction).toFixed(2)} ms, its bare requests ` +
        `${median(requests).toFixed(2)} ms, whole ${median(whole).toFixed(2)} ms`,
    );
    const reached = ratio(requests);
    print(verdictLine('speed over the bare requests', reached.toFixed(3), `>= ${TARGET}`, reached >= TARGET));
    print(`  speed over the bare transaction, without the reads before it: ${ratio(transaction).toFixed(3)}`);
  } finally {
    await cloud.close();
  }
}

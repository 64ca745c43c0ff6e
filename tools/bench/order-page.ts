import { sortKey } from '../../cloudfunctions/adapters/cloudbase/documents';
import { COLLECTIONS, SCHEMA } from '../../cloudfunctions/adapters/cloudbase/schema';
import { listOrders } from '../../cloudfunctions/usecases/list-orders';
import { fen } from '../../miniprogram/contract/money';
import type { Cloudbase } from '../../simulators/cloudbase/start';
import { startCloudbase } from '../../simulators/cloudbase/start';
import { openStore } from '../world/shop-store';
import { median, shuffled, verdictLine } from './measure';

const FEW = 1_000;
const MANY = 100_000;
/** A hundred times as many orders may cost the reader of a page a quarter more. */
const TARGET = 1.25;
const ROUNDS = 41;
const WARM_UP = 10;
const MINE = 'o-mine';
const MY_ORDERS = 60;
const PAGE = 20;
const FIRST_MS = Date.UTC(2026, 0, 1);

/** Every so many orders one is mine, so that a page is spread over the whole collection. */
function* orders(count: number) {
  const every = Math.floor(count / MY_ORDERS);
  for (let at = 0; at < count; at += 1) {
    const isMine = at % every === 0 && at / every < MY_ORDERS;
    const orderId = `order-${String(at).padStart(8, '0')}`;
    const placedAtMs = FIRST_MS + at;
    const quantities = { skuId: 'tea-1', productId: 'tea', title: '茶', specification: '50克', quantity: 1 };
    yield {
      _id: orderId,
      openid: isMine ? MINE : `o-${at % 997}`,
      clientToken: `token-${orderId}`,
      requestHash: 'hash',
      state: 'paid',
      closeReason: null,
      lines: [{ ...quantities, unitPrice: fen(100) }],
      total: fen(100),
      placedAtMs,
      payBeforeMs: placedAtMs + 1_800_000,
      paidAtMs: placedAtMs + 1,
      closedAtMs: null,
      attempts: [`attempt-${orderId}`],
      stockHeld: 'sold',
      timeline: [{ atMs: placedAtMs, text: '订单已提交，等待付款' }],
      revision: 3,
      sortKey: sortKey(placedAtMs, orderId),
    };
  }
}

function* attempts(count: number) {
  for (const { _id: orderId, openid, total, placedAtMs } of orders(count)) {
    yield {
      _id: `attempt-${orderId}`,
      orderId,
      openid,
      amount: total,
      appid: 'wx1',
      mchid: '1',
      state: 'succeeded',
      prepayId: 'prepay',
      prepayExpiresAtMs: placedAtMs,
      transactionId: `transaction-${orderId}`,
      createdAtMs: placedAtMs,
      payBeforeMs: placedAtMs,
      succeededAtMs: placedAtMs + 1,
      payerTotal: total,
      open: false,
    };
  }
}

function examined(cloud: Cloudbase): number {
  return cloud.stats().collections.reduce((sum, collection) => sum + collection.examined, 0);
}

function queries(cloud: Cloudbase): number {
  return cloud.stats().collections.reduce((sum, collection) => sum + collection.queries, 0);
}

/** A shop with this many orders, each paid by one attempt, and the reading of a page of mine. */
async function shopWith(count: number) {
  const cloud = await startCloudbase({ port: 0, dir: null, collections: SCHEMA, functions: {} });
  await cloud.loadDocuments(COLLECTIONS.orders, orders(count));
  await cloud.loadDocuments(COLLECTIONS.attempts, attempts(count));
  const store = openStore(cloud.environment());
  const readPage = async () => {
    // The SDK looks at every request where its cloud is.
    Object.assign(process.env, cloud.environment());
    const { files, next } = await listOrders({ store }, { openid: MINE });
    if (files.length !== PAGE || next === undefined) throw new Error(`a page of ${files.length}`);
  };
  await readPage();
  const before = { examined: examined(cloud), queries: queries(cloud) };
  await readPage();
  const perPage = {
    examined: examined(cloud) - before.examined,
    queries: queries(cloud) - before.queries,
  };
  return { cloud, readPage, perPage, tookMs: new Array<number>() };
}

/** Prints whether a page of one shopper's orders costs the same among a hundred times as many orders. */
export async function run(print: (line: string) => void): Promise<void> {
  const few = await shopWith(FEW);
  const many = await shopWith(MANY);
  try {
    for (let round = -WARM_UP; round < ROUNDS; round += 1) {
      for (const shop of shuffled([few, many])) {
        const start = performance.now();
        await shop.readPage();
        if (round >= 0) shop.tookMs.push(performance.now() - start);
      }
    }
    const ratio = median(many.tookMs.map((ms, round) => ms / (few.tookMs[round] ?? ms)));
    print(
      `a page of ${PAGE} of one shopper's orders: ${median(few.tookMs).toFixed(1)} ms among ${FEW}, ` +
        `${median(many.tookMs).toFixed(1)} ms among ${MANY}`,
    );
    const what = `time among ${MANY} over time among ${FEW}`;
    print(verdictLine(what, ratio.toFixed(3), `<= ${TARGET}`, ratio <= TARGET));
    const same = few.perPage.examined === many.perPage.examined;
    const counts = `${many.perPage.examined}, among ${FEW} ${few.perPage.examined}`;
    print(verdictLine('documents examined', counts, 'the same', same));
    print(`  queries for one page: ${many.perPage.queries}`);
  } finally {
    await few.cloud.close();
    await many.cloud.close();
  }
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Cloudbase } from '../../../simulators/cloudbase/start';
import type { SdkDatabase } from './cloud-fixture';
import { cloudFixture, closeFixtures, sdkDatabase } from './cloud-fixture';

let cloudbase: Cloudbase;
let db: SdkDatabase;
const ORDERS = 100_000;
const SHOPPERS = 100;

beforeAll(async () => {
  cloudbase = await cloudFixture({
    collections: [
      {
        name: 'orders',
        indexes: [
          {
            name: 'openid_1_placedAt_-1',
            keys: [
              ['openid', 1],
              ['placedAt', -1],
            ],
          },
          {
            name: 'state_1_expiresAt_1',
            keys: [
              ['state', 1],
              ['expiresAt', 1],
            ],
          },
          { name: 'items.sku_1', keys: [['items.sku', 1]] },
          { name: 'number_1', unique: true, keys: [['number', 1]] },
        ],
      },
    ],
  });
  db = sdkDatabase(cloudbase);
  await cloudbase.loadDocuments('orders', orders(ORDERS));
});
afterAll(closeFixtures);

function* orders(count: number): Generator<Record<string, unknown>> {
  for (let n = 0; n < count; n += 1) {
    yield {
      _id: `order-${n}`,
      number: n,
      openid: `o-${n % SHOPPERS}`,
      // A fixed shuffle, so that the order of insertion is not the order asked for.
      placedAt: new Date((n * 7919) % 1_000_003),
      state: n % 1000 === 0 ? 'awaitingPayment' : 'paid',
      // Half of those that wait have no expiry: null sorts before every date.
      ...(n % 2000 === 0 ? { expiresAt: new Date(n) } : {}),
      items: [{ sku: `sku-${n % 500}` }, { sku: `sku-${(n + 1) % 500}` }],
    };
  }
}

type Row = { readonly _id: string; readonly placedAt: Date };

describe('a page of one shopper among 100,000 orders', () => {
  it('examines the page and nothing else, in both directions and from a cursor on', async () => {
    const page = db.collection('orders').where({ openid: 'o-7' }).orderBy('placedAt', 'desc').limit(20);
    const { data } = (await page.get()) as { data: Row[] };
    expect(cloudbase.stats().lastQuery).toEqual({
      collection: 'orders',
      index: 'openid_1_placedAt_-1',
      examined: 20,
      returned: 20,
      sortedInMemory: false,
    });
    const times = data.map(({ placedAt }) => placedAt.getTime());
    expect(times).toEqual([...times].sort((left, right) => right - left));

    const next = db
      .collection('orders')
      .where({ openid: 'o-7', placedAt: db.command.lt(data[19]!.placedAt) });
    const { data: second } = (await next.orderBy('placedAt', 'desc').limit(20).get()) as { data: Row[] };
    expect(cloudbase.stats().lastQuery).toMatchObject({ examined: 20, sortedInMemory: false });
    expect(second[0]!.placedAt.getTime()).toBeLessThan(times[19]!);

    const oldest = await db
      .collection('orders')
      .where({ openid: 'o-7' })
      .orderBy('placedAt', 'asc')
      .limit(5)
      .get();
    expect(oldest.data).toHaveLength(5);
    expect(cloudbase.stats().lastQuery).toMatchObject({ examined: 5, sortedInMemory: false });
  });

  it('examines as little inside a transaction, its own writes included', async () => {
    const tx = await db.startTransaction();
    await tx
      .collection('orders')
      .add({ _id: 'mine', number: -1, openid: 'o-7', placedAt: new Date(2_000_000) });
    const page = tx.collection('orders').where({ openid: 'o-7' }).orderBy('placedAt', 'desc').limit(20);
    const { data } = (await page.get()) as { data: Row[] };
    expect(data[0]!._id).toBe('mine');
    expect(data).toHaveLength(20);
    expect(cloudbase.stats().lastQuery!.examined).toBeLessThanOrEqual(21);
    await tx.rollback();
  });
});

describe('a query', () => {
  it('by _id fetches directly', async () => {
    await db.collection('orders').doc('order-77777').get();
    expect(cloudbase.stats().lastQuery).toMatchObject({ index: '_id', examined: 1 });
    await db
      .collection('orders')
      .where({ _id: db.command.in(['order-1', 'order-2']) })
      .get();
    expect(cloudbase.stats().lastQuery).toMatchObject({ index: '_id', examined: 2 });
  });

  it('for what is due walks the range and skips documents without the field', async () => {
    const due = { state: 'awaitingPayment', expiresAt: db.command.lte(new Date(5000)) };
    const { data } = await db.collection('orders').where(due).orderBy('expiresAt', 'asc').limit(50).get();
    expect(data).toHaveLength(3);
    expect(cloudbase.stats().lastQuery).toMatchObject({ index: 'state_1_expiresAt_1', examined: 3 });
  });

  it('for one of several values walks each', async () => {
    const either = { number: db.command.in([5, 6, 7, 999_999_999]) };
    expect((await db.collection('orders').where(either).get()).data).toHaveLength(3);
    expect(cloudbase.stats().lastQuery).toMatchObject({ index: 'number_1', examined: 3 });
  });

  it('for an element of a list uses the index over the list', async () => {
    const { data } = await db.collection('orders').where({ 'items.sku': 'sku-3' }).limit(1000).get();
    expect(data).toHaveLength(400);
    expect(cloudbase.stats().lastQuery).toMatchObject({ index: 'items.sku_1', examined: 400 });
  });

  it('that an index answers whole is counted without fetching a document', async () => {
    const orders = db.collection('orders');
    const counted = async (where: object): Promise<unknown> => (await orders.where(where).count()).total;
    expect(await counted({ openid: 'o-7' })).toBe(ORDERS / SHOPPERS);
    expect(cloudbase.stats().lastQuery).toMatchObject({ index: 'openid_1_placedAt_-1', examined: 0 });
    expect(await counted({ number: db.command.gte(99_990) })).toBe(10);
    expect(await counted({ openid: db.command.in(['o-7', 'o-8', 'o-7']) })).toBe((2 * ORDERS) / SHOPPERS);
    expect(cloudbase.stats().lastQuery).toMatchObject({ examined: 0 });
    expect(await counted({ openid: 'o-7', state: 'lost' })).toBe(0);
    expect(cloudbase.stats().lastQuery).toMatchObject({ examined: ORDERS / SHOPPERS });
  });

  it('that no index serves scans, and says so', async () => {
    expect(await db.collection('orders').where({ 'items.0.sku': 'sku-3' }).count()).toMatchObject({
      total: 200,
    });
    expect(cloudbase.stats().lastQuery).toMatchObject({ index: null, examined: 100_000 });
  });

  it('that updates conditionally or checks a unique key does not scan', async () => {
    const examined = (): number => cloudbase.stats().collections[0]!.examined;
    const before = examined();
    await db.collection('orders').where({ _id: 'order-5', state: 'paid' }).update({ state: 'shipped' });
    await db.collection('orders').add({ _id: 'extra', number: 200_000, openid: 'o-extra' });
    await db.collection('orders').where({ openid: 'o-extra' }).update({ state: 'paid' });
    await db.collection('orders').where({ openid: 'o-extra' }).remove();
    expect(examined() - before).toBe(3);
  });
});

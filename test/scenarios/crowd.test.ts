import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { SCHEMA } from '../../cloudfunctions/adapters/cloudbase/schema';
import { startCloudbase } from '../../simulators/cloudbase/start';
import { createSeededRandom } from '../../simulators/wechat-pay/seeded-random';
import { layMerchantKeys } from '../../tools/test-run/merchant-keys';
import { openStore } from '../../tools/world/shop-store';
import { postJson } from '../../tools/world/shopper';
import type { World } from '../../tools/world/world';
import { payDirectory, startWorld } from '../../tools/world/world';
import type { Crowd } from './crowd';
import { rush } from './crowd';
import { openMortalShop } from './mortal-shop';
import { aftermath, paidOrders, soldOut, untilPaid, watchStock } from './sold-out';

const SHOPPERS = 100;
const PIECES = 30;
const SKU = 'linen-mat-1';
const SERVED = { PAID: PIECES, OUT_OF_STOCK: SHOPPERS - PIECES };

/** More than there will be of anything. */
const EVERY = 100_000;
/** Just over the first step of the notification ladder, and over the age at which the job asks about an attempt. */
const A_WHILE_MS = 16_000;
/** Ticks in which the job must have healed everything. */
const MAX_TICKS = 5;
const TEST_TIMEOUT_MS = 120_000;

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function emptyDirectory(): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'xiaopu-crowd-'));
  closers.push(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

async function openWorld(seed: number): Promise<World> {
  const dir = await emptyDirectory();
  await layMerchantKeys(payDirectory(dir));
  const world = await startWorld({
    payPort: 0,
    cloudPort: 0,
    dir,
    seed,
    timers: false,
    log: () => undefined,
  });
  closers.push(() => world.close());
  return world;
}

function crowdAt(world: World, seed: number): Crowd {
  return {
    seed,
    shoppers: SHOPPERS,
    skuId: SKU,
    cloudUrl: world.cloud.url,
    controlUrl: world.wechatPay.controlUrl,
  };
}

const left = (world: World) => aftermath(world.store, world.wechatPay.controlUrl, SKU);

interface Notice {
  readonly id: string;
  readonly sends: readonly { readonly status: number | null }[];
}

async function notices(controlUrl: string): Promise<readonly Notice[]> {
  const response = await fetch(`${controlUrl}/notifications`);
  return ((await response.json()) as { notifications: readonly Notice[] }).notifications;
}

/** The ids in an order drawn from the seed. */
function shuffled(ids: readonly string[], seed: number): readonly string[] {
  const { fraction } = createSeededRandom(seed);
  return ids
    .map((id) => ({ id, place: fraction('resend') }))
    .sort((a, b) => a.place - b.place)
    .map(({ id }) => id);
}

describe(`a crowd of ${SHOPPERS} for ${PIECES} pieces`, () => {
  it.each([1])(
    'gets every piece once and no piece twice (seed %i)',
    async (seed) => {
      const world = await openWorld(seed);
      const watch = watchStock(world.store, SKU);
      expect(await rush(crowdAt(world, seed))).toEqual(SERVED);
      await untilPaid(world.store, PIECES);
      expect(await watch.stop()).toBe(0);
      expect(await left(world)).toEqual(soldOut(PIECES));
    },
    TEST_TIMEOUT_MS,
  );

  it.each([2])(
    'is served the same when every notification comes three times and out of order (seed %i)',
    async (seed) => {
      const world = await openWorld(seed);
      const { controlUrl, clock } = world.wechatPay;
      const notifications = { endpoint: 'notifications', times: EVERY };
      await postJson(`${controlUrl}/faults`, { ...notifications, kind: 'duplicate' });
      await postJson(`${controlUrl}/faults`, { ...notifications, kind: 'reorder', rate: 0.5 });
      expect(await rush(crowdAt(world, seed))).toEqual(SERVED);
      // Those held back to the last have nobody left to let pass.
      await clock.advance(A_WHILE_MS);
      await untilPaid(world.store, PIECES);
      await fetch(`${controlUrl}/faults`, { method: 'DELETE' });
      const ids = (await notices(controlUrl)).map(({ id }) => id);
      for (const id of shuffled(ids, seed)) await postJson(`${controlUrl}/notifications/deliver`, { id });
      const statuses = (await notices(controlUrl)).map(({ sends }) => sends.map(({ status }) => status));
      expect(statuses).toEqual(Array.from({ length: PIECES }, () => [200, 200, 200]));
      expect(await left(world)).toEqual(soldOut(PIECES));
    },
    TEST_TIMEOUT_MS,
  );

  it.each([3])(
    'is served the same when all notifications are lost, by the query of the job (seed %i)',
    async (seed) => {
      const world = await openWorld(seed);
      const { controlUrl, clock } = world.wechatPay;
      await postJson(`${controlUrl}/faults`, { endpoint: 'notifications', times: EVERY, kind: 'lose' });
      expect(await rush(crowdAt(world, seed))).toEqual(SERVED);
      expect(await paidOrders(world.store)).toBe(0);
      for (let tick = 0; tick < MAX_TICKS && (await paidOrders(world.store)) < PIECES; tick++) {
        await clock.advance(A_WHILE_MS);
        await world.cloud.fireTimer('jobs');
      }
      expect(await left(world)).toEqual(soldOut(PIECES));
    },
    TEST_TIMEOUT_MS,
  );

  it.each([4, 5])(
    'is served the same when the back end is killed twice in the middle of it (seed %i)',
    async (seed) => {
      const { wechatPay, cloud, ...shop } = await openMortalShop(seed);
      closers.push(() => shop.close());

      // The first death is at an order, the second at a payment, whose notification is then on its way.
      const { fraction } = createSeededRandom(seed);
      const soon = (label: string) => 3 + Math.floor(fraction(label) * (PIECES - 10));
      const deathAt = { placed: soon('placed'), paid: soon('paid') };
      const seen = { placed: 0, paid: 0 };
      const deaths: Promise<void>[] = [];
      const happened = (what: 'placed' | 'paid') => () => {
        seen[what] += 1;
        if (seen[what] !== deathAt[what]) return;
        deaths.push((deaths.at(-1) ?? Promise.resolve()).then(() => cloud.killAndRestart()));
      };
      const fates = await rush({
        seed,
        shoppers: SHOPPERS,
        skuId: SKU,
        cloudUrl: cloud.url,
        controlUrl: wechatPay.controlUrl,
        deathsExpected: true,
        onPlaced: happened('placed'),
        onPaid: happened('paid'),
      });
      await Promise.all(deaths);
      expect({ fates, deaths: deaths.length }).toEqual({ fates: SERVED, deaths: 2 });

      for (let tick = 0; tick < MAX_TICKS && (await paidOrders(cloud.store)) < PIECES; tick++) {
        await shop.advance(A_WHILE_MS);
        await cloud.fireTimer('jobs');
      }
      expect(await aftermath(cloud.store, wechatPay.controlUrl, SKU)).toEqual(soldOut(PIECES));

      const books = await cloud.store.readBooks();
      await cloud.close();
      const reopened = await startCloudbase({
        port: 0,
        dir: shop.dataDirectory,
        collections: SCHEMA,
        functions: {},
      });
      closers.push(() => reopened.close());
      expect(await openStore(reopened.environment()).readBooks()).toEqual(books);
    },
    TEST_TIMEOUT_MS,
  );
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../cloudfunctions/core/audit/audit';
import { refreshKeys } from '../../cloudfunctions/usecases/refresh-keys';
import { startPayment } from '../../cloudfunctions/usecases/start-payment';
import { postJson } from '../../tools/world/shopper';
import type { InProcessShop } from './in-process-shop';
import { placeAtQuote } from '../fixtures/shelf';
import { openInProcessShop } from './in-process-shop';

const SEED = 2026;
const SKU = 'cup';
const OPENID = 'o-switch';
const DAY_MS = 86_400_000;
const DAYS_OF_THE_SWITCH = 7;
const ORDERS_A_DAY = 4;
const ROTATION_ON_DAY = 3;

let shop: InProcessShop;
let orders = 0;

beforeAll(async () => {
  // The merchant knows the public key by hand and lists no certificate.
  shop = await openInProcessShop(SEED, { WECHAT_PAY_PLATFORM_CERTIFICATES: '' });
  await shop.shelve(SKU, 1_000);
});
afterAll(() => shop.close());

const control = (path: string, body: object): Promise<unknown> =>
  postJson(`${shop.wechatPay.controlUrl}${path}`, body);

/** One order through the sheet, paid, and its notification sent at once. */
async function buy(): Promise<void> {
  const { deps } = shop;
  orders += 1;
  const clientToken = `switch-${String(orders).padStart(4, '0')}`;
  const placed = await placeAtQuote(deps, {
    openid: OPENID,
    clientToken,
    lines: [{ skuId: SKU, quantity: 1 }],
  });
  if (placed.kind !== 'placed') throw new Error(placed.refusal);
  const { orderId } = placed.file.order;
  const started = await startPayment(deps, { openid: OPENID, orderId });
  if (started.kind !== 'started') throw new Error(`order ${orders}: ${started.refusal}`);
  await control('/payments', {
    prepay_id: started.requestPayment.package.replace('prepay_id=', ''),
    openid: OPENID,
  });
  await control('/notifications/deliver', {});
}

/** Statuses the sends of all notifications ended with, and how many are still to be repeated. */
async function notified(): Promise<{
  readonly last: readonly (number | null)[];
  readonly first: readonly (number | null)[];
}> {
  const { notifications } = (await control('/notifications/deliver', {})) as {
    notifications: { sends: { status: number | null }[] }[];
  };
  return {
    first: notifications.map(({ sends }) => sends.at(0)?.status ?? null),
    last: notifications.map(({ sends }) => sends.at(-1)?.status ?? null),
  };
}

async function paidOrders(): Promise<number> {
  const { orders: all } = await shop.deps.store.readBooks();
  return all.filter(({ state }) => state === 'paid').length;
}

describe('the seven days in which WeChat Pay moves from certificates to the public key', () => {
  it('begin with everything under the certificate, though requests name the public key', async () => {
    await control('/settings', { signing_keys: 'platformCertificate' });
    await refreshKeys(shop.deps);
    for (let time = 0; time < ORDERS_A_DAY; time += 1) await buy();
    expect((await notified()).last).toEqual(Array(ORDERS_A_DAY).fill(200));
  });

  it('bring notifications under both, through a rotation of the certificate, and lose none', async () => {
    await control('/settings', { signing_keys: 'both' });
    for (let day = 1; day <= DAYS_OF_THE_SWITCH; day += 1) {
      await shop.wechatPay.clock.advance(DAY_MS);
      if (day === ROTATION_ON_DAY) await control('/certificates/rotate', {});
      for (let time = 0; time < ORDERS_A_DAY; time += 1) await buy();
      await refreshKeys(shop.deps);
    }
    // The last repeats: a notification that met the rotation passes once its certificate is here.
    await shop.wechatPay.clock.advance(DAY_MS / 24);
    const { first, last } = await notified();
    expect(last).toEqual(Array(orders).fill(200));
    expect(first.filter((status) => status !== 200).length).toBeLessThanOrEqual(ORDERS_A_DAY);
    expect(await paidOrders()).toBe(orders);
  });

  it('end with the public key alone, and 404 for certificates is no trouble', async () => {
    await control('/settings', { signing_keys: 'publicKey' });
    await shop.wechatPay.clock.advance(DAY_MS);
    await refreshKeys(shop.deps);
    for (let time = 0; time < ORDERS_A_DAY; time += 1) await buy();
    expect((await notified()).last).toEqual(Array(orders).fill(200));
    expect(await paidOrders()).toBe(orders);
    expect(shop.errors).toEqual([]);
    expect(auditBooks(await shop.deps.store.readBooks())).toEqual([]);
  });
});

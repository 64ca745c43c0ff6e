import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../../cloudfunctions/core/audit/audit';
import type { Attempt } from '../../../cloudfunctions/core/payment/attempt';
import type { Cloudbase } from '../../../simulators/cloudbase/start';
import { startCloudbase } from '../../../simulators/cloudbase/start';
import { cloudOptions } from '../../../tools/world/cloud-options';
import { checkOut, postJson, valueOf } from '../../../tools/world/shopper';
import { callFunction } from '../../fixtures/call-function';
import type { ShopWorld } from '../../fixtures/shop-world';
import { freshToken, openShopWorld, PLENTY } from '../../fixtures/shop-world';

const NOT_ALLOWED = { ok: false, refusal: { code: 'NOT_ALLOWED', message: expect.stringMatching(/./) } };
const SHOPPER = 'o-waiting';
const HALF_HOUR_MS = 30 * 60_000;
/** Longer than a fresh attempt is left to its notification. */
const A_WHILE_MS = 10_000;

let world: ShopWorld;
/** A second cloud whose functions work on the first one's database: two instances of `jobs` side by side. */
let second: Cloudbase;

beforeAll(async () => {
  world = await openShopWorld();
  const { merchant } = world.wechatPay;
  const options = await cloudOptions({ port: 0, dir: null, merchant, cloudUrl: world.cloud.url });
  const { jobs } = options.functions;
  second = await startCloudbase({
    ...options,
    timers: [],
    routes: { '/jobs': 'jobs' },
    functions: { jobs: { ...jobs, env: { ...jobs.env, ...world.cloud.environment() }, instances: 2 } },
  });
});
afterAll(async () => {
  await second.close();
  await world.close();
});

async function waitInWorld(ms: number): Promise<void> {
  await world.wechatPay.clock.advance(ms);
  second.setClockOffset(world.wechatPay.clock.offsetMs());
}

async function orderOf(orderId: string) {
  return (await world.store.findOrder(orderId))?.order;
}

/** An order that was paid half an hour and more ago by nobody, with a payment that was started. */
async function expiredAttempt(): Promise<Attempt> {
  const attempt = await world.prepay(SHOPPER, (await world.place(SHOPPER, 2)).orderId);
  await waitInWorld(HALF_HOUR_MS + A_WHILE_MS);
  return attempt;
}

describe('a call of the jobs function by anybody but the timer', () => {
  it.each([
    ['a timer event', '{"Type":"Timer","TriggerName":"tick","Time":"2026-01-01T00:00:00Z","Message":""}'],
    ['a timer event with its source', '{"Type":"Timer","TCB_SOURCE":"wx_trigger"}'],
    [
      'a timer event that speaks of the environment',
      '{"Type":"Timer","environment":"{\\"TCB_SOURCE\\":\\"wx_trigger\\"}"}',
    ],
    ['a call', '{"method":"jobs.run","params":{}}'],
    ['nothing', '{}'],
    ['inherited keys', '{"__proto__":{"Type":"Timer"},"constructor":{"Type":"Timer"}}'],
  ])('is refused and changes nothing when a shopper sends %s', async (_name, event) => {
    const { orderId } = await expiredAttempt();
    const before = await world.books();
    const call = { name: 'jobs', openid: SHOPPER, event };
    expect(await callFunction(world.cloud.url, call)).toEqual({ status: 200, result: NOT_ALLOWED });
    expect(await world.books()).toEqual(before);
    expect((await orderOf(orderId))?.state).toBe('awaitingPayment');
  });

  it('is refused when somebody puts the function behind HTTP access', async () => {
    const before = await world.books();
    const answer = await fetch(`${second.url}/jobs`, { method: 'POST', body: '{"Type":"Timer"}' });
    expect(await answer.json()).toEqual(NOT_ALLOWED);
    expect(await world.books()).toEqual(before);
  });
});

/** A tick that did nothing but this. */
const tick = (changes: object): unknown =>
  expect.objectContaining({ healed: 0, asked: 0, refundSteps: 0, failed: 0, ...changes });

describe('a tick', () => {
  it('closes what has expired, enters what was paid unheard, and leaves the fresh alone', async () => {
    await world.cloud.fireTimer('jobs');
    const stock = async () => (await world.store.findStocks([PLENTY])).get(PLENTY);
    const before = await stock();
    const untouched = await world.place(SHOPPER);
    const { orderId: expired } = await expiredAttempt();
    const unheard = await world.prepay(SHOPPER, (await world.place(SHOPPER, 3)).orderId);
    await world.payUnheard(unheard);
    await waitInWorld(A_WHILE_MS);
    const fresh = await world.place(SHOPPER, 4);

    expect(await world.cloud.fireTimer('jobs')).toMatchObject({
      ok: true,
      value: {
        claimed: true,
        expired: 2,
        healed: 1,
        asked: 1,
        refundSteps: 0,
        shippingSteps: 0,
        messages: 0,
        failed: 0,
      },
    });

    expect(await orderOf(expired)).toMatchObject({ state: 'closed', closeReason: 'expired' });
    expect(await orderOf(untouched.orderId)).toMatchObject({ state: 'closed', closeReason: 'expired' });
    expect(await orderOf(unheard.orderId)).toMatchObject({ state: 'paid', stockHeld: 'sold' });
    expect(await orderOf(fresh.orderId)).toMatchObject({ state: 'awaitingPayment' });
    expect(await stock()).toMatchObject({
      onHand: (before?.onHand ?? 0) - 7,
      reserved: (before?.reserved ?? 0) + 4,
      sold: (before?.sold ?? 0) + 3,
    });
    expect(auditBooks(await world.books())).toEqual([]);
  });

  it('finds nothing left to do right after another', async () => {
    await world.cloud.fireTimer('jobs');
    const before = await world.books();
    expect(await world.cloud.fireTimer('jobs')).toMatchObject({
      value: { claimed: true, expired: 0, asked: 0 },
    });
    expect(await world.books()).toEqual(before);
  });

  it('enters a payment that was made in time even when it is found after the time', async () => {
    const attempt = await world.prepay(SHOPPER, (await world.place(SHOPPER)).orderId);
    await world.payUnheard(attempt);
    await waitInWorld(HALF_HOUR_MS + A_WHILE_MS);
    expect(await world.cloud.fireTimer('jobs')).toMatchObject({ value: { failed: 0 } });
    expect(await orderOf(attempt.orderId)).toMatchObject({ state: 'paid' });
  });

  it('leaves stock reserved while WeChat Pay cannot be asked, and closes at a later one', async () => {
    const { orderId } = await expiredAttempt();
    const control = world.wechatPay.controlUrl;
    await postJson(`${control}/faults`, { kind: 'status', endpoint: 'orders.query', status: 500, times: 20 });
    await world.cloud.fireTimer('jobs');
    expect(await orderOf(orderId)).toMatchObject({ state: 'awaitingPayment', stockHeld: 'reserved' });
    await fetch(`${control}/faults`, { method: 'DELETE' });
    expect(await world.cloud.fireTimer('jobs')).toMatchObject({ value: { expired: 1 } });
    expect(await orderOf(orderId)).toMatchObject({ state: 'closed', stockHeld: 'released' });
  });

  it('gives money back that surfaced on a closed order whose goods are gone, without a word from anybody', async () => {
    await world.cloud.fireTimer('jobs');
    const lines = [{ skuId: 'linen-mat-3', quantity: 3 }];
    const buy = async (openid: string) => {
      const wish = { clientToken: freshToken(), lines };
      const { orderId } = valueOf('orders.place', await checkOut(world.shopper(openid), wish));
      return world.prepay(openid, orderId);
    };
    const late = await buy(SHOPPER);
    const gone = { kind: 'status', status: 404, code: 'ORDER_NOT_EXIST' };
    for (const endpoint of ['orders.query', 'orders.close'])
      await postJson(`${world.wechatPay.controlUrl}/faults`, { ...gone, endpoint });
    await world.shopper(SHOPPER).call('orders.cancel', { orderId: late.orderId });
    await world.payUnheard(await buy('o-faster'));
    await world.cloud.fireTimer('jobs');
    await postJson(`${world.wechatPay.controlUrl}/payments`, { out_trade_no: late.outTradeNo });
    await waitInWorld(1_000);
    const view = async () =>
      valueOf('detail', await world.shopper(SHOPPER).call('orders.detail', { orderId: late.orderId }));
    // Whoever looks has it sent; the timer finds nothing left to send.
    expect(await view()).toMatchObject({
      state: 'closed',
      refunds: [{ state: 'processing', amount: late.amount }],
    });
    expect(await world.cloud.fireTimer('jobs')).toMatchObject({ value: { refundSteps: 0, failed: 0 } });
    await waitInWorld(5 * 24 * 60 * 60_000);
    await world.cloud.fireTimer('jobs');
    expect(await view()).toMatchObject({
      state: 'closed',
      refunds: [{ state: 'succeeded', receivedBy: expect.stringMatching(/./) }],
    });
    expect((await view()).timeline.at(-1)?.text).toMatch(/已原路退回/);
  });

  it('does its work once when two come at the same time', async () => {
    await Promise.all([second.fireTimer('jobs'), second.fireTimer('jobs')]);
    const { orderId } = await expiredAttempt();
    const slow = { kind: 'delay', endpoint: 'orders.query', delay_ms: 600 };
    await postJson(`${world.wechatPay.controlUrl}/faults`, slow);
    const ticks = await Promise.all([second.fireTimer('jobs'), second.fireTimer('jobs')]);
    expect(ticks).toHaveLength(2);
    expect(ticks).toEqual(
      expect.arrayContaining([
        { ok: true, value: tick({ claimed: true, expired: 1 }) },
        { ok: true, value: tick({ claimed: false, expired: 0 }) },
      ]),
    );
    expect(await orderOf(orderId)).toMatchObject({ state: 'closed' });
    expect(second.stats().functions['jobs']?.instances).toBe(2);
  });

  it('does nothing while another holds the lease, and works again when the lease has run out', async () => {
    const nowMs = world.wechatPay.clock.nowMs();
    expect(await world.store.claimJob({ name: 'tick', holder: 'dead', nowMs, leaseMs: 90_000 })).toBe(true);
    expect(await world.cloud.fireTimer('jobs')).toMatchObject({ value: { claimed: false } });
    await waitInWorld(91_000);
    expect(await world.cloud.fireTimer('jobs')).toMatchObject({ value: { claimed: true } });
  });

  it('leaves clean books behind', async () => {
    expect(auditBooks(await world.books())).toEqual([]);
  });
});

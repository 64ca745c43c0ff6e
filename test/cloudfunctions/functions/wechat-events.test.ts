import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FUNCTIONS_DIR } from '../../../tools/world/function-bundles';
import type { FunctionName } from '../../../tools/world/function-bundles';
import { layMerchantKeys } from '../../../tools/test-run/merchant-keys';
import { postJson, shopperAt, valueOf } from '../../../tools/world/shopper';
import { stagePaid, stageShipped } from '../../../tools/world/staged-orders';
import type { World } from '../../../tools/world/world';
import { payDirectory, startWorld } from '../../../tools/world/world';
import { callFunction } from '../../fixtures/call-function';

const TEA = [{ skuId: 'longjing-1', quantity: 1 }];

let dir: string;
let world: World;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'xiaopu-events-'));
  await layMerchantKeys(payDirectory(dir));
  world = await startWorld({ payPort: 0, cloudPort: 0, dir, timers: false, instances: 1 });
});
afterAll(async () => {
  await world.close();
  await rm(dir, { recursive: true, force: true });
});

const file = async (orderId: string) => {
  const found = await world.store.findOrder(orderId);
  if (found === null) throw new Error(`order ${orderId} is gone`);
  return found;
};
async function shippedOrder(openid: string): Promise<string> {
  const orderId = await stagePaid(world, shopperAt(world.cloud.url, openid), TEA);
  await stageShipped(world, orderId);
  return orderId;
}

describe('an order in the whole world', () => {
  it('is told to WeChat by the timer, and completed by its event through the function', async () => {
    const orderId = await shippedOrder('o-receives');
    const { attempts, shipment } = await file(orderId);
    expect(shipment?.upload.state).toBe('sent');
    // The event of the shipment itself asks for nothing: the next look is a day away.
    expect(shipment?.nextStepAtMs).toBeGreaterThan(world.wechatPay.clock.nowMs() + 12 * 3_600_000);
    const transactionId = attempts[0]?.transactionId ?? '';
    await postJson(`${world.wechatControlUrl}/receipts`, { transaction_id: transactionId });
    await world.cloud.fireTimer('jobs');
    const { order } = await file(orderId);
    expect(order.state).toBe('completed');
    const { parcels } = valueOf(
      'orders.detail',
      await shopperAt(world.cloud.url, 'o-receives').call('orders.detail', { orderId }),
    );
    expect(parcels).toEqual([
      expect.objectContaining({ courier: '顺丰速运', trackingNo: 'SF1420098765432' }),
    ]);
    expect(parcels[0]).not.toHaveProperty('courierId');
  });

  it("is found by the number WeChat's own pages know, by its own shopper alone", async () => {
    const orderId = await shippedOrder('o-centre');
    const { outTradeNo = '' } = (await file(orderId)).attempts[0] ?? {};
    const look = (openid: string) => shopperAt(world.cloud.url, openid).call('orders.detail', { outTradeNo });
    expect(valueOf('orders.detail', await look('o-centre')).orderId).toBe(orderId);
    expect(await look('o-other')).toMatchObject({ ok: false, refusal: { code: 'ORDER_NOT_FOUND' } });
  });

  it('has its paths registered with WeChat, once', async () => {
    await world.cloud.fireTimer('jobs');
    const state = (await (await fetch(`${world.wechatControlUrl}/state`)).json()) as {
      readonly paths: object;
    };
    expect(state.paths).toEqual({
      order: 'packages/orders/detail/detail?outTradeNo=${商品订单号}',
      message: 'packages/orders/detail/detail',
    });
  });
});

describe('the deployed functions', () => {
  it('name the interfaces they call, and no others', async () => {
    const permissions = async (name: FunctionName) =>
      JSON.parse(await readFile(path.join(FUNCTIONS_DIR, name, 'config.json'), 'utf8')) as unknown;
    expect(await permissions('wechat-events')).toEqual({ permissions: { openapi: [] } });
    expect(await permissions('jobs')).toEqual({
      permissions: {
        openapi: expect.arrayContaining(['wxa.sec.order.uploadShippingInfo', 'subscribeMessage.send']),
      },
    });
  });
});

describe('what a shopper allows', () => {
  it('is counted by the tap', async () => {
    const call = (templateIds: readonly string[], clientToken = 'tap-12345678') =>
      shopperAt(world.cloud.url, 'o-allows').call('me.allowMessages', { clientToken, templateIds });
    for (let times = 0; times < 2; times++)
      expect(valueOf('me.allowMessages', await call(['tmpl-shipped'])).allowed).toContainEqual({
        templateId: 'tmpl-shipped',
        left: 1,
      });
    const known = await shopperAt(world.cloud.url, 'o-allows').call('me.messages', {});
    expect(valueOf('me.messages', known).allowed).toEqual([
      { templateId: 'tmpl-shipped', left: 1 },
      { templateId: 'tmpl-refunded', left: 0 },
    ]);
    expect(await call([])).toMatchObject({ refusal: { code: 'INVALID_PARAMS' } });
    expect(await call(['a', 'b', 'c', 'd'])).toMatchObject({ refusal: { code: 'INVALID_PARAMS' } });
    expect(await call(['$where'])).toMatchObject({ refusal: { code: 'INVALID_PARAMS' } });
  });
});

describe('an event that anybody can send', () => {
  const settled = (changes: object) =>
    JSON.stringify({
      MsgType: 'event',
      Event: 'trade_manage_order_settlement',
      confirm_receive_method: 2,
      settlement_time: 1,
      ...changes,
    });

  it('completes no order and settles no money, whatever it says', async () => {
    const orderId = await shippedOrder('o-victim');
    const before = await file(orderId);
    const { outTradeNo = '', transactionId = '' } = before.attempts[0] ?? {};
    const events = [
      settled({ merchant_trade_no: outTradeNo, transaction_id: transactionId }),
      settled({ merchant_trade_no: 'x'.repeat(40) }),
      settled({ merchant_trade_no: { $ne: '' } }),
      settled({}),
      '{"MsgType":"event","Event":"something_else"}',
      '{"__proto__":{"MsgType":"event"}}',
      '{}',
    ];
    for (const event of events)
      expect(
        await callFunction(world.cloud.url, { name: 'wechat-events', openid: 'o-forger', event }),
      ).toEqual({
        status: 200,
        result: 'success',
      });
    await world.cloud.fireTimer('jobs');
    const after = await file(orderId);
    expect(after.order).toEqual(before.order);
    expect(after.shipment).toMatchObject({
      confirmedAtMs: null,
      settledAtMs: null,
      upload: { state: 'sent' },
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ShippingMethods, ShippingView } from '../../../miniprogram/contract/shipping';
import { fen } from '../../../miniprogram/contract/money';
import { postJson, shopperAt } from '../../../tools/world/shopper';
import { stagePaid } from '../../../tools/world/staged-orders';
import { callFunction } from '../../fixtures/call-function';
import { deskOf } from '../../fixtures/desk-caller';
import type { ShopWorld } from '../../fixtures/shop-world';
import { openShopWorld, PLENTY } from '../../fixtures/shop-world';

const SENDER = 'o-warehouse';
const MANAGER = 'o-manager';
let world: ShopWorld;
let runs = 0;

beforeAll(async () => {
  world = await openShopWorld();
  await world.store.appoint(SENDER, 'warehouse', Date.UTC(2026, 10, 21));
  await world.store.appoint(MANAGER, 'manager', Date.UTC(2026, 10, 21));
});
afterAll(() => world.close());

interface Answer {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly refusal?: { readonly code: string; readonly message: string; readonly detail?: unknown };
}
async function call<Method extends keyof ShippingMethods>(
  method: Method,
  params: ShippingMethods[Method]['params'],
): Promise<Answer> {
  const event = JSON.stringify({ method, params });
  return (await callFunction(world.cloud.url, { name: 'desk', openid: SENDER, event })).result as Answer;
}
async function valueOf<Method extends keyof ShippingMethods>(
  method: Method,
  params: ShippingMethods[Method]['params'],
): Promise<ShippingMethods[Method]['value']> {
  const answer = await call(method, params);
  if (!answer.ok) throw new Error(`${method}: ${answer.refusal?.message}`);
  return answer.value as ShippingMethods[Method]['value'];
}
const paid = () =>
  stagePaid(world, shopperAt(world.cloud.url, `o-buyer-${++runs}`), [{ skuId: PLENTY, quantity: 2 }]);
/** So many more orders like this one, straight into the books. */
async function crowd(orderId: string, count: number): Promise<void> {
  const file = await world.store.findOrder(orderId);
  const [attempt] = file?.attempts ?? [];
  if (file === null || attempt === undefined) throw new Error('nothing to copy');
  for (let more = 0; more < count; more++) {
    const outTradeNo = `copied-trade-${more}`;
    const order = { ...file.order, orderId: `copied-${more}`, attempts: [outTradeNo] };
    const attempts = [{ ...attempt, outTradeNo, orderId: order.orderId }];
    await world.store.changeOrder(order.orderId, () => ({ result: null, write: { order, attempts } }));
  }
}
const token = () => `desk-ship-${++runs}`;
const number = () => `SF${String(1_500_000_000_000 + ++runs)}`;

describe('shipping at the desk', () => {
  it('goes from a scanned number to a shipped order', async () => {
    const orderId = await paid();
    const trackingNo = number();
    const { couriers } = await valueOf('shipping.recognise', { trackingNo: ` ${trackingNo.toLowerCase()}` });
    expect(couriers.map(({ courierId }) => courierId)).toEqual(['SF']);
    const before = await valueOf('shipping.get', { orderId });
    expect(before).toMatchObject({
      orderState: 'paid',
      canShip: true,
      upload: null,
      deadline: { level: 'calm' },
    });
    const parcels = [{ courierId: 'SF', trackingNo }];
    const sent = await valueOf('shipping.ship', { clientToken: token(), orderId, parcels });
    expect(sent).toMatchObject({
      orderState: 'shipped',
      way: 'express',
      parcels: [{ trackingNo, courierId: 'SF' }],
    });
    await world.cloud.fireTimer('jobs');
    expect((await valueOf('shipping.get', { orderId })).upload).toMatchObject({ state: 'sent' });
    expect((await valueOf('shipping.couriers', {})).couriers[0]).toMatchObject({
      courierId: 'SF',
      lastUsedAt: expect.stringMatching(/^\d{4}-/),
    });
    expect(await valueOf('shipping.remind', { orderId })).toMatchObject({ canRemind: false });
    const correction = {
      clientToken: token(),
      orderId,
      parcels: [{ courierId: 'SF', trackingNo: number() }],
    };
    expect(await valueOf('shipping.correct', correction)).toMatchObject({
      upload: { state: 'due' },
      canCorrect: false,
    });
  });

  it('leaves a line in the log for each deed, once however often it is tapped', async () => {
    const orderId = await paid();
    const trackingNo = number();
    const wish = { clientToken: token(), orderId, parcels: [{ courierId: 'SF', trackingNo }] };
    await valueOf('shipping.ship', wish);
    await valueOf('shipping.ship', wish);
    await world.cloud.fireTimer('jobs');
    const other = number();
    const parcels = [{ courierId: 'SF', trackingNo: other }];
    await valueOf('shipping.correct', { clientToken: token(), orderId, parcels });
    await world.cloud.fireTimer('jobs');
    await valueOf('shipping.remind', { orderId });
    const subject = { kind: 'order', id: orderId } as const;
    const { actions } = await deskOf(world, MANAGER).value('actions.list', { subject });
    const by = expect.objectContaining({ openid: SENDER, role: 'warehouse' });
    expect(actions).toEqual([
      expect.objectContaining({ what: 'order.remind', by, changes: [] }),
      expect.objectContaining({
        what: 'order.correctShipment',
        by,
        changes: [{ field: '物流', from: `顺丰速运 ${trackingNo}`, to: `顺丰速运 ${other}` }],
      }),
      expect.objectContaining({
        what: 'order.ship',
        by,
        changes: [{ field: '物流', from: '', to: `顺丰速运 ${trackingNo}` }],
      }),
    ]);
  });

  it('that WeChat refuses waits on the first page and in a list until somebody has mended it', async () => {
    const manager = deskOf(world, MANAGER);
    const seen = async () => ({
      list: (await manager.value('orders.list', { filter: 'uploadRefused' })).orders.map(
        (one) => one.orderId,
      ),
      tile: (await manager.value('today.get', {})).todo.refusedUploads,
    });
    const orderId = await paid();
    const parcels = [{ courierId: 'SF', trackingNo: number() }];
    await valueOf('shipping.ship', { clientToken: token(), orderId, parcels });
    expect(await seen()).toEqual({ list: [], tile: 0 });
    const endpoint = '/wxa/sec/order/upload_shipping_info';
    await postJson(`${world.wechatControlUrl}/faults`, { kind: 'errcode', endpoint, errcode: 10060026 });
    await world.cloud.fireTimer('jobs');
    expect(await seen()).toEqual({ list: [orderId], tile: 1 });
    await valueOf('shipping.retry', { orderId });
    expect(await seen()).toEqual({ list: [], tile: 0 });
    const subject = { kind: 'order', id: orderId } as const;
    const [last] = (await manager.value('actions.list', { subject })).actions;
    expect(last).toMatchObject({ what: 'order.retryUpload', by: { openid: SENDER } });
  });

  it('is not waited for once all of the money is on its way back', async () => {
    const manager = deskOf(world, MANAGER);
    const waiting = async () => ({
      list: (await manager.value('orders.list', { filter: 'toShip' })).orders.map((one) => one.orderId),
      tile: (await manager.value('today.get', {})).todo.toShip,
    });
    const before = await waiting();
    const orderId = await paid();
    expect(await waiting()).toEqual({ list: [orderId, ...before.list], tile: before.tile + 1 });
    const part = { clientToken: token(), orderId, amount: fen(1) };
    await manager.value('refunds.create', part);
    expect((await waiting()).list).toContain(orderId);
    const { refundable } = await manager.value('orders.detail', { orderId });
    await manager.value('refunds.create', { clientToken: token(), orderId, amount: refundable });
    expect(await waiting()).toEqual(before);
  });

  it('refuses a number of another courier with a sentence that names the field', async () => {
    const orderId = await paid();
    const parcels = [{ courierId: 'JTSD', trackingNo: 'SF1420098765432' }];
    const text = '快递单号“SF1420098765432”不像极兔速递的单号，像是顺丰速运的，请核对快递公司或快递单号';
    expect(await call('shipping.ship', { clientToken: token(), orderId, parcels })).toEqual({
      ok: false,
      refusal: {
        code: 'TRACKING_NO_OTHER_COURIER',
        message: text,
        detail: { field: 'trackingNo', parcel: 0, text },
      },
    });
  });

  it('knows no order that is not there, and retries nothing that was taken', async () => {
    expect(await call('shipping.get', { orderId: 'nobody' })).toMatchObject({
      refusal: { code: 'ORDER_NOT_FOUND' },
    });
    const orderId = await paid();
    expect(await call('shipping.retry', { orderId })).toMatchObject({ refusal: { code: 'NOTHING_SHIPPED' } });
    expect(await call('shipping.remind', { orderId })).toMatchObject({
      refusal: { code: 'NOTHING_SHIPPED' },
    });
  });

  it('lists what waits page by page, the longest paid first, and counts it', async () => {
    await crowd(await paid(), 21);
    const seen: ShippingView[] = [];
    let before: string | undefined;
    do {
      const page = await valueOf('shipping.list', {
        which: 'toShip',
        ...(before !== undefined && { before }),
      });
      seen.push(...page.shipments);
      before = page.next;
    } while (before !== undefined);
    const ids = seen.map(({ orderId }) => orderId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(seen.every(({ canShip }) => canShip)).toBe(true);
    const state = await valueOf('shipping.state', {});
    expect(state).toMatchObject({ toShip: ids.length, late: 0, soon: 0 });
    const since = seen.map(({ money }) => money?.frozenSince ?? '');
    expect(since).toEqual(since.toSorted());
    const held = await valueOf('shipping.list', { which: 'frozen' });
    expect(held.shipments.length).toBeGreaterThan(0);
    expect((await valueOf('shipping.list', { which: 'refused' })).shipments).toEqual([]);
  });

  it.each([
    ['a parcel with a price', { parcels: [{ courierId: 'SF', trackingNo: 'SF1', price: 1 }] }],
    [
      'a negative quantity',
      { parcels: [{ courierId: 'SF', trackingNo: 'SF1', lines: [{ skuId: 'a', quantity: -1 }] }] },
    ],
    ['a number without end', { parcels: [{ courierId: 'SF', trackingNo: '1'.repeat(65) }] }],
    ['a way nobody knows', { way: 'drone' }],
    [
      'a list without end',
      { parcels: Array.from({ length: 12 }, () => ({ courierId: 'SF', trackingNo: 'SF1' })) },
    ],
  ])('does not take %s', async (_what, more) => {
    const event = JSON.stringify({
      method: 'shipping.ship',
      params: { clientToken: token(), orderId: 'x', ...more },
    });
    const { result } = await callFunction(world.cloud.url, { name: 'desk', openid: SENDER, event });
    expect(result).toMatchObject({ refusal: { code: 'INVALID_PARAMS' } });
  });
});

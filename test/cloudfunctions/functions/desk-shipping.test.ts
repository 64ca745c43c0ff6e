import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ShippingMethods, ShippingView } from '../../../miniprogram/contract/shipping';
import { shopperAt } from '../../../tools/world/shopper';
import { stagePaid } from '../../../tools/world/staged-orders';
import { callFunction } from '../../fixtures/call-function';
import type { ShopWorld } from '../../fixtures/shop-world';
import { openShopWorld, PLENTY } from '../../fixtures/shop-world';

const SENDER = 'o-warehouse';
let world: ShopWorld;
let runs = 0;

beforeAll(async () => {
  world = await openShopWorld();
  await world.store.appoint(SENDER, 'warehouse', Date.UTC(2026, 10, 21));
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

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../../cloudfunctions/core/audit/audit';
import { PARAMS } from '../../../cloudfunctions/functions/shop/schemas';
import { fen } from '../../../miniprogram/contract/money';
import type { ShopRefusal } from '../../../miniprogram/contract/shop';
import { SHOP_REFUSAL_WORDS, SHOP_REFUSALS } from '../../../miniprogram/contract/shop';
import type { Cloudbase } from '../../../simulators/cloudbase/start';
import { startCloudbase } from '../../../simulators/cloudbase/start';
import { cloudOptions } from '../../../tools/world/cloud-options';
import { checkOut, postJson, valueOf } from '../../../tools/world/shopper';
import { callFunction } from '../../fixtures/call-function';
import type { ShopWorld } from '../../fixtures/shop-world';
import { freshToken, openShopWorld, PLENTY } from '../../fixtures/shop-world';
import type { HostileCall, Orders } from './hostile-calls';
import { BAD_PARAMS, BAD_SHAPES, FORBIDDEN, NOT_A_CALL, POLLUTING } from './hostile-calls';

const ME = 'o-hostile-shopper';
const OTHER = 'o-other';

let world: ShopWorld;
let orders: Orders;

function refused(code: ShopRefusal) {
  return { ok: false, refusal: { code, message: SHOP_REFUSAL_WORDS[code] } };
}

function call(event: string, openid = ME) {
  return callFunction(world.cloud.url, { name: 'shop', openid, event });
}

/** Every number the simulator knows of an order of this total and shopper. */
async function ordersAtWechatPay(openid: string): Promise<readonly string[]> {
  const state = (await (await fetch(`${world.wechatPay.controlUrl}/state`)).json()) as {
    orders: readonly { out_trade_no: string; openid: string }[];
  };
  return state.orders.filter((order) => order.openid === openid).map((order) => order.out_trade_no);
}

beforeAll(async () => {
  world = await openShopWorld();
  const [mine, others, paid, closed] = await Promise.all([
    world.place(ME),
    world.place(OTHER, 2),
    world.place(ME, 3),
    world.place(ME, 4),
  ]);
  await world.payUnheard(await world.prepay(ME, paid.orderId));
  const shopper = world.shopper(ME);
  const healed = await shopper.call('orders.detail', { orderId: paid.orderId });
  expect(valueOf('orders.detail', healed).state).toBe('paid');
  valueOf('orders.cancel', await shopper.call('orders.cancel', { orderId: closed.orderId }));
  const addresses = await shopper.call('addresses.list', {});
  const { outTradeNo: othersPayment } = await world.prepay(OTHER, others.orderId);
  orders = {
    mine: mine.orderId,
    others: others.orderId,
    paid: paid.orderId,
    closed: closed.orderId,
    othersPayment,
    address: valueOf('addresses.list', addresses).addresses[0]?.addressId ?? '',
  };
});
afterAll(() => world.close());

describe('a hostile call of the shop', () => {
  const all: readonly HostileCall[] = [
    ...NOT_A_CALL,
    ...BAD_PARAMS,
    ...BAD_SHAPES,
    ...POLLUTING,
    ...FORBIDDEN,
  ];
  it.each(all.map(([name, code, event]) => [name, code, event] as const))(
    'is refused and changes nothing: %s is %s',
    async (_name, code, event) => {
      const before = await world.books();
      expect(await call(event(orders))).toMatchObject({ status: 200, result: refused(code) });
      expect(await world.books()).toEqual(before);
    },
  );

  it('is stopped by the platform when its event is longer than any may be', async () => {
    const event = JSON.stringify({ method: 'orders.list', params: { before: 'x'.repeat(7_000_000) } });
    expect(await call(event)).toMatchObject({ status: 413 });
    expect(await call('{"method":"catalogue.list"}')).toMatchObject({ result: { ok: true } });
  });

  it('leaves nothing behind that the next shopper would inherit', async () => {
    for (const [, , event] of POLLUTING) await call(event(orders));
    const list = valueOf('orders.list', await world.shopper('o-nobody').call('orders.list', {}));
    expect(list).toEqual({ orders: [] });
  });

  it.each([
    ['the openid of its userInfo', `{"method":"orders.list","userInfo":{"openId":"${OTHER}"}}`],
    ['an openid inherited', `{"method":"orders.list","params":{},"userInfo":{"__proto__":{"openId":"x"}}}`],
  ])('is answered for who really calls, whatever %s says', async (_name, event) => {
    const mine = valueOf('orders.list', await world.shopper(ME).call('orders.list', {}));
    expect(await call(event)).toEqual({ status: 200, result: { ok: true, value: mine } });
    expect(mine.orders.map(({ orderId }) => orderId)).not.toContain(orders.others);
  });
});

describe('a call without an identity', () => {
  it('is refused by the function when a timer makes it', async () => {
    expect(await world.cloud.fireTimer('shop')).toEqual(refused('IDENTITY_REQUIRED'));
  });

  it('is stopped by the platform when a client makes it', async () => {
    const event = '{"method":"catalogue.list"}';
    expect(await callFunction(world.cloud.url, { name: 'shop', event })).toMatchObject({ status: 400 });
  });

  it('is refused when somebody puts the function behind HTTP access', async () => {
    const { merchant } = world.wechatPay;
    const options = await cloudOptions({ port: 0, dir: null, merchant, cloudUrl: world.cloud.url });
    const open: Cloudbase = await startCloudbase({ ...options, timers: [], routes: { '/shop': 'shop' } });
    try {
      const headers = { 'x-dev-openid': ME, 'x-wx-openid': ME };
      const body = '{"method":"catalogue.list","params":{}}';
      const answer = await fetch(`${open.url}/shop`, { method: 'POST', headers, body });
      expect(await answer.json()).toEqual(refused('IDENTITY_REQUIRED'));
    } finally {
      await open.close();
    }
  });
});

describe('a client token', () => {
  it('stands for one order, however often it is sent', async () => {
    const params = { clientToken: freshToken(), lines: [{ skuId: PLENTY, quantity: 2 }] };
    const shopper = world.shopper('o-tapping');
    const replies = await Promise.all([1, 2, 3, 4].map(() => checkOut(shopper, params)));
    const again = await checkOut(shopper, params);
    const ids = [...replies, again].map((reply) => valueOf('orders.place', reply).orderId);
    expect(new Set(ids).size).toBe(1);
    const { movements } = await world.books();
    expect(movements.filter(({ orderId }) => orderId === ids[0])).toHaveLength(1);
  });

  it.each([
    ['another quantity', [{ skuId: PLENTY, quantity: 3 }]],
    ['another SKU', [{ skuId: 'linen-mat-1', quantity: 2 }]],
    [
      'one more line',
      [
        { skuId: PLENTY, quantity: 2 },
        { skuId: 'linen-mat-1', quantity: 1 },
      ],
    ],
  ])('is refused for other lines: %s', async (_name, lines) => {
    const clientToken = freshToken();
    const shopper = world.shopper('o-reusing');
    valueOf(
      'orders.place',
      await checkOut(shopper, { clientToken, lines: [{ skuId: PLENTY, quantity: 2 }] }),
    );
    const before = await world.books();
    expect(await checkOut(shopper, { clientToken, lines })).toEqual(refused('CLIENT_TOKEN_REUSED'));
    expect(await world.books()).toEqual(before);
  });

  it('is each shopper’s own', async () => {
    const params = { clientToken: freshToken(), lines: [{ skuId: PLENTY, quantity: 1 }] };
    const [first, second] = await Promise.all(
      ['o-one', 'o-two'].map(async (openid) =>
        valueOf('orders.place', await checkOut(world.shopper(openid), params)),
      ),
    );
    expect(first?.orderId).not.toBe(second?.orderId);
  });
});

describe('paying twice', () => {
  it('resumes the same attempt, one number at WeChat Pay, with a fresh signature each time', async () => {
    const { orderId } = await world.place('o-eager');
    const shopper = world.shopper('o-eager');
    const pay = async () => valueOf('orders.pay', await shopper.call('orders.pay', { orderId }));
    const first = await pay();
    const again = [await pay(), ...(await Promise.all([pay(), pay(), pay()]))];
    const packages = [first, ...again].map(({ requestPayment }) => requestPayment.package);
    expect(new Set(packages).size).toBe(1);
    const nonces = [first, ...again].map(({ requestPayment }) => requestPayment.nonceStr);
    expect(new Set(nonces).size).toBe(5);
    expect((await world.store.findOrder(orderId))?.attempts).toHaveLength(1);
    expect(await ordersAtWechatPay('o-eager')).toHaveLength(1);
  });

  it('makes one attempt of several first taps at once', async () => {
    const { orderId } = await world.place('o-impatient');
    const shopper = world.shopper('o-impatient');
    await Promise.all([1, 2, 3, 4].map(() => shopper.call('orders.pay', { orderId })));
    expect((await world.store.findOrder(orderId))?.attempts).toHaveLength(1);
    expect(await ordersAtWechatPay('o-impatient')).toHaveLength(1);
  });
});

describe('the methods of the shop', () => {
  it('orders.place merges repeated SKUs, takes the shop’s prices and reserves the stock', async () => {
    const line = { skuId: 'celadon-cup-1', quantity: 2 };
    const params = { clientToken: freshToken(), lines: [line, line] };
    const before = (await world.store.findStocks([line.skuId])).get(line.skuId);
    const order = valueOf('orders.place', await checkOut(world.shopper(ME), params));
    expect(order).toMatchObject({
      state: 'awaitingPayment',
      lines: [{ skuId: line.skuId, quantity: 4, unitPrice: fen(6_900), lineTotal: fen(27_600) }],
      total: fen(27_600),
      refunds: [],
      paymentUnknown: false,
    });
    expect(Date.parse(order.payBefore) - Date.parse(order.placedAt)).toBe(30 * 60_000);
    const after = (await world.store.findStocks([line.skuId])).get(line.skuId);
    expect(after).toMatchObject({
      onHand: (before?.onHand ?? 0) - 4,
      reserved: (before?.reserved ?? 0) + 4,
    });
  });

  it('orders.pay answers what wx.requestPayment needs, signed for this app', async () => {
    const { orderId } = await world.place(ME);
    const { requestPayment } = valueOf('orders.pay', await world.shopper(ME).call('orders.pay', { orderId }));
    const verdict = await postJson(`${world.wechatPay.controlUrl}/pay-sign/verify`, {
      appId: world.wechatPay.merchant.appid,
      ...requestPayment,
    });
    expect(verdict).toMatchObject({ ok: true });
  });

  it('orders.detail shows one’s own order, orders.cancel closes it once and gives the stock back', async () => {
    const { onHand } = (await world.store.findStocks(['linen-mat-1'])).get('linen-mat-1') ?? {};
    const shopper = world.shopper(ME);
    const params = { clientToken: freshToken(), lines: [{ skuId: 'linen-mat-1', quantity: 3 }] };
    const placed = valueOf('orders.place', await checkOut(shopper, params));
    const { orderId } = placed;
    expect(valueOf('orders.detail', await shopper.call('orders.detail', { orderId }))).toEqual(placed);
    const closed = valueOf('orders.cancel', await shopper.call('orders.cancel', { orderId }));
    expect(closed).toMatchObject({ state: 'closed', closeReason: 'cancelled' });
    expect(valueOf('orders.cancel', await shopper.call('orders.cancel', { orderId }))).toEqual(closed);
    expect((await world.store.findStocks(['linen-mat-1'])).get('linen-mat-1')?.onHand).toBe(onHand);
  });

  it('orders.list pages through one’s own orders of a state, newest first', async () => {
    const shopper = world.shopper('o-collector');
    const placed: string[] = [];
    for (let count = 0; count < 22; count += 1) placed.push((await world.place('o-collector')).orderId);
    const first = valueOf('orders.list', await shopper.call('orders.list', { state: 'awaitingPayment' }));
    const next = first.next ?? '';
    const second = valueOf('orders.list', await shopper.call('orders.list', { before: next }));
    expect(first.orders).toHaveLength(20);
    expect([...first.orders, ...second.orders].map(({ orderId }) => orderId)).toEqual(placed.reverse());
    expect(second.next).toBeUndefined();
    expect(valueOf('orders.list', await shopper.call('orders.list', { state: 'paid' })).orders).toEqual([]);
  });

  it('orders.list shows only one’s own orders behind the cursor of another', async () => {
    const before = `${'9'.repeat(15)}.${orders.others}`;
    const { orders: mine } = valueOf('orders.list', await world.shopper(ME).call('orders.list', { before }));
    expect(mine.length).toBeGreaterThan(0);
    expect(mine.map(({ orderId }) => orderId)).not.toContain(orders.others);
  });

  it.each(Object.keys(PARAMS))('%s refuses parameters that are none', async (method) => {
    const answer = await call(JSON.stringify({ method, params: null }));
    expect(answer.result).toEqual(refused('INVALID_PARAMS'));
  });
});

describe('the shop function', () => {
  it.each(SHOP_REFUSALS)('has Chinese words for %s', (code) => {
    expect(SHOP_REFUSAL_WORDS[code]).toMatch(/^[\u4e00-\u9fff，、。]{6,40}$/);
  });

  it('tells the log no secret and no shopper', () => {
    const log = world.lines.join('\n');
    const { apiV3Key, merchantKeyFile } = world.wechatPay.merchant;
    const keyLines = readFileSync(merchantKeyFile, 'utf8').trim().split('\n').slice(1, -1);
    const secrets = [apiV3Key, ...keyLines, 'Authorization', 'WECHATPAY2', ME, 'paySign'];
    expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
    expect(log).not.toContain('shop.failed');
  });

  it('leaves clean books behind', async () => {
    expect(auditBooks(await world.books())).toEqual([]);
  });
});

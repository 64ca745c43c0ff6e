import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../../cloudfunctions/core/audit/audit';
import { createIds } from '../../../cloudfunctions/adapters/system/ids';
import { shipOrder } from '../../../cloudfunctions/usecases/ship-order';
import { fen } from '../../../miniprogram/contract/money';
import type { OrderView } from '../../../miniprogram/contract/order';
import type { ShopMethod, ShopMethods } from '../../../miniprogram/contract/shop';
import { checkOut, HOME, valueOf } from '../../../tools/world/shopper';
import type { ShopWorld } from '../../fixtures/shop-world';
import { freshToken, openShopWorld } from '../../fixtures/shop-world';

const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(100)]);

const TRACKING_NO = 'SF1420098765432';

let world: ShopWorld;

beforeAll(async () => {
  world = await openShopWorld();
});
afterAll(async () => {
  expect(auditBooks(await world.books())).toEqual([]);
});
// On its own, so that books that are wrong leave nothing running.
afterAll(() => world.close());

async function get<Method extends ShopMethod>(
  method: Method,
  params: ShopMethods[Method]['params'],
  openid: string,
): Promise<ShopMethods[Method]['value']> {
  return valueOf(method, await world.shopper(openid).call(method, params));
}

async function refusal<Method extends ShopMethod>(
  method: Method,
  params: ShopMethods[Method]['params'],
  openid: string,
): Promise<string | undefined> {
  const reply = await world.shopper(openid).call(method, params);
  return reply.ok ? undefined : reply.refusal.code;
}

/** An order of two mats and a cup that is paid. */
async function paidOrder(openid: string): Promise<OrderView> {
  const lines = [
    { skuId: 'apron-1', quantity: 2 },
    { skuId: 'celadon-cup-1', quantity: 1 },
  ];
  const placed = valueOf(
    'place',
    await checkOut(world.shopper(openid), { clientToken: freshToken(), lines }),
  );
  await world.payUnheard(await world.prepay(openid, placed.orderId));
  return get('orders.detail', { orderId: placed.orderId }, openid);
}

/** Sends it in one parcel, as the desk does. */
async function ship(orderId: string): Promise<void> {
  const clock = { nowMs: () => world.wechatPay.clock.nowMs() };
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const sent = await shipOrder(
    { store: world.store, clock, ids: createIds(clock), log: silent },
    {
      actor: { openid: 'o-owner', role: 'owner' },
      orderId,
      clientToken: freshToken(),
      way: 'express',
      parcels: [{ courierId: 'SF', trackingNo: TRACKING_NO }],
    },
  );
  expect(sent).toMatchObject({ kind: 'done' });
}

describe('a quote', () => {
  it('has the shop’s prices, the freight and the default address', async () => {
    await get('addresses.save', { clientToken: freshToken(), address: HOME }, 'o-quote');
    const lines = [{ skuId: 'osmanthus-cake-1', quantity: 2 }];
    const quote = await get('orders.quote', { lines }, 'o-quote');
    expect(quote).toMatchObject({
      goodsTotal: fen(5_360),
      freight: fen(800),
      payable: fen(6_160),
      discount: fen(0),
      unavailable: [],
      address: { ...HOME, isDefault: true },
    });
    expect(quote.lines[0]).toMatchObject({ title: '桂花糕', specification: '8块装', lineTotal: fen(5_360) });
  });

  it('names what cannot be bought and has two ways out ready', async () => {
    const lines = [
      { skuId: 'linen-mat-3', quantity: 9 },
      { skuId: 'desk-lamp-3', quantity: 1 },
      { skuId: 'longjing-1', quantity: 21 },
      { skuId: 'nothing', quantity: 1 },
      { skuId: 'apron-1', quantity: 1 },
    ];
    const quote = await get('orders.quote', { lines }, 'o-many');
    expect(quote.unavailable.map(({ reason, maxQuantity }) => [reason, maxQuantity])).toEqual([
      ['notEnough', 3],
      ['soldOut', 0],
      ['overLimit', 20],
      ['withdrawn', 0],
    ]);
    expect(quote.waysOut.without).toEqual([{ skuId: 'apron-1', quantity: 1 }]);
    expect(quote.waysOut.reduced.map(({ quantity }) => quantity)).toEqual([3, 20, 1]);
    const again = await get('orders.quote', { lines: quote.waysOut.reduced }, 'o-many');
    expect(again.unavailable).toEqual([]);
  });
});

describe('placing an order', () => {
  const lines = [{ skuId: 'osmanthus-cake-1', quantity: 1 }];
  async function addressOf(openid: string, province = HOME.province): Promise<string> {
    const params = { clientToken: freshToken(), address: { ...HOME, province } };
    return (await get('addresses.save', params, openid)).addressId;
  }

  it('keeps address, remark and freight as they were then', async () => {
    const openid = 'o-keep';
    const addressId = await addressOf(openid);
    const remark = '请轻放 🙏\n谢谢';
    const wish = { clientToken: freshToken(), lines, addressId, remark, expectedTotal: fen(3_480) };
    const placed = await get('orders.place', wish, openid);
    expect(placed).toMatchObject({
      address: HOME,
      remark,
      freight: fen(800),
      goodsTotal: fen(2_680),
      total: fen(3_480),
    });
    await get('addresses.save', { addressId, address: { ...HOME, name: '别人' } }, openid);
    expect((await get('orders.detail', { orderId: placed.orderId }, openid)).address).toEqual(HOME);
    expect(await refusal('orders.place', { ...wish, remark: '另一句' }, openid)).toBe('CLIENT_TOKEN_REUSED');
  });

  it.each([
    ['one fen less', fen(3_479)],
    ['nothing', fen(0)],
    ['the goods alone', fen(2_680)],
  ])(
    'at another price than the shop’s is refused with a new quote, and nothing is placed: %s',
    async (_name, expectedTotal) => {
      const openid = 'o-cheap';
      const wish = { clientToken: freshToken(), lines, addressId: await addressOf(openid), expectedTotal };
      const before = await world.books();
      const reply = await world.shopper(openid).call('orders.place', wish);
      expect(reply).toMatchObject({
        ok: false,
        refusal: {
          code: 'PRICE_CHANGED',
          detail: { payable: fen(3_480), lines: [{ skuId: 'osmanthus-cake-1' }] },
        },
      });
      expect(await world.books()).toEqual(before);
    },
  );

  it.each([
    ['OVER_LIMIT', 'longjing-1', 21, HOME.province],
    ['OUT_OF_STOCK', 'desk-lamp-3', 1, HOME.province],
    ['NO_DELIVERY', 'apron-1', 1, '台湾省'],
    ['SKU_NOT_FOUND', 'nothing', 1, HOME.province],
  ])('is refused as %s with the quote that says why', async (code, skuId, quantity, province) => {
    const openid = `o-${code}`;
    const addressId = await addressOf(openid, province);
    const wish = {
      clientToken: freshToken(),
      lines: [{ skuId, quantity }],
      addressId,
      expectedTotal: fen(0),
    };
    const reply = await world.shopper(openid).call('orders.place', wish);
    expect(reply).toMatchObject({
      ok: false,
      refusal: { code, detail: { unavailable: [{ skuId, quantity }] } },
    });
  });

  it('is refused to one who holds stock with thirty unpaid orders', async () => {
    const openid = 'o-hoarder';
    const addressId = await addressOf(openid);
    const place = (clientToken: string) =>
      world
        .shopper(openid)
        .call('orders.place', { clientToken, lines, addressId, expectedTotal: fen(3_480) });
    for (let count = 0; count < 30; count += 1) expect((await place(freshToken())).ok).toBe(true);
    expect(await place(freshToken())).toMatchObject({ refusal: { code: 'TOO_MANY_UNPAID' } });
    const orders = (await get('orders.list', {}, openid)).orders;
    for (const { orderId } of orders) await get('orders.cancel', { orderId, reason: 'other' }, openid);
    expect((await place(freshToken())).ok).toBe(true);
  });
});

describe('an order on its way', () => {
  it('tells what may be done with it, is confirmed once it was shipped, and then hidden', async () => {
    const openid = 'o-receiver';
    const paid = await paidOrder(openid);
    const { orderId } = paid;
    expect(paid.actions).toEqual(['requestRefund']);
    expect(await refusal('orders.confirm', { orderId }, openid)).toBe('ORDER_NOT_SHIPPED');
    expect(await refusal('orders.hide', { orderId }, openid)).toBe('ORDER_NOT_FINISHED');
    await ship(orderId);
    const shipped = await get('orders.detail', { orderId }, openid);
    expect(shipped).toMatchObject({
      actions: ['confirm', 'requestRefund'],
      parcels: [{ trackingNo: TRACKING_NO }],
    });
    expect(await get('orders.counts', {}, openid)).toEqual({
      awaitingPayment: 0,
      paid: 0,
      shipped: 1,
      refunding: 0,
    });
    expect(await refusal('orders.confirm', { orderId }, 'o-thief')).toBe('ORDER_NOT_FOUND');
    const done = await get('orders.confirm', { orderId }, openid);
    expect(done).toMatchObject({ state: 'completed', actions: ['requestRefund', 'hide'] });
    expect(await get('orders.confirm', { orderId }, openid)).toEqual(done);
    expect(await refusal('orders.hide', { orderId }, 'o-thief')).toBe('ORDER_NOT_FOUND');
    await get('orders.hide', { orderId }, openid);
    await get('orders.hide', { orderId }, openid);
    expect((await get('orders.list', {}, openid)).orders).toEqual([]);
    expect((await get('orders.detail', { orderId }, openid)).state).toBe('completed');
  });

  it('is opened by the number of any payment of it, as WeChat’s order centre does', async () => {
    const openid = 'o-order-centre';
    const { orderId } = await world.place(openid);
    const { outTradeNo } = await world.prepay(openid, orderId);
    expect(await get('orders.detail', { outTradeNo }, openid)).toMatchObject({ orderId });
    await world.payUnheard(await world.prepay(openid, orderId));
    // The order centre opens it long before a lost notification comes: looking heals it.
    expect(await get('orders.detail', { outTradeNo }, openid)).toMatchObject({ orderId, state: 'paid' });
    expect(await refusal('orders.detail', { outTradeNo }, 'o-thief')).toBe('ORDER_NOT_FOUND');
  });

  it('says why it was cancelled', async () => {
    const { orderId } = await world.place('o-fickle');
    const closed = await get('orders.cancel', { orderId, reason: 'wrongAddress' }, 'o-fickle');
    expect(closed.timeline.at(-1)?.text).toBe('订单已取消：地址或电话填错了');
    expect(closed.actions).toEqual(['hide']);
  });
});

describe('a refund request', () => {
  const changedMind = { reason: 'changedMind' as const };

  it('for goods has the server’s amount; for all of them before shipping the freight too', async () => {
    const openid = 'o-goods';
    const { orderId } = await paidOrder(openid);
    const some = await get(
      'refunds.request',
      { ...changedMind, clientToken: freshToken(), orderId, lines: [{ skuId: 'apron-1', quantity: 1 }] },
      openid,
    );
    expect(some).toMatchObject({ state: 'requested', amount: fen(10_900), canWithdraw: true, refund: null });
    expect(some.title).toMatch(/^\S+/);
    expect(await get('refunds.get', { requestId: some.requestId }, openid)).toEqual(some);
    const small = await world.place('o-freight', 2);
    await world.payUnheard(await world.prepay('o-freight', small.orderId));
    await get('orders.detail', { orderId: small.orderId }, 'o-freight');
    const lines = [{ skuId: 'osmanthus-cake-1', quantity: 2 }];
    const all = { ...changedMind, clientToken: freshToken(), orderId: small.orderId, lines };
    expect((await get('refunds.request', all, 'o-freight')).amount).toEqual(small.total);
  });

  it('is one for one token, and never more than what is left', async () => {
    const openid = 'o-asking';
    const { orderId, total } = await paidOrder(openid);
    const wish = { ...changedMind, clientToken: freshToken(), orderId, amount: fen(20_000) };
    const replies = await Promise.all([1, 2, 3].map(() => get('refunds.request', wish, openid)));
    expect(new Set(replies.map(({ requestId }) => requestId)).size).toBe(1);
    const left = fen(total.minor - 20_000);
    expect((await get('orders.detail', { orderId }, openid)).refundable).toEqual(left);
    const more = (amount: number) =>
      refusal(
        'refunds.request',
        { ...changedMind, clientToken: freshToken(), orderId, amount: fen(amount) },
        openid,
      );
    expect(await more(left.minor + 1)).toBe('REFUND_EXCEEDS');
    expect(await more(0)).toBe('REFUND_EXCEEDS');
    const rivals = await Promise.all([more(left.minor), more(left.minor), more(left.minor)]);
    expect(rivals.filter((code) => code === undefined)).toHaveLength(1);
    expect(await more(1)).toBe('NOT_REFUNDABLE');
    expect((await get('orders.counts', {}, openid)).refunding).toBe(2);
  });

  it.each([
    ['a line that was not ordered', [{ skuId: 'longjing-1', quantity: 1 }]],
    ['more pieces than were ordered', [{ skuId: 'apron-1', quantity: 3 }]],
    [
      'the same piece twice over',
      [
        { skuId: 'apron-1', quantity: 2 },
        { skuId: 'apron-1', quantity: 1 },
      ],
    ],
  ])('is refused for %s', async (_name, lines) => {
    const { orderId } = await paidOrder('o-liar');
    const wish = { ...changedMind, clientToken: freshToken(), orderId, lines };
    expect(await refusal('refunds.request', wish, 'o-liar')).toBe('REFUND_EXCEEDS');
  });

  it('is refused on what is unpaid, closed, or another’s', async () => {
    const unpaid = await world.place('o-unpaid');
    const ask = (orderId: string, openid: string) =>
      refusal(
        'refunds.request',
        { ...changedMind, clientToken: freshToken(), orderId, amount: fen(1) },
        openid,
      );
    expect(await ask(unpaid.orderId, 'o-unpaid')).toBe('NOT_REFUNDABLE');
    await get('orders.cancel', { orderId: unpaid.orderId }, 'o-unpaid');
    expect(await ask(unpaid.orderId, 'o-unpaid')).toBe('NOT_REFUNDABLE');
    const { orderId } = await paidOrder('o-victim');
    expect(await ask(orderId, 'o-thief')).toBe('ORDER_NOT_FOUND');
    const wish = { ...changedMind, clientToken: freshToken(), orderId, amount: fen(1) };
    const { requestId } = await get('refunds.request', wish, 'o-victim');
    expect(await refusal('refunds.get', { requestId }, 'o-thief')).toBe('REFUND_NOT_FOUND');
    expect(await refusal('refunds.withdraw', { requestId }, 'o-thief')).toBe('REFUND_NOT_FOUND');
    expect((await get('refunds.list', {}, 'o-thief')).requests).toEqual([]);
  });

  it('is withdrawn while it waits and not after the merchant decided, and can be asked anew', async () => {
    const openid = 'o-withdrawing';
    const { orderId, total } = await paidOrder(openid);
    const ask = () =>
      get('refunds.request', { ...changedMind, clientToken: freshToken(), orderId, amount: total }, openid);
    const { requestId } = await ask();
    const back = await get('refunds.withdraw', { requestId }, openid);
    expect(back).toMatchObject({ state: 'withdrawn', canWithdraw: false });
    expect(await get('refunds.withdraw', { requestId }, openid)).toEqual(back);
    const second = await ask();
    await world.store.changeOrder(orderId, (file) => {
      const [request] = file?.requests ?? [];
      if (file === null || request === undefined) return { result: null };
      const requests = [{ ...request, state: 'rejected' as const, answer: '已发货' }];
      return { result: null, write: { order: file.order, requests } };
    });
    expect(await refusal('refunds.withdraw', { requestId: second.requestId }, openid)).toBe('REFUND_DECIDED');
    const { requests } = await get('refunds.list', {}, openid);
    expect(requests.map(({ state, answer }) => [state, answer])).toEqual([
      ['rejected', '已发货'],
      ['withdrawn', ''],
    ]);
  });
});

describe('a photo', () => {
  async function upload(openid: string, cloudPath: string, bytes: Buffer): Promise<string> {
    const answer = await fetch(`${world.cloud.url}/__files/upload?cloudPath=${cloudPath}`, {
      method: 'POST',
      headers: { 'x-dev-openid': openid },
      body: new Uint8Array(bytes),
    });
    return ((await answer.json()) as { fileID: string }).fileID;
  }
  const prefixOf = async (openid: string) => (await get('me.get', {}, openid)).photoPrefix;

  it('is accepted by its bytes, whatever its name, and may then lie under a request', async () => {
    const openid = 'o-photo';
    const fileId = await upload(openid, `${await prefixOf(openid)}1.exe`, JPEG);
    const { orderId } = await paidOrder(openid);
    const wish = {
      clientToken: freshToken(),
      orderId,
      reason: 'damaged' as const,
      amount: fen(100),
      photos: [fileId],
    };
    expect(await refusal('refunds.request', wish, openid)).toBe('PHOTO_NOT_CHECKED');
    expect(await get('photos.check', { fileId }, openid)).toEqual({
      fileId,
      type: 'image/jpeg',
      bytes: JPEG.length,
    });
    expect((await get('refunds.request', wish, openid)).photos).toEqual([fileId]);
    const other = await paidOrder('o-other-photo');
    const stolen = { ...wish, clientToken: freshToken(), orderId: other.orderId };
    expect(await refusal('refunds.request', stolen, 'o-other-photo')).toBe('PHOTO_NOT_CHECKED');
  });

  it.each([
    ['PHOTO_TYPE', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
    ['PHOTO_TYPE', Buffer.alloc(0)],
    ['PHOTO_TOO_LARGE', Buffer.concat([JPEG, Buffer.alloc(5 * 1024 * 1024)])],
  ])('is refused as %s and deleted', async (code, bytes) => {
    const openid = 'o-bad-photo';
    const fileId = await upload(openid, `${await prefixOf(openid)}x.jpg`, bytes);
    expect(await refusal('photos.check', { fileId }, openid)).toBe(code);
    expect(await refusal('photos.check', { fileId }, openid)).toBe('PHOTO_NOT_FOUND');
  });

  it('of another, outside one’s own path, or of the shop is not found', async () => {
    const theirs = await upload('o-model', `${await prefixOf('o-model')}1.jpg`, JPEG);
    await world.cloud.loadFiles([{ path: 'loose/1.jpg', bytes: JPEG }]);
    const loose = world.cloud.fileId('loose/1.jpg');
    const missing = world.cloud.fileId(`${await prefixOf('o-thief')}none.jpg`);
    for (const fileId of [theirs, loose, missing, world.cloud.fileId('shop/products/longjing/1.svg')])
      expect({ fileId, code: await refusal('photos.check', { fileId }, 'o-thief') }).toEqual({
        fileId,
        code: 'PHOTO_NOT_FOUND',
      });
    expect((await get('photos.check', { fileId: theirs }, 'o-model')).type).toBe('image/jpeg');
  });
});

describe('the person', () => {
  it('is a member from the first visit on', async () => {
    const [me, again] = await Promise.all([get('me.get', {}, 'o-new'), get('me.get', {}, 'o-new')]);
    expect(me).toMatchObject({ role: 'none', cartPieces: 0, counts: { awaitingPayment: 0 } });
    expect(again.memberSince).toBe(me.memberSince);
    expect(me.photoPrefix).not.toContain('o-new');
  });

  it('reads how to reach the shop and what it does with personal data', async () => {
    const about = await get('shop.about', {}, 'o-new');
    expect(about.privacy.paragraphs.length).toBeGreaterThan(2);
    expect(about).toMatchObject({ shopName: '小铺', service: { hours: expect.any(String) } });
  });

  it('cannot leave while an order or a request is under way', async () => {
    const { orderId, total } = await paidOrder('o-leaving');
    expect(await refusal('me.delete', { confirm: true }, 'o-leaving')).toBe('ACCOUNT_IN_USE');
    await ship(orderId);
    await get('orders.confirm', { orderId }, 'o-leaving');
    const wish = { clientToken: freshToken(), orderId, reason: 'other' as const, amount: total };
    const { requestId } = await get('refunds.request', wish, 'o-leaving');
    expect(await refusal('me.delete', { confirm: true }, 'o-leaving')).toBe('ACCOUNT_IN_USE');
    await get('refunds.withdraw', { requestId }, 'o-leaving');
    expect(await refusal('me.delete', { confirm: true }, 'o-leaving')).toBeUndefined();
  });

  it('leaves nothing of itself behind but the books', async () => {
    const openid = 'o-forgotten';
    const { orderId } = await paidOrder(openid);
    await ship(orderId);
    await get('orders.confirm', { orderId }, openid);
    await get('cart.add', { clientToken: freshToken(), skuId: 'apron-1', quantity: 1 }, openid);
    const before = (await world.store.findOrder(orderId))?.order;
    await get('me.delete', { confirm: true }, openid);
    const after = (await world.store.findOrder(orderId))?.order;
    expect(after).toMatchObject({
      total: before?.total,
      lines: before?.lines,
      state: 'completed',
      remark: '',
    });
    expect(JSON.stringify(after)).not.toMatch(/林小满|13800138000|龙井路|o-forgotten/);
    expect(await refusal('orders.detail', { orderId }, openid)).toBe('ORDER_NOT_FOUND');
    expect((await get('orders.list', {}, openid)).orders).toEqual([]);
    expect((await get('addresses.list', {}, openid)).addresses).toEqual([]);
    expect((await get('cart.get', {}, openid)).lines).toEqual([]);
  });
});

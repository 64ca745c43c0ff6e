import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../../cloudfunctions/core/audit/audit';
import type { OrderFilter } from '../../../miniprogram/contract/desk-orders';
import { ORDER_FILTERS } from '../../../miniprogram/contract/desk-orders';
import { fen } from '../../../miniprogram/contract/money';
import { valueOf } from '../../../tools/world/shopper';
import { refusedBy } from '../../fixtures/desk-caller';
import type { DeskWorld } from '../../fixtures/desk-world';
import { openDeskWorld, refusalOf } from '../../fixtures/desk-world';
import { freshToken } from '../../fixtures/shop-world';

const BUYER = 'o-buyer';

let world: DeskWorld;
/** One order in every state a filter knows. */
const placed = { unpaid: '', paid: '', refunded: '', closed: '', counter: '' };

beforeAll(async () => {
  world = await openDeskWorld();
  placed.unpaid = (await world.place(BUYER)).orderId;
  placed.paid = (await world.paidOrder(BUYER)).orderId;
  placed.refunded = (await world.paidOrder(BUYER)).orderId;
  await world
    .desk('manager')
    .value('refunds.create', { clientToken: freshToken(), orderId: placed.refunded, amount: fen(10) });
  placed.closed = (await world.place(BUYER)).orderId;
  const cancelled = await world.shopper(BUYER).call('orders.cancel', { orderId: placed.closed });
  valueOf('orders.cancel', cancelled);
  const shown = { clientToken: freshToken(), amount: fen(1_200) };
  placed.counter = (await world.desk('cashier').value('collect.byQr', shown)).orderId;
});
afterAll(async () => {
  expect(auditBooks(await world.store.readBooks())).toEqual([]);
});
// On its own, so that books that are wrong leave nothing running.
afterAll(() => world.close());

const list = async (filter: OrderFilter) =>
  (await world.desk('viewer').value('orders.list', { filter })).orders.map(({ orderId }) => orderId);

describe('the list of orders', () => {
  it.each<[OrderFilter, (keyof typeof placed)[]]>([
    ['all', ['counter', 'closed', 'refunded', 'paid', 'unpaid']],
    ['awaitingPayment', ['unpaid']],
    ['toShip', ['refunded', 'paid']],
    ['shipped', []],
    ['completed', []],
    ['closed', ['closed']],
    ['refunds', ['refunded']],
    ['counter', ['counter']],
  ])('shows under %s what belongs there, newest first', async (filter, names) => {
    expect(await list(filter)).toEqual(names.map((name) => placed[name]));
  });

  it('covers the buyer for whoever neither sends goods nor gives money back', async () => {
    const buyer = async (role: 'owner' | 'manager' | 'warehouse' | 'cashier' | 'viewer') =>
      (await world.desk(role).value('orders.detail', { orderId: placed.paid })).buyer;
    for (const role of ['owner', 'manager', 'warehouse'] as const)
      expect(await buyer(role)).toMatchObject({ masked: false, mobile: '13800138000', detail: '龙井路1号' });
    for (const role of ['cashier', 'viewer'] as const) {
      const answer = await world.desk(role).raw('{"method":"orders.list","params":{"filter":"all"}}');
      expect(JSON.stringify(answer)).not.toMatch(/13800138000|龙井路|林小满/);
      expect(await buyer(role)).toMatchObject({ masked: true, mobile: '138****8000', city: '杭州市' });
    }
  });

  it('goes on where a page ended, without a gap and without a repeat', async () => {
    const openid = 'o-many';
    const mine: string[] = [];
    for (let at = 0; at < 23; at++) {
      mine.unshift((await world.place(openid)).orderId);
      await world.shopper(openid).call('orders.cancel', { orderId: mine[0] ?? '' });
    }
    const first = await world.desk('viewer').value('orders.list', { filter: 'closed' });
    expect(first.orders.map(({ orderId }) => orderId)).toEqual(mine.slice(0, 20));
    const next = { filter: 'closed', before: first.next ?? '' } as const;
    const second = await world.desk('viewer').value('orders.list', next);
    expect(second.orders.map(({ orderId }) => orderId)).toEqual([...mine.slice(20), placed.closed]);
    expect(second.next).toBeUndefined();
  });

  it('reads as many documents for a page whatever lies behind it', async () => {
    const examined = () => world.cloud.stats().collections.reduce((sum, { examined: one }) => sum + one, 0);
    const cost = async (filter: OrderFilter) => {
      const before = examined();
      await list(filter);
      return examined() - before;
    };
    const costs: number[] = [];
    for (const filter of ORDER_FILTERS) costs.push(await cost(filter));
    // 21 orders and the parts of each that has any; nobody else's order is looked at.
    expect(Math.max(...costs)).toBeLessThan(21 * 5);
    const before = examined();
    await world.desk('viewer').value('orders.search', { text: '0000' });
    expect(examined() - before).toBeLessThan(5);
  });
});

describe('the search', () => {
  it('finds an order by its number, a payment, WeChat Pay’s number and a refund', async () => {
    const { order, attempts, refunds } = await world.file(placed.refunded);
    const numbers = [
      order.orderId,
      attempts[0]?.outTradeNo,
      attempts[0]?.transactionId,
      refunds[0]?.outRefundNo,
    ];
    for (const text of numbers) {
      const { orders } = await world.desk('viewer').value('orders.search', { text: ` ${text} ` });
      expect(orders.map(({ orderId }) => orderId)).toEqual([placed.refunded]);
    }
  });

  it.each(['8000', '13800138000'])('finds the orders of a buyer by the telephone: %s', async (text) => {
    const { orders, next } = await world.desk('warehouse').value('orders.search', { text });
    expect(orders.length).toBe(20);
    const rest = await world.desk('warehouse').value('orders.search', { text, before: next ?? '' });
    const found = [...orders, ...rest.orders].map(({ orderId }) => orderId);
    expect(found).toEqual(expect.arrayContaining([placed.paid, placed.closed, placed.unpaid]));
    expect(found).not.toContain(placed.counter);
  });

  it('finds nothing by a number that is nobody’s, and asks for more of a short one', async () => {
    const viewer = world.desk('viewer');
    expect(await viewer.value('orders.search', { text: '4200000000202611210000000000' })).toEqual({
      orders: [],
    });
    expect(await viewer.value('orders.search', { text: '0001' })).toEqual({ orders: [] });
    expect(await viewer.call('orders.search', { text: '12' })).toEqual(refusedBy('SEARCH_TOO_SHORT'));
    const hostile = '{"method":"orders.search","params":{"text":{"$gt":""}}}';
    expect(await viewer.raw(hostile)).toEqual(refusedBy('INVALID_PARAMS'));
  });
});

describe('one order', () => {
  it('shows payments, sums, refunds and what happened', async () => {
    const view = await world.desk('manager').value('orders.detail', { orderId: placed.refunded });
    expect(view).toMatchObject({
      kind: 'delivery',
      state: 'paid',
      payments: [
        { scene: 'miniProgram', state: 'succeeded', counts: true, transactionId: expect.any(String) },
      ],
      refunded: fen(10),
      paid: view.total,
      refundable: fen(view.total.minor - 10),
      refundNos: [expect.any(String)],
      paymentUnknown: false,
    });
    expect(view.timeline.at(-2)?.text).toContain('商家已同意退款 ¥0.10');
    expect(view.timeline.at(-1)?.text).toContain('退款 ¥0.10 已提交');
  });

  it('of the counter has no buyer and says how the collection stands', async () => {
    const view = await world.desk('manager').value('orders.detail', { orderId: placed.counter });
    expect(view).toMatchObject({ kind: 'counter', buyer: null, collection: { kind: 'waiting' } });
  });

  it('that is paid without a word from WeChat Pay is found to be paid when it is looked at', async () => {
    const { orderId } = await world.place(BUYER);
    await world.payUnheard(await world.prepay(BUYER, orderId));
    expect((await world.desk('viewer').value('orders.detail', { orderId })).state).toBe('paid');
  });

  it('is not found under a made-up number', async () => {
    expect(await world.desk('viewer').call('orders.detail', { orderId: 'made-up' })).toEqual(
      refusedBy('ORDER_NOT_FOUND'),
    );
  });
});

describe('the merchant’s note', () => {
  const note = (text: string, replaces: string) => ({ orderId: placed.paid, note: text, replaces });

  it('is the staff’s alone, and nobody overwrites what they did not see', async () => {
    const cashier = world.desk('cashier');
    const view = await cashier.value('orders.note', note('熟客，送试吃', ''));
    expect(view).toMatchObject({ note: '熟客，送试吃', noted: { by: 'o-desk-cashier' } });
    await cashier.value('orders.note', note('熟客，送试吃', ''));
    expect(await world.desk('owner').call('orders.note', note('尽快发', ''))).toMatchObject({
      refusal: { code: 'NOTE_CHANGED', detail: { note: '熟客，送试吃' } },
    });
    await world.desk('owner').value('orders.note', note('', '熟客，送试吃'));
    await world.desk('owner').value('orders.note', note('尽快发', ''));
    const seen = await world.shopper(BUYER).call('orders.detail', { orderId: placed.paid });
    expect(JSON.stringify(seen)).not.toContain('尽快发');
    const subject = { kind: 'order', id: placed.paid } as const;
    const { actions } = await world.desk('owner').value('actions.list', { subject, what: 'order.note' });
    expect(actions.map(({ by, changes }) => [by.openid, changes])).toEqual([
      ['o-desk-owner', [{ field: '备注', from: '', to: '尽快发' }]],
      ['o-desk-owner', [{ field: '备注', from: '熟客，送试吃', to: '' }]],
      ['o-desk-cashier', [{ field: '备注', from: '', to: '熟客，送试吃' }]],
    ]);
  });

  it('is written by nobody who only looks, on no order that is not there, and not endlessly', async () => {
    expect(await refusalOf(world.desk('viewer'), 'orders.note', note('x', ''))).toBe('NOT_ALLOWED');
    const owner = world.desk('owner');
    expect(await refusalOf(owner, 'orders.note', { ...note('x', ''), orderId: 'made-up' })).toBe(
      'ORDER_NOT_FOUND',
    );
    expect(await refusalOf(owner, 'orders.note', note('字'.repeat(201), '尽快发'))).toBe('INVALID_PARAMS');
  });

  it('goes with the person who is forgotten', async () => {
    const openid = 'o-forgotten';
    const { orderId } = await world.place(openid);
    await world.desk('owner').value('orders.note', { orderId, note: '林小满要发票', replaces: '' });
    await world.shopper(openid).call('orders.cancel', { orderId });
    expect(await world.shopper(openid).call('me.delete', { confirm: true })).toMatchObject({ ok: true });
    expect((await world.file(orderId)).order).toMatchObject({ note: null, address: { mobile: '' } });
    const { orders } = await world.desk('owner').value('orders.search', { text: '8000' });
    expect(orders.map((one) => one.orderId)).not.toContain(orderId);
  });
});

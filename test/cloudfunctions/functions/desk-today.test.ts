import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../../cloudfunctions/core/audit/audit';
import { chinaDay } from '../../../cloudfunctions/core/sales/day-sales';
import { fen } from '../../../miniprogram/contract/money';
import { valueOf } from '../../../tools/world/shopper';
import type { Desk } from '../../fixtures/desk-caller';
import { deskOf, refusedBy } from '../../fixtures/desk-caller';
import type { ShopWorld } from '../../fixtures/shop-world';
import { freshToken, openShopWorld } from '../../fixtures/shop-world';

let world: ShopWorld;
let clerk: Desk;

const today = () => clerk.value('today.get', {});

/** An order that is paid; its total. */
async function paid(openid: string): Promise<{ readonly orderId: string; readonly minor: number }> {
  const { orderId, total } = await world.place(openid);
  await world.payUnheard(await world.prepay(openid, orderId));
  valueOf('detail', await world.shopper(openid).call('orders.detail', { orderId }));
  return { orderId, minor: total.minor };
}

beforeAll(async () => {
  world = await openShopWorld();
  clerk = deskOf(world, 'o-clerk');
});
afterAll(() => world.close());

describe('the first page of the desk', () => {
  it('says of a shop without orders that nothing waits and nothing was sold', async () => {
    const { todo, series, today: now, days30 } = await today();
    expect(todo).toMatchObject({ toShip: 0, refundRequests: 0, secondApprovals: 0, abnormalRefunds: 0 });
    expect(series).toHaveLength(30);
    expect(series.at(-1)?.day).toBe(chinaDay(Date.now()));
    const nothing = { paidOrders: 0, paid: fen(0), refunded: fen(0) };
    expect(now).toEqual(nothing);
    expect(days30).toEqual(nothing);
  });

  it('counts an order once on the day it was paid, however often its news arrives', async () => {
    const first = await paid('o-one');
    const second = await paid('o-two');
    for (const openid of ['o-one', 'o-one', 'o-two'])
      await world.shopper(openid).call('orders.detail', {
        orderId: openid === 'o-one' ? first.orderId : second.orderId,
      });
    const sum = { paidOrders: 2, paid: fen(first.minor + second.minor), refunded: fen(0) };
    const seen = await today();
    expect(seen).toMatchObject({ today: sum, days7: sum, days30: sum, todo: { toShip: 2 } });
    expect(seen.series.at(-1)).toEqual({ ...sum, day: chinaDay(Date.now()) });
    expect(seen.series.slice(0, -1).every(({ paidOrders }) => paidOrders === 0)).toBe(true);
  });

  it('counts what is waiting, until somebody dealt with it', async () => {
    const before = (await today()).todo;
    const { orderId } = await paid('o-three');
    const shopper = world.shopper('o-three');
    const wish = { clientToken: freshToken(), orderId, reason: 'other', amount: fen(1) } as const;
    const { requestId } = valueOf('request', await shopper.call('refunds.request', wish));
    expect((await today()).todo).toEqual({ ...before, toShip: before.toShip + 1, refundRequests: 1 });
    await shopper.call('refunds.withdraw', { requestId });
    expect((await today()).todo.refundRequests).toBe(0);
    const keeper = deskOf(world, 'o-owner');
    const sku = await keeper.value('stock.get', { skuId: 'apron-1' });
    const adjusting = { skuId: sku.skuId, delta: 2 - sku.available, reason: 'recount', version: 0 } as const;
    await keeper.value('stock.adjust', { clientToken: freshToken(), ...adjusting });
    expect((await today()).todo.lowStock).toBe(before.lowStock + 1);
  });

  it('agrees with the books, and the audit says where it does not', async () => {
    const books = await world.books();
    expect(auditBooks(books)).toEqual([]);
    const [day = { day: '', paidOrders: 0, paidMinor: 0, refundedMinor: 0 }] = books.days;
    const wrong = [{ ...day, paidMinor: day.paidMinor - 7 }, ...books.days.slice(1)];
    expect(auditBooks({ ...books, days: wrong })).toEqual([
      { rule: 'sales', id: day.day, text: 'the day lacks 0 orders, 7 paid and 0 refunded' },
    ]);
    expect(auditBooks({ ...books, days: [] })).toHaveLength(1);
  });

  it('takes no parameters', async () => {
    for (const params of ['{"day":"2026-11-21"}', '{"openid":"o-owner"}', '{"__proto__":{"role":1}}'])
      expect(await clerk.raw(`{"method":"today.get","params":${params}}`)).toEqual(
        refusedBy('INVALID_PARAMS'),
      );
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../cloudfunctions/core/audit/audit';
import { newCollection } from '../../cloudfunctions/core/collection/counter-order';
import { wordsToSeek } from '../../cloudfunctions/core/catalogue/search-words';
import type { Order } from '../../cloudfunctions/core/order/order';
import { newOrder } from '../../cloudfunctions/core/order/order';
import type { Attempt } from '../../cloudfunctions/core/payment/attempt';
import { newAttempt } from '../../cloudfunctions/core/payment/attempt';
import type { Refund } from '../../cloudfunctions/core/refund/refund';
import { newRefund } from '../../cloudfunctions/core/refund/refund';
import type { RefundRequest } from '../../cloudfunctions/core/refund/refund-request';
import { allowing } from '../../cloudfunctions/core/message/ledger';
import type { Message } from '../../cloudfunctions/core/message/message';
import { decideSending } from '../../cloudfunctions/core/message/sending';
import { newShipment } from '../../cloudfunctions/core/shipment/shipment';
import { orderMovements } from '../../cloudfunctions/core/stock/stock';
import type { OrderDeskStore } from '../../cloudfunctions/ports/order-desk-store';
import type { Change, Decide, OrderFile, Shortage } from '../../cloudfunctions/ports/store';
import { fen } from '../../miniprogram/contract/money';
import { HOME } from '../../tools/world/shopper';
import { aProduct, aSku } from '../fixtures/shelf';
import { describeBillStore } from './bill-store-contract';

/** A store with nothing in it, and a way to end it. */
export interface StoreUnderTest {
  readonly store: OrderDeskStore;
  close(): Promise<void>;
}

const PLACED_AT_MS = Date.UTC(2026, 0, 2, 3, 4, 5);
const SKU = { skuId: 'tea-1', productId: 'tea', title: '茶', specification: '50克' };

function anOrder(
  orderId: string,
  overrides: Partial<{ openid: string; quantity: number; nowMs: number }> = {},
): Order {
  const { openid = 'o-a', quantity = 1, nowMs = PLACED_AT_MS } = overrides;
  return newOrder({
    orderId,
    openid,
    clientToken: `token-${orderId}`,
    requestHash: 'hash',
    lines: [{ ...SKU, quantity, unitPrice: fen(100) }],
    freight: fen(0),
    total: fen(100 * quantity),
    address: HOME,
    remark: '',
    nowMs,
    payWithinMs: 60_000,
  });
}

/** An order of one piece with the payment that counts. */
function paidOrder(
  orderId: string,
  outTradeNo: string,
): { readonly order: Order; readonly attempt: Attempt } {
  const order: Order = { ...anOrder(orderId), state: 'paid', paidAtMs: PLACED_AT_MS, attempts: [outTradeNo] };
  const made = newAttempt({ outTradeNo, order, appid: 'wx1', mchid: '1', nowMs: PLACED_AT_MS });
  return {
    order,
    attempt: { ...made, state: 'succeeded', transactionId: 'tx', succeededAtMs: PLACED_AT_MS },
  };
}

function aRequest(changes: Partial<RefundRequest>): RefundRequest {
  return {
    requestId: 'r',
    orderId: 'o',
    openid: 'o-a',
    state: 'requested',
    amount: fen(1),
    lines: [],
    reason: 'other',
    text: '',
    photos: [],
    requestedAtMs: PLACED_AT_MS,
    decidedAtMs: null,
    decidedBy: null,
    answer: '',
    outRefundNo: null,
    timeline: [],
    ...changes,
  };
}

function place(order: Order): Decide<'placed' | 'exists' | 'short'> {
  return (file, shortage) => {
    if (file !== null) return { result: 'exists' };
    if (shortage !== null) return { result: 'short' };
    return {
      result: 'placed',
      write: { order, movements: orderMovements(order, 'reserve', order.placedAtMs) },
    };
  };
}

function addAttempt(outTradeNo: string): Decide<Attempt> {
  return (file) => {
    const order = (file as OrderFile).order;
    const attempt = newAttempt({ outTradeNo, order, appid: 'wx1', mchid: '1', nowMs: PLACED_AT_MS });
    return {
      result: attempt,
      write: { order: { ...order, attempts: [...order.attempts, outTradeNo] }, attempts: [attempt] },
    };
  };
}

/** The promises of the store port; every adapter keeps all of them. */
export function describeStore(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`store: ${name}`, () => {
    let opened: StoreUnderTest;
    let store: OrderDeskStore;
    let run = 0;
    let id: (text: string) => string;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());
    beforeEach(() => {
      const prefix = `r${++run}`;
      id = (text) => `${prefix}-${text}`;
    });

    async function shelve(pieces: number): Promise<void> {
      await store.addProduct(aProduct({ productId: id('p'), position: run }), [aSku(id('sku'), pieces)]);
    }
    function order(name_: string, overrides: Parameters<typeof anOrder>[1] = {}): Order {
      const made = anOrder(id(name_), overrides);
      return {
        ...made,
        openid: id(overrides.openid ?? 'o-a'),
        lines: made.lines.map((line) => ({ ...line, skuId: id('sku') })),
      };
    }
    const onHand = async () => (await store.findStocks([id('sku')])).get(id('sku'))?.onHand;

    it('puts a product on the shelf once, however often it is added', async () => {
      await shelve(5);
      await store.changeOrder(id('o'), place(order('o')));
      await shelve(5);
      expect(await onHand()).toBe(4);
      expect((await store.findProduct(id('p')))?.skus).toHaveLength(1);
      expect((await store.findOffers([id('sku')])).get(id('sku'))?.sku.price).toEqual(fen(100));
    });

    it('leaves unknown SKUs out of its answers', async () => {
      expect((await store.findOffers([id('nothing')])).size).toBe(0);
      expect((await store.findStocks([id('nothing')])).size).toBe(0);
    });

    it('writes order and stock together', async () => {
      await shelve(3);
      expect(await store.changeOrder(id('o'), place(order('o', { quantity: 2 })))).toBe('placed');
      expect(await onHand()).toBe(1);
      expect((await store.findOrder(id('o')))?.order).toEqual(order('o', { quantity: 2 }));
    });

    it('shows an existing order to the decision', async () => {
      await shelve(3);
      await store.changeOrder(id('o'), place(order('o')));
      expect(await store.changeOrder(id('o'), place(order('o')))).toBe('exists');
      expect(await onHand()).toBe(2);
    });

    it('writes nothing at all when the stock cannot bear one movement, and tells the decision how much is left', async () => {
      await shelve(1);
      let told: Shortage | null = null;
      const wanted = order('o', { quantity: 2 });
      const result = await store.changeOrder(id('o'), (file, shortage) => {
        told = shortage ?? told;
        return place(wanted)(file, shortage);
      });
      expect(result).toBe('short');
      expect(told).toEqual({ skuId: id('sku'), available: 1 });
      expect(await store.findOrder(id('o'))).toBeNull();
      expect(await onHand()).toBe(1);
    });

    it('takes no movement that has happened before, whatever else the change would write', async () => {
      await shelve(5);
      await store.changeOrder(id('o'), place(order('o')));
      const again = store.changeOrder(id('o'), (file) => {
        const { order: known } = file as OrderFile;
        const movements = orderMovements(known, 'reserve', PLACED_AT_MS);
        return { result: null, write: { order: { ...known, remark: 'again' }, movements } };
      });
      await expect(again).rejects.toThrow();
      expect(await onHand()).toBe(4);
      expect((await store.findOrder(id('o')))?.order.remark).toBe('');
    });

    it('sells the last pieces once to a crowd', async () => {
      await shelve(4);
      const results = await Promise.all(
        Array.from({ length: 12 }, (_, n) => store.changeOrder(id(`o${n}`), place(order(`o${n}`)))),
      );
      expect(results.filter((result) => result === 'placed')).toHaveLength(4);
      expect(await onHand()).toBe(0);
    });

    it('makes one order of two equal wishes at the same moment', async () => {
      await shelve(4);
      const results = await Promise.all([1, 2, 3].map(() => store.changeOrder(id('o'), place(order('o')))));
      expect(results.sort()).toEqual(['exists', 'exists', 'placed']);
      expect(await onHand()).toBe(3);
    });

    it('lets every one of several writers to one order see the work of those before', async () => {
      await shelve(1);
      await store.changeOrder(id('o'), place(order('o')));
      await Promise.all([1, 2, 3, 4].map((n) => store.changeOrder(id('o'), addAttempt(id(`t${n}`)))));
      const file = await store.findOrder(id('o'));
      expect(file?.order.attempts).toHaveLength(4);
      expect(file?.attempts.map((attempt) => attempt.outTradeNo)).toEqual(file?.order.attempts);
    });

    it('finds an attempt by its number', async () => {
      await shelve(1);
      await store.changeOrder(id('o'), place(order('o')));
      const attempt = await store.changeOrder(id('o'), addAttempt(id('t')));
      expect(await store.findAttempt(id('t'))).toEqual(attempt);
      expect(await store.findAttempt(id('other'))).toBeNull();
    });

    it('pages through one shopper’s orders, newest first, without another’s', async () => {
      await shelve(10);
      for (let n = 0; n < 5; n++) {
        // Two pairs share their millisecond: no order may be lost or shown twice at a page's end.
        const nowMs = PLACED_AT_MS + Math.floor(n / 2);
        await store.changeOrder(id(`o${n}`), place(order(`o${n}`, { nowMs })));
      }
      await store.changeOrder(id('other'), place(order('other', { openid: 'o-b' })));
      const seen: string[] = [];
      let before: { placedAtMs: number; orderId: string } | undefined;
      for (let page = 0; page < 4; page++) {
        const files = await store.listOrders({
          openid: id('o-a'),
          limit: 2,
          ...(before !== undefined && { before }),
        });
        seen.push(...files.map((file) => file.order.orderId));
        before = files.at(-1)?.order;
      }
      expect(seen).toEqual([4, 3, 2, 1, 0].map((n) => id(`o${n}`)));
      expect(await store.listOrders({ openid: id('o-a'), state: 'paid', limit: 5 })).toEqual([]);
    });

    it('lists unpaid orders whose time is over', async () => {
      await shelve(2);
      const late = order('late', { nowMs: PLACED_AT_MS - 10_000_000 });
      await store.changeOrder(late.orderId, place(late));
      const listed = await store.listExpired({ nowMs: late.payBeforeMs, limit: 50 });
      expect(listed).toContain(late.orderId);
      expect(await store.listExpired({ nowMs: late.payBeforeMs - 1, limit: 50 })).not.toContain(late.orderId);
    });

    it('lists open attempts in the order of their making', async () => {
      await shelve(2);
      await store.changeOrder(id('o'), place(order('o')));
      await store.changeOrder(id('o'), addAttempt(id('t')));
      const window = { createdAfterMs: PLACED_AT_MS - 1, beforeMs: PLACED_AT_MS + 1, limit: 500 };
      const listed = await store.listOpenAttempts(window);
      expect(listed.map((attempt) => attempt.outTradeNo)).toContain(id('t'));
      await store.changeOrder(id('o'), (file) => {
        const { order: known, attempts } = file as OrderFile;
        return {
          result: null,
          write: { order: known, attempts: attempts.map((attempt) => ({ ...attempt, state: 'closed' })) },
        };
      });
      const after = await store.listOpenAttempts(window);
      expect(after.map((attempt) => attempt.outTradeNo)).not.toContain(id('t'));
    });

    it('lists the refunds with a step to take, the longest waiting first, and no others', async () => {
      await shelve(1);
      await store.changeOrder(id('o'), place(order('o')));
      await store.changeOrder(id('o'), addAttempt(id('t')));
      const refund = (name_: string, nextStepAtMs: number | null): Refund => {
        const numbers = { outRefundNo: id(name_), outTradeNo: id('t'), orderId: id('o') };
        const given = { ...numbers, amount: fen(1), reason: 'requested', nowMs: PLACED_AT_MS } as const;
        return { ...newRefund(given), nextStepAtMs };
      };
      const refunds = [
        refund('now', PLACED_AT_MS),
        refund('later', PLACED_AT_MS + 1),
        refund('first', PLACED_AT_MS - 1),
        refund('never', null),
      ];
      await store.changeOrder(id('o'), (file) => ({
        result: null,
        write: { order: (file as OrderFile).order, refunds },
      }));
      const listed = await store.listRefundsToDo({ nowMs: PLACED_AT_MS, limit: 500 });
      const mine = listed.filter(({ orderId }) => orderId === id('o'));
      expect(mine).toEqual([refunds[2], refunds[0]]);
      expect(await store.listRefundsToDo({ nowMs: PLACED_AT_MS, limit: 1 })).toHaveLength(1);
    });

    it('keeps a collection at the counter as it is, and lists its attempt until what it took is decided', async () => {
      const { order: made, attempt } = newCollection({
        orderId: id('counter'),
        clientToken: id('token'),
        requestHash: 'hash',
        amount: fen(100),
        remark: '散茶',
        nowMs: PLACED_AT_MS,
        payWithinMs: 45_000,
        outTradeNo: id('t'),
        scene: 'paymentCode',
        appid: 'wx1',
        mchid: '1',
      });
      const window = { createdAfterMs: PLACED_AT_MS - 1, beforeMs: PLACED_AT_MS + 1, limit: 500 };
      const write = (changes: Partial<Attempt>) =>
        store.changeOrder<null>(made.orderId, () => {
          return { result: null, write: { order: made, attempts: [{ ...attempt, ...changes }] } };
        });
      const listed = async () =>
        (await store.listOpenAttempts(window)).some(({ outTradeNo }) => outTradeNo === attempt.outTradeNo);
      await write({});
      expect(await store.findOrder(made.orderId)).toEqual({
        order: made,
        attempts: [attempt],
        refunds: [],
        requests: [],
        shipment: null,
      });
      expect(await listed()).toBe(true);
      await write({ state: 'succeeded' });
      expect(await listed()).toBe(false);
      const { collecting } = attempt;
      await write({
        state: 'succeeded',
        collecting: collecting && { ...collecting, reverseSentAtMs: PLACED_AT_MS },
      });
      expect(await listed()).toBe(true);
      await write({ state: 'reversed', collecting });
      expect(await listed()).toBe(false);
    });

    it('keeps a proof once', async () => {
      const proof = {
        evidenceId: id('e'),
        kind: 'query' as const,
        atMs: PLACED_AT_MS,
        orderId: id('o'),
        outTradeNo: null,
        requestId: 'r',
        bodySha256: null,
        verdict: 'accepted',
      };
      await store.recordEvidence(proof);
      await store.recordEvidence(proof);
      expect(await store.pageEvidence({ orderId: id('o'), limit: 100 })).toEqual([proof]);
    });

    it('gives a job’s lease to one holder until it is given back or runs out', async () => {
      const lease = { name: id('tick'), leaseMs: 100 };
      const claims = await Promise.all(
        ['a', 'b', 'c'].map((holder) => store.claimJob({ ...lease, holder, nowMs: 1_000 })),
      );
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await store.claimJob({ ...lease, holder: 'd', nowMs: 1_099 })).toBe(false);
      expect(await store.claimJob({ ...lease, holder: 'd', nowMs: 1_100 })).toBe(true);
      await store.releaseJob({ name: lease.name, holder: 'a' });
      expect(await store.claimJob({ ...lease, holder: 'e', nowMs: 1_101 })).toBe(false);
      await store.releaseJob({ name: lease.name, holder: 'd' });
      expect(await store.claimJob({ ...lease, holder: 'e', nowMs: 1_102 })).toBe(true);
    });

    it('pages through equal values without losing or repeating a product', async () => {
      const categoryId = id('c');
      for (const name_ of ['a', 'b', 'c', 'd', 'e']) {
        const product = aProduct({ productId: id(name_), categoryId, position: 7 });
        await store.addProduct(product, [aSku(id(`sku-${name_}`), 1)]);
      }
      await store.addProduct(aProduct({ productId: id('off'), categoryId, onSale: false }), [
        aSku(id('off'), 1),
      ]);
      for (const sort of ['featured', 'newest'] as const) {
        const seen: string[] = [];
        let after: { sortedBy: number; productId: string } | undefined;
        for (;;) {
          const page = await store.listProducts({
            categoryId,
            sort,
            limit: 2,
            ...(after !== undefined && { after }),
          });
          seen.push(...page.map(({ product }) => product.productId));
          const last = page.at(-1);
          if (last === undefined) break;
          after = { sortedBy: last.sortedBy, productId: last.product.productId };
        }
        const ids = ['a', 'b', 'c', 'd', 'e'].map(id);
        expect(seen).toEqual(sort === 'featured' ? ids : ids.toReversed());
      }
    });

    it('finds products that have every word, on sale only', async () => {
      const title = `青瓷${run}号杯`;
      await store.addProduct(aProduct({ productId: id('x'), title }), [aSku(id('x'), 1)]);
      await store.addProduct(aProduct({ productId: id('y'), title, onSale: false }), [aSku(id('y'), 1)]);
      const search = async (text: string) =>
        (await store.searchProducts({ words: wordsToSeek(text), sort: 'featured', limit: 9 })).map(
          ({ product }) => product.productId,
        );
      expect(await search(`青瓷 ${run} 杯`)).toEqual([id('x')]);
      expect(await search(`白瓷 ${run} 杯`)).toEqual([]);
    });

    it('sorts by what was sold once it is counted anew', async () => {
      const categoryId = id('c');
      for (const name_ of ['a', 'b'])
        await store.addProduct(aProduct({ productId: id(name_), categoryId }), [aSku(id(`sku-${name_}`), 9)]);
      const bought = {
        ...order('o'),
        lines: [{ ...SKU, skuId: id('sku-b'), quantity: 3, unitPrice: fen(100) }],
      };
      await store.changeOrder(id('o'), place(bought));
      await store.changeOrder(id('o'), (file) => {
        const known = (file as OrderFile).order;
        return {
          result: null,
          write: { order: known, movements: orderMovements(known, 'sell', PLACED_AT_MS) },
        };
      });
      await store.recountSold([id('a'), id('b')]);
      await store.recountSold([id('a'), id('b')]);
      const page = await store.listProducts({ categoryId, sort: 'sales', limit: 9 });
      expect(page.map(({ product, sortedBy }) => [product.productId, sortedBy])).toEqual([
        [id('b'), 3],
        [id('a'), 0],
      ]);
    });

    it('loses no change of two phones to one cart', async () => {
      const openid = id('o-a');
      const put = (skuId: string) =>
        store.changeCart(openid, (cart) => {
          const line = { skuId, quantity: 1, selected: true, priceWhenAdded: fen(1) };
          return { result: null, write: { ...cart, lines: [...cart.lines, line] } };
        });
      await Promise.all(['a', 'b', 'c', 'd', 'e'].map(put));
      const { lines } = await store.readCart(openid);
      expect(lines.map(({ skuId }) => skuId).sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
      expect((await store.readCart(id('o-b'))).lines).toEqual([]);
    });

    it('has one member for several first visits, and an address book that is empty until written', async () => {
      const openid = id('o-a');
      const members = await Promise.all([1, 2, 3].map((nowMs) => store.meet(openid, nowMs)));
      expect(new Set(members.map(({ joinedAtMs }) => joinedAtMs)).size).toBe(1);
      expect(members[0]).toMatchObject({ openid, role: 'none' });
      expect(await store.readAddressBook(openid)).toEqual({ openid, addresses: [] });
      const addresses = [{ addressId: 'home', isDefault: true, ...HOME }];
      await store.changeAddressBook(openid, (book) => ({ result: null, write: { ...book, addresses } }));
      expect(await store.readAddressBook(openid)).toEqual({ openid, addresses });
    });

    it('counts what waits and lists no hidden order', async () => {
      await shelve(9);
      const openid = id('o-a');
      for (const name_ of ['x', 'y', 'z']) await store.changeOrder(id(name_), place(order(name_)));
      const change = (name_: string, changes: Partial<Order>) =>
        store.changeOrder(id(name_), (file) => ({
          result: null,
          write: { order: { ...(file as OrderFile).order, ...changes } },
        }));
      await change('x', { state: 'shipped' });
      await change('y', { state: 'closed', hidden: true });
      expect(await store.countOrders(openid)).toEqual({
        awaitingPayment: 1,
        paid: 0,
        shipped: 1,
        refunding: 0,
      });
      expect(await store.countUnpaid(openid)).toBe(1);
      const listed = await store.listOrders({ openid, limit: 9 });
      expect(listed.map((file) => file.order.orderId).sort()).toEqual([id('x'), id('z')]);
    });

    it('keeps a refund request with its order and finds it from either side', async () => {
      await shelve(1);
      await store.changeOrder(id('o'), place(order('o')));
      await store.changeOrder(id('o'), addAttempt(id('t')));
      const request = aRequest({ requestId: id('r'), orderId: id('o'), openid: id('o-a') });
      await store.changeOrder(id('o'), (file) => ({
        result: null,
        write: { order: (file as OrderFile).order, requests: [request] },
      }));
      expect((await store.findOrder(id('o')))?.requests).toEqual([request]);
      expect((await store.findOrderOfRequest(id('r')))?.order.orderId).toBe(id('o'));
      expect(await store.findOrderOfRequest(id('none'))).toBeNull();
      const [listed] = await store.listRequests({ openid: id('o-a'), limit: 9 });
      expect(listed).toMatchObject({ request, file: { order: { orderId: id('o') } } });
      expect(await store.listRequests({ openid: id('o-b'), limit: 9 })).toEqual([]);
      expect(await store.hasBusiness(id('o-a'))).toBe(true);
      expect(await store.hasBusiness(id('o-b'))).toBe(false);
    });

    it('finds a photo for the one whose check accepted it', async () => {
      const [fileId, openid] = [`cloud://env/${id('1.jpg')}`, id('o-a')];
      const photo = { fileId, openid, type: 'image/png' as const, bytes: 9, checkedAtMs: PLACED_AT_MS };
      await store.recordPhoto(photo);
      await store.recordPhoto(photo);
      expect(await store.findPhotos(openid, [fileId, 'cloud://env/none'])).toEqual([photo]);
      expect(await store.findPhotos(id('o-b'), [fileId])).toEqual([]);
      expect(await store.listPhotos(openid)).toEqual([photo]);
    });

    it('forgets a shopper and keeps the books', async () => {
      await shelve(3);
      const openid = id('o-a');
      for (const name_ of ['x', 'y']) await store.changeOrder(id(name_), place(order(name_)));
      await store.changeCart(openid, (cart) => ({ result: null, write: { ...cart, tokens: ['t'] } }));
      await store.meet(openid, 1);
      await store.forgetShopper(openid, id('nobody'));
      await store.forgetShopper(openid, id('nobody'));
      expect(await store.listOrders({ openid, limit: 9 })).toEqual([]);
      const kept = (await store.findOrder(id('x')))?.order;
      expect(kept).toMatchObject({
        openid: id('nobody'),
        total: fen(100),
        address: { mobile: '', detail: '' },
      });
      expect((await store.readCart(openid)).tokens).toEqual([]);
      expect((await store.meet(openid, 2)).joinedAtMs).toBe(2);
    });

    it('lists an order whose money went back with those that are closed, and keeps its state', async () => {
      for (const state of ['paid', 'shipped'] as const) {
        const { order: made, attempt } = paidOrder(id(state), id(`t-${state}`));
        const paid: Order = { ...made, state, openid: id('o-a') };
        const { orderId, outTradeNo, amount } = attempt;
        const wish = { outRefundNo: id(`r-${state}`), outTradeNo, orderId, amount };
        const refund = newRefund({ ...wish, reason: 'requested', nowMs: PLACED_AT_MS });
        const write = (changes: Partial<Refund>) =>
          store.changeOrder<null>(orderId, () => ({
            result: null,
            write: { order: paid, attempts: [attempt], refunds: [{ ...refund, ...changes }] },
          }));
        const lists = async () => {
          const mine = { openid: id('o-a'), limit: 9 };
          const desk = { limit: 500 };
          const found = await Promise.all([
            store.listOrders({ ...mine, state }),
            store.listOrders({ ...mine, state: 'closed' }),
            store.listDeskOrders({ by: { kind: 'filter', filter: 'closed' }, ...desk }),
          ]);
          return found.map((files) => files.some(({ order: one }) => one.orderId === orderId));
        };
        await write({ state: 'processing' });
        expect(await lists()).toEqual([true, false, false]);
        expect((await store.countOrders(id('o-a')))[state]).toBe(1);
        await write({ state: 'succeeded' });
        expect(await lists()).toEqual([false, true, true]);
        expect((await store.countOrders(id('o-a')))[state]).toBe(0);
        expect(await store.hasBusiness(id('o-a'))).toBe(false);
        expect((await store.findOrder(orderId))?.order).toEqual(paid);
      }
    });

    it('keeps a shipment with its order, lists what is to be done and what waits', async () => {
      await shelve(3);
      const { order: paid, attempt } = paidOrder(id('o'), id('t'));
      const write = (changes: Partial<NonNullable<Change<null>['write']>> = {}) =>
        store.changeOrder<null>(paid.orderId, () => ({
          result: null,
          write: { order: paid, attempts: [attempt], ...changes },
        }));
      const listed = async (which: 'toShip' | 'held') =>
        (await store.listPaid({ which, limit: 500 })).some(({ order }) => order.orderId === paid.orderId);
      const waiting = await store.countToShip(PLACED_AT_MS);
      const held = await store.sumHeld();
      await write();
      expect(await store.countToShip(PLACED_AT_MS)).toBe(waiting + 1);
      expect(await store.countToShip(PLACED_AT_MS - 1)).toBe(waiting);
      expect(await store.sumHeld()).toBe((held ?? 0) + 100);
      expect([await listed('toShip'), await listed('held')]).toEqual([true, true]);

      const shipment = newShipment({
        orderId: paid.orderId,
        way: 'express',
        complete: true,
        wishes: [{ token: 'a', hash: 'b' }],
        nowMs: PLACED_AT_MS,
      });
      const parcel = {
        parcelId: 'p1',
        courierId: 'SF',
        courier: '顺丰',
        trackingNo: 'SF1',
        shippedAtMs: 1,
        lines: null,
      };
      const sent: Order = { ...paid, state: 'shipped', parcels: [parcel] };
      await write({ order: sent, shipment });
      expect((await store.findOrder(paid.orderId))?.shipment).toEqual(shipment);
      expect([await listed('toShip'), await listed('held')]).toEqual([false, true]);
      const toDo = async (nowMs: number) =>
        (await store.listShipmentsToDo({ nowMs, limit: 500 })).filter((one) => one.orderId === paid.orderId);
      expect(await toDo(PLACED_AT_MS)).toEqual([shipment]);
      expect(await toDo(PLACED_AT_MS - 1)).toEqual([]);

      const done = { ...shipment, settledAtMs: 1, nextStepAtMs: null };
      await write({
        order: sent,
        shipment: { ...done, upload: { ...done.upload, state: 'refused', code: 7 } },
      });
      expect(await toDo(PLACED_AT_MS)).toEqual([]);
      expect(await listed('held')).toBe(false);
      expect(await store.sumHeld()).toBe(held);
      const refused = await store.listUploads({ states: ['refused', 'givenUp'], limit: 500 });
      expect(refused.map(({ order }) => order.orderId)).toContain(paid.orderId);
      expect(await store.countUploads(['refused'])).toBe(refused.length);
    });

    it('pages orders that wait without losing one of equal times', async () => {
      await shelve(9);
      const ids = ['o1', 'o2', 'o3', 'o4', 'o5'].map(id);
      for (const orderId of ids) {
        const { order: paid, attempt } = paidOrder(orderId, `t-${orderId}`);
        await store.changeOrder(orderId, () => ({
          result: null,
          write: { order: paid, attempts: [attempt] },
        }));
      }
      const seen: string[] = [];
      let after: { paidAtMs: number; orderId: string } | undefined;
      for (;;) {
        const page = await store.listPaid({
          which: 'toShip',
          ...(after !== undefined && { after }),
          limit: 2,
        });
        seen.push(...page.map(({ order }) => order.orderId));
        const last = page.at(-1)?.order;
        if (last === undefined) break;
        after = { paidAtMs: last.paidAtMs ?? 0, orderId: last.orderId };
      }
      expect(seen.filter((orderId) => ids.includes(orderId))).toEqual(ids);
      expect(new Set(seen).size).toBe(seen.length);
    });

    it('changes a message and the ledger that pays for it together, one writer at a time', async () => {
      await shelve(1);
      const openid = id('o-a');
      const { order: paid, attempt } = paidOrder(id('o'), id('t'));
      const message: Message = {
        messageId: id('m'),
        orderId: paid.orderId,
        openid,
        kind: 'shipped',
        templateId: 't1',
        page: 'p',
        data: [{ key: 'thing1', value: '茶' }],
        state: 'due',
        code: null,
        createdAtMs: PLACED_AT_MS,
        tries: 0,
        nextStepAtMs: PLACED_AT_MS,
      };
      await store.changeOrder(paid.orderId, () => ({
        result: null,
        write: { order: paid, attempts: [attempt], messages: [message] },
      }));
      expect(await store.listMessages(paid.orderId)).toEqual([message]);
      const toDo = await store.listMessagesToDo({ nowMs: PLACED_AT_MS, limit: 500 });
      expect(toDo).toContainEqual(message);
      const allow = (token: string) =>
        store.changeLedger<null>(openid, (ledger) => {
          const write = allowing(ledger, { token, templateIds: ['t1'] });
          return write === null ? { result: null } : { result: null, write };
        });
      await Promise.all(['a', 'b', 'b', 'c'].map(allow));
      expect((await store.readLedger(openid)).balances).toEqual([{ templateId: 't1', left: 3 }]);
      const take = () =>
        store.changeMessage<boolean>(message.messageId, (found) => {
          const step = found === null ? null : decideSending(found.message, found.ledger, PLACED_AT_MS);
          return step?.kind === 'send' ? { result: true, write: step.change } : { result: false };
        });
      const taken = await Promise.all([take(), take(), take()]);
      expect(taken.filter((one) => one)).toHaveLength(1);
      expect((await store.readLedger(openid)).balances).toEqual([{ templateId: 't1', left: 2 }]);
      expect(await store.listMessages(paid.orderId)).toMatchObject([{ state: 'sending', tries: 1 }]);
      expect(await store.changeMessage(id('none'), (found) => ({ result: found }))).toBeNull();
    });

    it('remembers which courier was used last', async () => {
      await store.useCouriers([id('SF'), id('ZTO')], 1);
      await store.useCouriers([id('ZTO')], 2);
      const mine = (await store.listCourierUses()).filter(({ courierId }) =>
        [id('SF'), id('ZTO')].includes(courierId),
      );
      expect(mine).toEqual([
        { courierId: id('ZTO'), lastUsedAtMs: 2 },
        { courierId: id('SF'), lastUsedAtMs: 1 },
      ]);
    });

    it('reads the whole books, which balance', async () => {
      await shelve(2);
      await store.changeOrder(id('o'), place(order('o')));
      const books = await store.readBooks();
      expect(books.orders.some((one) => one.orderId === id('o'))).toBe(true);
      // Attempts of earlier examples were written without a payment; only stock is judged here.
      expect(auditBooks(books).filter((problem) => problem.rule === 'stock')).toEqual([]);
    });

    describeBillStore(() => store);
  });
}

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../cloudfunctions/core/audit/audit';
import type { Order } from '../../cloudfunctions/core/order/order';
import { newOrder } from '../../cloudfunctions/core/order/order';
import type { Attempt } from '../../cloudfunctions/core/payment/attempt';
import { newAttempt } from '../../cloudfunctions/core/payment/attempt';
import { orderMovements } from '../../cloudfunctions/core/stock/stock';
import type { Decide, OrderFile, Shortage, Store } from '../../cloudfunctions/ports/store';
import { fen } from '../../miniprogram/contract/money';
import { aProduct, aSku, HOME } from '../fixtures/shelf';

/** A store with nothing in it, and a way to end it. */
export interface StoreUnderTest {
  readonly store: Store;
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
    let store: Store;
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
        openid: id(made.openid),
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
      expect(await store.listEvidence(id('o'))).toEqual([proof]);
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

    it('reads the whole books, which balance', async () => {
      await shelve(2);
      await store.changeOrder(id('o'), place(order('o')));
      const books = await store.readBooks();
      expect(books.orders.some((one) => one.orderId === id('o'))).toBe(true);
      // Attempts of earlier examples were written without a payment; only stock is judged here.
      expect(auditBooks(books).filter((problem) => problem.rule === 'stock')).toEqual([]);
    });
  });
}

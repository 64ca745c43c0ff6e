import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ProductWrite } from '../../cloudfunctions/core/catalogue/editing';
import type { PutSku } from '../../cloudfunctions/core/catalogue/sku-grid';
import { newOrder } from '../../cloudfunctions/core/order/order';
import type { Order } from '../../cloudfunctions/core/order/order';
import { decideAdjusting } from '../../cloudfunctions/core/stock/adjusting';
import type { Action } from '../../cloudfunctions/core/shop/action';
import { actionOf } from '../../cloudfunctions/core/shop/action';
import { orderMovements } from '../../cloudfunctions/core/stock/stock';
import type { Store } from '../../cloudfunctions/ports/store';
import { fen } from '../../miniprogram/contract/money';
import { HOME } from '../../tools/world/shopper';
import { aProduct, someSettings } from '../fixtures/shelf';
import type { StoreUnderTest } from './store-contract';

const NOW_MS = Date.UTC(2026, 10, 21, 4);
const OWNER = { openid: 'o-owner', role: 'owner' } as const;

function did(actionId: string, what: Action['what'], atMs = NOW_MS): Action {
  return actionOf(OWNER, { actionId, atMs, what, subject: { kind: 'product', id: 'p' }, title: '碗' });
}
function putSku(skuId: string, changes: Partial<PutSku> = {}): PutSku {
  return {
    skuId,
    values: [skuId],
    price: fen(100),
    picture: null,
    barcode: '',
    offered: true,
    pieces: 5,
    ...changes,
  };
}

/** What the desk needs of the store; every adapter keeps all of it. */
export function describeDeskStore(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`store of the desk: ${name}`, () => {
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
      const prefix = `d${++run}`;
      id = (text) => `${prefix}-${text}`;
    });

    function put(skus: readonly PutSku[], changes: Partial<ProductWrite & { kind: 'put' }> = {}) {
      const product = aProduct({ productId: id('p') });
      const action = did(id('action'), 'product.edit');
      return {
        kind: 'put',
        product,
        token: id('t'),
        skus,
        removedSkus: [],
        action,
        ...changes,
      } as const satisfies ProductWrite;
    }
    const create = (skus: readonly PutSku[]) =>
      store.changeProduct(id('p'), () => ({ result: null, write: put(skus) }));

    it('keeps an action once, and pages through those that pass every filter', async () => {
      for (const n of [1, 2, 3, 3])
        await store.recordAction(did(id(`a${n}`), 'product.publish', NOW_MS + (n === 1 ? 0 : 1)));
      await store.recordAction(did(id('b'), 'product.withdraw'));
      const filters = {
        by: 'o-owner',
        what: 'product.publish',
        subject: { kind: 'product', id: 'p' },
      } as const;
      const first = await store.listActions({ ...filters, limit: 2 });
      expect(first.map(({ actionId }) => actionId)).toEqual([id('a3'), id('a2')]);
      const { atMs, actionId } = first[1] as Action;
      const rest = await store.listActions({ ...filters, before: { atMs, actionId }, limit: 2 });
      expect(rest[0]?.actionId).toBe(id('a1'));
      expect(await store.listActions({ ...filters, by: 'o-else', limit: 9 })).toEqual([]);
    });

    it('writes an order and the action about it together, or neither', async () => {
      const order = newOrder({
        orderId: id('o'),
        openid: 'o-a',
        clientToken: 'token-1',
        requestHash: 'hash',
        lines: [],
        freight: fen(0),
        total: fen(100),
        address: HOME,
        remark: '',
        nowMs: NOW_MS,
        payWithinMs: 1_000,
      });
      const lines = [{ skuId: id('none'), quantity: 1 }];
      const movements = orderMovements({ orderId: id('o'), lines }, 'reserve', NOW_MS);
      const subject = { kind: 'order', id: id('o') } as const;
      const action = { ...did(id('a'), 'product.edit'), subject };
      await store.changeOrder(id('o'), (_file, shortage) =>
        shortage === null ? { result: 1, write: { order, movements, actions: [action] } } : { result: 2 },
      );
      expect(await store.listActions({ subject, limit: 9 })).toEqual([]);
      await store.changeOrder(id('o'), () => ({ result: 1, write: { order, actions: [action] } }));
      expect(await store.listActions({ subject, limit: 9 })).toEqual([action]);
    });

    it('adds what was paid and given back to its day, once, and takes back what never was', async () => {
      const day = `20${30 + run}-05-05`;
      const paidAtMs = Date.parse(`${day}T00:00:00+08:00`);
      const order = (changes: Partial<Order>): Order => ({
        ...newOrder({
          orderId: id('o'),
          openid: 'o-a',
          clientToken: 'token-1',
          requestHash: 'hash',
          lines: [],
          freight: fen(0),
          total: fen(700),
          address: HOME,
          remark: '',
          nowMs: NOW_MS,
          payWithinMs: 1_000,
        }),
        ...changes,
      });
      const write = (changes: Partial<Order>) =>
        store.changeOrder(id('o'), () => ({ result: 1, write: { order: order(changes) } }));
      const days = () => store.readDays({ from: day, to: day });
      await write({});
      expect(await days()).toEqual([]);
      await write({ state: 'paid', paidAtMs });
      await write({ state: 'paid', paidAtMs, remark: 'changed again' });
      expect(await days()).toEqual([{ day, paidOrders: 1, paidMinor: 700, refundedMinor: 0 }]);
      await write({ state: 'closed', paidAtMs });
      expect(await days()).toEqual([]);
      expect(await store.readDays({ from: `${day.slice(0, 7)}-06`, to: '2099-01-01' })).toEqual([]);
    });

    it('changes product, specifications and barcodes together, and keeps the pieces', async () => {
      await create([putSku(id('s1'), { barcode: id('c1') }), putSku(id('s2'))]);
      const file = await store.findProductFile(id('p'));
      expect(file).toMatchObject({ version: 1, token: id('t') });
      expect(file?.skus.map(({ skuId, onHand, moved }) => [skuId, onHand, moved])).toEqual([
        [id('s1'), 5, false],
        [id('s2'), 5, false],
      ]);
      await store.changeProduct(id('p'), () => ({
        result: null,
        write: put([putSku(id('s2'), { barcode: id('c1'), price: fen(900), pieces: 99 })], {
          removedSkus: [id('s1')],
        }),
      }));
      expect(await store.findProductFile(id('p'))).toMatchObject({
        version: 2,
        skus: [{ skuId: id('s2'), onHand: 5, price: fen(900) }],
      });
      expect((await store.findByBarcode(id('c1')))?.stock.skuId).toBe(id('s2'));
      expect(await store.findStockFile(id('s1'))).toBeNull();
    });

    it('tells a decision of a barcode that is another product’s, and writes nothing of it', async () => {
      await create([putSku(id('s1'), { barcode: id('c1') })]);
      const told: unknown[] = [];
      const product = aProduct({ productId: id('q') });
      const end = await store.changeProduct(id('q'), (_file, taken) => {
        told.push(taken);
        const write = put([putSku(id('s9'), { barcode: id('c1') })], { product });
        return taken === null ? { result: 'written', write } : { result: 'told' };
      });
      expect(end).toBe('told');
      expect(told).toEqual([null, { barcode: id('c1'), title: '茶' }]);
      expect(await store.findProductFile(id('q'))).toBeNull();
    });

    it('lets every one of several editors of one product see the work of those before', async () => {
      await create([putSku(id('s1'))]);
      const seen = await Promise.all(
        [1, 2, 3, 4].map((n) =>
          store.changeProduct(id('p'), (file) => {
            const action = did(id(`edit${n}`), 'product.edit');
            return { result: file?.version, write: put([putSku(id('s1'))], { action }) };
          }),
        ),
      );
      expect(new Set(seen)).toEqual(new Set([1, 2, 3, 4]));
      expect((await store.findProductFile(id('p')))?.version).toBe(5);
    });

    it('changes the settings with their action, one writer at a time, and counts a provisioning as a change', async () => {
      await store.saveSettings(someSettings({ notice: '0' }));
      const first = (await store.findSettings())?.version ?? 0;
      const seen = await Promise.all(
        [1, 2, 3, 4].map((n) =>
          store.changeSettings((file) => {
            const settings = { ...file.settings, notice: `${file.settings.notice}${n}` };
            const action = did(id(`set${n}`), 'settings.save');
            return { result: file.version, write: { settings, token: id(`t${n}`), action } };
          }),
        ),
      );
      expect(new Set(seen)).toEqual(new Set([first, first + 1, first + 2, first + 3]));
      expect(Array.from((await store.readSettings())?.notice ?? '').toSorted()).toEqual([
        '0',
        '1',
        '2',
        '3',
        '4',
      ]);
      expect(await store.changeSettings(({ version }) => ({ result: version }))).toBe(first + 4);
      expect((await store.listActions({ what: 'settings.save', limit: 10 })).length).toBe(4);
      await store.saveSettings(someSettings());
      expect(await store.findSettings()).toMatchObject({ version: first + 5, token: null });
    });

    it('removes a product with all it has', async () => {
      await create([putSku(id('s1'), { barcode: id('c1') })]);
      const action = did(id('gone'), 'product.remove');
      await store.changeProduct(id('p'), () => ({ result: null, write: { kind: 'remove', action } }));
      expect(await store.findProductFile(id('p'))).toBeNull();
      expect(await store.findStockFile(id('s1'))).toBeNull();
      expect(await store.findByBarcode(id('c1'))).toBeNull();
    });

    it('adjusts stock with its movement, and shows the decision one that has happened', async () => {
      await create([putSku(id('s1'))]);
      const wish = { movementId: id('m'), delta: 2, reason: 'delivery', note: '', version: 0 } as const;
      const doing = { actor: OWNER, actionId: id('a'), nowMs: NOW_MS };
      const adjust = () =>
        store.changeStock({ skuId: id('s1'), movementId: id('m') }, (file, done) => {
          const result = decideAdjusting(file, done, wish, doing);
          return result.kind === 'done' && result.write ? { result, write: result.write } : { result };
        });
      await adjust();
      expect(await adjust()).toEqual({ kind: 'done' });
      expect(await store.findStockFile(id('s1'))).toMatchObject({
        stock: { onHand: 7, adjusted: 2 },
        adjustments: 1,
      });
      const movements = await store.listMovements({ skuId: id('s1'), limit: 9 });
      expect(movements).toMatchObject([{ quantity: 2, adjustment: { by: 'o-owner', reason: 'delivery' } }]);
      expect((await store.findProductFile(id('p')))?.skus[0]?.moved).toBe(true);
    });

    it('decides on the roster one after the other', async () => {
      const write = (n: number) =>
        store.changeRoster({ openid: id('o'), nowMs: NOW_MS }, (_roster, member) => ({
          result: member?.name ?? '',
          write: {
            member: { openid: id('o'), role: 'viewer', name: `${member?.name ?? ''}${n}` },
            action: did(id(`r${n}`), 'staff.rename'),
          },
        }));
      await Promise.all([1, 2, 3].map(write));
      expect((await store.findMember(id('o')))?.name).toHaveLength(3);
    });
  });
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../../cloudfunctions/core/audit/audit';
import { checkOut, valueOf } from '../../../tools/world/shopper';
import type { Desk } from '../../fixtures/desk-caller';
import { deskOf, refusedBy } from '../../fixtures/desk-caller';
import type { ShopWorld } from '../../fixtures/shop-world';
import { freshToken, openShopWorld } from '../../fixtures/shop-world';

const NOW_MS = Date.UTC(2026, 10, 21);
/** SKUs of the seeded shop, one for each story. */
const [SCANNED, ADJUSTED, RACED, RESERVED, PAGED] = [
  'apron-1',
  'celadon-cup-1',
  'linen-mat-1',
  'longjing-1',
  'osmanthus-cake-1',
];

let world: ShopWorld;
let keeper: Desk;
let owner: Desk;

function adjust(
  skuId: string,
  delta: number,
  changes: { readonly version?: number; readonly clientToken?: string; readonly desk?: Desk } = {},
) {
  const { version = 0, clientToken = freshToken(), desk = keeper } = changes;
  return desk.call('stock.adjust', { clientToken, skuId, delta, reason: 'recount', version });
}

beforeAll(async () => {
  world = await openShopWorld();
  await world.store.appoint('o-keeper', 'warehouse', NOW_MS);
  keeper = deskOf(world, 'o-keeper');
  owner = deskOf(world, 'o-owner');
});
afterAll(async () => {
  expect(auditBooks(await world.books())).toEqual([]);
});
// On its own, so that books that are wrong leave nothing running.
afterAll(() => world.close());

describe('a specification', () => {
  it('is found by the barcode a scanner read', async () => {
    const { product } = await owner.value('products.form', { productId: 'apron' });
    const barcode = product?.grid[0]?.sku?.barcode ?? '';
    expect(barcode).toMatch(/^20\d{11}$/);
    const scanned = await keeper.value('stock.scan', { barcode: ` ${barcode} ` });
    expect(scanned).toEqual(await keeper.value('stock.get', { skuId: SCANNED }));
    expect(scanned).toMatchObject({ skuId: SCANNED, productId: 'apron', barcode, onSale: true, version: 0 });
    const fullWidth = barcode.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));
    expect((await keeper.value('stock.scan', { barcode: fullWidth })).skuId).toBe(SCANNED);
    for (const odd of ['https://weixin.qq.com/q/AbC?d=1', '../settings', '__proto__', '1', '\u200b1234'])
      expect(await keeper.call('stock.scan', { barcode: odd })).toEqual(refusedBy('BARCODE_NOT_FOUND'));
    expect(await keeper.call('stock.scan', { barcode: '0000000000000' })).toEqual(
      refusedBy('BARCODE_NOT_FOUND'),
    );
  });

  it('is on the list of the low ones exactly while it is low and on sale, the fewest first', async () => {
    const all = async () => {
      const skus = [];
      for (let cursor: string | undefined; ;) {
        const page = await keeper.value('stock.low', cursor === undefined ? {} : { cursor });
        skus.push(...page.skus);
        cursor = page.next;
        if (cursor === undefined) return skus;
      }
    };
    const sku = await keeper.value('stock.get', { skuId: SCANNED });
    expect((await all()).map(({ skuId }) => skuId)).not.toContain(SCANNED);
    valueOf('less', await adjust(SCANNED, 3 - sku.available));
    const low = await all();
    expect(low.find(({ skuId }) => skuId === SCANNED)?.available).toBe(3);
    const pieces = low.map(({ available }) => available);
    expect(pieces).toEqual(pieces.toSorted((a, b) => a - b));
    await owner.value('products.withdraw', { productId: 'apron' });
    expect((await all()).map(({ skuId }) => skuId)).not.toContain(SCANNED);
  });
});

describe('an adjustment', () => {
  it('moves the pieces, and says who, when and why in the ledger and in the log', async () => {
    const before = await keeper.value('stock.get', { skuId: ADJUSTED });
    const after = await keeper.value('stock.adjust', {
      clientToken: freshToken(),
      skuId: ADJUSTED,
      delta: -2,
      reason: 'damage',
      note: ' 运输压坏 ',
      version: before.version,
    });
    expect(after).toEqual({ ...before, available: before.available - 2, version: 1 });
    const { movements } = await keeper.value('stock.movements', { skuId: ADJUSTED });
    expect(movements).toMatchObject([
      {
        kind: 'adjust',
        delta: -2,
        reason: 'damage',
        note: '运输压坏',
        by: { openid: 'o-keeper', name: '仓管' },
      },
    ]);
    const subject = { kind: 'sku', id: ADJUSTED } as const;
    expect((await owner.value('actions.list', { subject })).actions).toMatchObject([
      {
        what: 'stock.adjust',
        by: { openid: 'o-keeper' },
        changes: [{ field: '可售库存', from: String(before.available), to: String(after.available) }],
        note: '破损报废：运输压坏',
      },
    ]);
  });

  it('happens once, however often its tap is repeated, and its token serves nothing else', async () => {
    const { version, available } = await keeper.value('stock.get', { skuId: ADJUSTED });
    const clientToken = freshToken();
    const taps = await Promise.all([1, 2, 3].map(() => adjust(ADJUSTED, 5, { version, clientToken })));
    expect(taps.filter(({ ok }) => ok)).toHaveLength(3);
    expect(await keeper.value('stock.get', { skuId: ADJUSTED })).toMatchObject({
      available: available + 5,
      version: version + 1,
    });
    expect(await adjust(ADJUSTED, 6, { version, clientToken })).toEqual(refusedBy('CLIENT_TOKEN_REUSED'));
    // Another person's token of the same name is another wish.
    expect(await adjust(ADJUSTED, 1, { version: version + 1, clientToken, desk: owner })).toMatchObject({
      ok: true,
    });
  });

  it('by one of two who counted the same shelf is refused with what the other did', async () => {
    const { version } = await keeper.value('stock.get', { skuId: RACED });
    const ends = await Promise.all([
      adjust(RACED, -3, { version }),
      adjust(RACED, -3, { version, desk: owner }),
    ]);
    expect(ends.filter(({ ok }) => ok)).toHaveLength(1);
    const lost = ends.find(({ ok }) => !ok);
    expect(lost).toMatchObject({
      refusal: {
        code: 'STOCK_CHANGED',
        detail: { sku: { version: version + 1 }, movements: [{ delta: -3, reason: 'recount' }] },
      },
    });
  });

  it('does not mind orders in between, and never takes pieces they have set aside', async () => {
    const { version, available } = await keeper.value('stock.get', { skuId: RESERVED });
    const lines = [{ skuId: RESERVED, quantity: 2 }];
    valueOf('order', await checkOut(world.shopper('o-buyer'), { clientToken: freshToken(), lines }));
    expect(await adjust(RESERVED, -available, { version })).toMatchObject({
      refusal: {
        code: 'STOCK_TOO_LOW',
        detail: { sku: { available: available - 2, reserved: 2 } },
      },
    });
    const emptied = valueOf('less', await adjust(RESERVED, 2 - available, { version }));
    expect(emptied).toMatchObject({ available: 0, reserved: 2 });
    const { movements } = await keeper.value('stock.movements', { skuId: RESERVED });
    expect(movements.map(({ kind, delta }) => [kind, delta])).toEqual([
      ['adjust', 2 - available],
      ['reserve', -2],
    ]);
    expect(movements[1]?.orderId).toMatch(/^[0-9a-z]{26}$/);
  });

  it('races a crowd of orders without a piece too many', async () => {
    const start = await keeper.value('stock.get', { skuId: PAGED });
    const few = valueOf('few', await adjust(PAGED, 6 - start.available, { version: start.version }));
    const lines = [{ skuId: PAGED, quantity: 1 }];
    const [orders, lowered] = await Promise.all([
      Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          checkOut(world.shopper(`o-crowd-${n}`), { clientToken: freshToken(), lines }),
        ),
      ),
      adjust(PAGED, -3, { version: few.version }),
    ]);
    const sold = orders.filter(({ ok }) => ok).length;
    const now = await keeper.value('stock.get', { skuId: PAGED });
    expect(now.available + now.reserved).toBe(lowered.ok ? 3 : 6);
    expect(now.reserved).toBe(sold);
    expect(now.available).toBeGreaterThanOrEqual(0);
  });

  it.each([
    [{ delta: 0 }, 'delta', '调整数量须为 1 到 100000 件，增加或减少'],
    [{ delta: 100_001 }, 'delta', '调整数量须为 1 到 100000 件，增加或减少'],
    [{ note: '长'.repeat(101) }, 'note', '备注最多 100 个字'],
    [{ reason: 'other' as const, note: '  ' }, 'note', '选择其他原因时请写明备注'],
  ])('of %p is refused naming the field and its limit', async (changes, field, message) => {
    const wish = {
      clientToken: freshToken(),
      skuId: ADJUSTED,
      delta: 1,
      reason: 'recount' as const,
      version: 0,
    };
    expect(await keeper.call('stock.adjust', { ...wish, ...changes })).toMatchObject({
      refusal: { code: 'FIELDS_INVALID', message, detail: { problems: [{ field, message }] } },
    });
  });
});

describe('the ledger', () => {
  it('is read page by page, newest first, nothing lost and nothing twice', async () => {
    const skuId = 'gaiwan-1';
    let { version } = await keeper.value('stock.get', { skuId });
    for (let n = 0; n < 33; n++) ({ version } = valueOf('adjust', await adjust(skuId, 1, { version })));
    const first = await keeper.value('stock.movements', { skuId });
    expect(first.movements).toHaveLength(30);
    const second = await keeper.value('stock.movements', { skuId, before: first.next ?? '' });
    expect(second.next).toBeUndefined();
    const ids = [...first.movements, ...second.movements].map(({ movementId }) => movementId);
    expect(new Set(ids).size).toBe(33);
  });

  it('of a specification nobody knows is refused', async () => {
    for (const skuId of ['nothing', '__proto__', 'constructor']) {
      expect(await keeper.call('stock.movements', { skuId })).toEqual(refusedBy('SKU_NOT_FOUND'));
      expect(await keeper.call('stock.get', { skuId })).toEqual(refusedBy('SKU_NOT_FOUND'));
      expect(await adjust(skuId, 1)).toEqual(refusedBy('SKU_NOT_FOUND'));
    }
  });
});

describe('a hostile call about stock', () => {
  const wish = '"clientToken":"token-hostile","skuId":"apron-1","reason":"recount","version":0';
  it.each([
    ['stock.scan', '{"barcode":{"$gt":""}}'],
    ['stock.scan', '{"barcode":""}'],
    ['stock.scan', `{"barcode":"${'1'.repeat(200)}"}`],
    ['stock.get', '{"skuId":["apron-1"]}'],
    ['stock.adjust', `{${wish},"delta":1.5}`],
    ['stock.adjust', `{${wish},"delta":"1"}`],
    ['stock.adjust', `{${wish},"delta":1e300}`],
    ['stock.adjust', `{${wish},"delta":{"$inc":1}}`],
    ['stock.adjust', `{${wish},"delta":1,"onHand":999}`],
    ['stock.adjust', `{${wish},"delta":1,"by":"o-owner"}`],
    ['stock.adjust', `{${wish},"delta":1,"__proto__":{"onHand":1}}`],
    ['stock.adjust', `{${wish.replace('recount', 'because')},"delta":1}`],
    ['stock.adjust', `{${wish.replace('"version":0', '"version":-1')},"delta":1}`],
    ['stock.adjust', '{"clientToken":"token-hostile","skuId":"apron-1","reason":"recount","delta":1}'],
    ['stock.adjust', `{${wish},"delta":1,"note":"${'长'.repeat(401)}"}`],
    ['stock.movements', '{"skuId":"apron-1","before":{"$gt":""}}'],
    ['stock.movements', '{"skuId":"apron-1","before":"1.a/b"}'],
    ['stock.movements', '{"skuId":"apron-1","limit":1000}'],
    ['stock.low', '{"cursor":"-1.a"}'],
    ['stock.low', '{"lowAt":1000000}'],
  ])('%s %s is refused', async (method, params) => {
    expect(await keeper.raw(`{"method":"${method}","params":${params}}`)).toEqual(
      refusedBy('INVALID_PARAMS'),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { BookedSku } from '../../../../cloudfunctions/core/catalogue/product';
import {
  combinationsOf,
  gridProblems,
  matchingProblems,
  placeSkus,
} from '../../../../cloudfunctions/core/catalogue/sku-grid';
import type { SkuDraft } from '../../../../miniprogram/contract/desk-products';
import { fen } from '../../../../miniprogram/contract/money';

const VALUES = ['红', '蓝', '绿', '大', '小'];
const axes = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('颜色', '尺码', '材质'),
    values: fc.uniqueArray(fc.constantFrom(...VALUES), { minLength: 1, maxLength: 4 }),
  }),
  { selector: ({ name }) => name, maxLength: 3 },
);

/** A whole grid, some of it not offered, in any order. */
const grid = axes.chain((list) => {
  const combinations = combinationsOf(list);
  return fc.record({
    axes: fc.constant(list),
    skus: fc
      .tuple(
        fc.shuffledSubarray([...combinations], { minLength: combinations.length }),
        fc.array(fc.boolean(), { minLength: combinations.length, maxLength: combinations.length }),
      )
      .map(([order, offers]) => order.map((values, at) => draft(values, offers[at] ?? true))),
  });
});

function draft(values: readonly string[], offered = true): SkuDraft {
  return offered
    ? { values, offered, price: fen(100), barcode: '', picture: null, pieces: 7 }
    : { values, offered };
}

const booked = fc.uniqueArray(
  fc.record({
    skuId: fc.constantFrom('s1', 's2', 's3', 's4', 's5', 's6'),
    values: fc.array(fc.constantFrom(...VALUES), { maxLength: 3 }),
    offered: fc.boolean(),
    moved: fc.boolean(),
    barcode: fc.constantFrom('', 'CODE-1', 'CODE-2'),
  }),
  { selector: ({ skuId }) => skuId },
);

function skuOf(part: Pick<BookedSku, 'skuId' | 'values' | 'offered' | 'moved' | 'barcode'>): BookedSku {
  return { ...part, price: fen(50), picture: null, onHand: 3, reserved: 0, sold: 0 };
}
const given = {
  newId: (row: number) => `new-${row}`,
  pictureOf: ({ fileId }: { readonly fileId: string }) => ({ fileId, width: 1, height: 1, alt: '' }),
};

describe('a grid of specifications', () => {
  it('has no problem when it names every combination once, whatever the order', () => {
    fc.assert(
      fc.property(grid, ({ axes: list, skus }) => {
        expect(gridProblems(list, skus)).toEqual([]);
      }),
    );
  });

  it('names every hole', () => {
    fc.assert(
      fc.property(grid, fc.nat(), ({ axes: list, skus }, at) => {
        const without = skus.toSpliced(at % skus.length, 1);
        expect(gridProblems(list, without)).toMatchObject([{ field: 'skus' }]);
        expect(gridProblems(list, [])).toHaveLength(skus.length);
      }),
    );
  });

  it('names every row that is there twice, or of no combination', () => {
    fc.assert(
      fc.property(grid, fc.nat(), ({ axes: list, skus }, at) => {
        const twice = [...skus, draft(skus[at % skus.length]?.values ?? [])];
        expect(gridProblems(list, twice)).toMatchObject([{ field: `skus.${skus.length}.values` }]);
        const strange = [...skus, draft(['没有', '这样', '的', '规格'])];
        expect(gridProblems(list, strange)).toMatchObject([{ field: `skus.${skus.length}.values` }]);
      }),
    );
  });
});

describe('placing a grid', () => {
  it('loses no specification whose pieces moved, keeps ids, and sells exactly what the draft offers', () => {
    fc.assert(
      fc.property(grid, booked, ({ skus }, known) => {
        const before = known.map(skuOf);
        const { put, removed } = placeSkus(skus, before, given);
        const ids = put.map(({ skuId }) => skuId);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { skuId, moved } of before) {
          expect(ids.includes(skuId) || removed.includes(skuId)).toBe(true);
          if (moved) expect(removed).not.toContain(skuId);
        }
        expect(removed.filter((skuId) => ids.includes(skuId))).toEqual([]);
        const offered = put.filter((sku) => sku.offered).map(({ values }) => values);
        expect(offered).toEqual(skus.filter((sku) => sku.offered).map(({ values }) => values));
      }),
    );
  });

  it('changes nothing when it is placed again', () => {
    fc.assert(
      fc.property(grid, booked, ({ skus }, known) => {
        const first = placeSkus(skus, known.map(skuOf), given);
        const books = first.put.map((sku) => skuOf({ ...sku, moved: true }));
        const again = placeSkus(skus, books, given);
        const shape = (list: typeof first.put) =>
          new Map(list.map(({ skuId, values, offered }) => [skuId, { values, offered }]));
        expect(shape(again.put)).toEqual(shape(first.put));
        expect(again.removed).toEqual([]);
      }),
    );
  });

  it('gives a barcode to what is sold, and takes it from what is retired', () => {
    const retired = skuOf({ skuId: 's1', values: ['旧'], offered: true, moved: true, barcode: 'CODE-1' });
    const row: SkuDraft = { values: [], offered: true, price: fen(1), barcode: 'CODE-1', picture: null };
    const { put } = placeSkus([row], [retired], given);
    expect(put.map(({ skuId, barcode }) => [skuId, barcode])).toEqual([
      ['new-0', 'CODE-1'],
      ['s1', ''],
    ]);
  });
});

describe('a row that names a specification', () => {
  it('is refused when it is another product’s, or another row names it too', () => {
    const known = [skuOf({ skuId: 's1', values: [], offered: true, moved: false, barcode: '' })];
    const rows = ['s1', 's1', 's9'].map((skuId): SkuDraft => ({ values: ['红'], offered: false, skuId }));
    expect(matchingProblems(rows, known).map(({ field }) => field)).toEqual(['skus.1.skuId', 'skus.2.skuId']);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { multiplyMoney, sumMoney } from '../../../../cloudfunctions/core/money';
import { MAX_LINES, MAX_QUANTITY, priceLines } from '../../../../cloudfunctions/core/pricing/pricing';
import type { SkuOnShelf } from '../../../../cloudfunctions/core/pricing/pricing';
import { MAX_ORDER_MINOR, fen } from '../../../../miniprogram/contract/money';
import { CUP, FOREIGN, TEA } from '../samples';

const SHELF = shelf(
  onShelf('tea-100g', { productId: 'tea', title: '龙井', specification: '100 克', price: fen(4_500) }),
  onShelf('cup-white', { productId: 'cup', title: '茶杯', specification: '白', price: fen(1_000) }),
  onShelf('old', { onSale: false }),
  onShelf('dear', { price: fen(MAX_ORDER_MINOR) }),
);

describe('priceLines', () => {
  it("prices with the shop's own words and prices", () => {
    const requested = [
      { skuId: 'tea-100g', quantity: 2 },
      { skuId: 'cup-white', quantity: 1 },
    ];
    expect(priceLines(requested, SHELF)).toStrictEqual({
      kind: 'priced',
      lines: [TEA, CUP],
      total: fen(10_000),
    });
  });

  it('believes nothing but SKU and quantity of what is requested', () => {
    const hostile = { skuId: 'cup-white', quantity: 1, unitPrice: fen(1), price: fen(1), title: '免费' };
    expect(priceLines([hostile], SHELF)).toStrictEqual({ kind: 'priced', lines: [CUP], total: fen(1_000) });
  });

  it('merges mentions of one SKU into its first', () => {
    const requested = [
      { skuId: 'tea-100g', quantity: 1 },
      { skuId: 'cup-white', quantity: 1 },
      { skuId: 'tea-100g', quantity: 1 },
    ];
    expect(priceLines(requested, SHELF)).toMatchObject({ kind: 'priced', lines: [TEA, CUP] });
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, MAX_QUANTITY + 1])(
    'refuses a quantity of %p',
    (quantity) => {
      const refused = { kind: 'refused', refusal: 'INVALID_PARAMS', skuId: 'cup-white' };
      expect(priceLines([{ skuId: 'cup-white', quantity }], SHELF)).toEqual(refused);
    },
  );

  it('refuses mentions that are together too many', () => {
    const requested = [
      { skuId: 'cup-white', quantity: MAX_QUANTITY },
      { skuId: 'cup-white', quantity: 1 },
    ];
    expect(priceLines(requested, SHELF)).toMatchObject({ refusal: 'INVALID_PARAMS', skuId: 'cup-white' });
  });

  it('refuses mentions that cancel each other out', () => {
    const requested = [
      { skuId: 'cup-white', quantity: 3 },
      { skuId: 'cup-white', quantity: -2 },
    ];
    expect(priceLines(requested, SHELF)).toMatchObject({ refusal: 'INVALID_PARAMS', skuId: 'cup-white' });
  });

  it('refuses an order without lines', () => {
    expect(priceLines([], SHELF)).toEqual({ kind: 'refused', refusal: 'INVALID_PARAMS' });
  });

  it.each([
    [MAX_LINES, 'priced'],
    [MAX_LINES + 1, 'refused'],
  ])('answers %i lines with %s', (count, kind) => {
    const skus = Array.from({ length: count }, (_, index) => onShelf(`sku-${index}`));
    const requested = skus.map(({ skuId }) => ({ skuId, quantity: 1 }));
    expect(priceLines(requested, shelf(...skus)).kind).toBe(kind);
  });

  it.each(['unknown', 'old'])('refuses the SKU %s and names it', (skuId) => {
    const requested = [
      { skuId: 'cup-white', quantity: 1 },
      { skuId, quantity: 1 },
    ];
    expect(priceLines(requested, SHELF)).toEqual({ kind: 'refused', refusal: 'SKU_NOT_FOUND', skuId });
  });

  it('accepts the largest total and refuses one fen more', () => {
    expect(priceLines([{ skuId: 'dear', quantity: 1 }], SHELF).kind).toBe('priced');
    const more = shelf(onShelf('dear', { price: fen(MAX_ORDER_MINOR - 999) }), onShelf('cup-white'));
    const requested = [
      { skuId: 'dear', quantity: 1 },
      { skuId: 'cup-white', quantity: 1 },
    ];
    expect(priceLines(requested, more)).toEqual({ kind: 'refused', refusal: 'ORDER_TOTAL_TOO_LARGE' });
  });

  it('refuses, and does not throw, when a price alone is beyond every order', () => {
    const vast = shelf(onShelf('vast', { price: fen(Number.MAX_SAFE_INTEGER) }));
    const refused = { kind: 'refused', refusal: 'ORDER_TOTAL_TOO_LARGE', skuId: 'vast' };
    expect(priceLines([{ skuId: 'vast', quantity: MAX_QUANTITY }], vast)).toEqual(refused);
  });

  it.each([0, -1])('throws when the shelf holds a price of %i', (minor) => {
    const free = shelf(onShelf('free', { price: fen(minor) }));
    expect(() => priceLines([{ skuId: 'free', quantity: 1 }], free)).toThrow(RangeError);
  });

  it('throws when the shelf holds two currencies', () => {
    const mixed = shelf(onShelf('a'), onShelf('b', { price: FOREIGN }));
    const requested = [
      { skuId: 'a', quantity: 1 },
      { skuId: 'b', quantity: 1 },
    ];
    expect(() => priceLines(requested, mixed)).toThrow(RangeError);
  });

  it('gives lines that add up to the total and hold every piece that was requested', () => {
    const line = fc.record({
      skuId: fc.constantFrom('tea-100g', 'cup-white', 'dear'),
      quantity: fc.integer({ min: 1, max: MAX_QUANTITY }),
    });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (requested) => {
        const outcome = priceLines(requested, SHELF);
        if (outcome.kind === 'refused') return;
        const { lines, total } = outcome;
        const lineTotals = lines.map(({ unitPrice, quantity }) => multiplyMoney(unitPrice, quantity));
        expect(total).toEqual(sumMoney(lineTotals, 'CNY'));
        expect(new Set(lines.map(({ skuId }) => skuId)).size).toBe(lines.length);
        expect(pieces(lines)).toBe(pieces(requested));
      }),
    );
  });
});

function onShelf(skuId: string, changes: Partial<SkuOnShelf> = {}): SkuOnShelf {
  return {
    skuId,
    productId: `product-of-${skuId}`,
    title: skuId,
    specification: '',
    price: fen(1_000),
    onSale: true,
    ...changes,
  };
}

function shelf(...skus: readonly SkuOnShelf[]): ReadonlyMap<string, SkuOnShelf> {
  return new Map(skus.map((sku) => [sku.skuId, sku]));
}

function pieces(lines: readonly { readonly quantity: number }[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

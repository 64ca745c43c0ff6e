import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { multiplyMoney, sumMoney } from '../../../../cloudfunctions/core/money';
import type { FreightRule } from '../../../../cloudfunctions/core/pricing/freight';
import { MAX_QUANTITY } from '../../../../cloudfunctions/core/pricing/pricing';
import type { SkuOnShelf } from '../../../../cloudfunctions/core/pricing/pricing';
import type { Offer, Quote } from '../../../../cloudfunctions/core/pricing/quote';
import { quoteOrder } from '../../../../cloudfunctions/core/pricing/quote';
import { MAX_ORDER_MINOR, fen } from '../../../../miniprogram/contract/money';
import { MAX_ORDER_LINES } from '../../../../miniprogram/contract/quote';
import type { WantedLine } from '../../../../miniprogram/contract/quote';
import { CUP, FOREIGN, TEA } from '../samples';

const PLENTY = 1_000_000;
const RULE: FreightRule = {
  fee: fen(800),
  freeFrom: fen(9_900),
  remoteProvinces: ['新疆'],
  remoteFee: fen(1_800),
  notDelivered: ['台湾'],
};
const NO_FREIGHT: FreightRule = { ...RULE, fee: fen(0), freeFrom: null };

const SHELF = shelf(
  onShelf('tea-100g', { productId: 'tea', title: '龙井', specification: '100 克', price: fen(4_500) }),
  onShelf('cup-white', { productId: 'cup', title: '茶杯', specification: '白', price: fen(1_000) }),
  onShelf('old', { onSale: false }),
  onShelf('dear', { price: fen(MAX_ORDER_MINOR) }),
);

function quote(wanted: readonly WantedLine[], offers: ReadonlyMap<string, Offer> = SHELF, rule = NO_FREIGHT) {
  return quoteOrder({ wanted, offers, rule, province: null });
}

function quoted(...given: Parameters<typeof quote>): Quote {
  const outcome = quote(...given);
  if (outcome.kind === 'refused') throw new Error(outcome.refusal);
  return outcome.quote;
}

describe('a quote', () => {
  it("prices with the shop's own words and prices", () => {
    const requested = [
      { skuId: 'tea-100g', quantity: 2 },
      { skuId: 'cup-white', quantity: 1 },
    ];
    expect(quoted(requested)).toMatchObject({ lines: [TEA, CUP], total: fen(10_000), unavailable: [] });
  });

  it('believes nothing but SKU and quantity of what is requested', () => {
    const hostile = { skuId: 'cup-white', quantity: 1, unitPrice: fen(1), price: fen(1), title: '免费' };
    expect(quoted([hostile])).toMatchObject({ lines: [CUP], total: fen(1_000) });
  });

  it('merges mentions of one SKU into its first', () => {
    const requested = [
      { skuId: 'tea-100g', quantity: 1 },
      { skuId: 'cup-white', quantity: 1 },
      { skuId: 'tea-100g', quantity: 1 },
    ];
    expect(quoted(requested).lines).toEqual([TEA, CUP]);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, MAX_QUANTITY + 1])(
    'refuses a quantity of %p',
    (quantity) => {
      const refused = { kind: 'refused', refusal: 'INVALID_PARAMS' };
      expect(quote([{ skuId: 'cup-white', quantity }])).toEqual(refused);
    },
  );

  it.each([
    ['are together too many', MAX_QUANTITY, 1],
    ['cancel each other out', 3, -2],
  ])('refuses mentions that %s', (_name, first, second) => {
    const requested = [first, second].map((quantity) => ({ skuId: 'cup-white', quantity }));
    expect(quote(requested)).toEqual({ kind: 'refused', refusal: 'INVALID_PARAMS' });
  });

  it('refuses an order without lines', () => {
    expect(quote([])).toEqual({ kind: 'refused', refusal: 'INVALID_PARAMS' });
  });

  it.each([
    [MAX_ORDER_LINES, 'quoted'],
    [MAX_ORDER_LINES + 1, 'refused'],
  ])('answers %i lines with %s', (count, kind) => {
    const skus = Array.from({ length: count }, (_, index) => onShelf(`sku-${index}`));
    const requested = skus.map(({ skuId }) => ({ skuId, quantity: 1 }));
    expect(quote(requested, shelf(...skus)).kind).toBe(kind);
  });

  it('accepts the largest total and refuses one fen more', () => {
    expect(quote([{ skuId: 'dear', quantity: 1 }]).kind).toBe('quoted');
    const more = shelf(onShelf('dear', { price: fen(MAX_ORDER_MINOR - 999) }), onShelf('cup-white'));
    const requested = [
      { skuId: 'dear', quantity: 1 },
      { skuId: 'cup-white', quantity: 1 },
    ];
    const refused = { kind: 'refused', refusal: 'ORDER_TOTAL_TOO_LARGE' };
    expect(quote(requested, more)).toEqual(refused);
    expect(quote([{ skuId: 'dear', quantity: 1 }], SHELF, { ...RULE, freeFrom: null })).toEqual(refused);
  });

  it('refuses, and does not throw, when a price alone is beyond every order', () => {
    const vast = shelf(onShelf('vast', { price: fen(Number.MAX_SAFE_INTEGER) }));
    const refused = { kind: 'refused', refusal: 'ORDER_TOTAL_TOO_LARGE' };
    expect(quote([{ skuId: 'vast', quantity: MAX_QUANTITY }], vast)).toEqual(refused);
  });

  it.each([0, -1])('throws when the shelf holds a price of %i', (minor) => {
    const free = shelf(onShelf('free', { price: fen(minor) }));
    expect(() => quote([{ skuId: 'free', quantity: 1 }], free)).toThrow(RangeError);
  });

  it('throws when the shelf holds two currencies', () => {
    const mixed = shelf(onShelf('a'), onShelf('b', { price: FOREIGN }));
    const requested = ['a', 'b'].map((skuId) => ({ skuId, quantity: 1 }));
    expect(() => quote(requested, mixed)).toThrow(RangeError);
  });

  it('gives lines that add up to the total and hold every piece that was requested', () => {
    const line = fc.record({
      skuId: fc.constantFrom('tea-100g', 'cup-white', 'dear', 'old', 'unknown'),
      quantity: fc.integer({ min: 1, max: MAX_QUANTITY }),
    });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (requested) => {
        const outcome = quote(requested, SHELF, RULE);
        if (outcome.kind === 'refused') return;
        const { lines, unavailable, goodsTotal, freight, total } = outcome.quote;
        const lineTotals = lines.map(({ unitPrice, quantity }) => multiplyMoney(unitPrice, quantity));
        expect(goodsTotal).toEqual(sumMoney(lineTotals, 'CNY'));
        expect(total).toEqual(sumMoney([goodsTotal, freight], 'CNY'));
        const named = [...lines, ...unavailable];
        expect(new Set(named.map(({ skuId }) => skuId)).size).toBe(named.length);
        expect(pieces(named)).toBe(pieces(requested));
      }),
    );
  });
});

describe('a line that cannot be bought', () => {
  it.each([
    ['unknown', {}, 'withdrawn', 0],
    ['old', {}, 'withdrawn', 0],
    ['cup-white', { available: 0 }, 'soldOut', 0],
    ['cup-white', { available: 4 }, 'notEnough', 4],
    ['cup-white', { limitPerOrder: 3 }, 'overLimit', 3],
    ['cup-white', { limitPerOrder: 3, available: 2 }, 'notEnough', 2],
  ] as const)(
    '%s %j is %s, at most %i',
    (skuId, { available = PLENTY, ...changes }: Partial<Offer & SkuOnShelf>, reason, maxQuantity) => {
      const offers = new Map(SHELF);
      const known = offers.get(skuId);
      if (known !== undefined) offers.set(skuId, { sku: { ...known.sku, ...changes }, available });
      const { lines, unavailable, total } = quoted([{ skuId, quantity: 5 }], offers, RULE);
      expect(unavailable).toEqual([
        { skuId, quantity: 5, reason, maxQuantity, sku: offers.get(skuId)?.sku ?? null },
      ]);
      expect({ lines, total }).toEqual({ lines: [], total: fen(0) });
    },
  );

  it('leaves the others to be bought', () => {
    const requested = ['old', 'cup-white'].map((skuId) => ({ skuId, quantity: 1 }));
    expect(quoted(requested)).toMatchObject({
      lines: [CUP],
      unavailable: [{ skuId: 'old' }],
      total: fen(1_000),
    });
  });

  it('counts a limit over all specifications of the product', () => {
    const limited = (skuId: string) => onShelf(skuId, { productId: 'tea', limitPerOrder: 5 });
    const requested = ['red', 'green'].map((skuId) => ({ skuId, quantity: 3 }));
    const { lines, unavailable } = quoted(requested, shelf(limited('red'), limited('green')));
    expect(lines).toMatchObject([{ skuId: 'red', quantity: 3 }]);
    expect(unavailable).toMatchObject([{ skuId: 'green', reason: 'overLimit', maxQuantity: 2 }]);
  });
});

describe('freight', () => {
  it.each([
    ['浙江省', 9, 800, '满¥99.00包邮，还差¥9.00'],
    ['浙江省', 10, 0, '满¥99.00包邮'],
    [null, 1, 800, '满¥99.00包邮，还差¥89.00'],
    ['新疆维吾尔自治区', 20, 1_800, '偏远地区运费'],
  ])('to %s for %i cups is %i fen', (province, quantity, fee, note) => {
    const wanted = [{ skuId: 'cup-white', quantity }];
    const outcome = quoteOrder({ wanted, offers: SHELF, rule: RULE, province });
    expect(outcome).toMatchObject({ kind: 'quoted', quote: { freight: fen(fee), freightNote: note } });
  });

  it('makes every line unavailable where nobody delivers', () => {
    const wanted = [{ skuId: 'cup-white', quantity: 1 }];
    const outcome = quoteOrder({ wanted, offers: SHELF, rule: RULE, province: '台湾省' });
    expect(outcome).toMatchObject({
      quote: {
        lines: [],
        total: fen(0),
        unavailable: [{ skuId: 'cup-white', reason: 'noDelivery', maxQuantity: 0 }],
      },
    });
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
    limitPerOrder: null,
    ...changes,
  };
}

function shelf(...skus: readonly SkuOnShelf[]): ReadonlyMap<string, Offer> {
  return new Map(skus.map((sku) => [sku.skuId, { sku, available: PLENTY }]));
}

function pieces(lines: readonly { readonly quantity: number }[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

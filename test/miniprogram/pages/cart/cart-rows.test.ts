import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CartLineView, CartView } from '../../../../miniprogram/contract/cart';
import { sheetOf, sheetPatch } from '../../../../miniprogram/pages/cart/cart-rows';
import { cartLine, cartOf, yuan } from '../../samples';

function rowOf(line: Partial<CartLineView>) {
  return sheetOf(cartOf([cartLine('green', line)])).lines[0];
}

/** Applies a patch as `setData` does. */
function drawn(before: object, patch: Record<string, unknown>): unknown {
  const data = structuredClone(before) as Record<string, unknown>;
  for (const [path, value] of Object.entries(patch)) {
    const index = /^lines\[(\d+)\]$/.exec(path)?.[1];
    if (index === undefined) data[path] = value;
    else (data['lines'] as unknown[])[Number(index)] = value;
  }
  return data;
}

describe('cart rows', () => {
  it.each([
    [{}, ''],
    [{ lowStock: true, available: 3 }, '仅剩3件'],
    [{ quantity: 5, maxQuantity: 3 }, '最多可买3件，请减少'],
    [{ quantity: 5, maxQuantity: 0 }, '超过每单限购数量，请减少'],
    [{ quantity: 2, maxQuantity: 2, limitPerOrder: 2 }, '每单限购2件'],
    [{ quantity: 1, maxQuantity: 2, limitPerOrder: 2 }, ''],
  ])('says of %j what bounds it', (line, hint) => {
    expect(rowOf(line)?.hint).toBe(hint);
  });

  it.each([
    [yuan(9800), '比加入时便宜¥10.00', true],
    [yuan(8000), '比加入时贵¥8.00', false],
    [yuan(8800), '', false],
  ])('says how the price moved from %j', (priceBefore, priceNote, cheaper) => {
    expect(rowOf({ price: yuan(8800), priceBefore })).toMatchObject({ priceNote, cheaper });
  });

  it('draws more than can be bought as it is, so that the shopper sees what to change', () => {
    expect(rowOf({ quantity: 5, maxQuantity: 3 })).toMatchObject({ stepperMax: 5, tooMany: true });
    expect(rowOf({ quantity: 2, maxQuantity: 3 })).toMatchObject({ stepperMax: 3, tooMany: false });
  });
});

const anyCart: fc.Arbitrary<CartView> = fc
  .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 })
  .chain((skuIds) =>
    fc.tuple(
      ...skuIds.map((skuId) =>
        fc
          .record({ quantity: fc.integer({ min: 1, max: 4 }), selected: fc.boolean() })
          .map((line) => cartLine(skuId, line)),
      ),
    ),
  )
  .map((lines) => cartOf(lines));

describe('change of the drawn cart', () => {
  it('draws any cart over any other', () => {
    fc.assert(
      fc.property(anyCart, anyCart, (before, after) => {
        const patch = sheetPatch(sheetOf(before), sheetOf(after));
        expect(drawn(sheetOf(before), patch)).toEqual(sheetOf(after));
      }),
    );
  });

  it('sends the one row that changed', () => {
    const before = sheetOf(cartOf([cartLine('a'), cartLine('b')]));
    const after = sheetOf(cartOf([cartLine('a'), cartLine('b', { quantity: 2 })]));
    expect(Object.keys(sheetPatch(before, after)).filter((key) => key.startsWith('lines'))).toEqual([
      'lines[1]',
    ]);
    expect(sheetPatch(after, after)).toEqual({});
  });
});

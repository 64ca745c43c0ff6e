import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Cart } from '../../../../cloudfunctions/core/cart/cart';
import {
  addToCart,
  emptyCart,
  removeFromCart,
  selectInCart,
  setCartQuantity,
} from '../../../../cloudfunctions/core/cart/cart';
import { MAX_CART_LINES, MAX_CART_QUANTITY } from '../../../../miniprogram/contract/cart';
import { fen } from '../../../../miniprogram/contract/money';

const EMPTY = emptyCart('o-a');

function added(
  cart: Cart,
  skuId: string,
  changes: { quantity?: number; token?: string; most?: number } = {},
): Cart {
  const wish = {
    skuId,
    quantity: 1,
    price: fen(100),
    token: `${skuId}-${cart.tokens.length}`,
    most: 50,
    ...changes,
  };
  const result = addToCart(cart, wish);
  if (result.kind === 'full') throw new Error('full');
  return result.cart;
}

describe('a cart', () => {
  it('puts the latest addition first and sums up what is there', () => {
    const cart = added(added(added(EMPTY, 'tea'), 'cup'), 'tea', { quantity: 2 });
    expect(cart.lines.map(({ skuId, quantity }) => [skuId, quantity])).toEqual([
      ['tea', 3],
      ['cup', 1],
    ]);
  });

  it('does nothing for a token it has seen', () => {
    const cart = added(EMPTY, 'tea', { token: 'same' });
    expect(added(cart, 'tea', { token: 'same', quantity: 9 })).toBe(cart);
  });

  it.each([
    ['what there is', 3, 9, 3],
    ['its own limit', 500, 300, MAX_CART_QUANTITY],
  ])('stops at %s', (_name, most, quantity, expected) => {
    expect(added(EMPTY, 'tea', { most, quantity }).lines[0]?.quantity).toBe(expected);
  });

  it('never takes pieces away by adding, even where there are fewer by now', () => {
    const cart = added(EMPTY, 'tea', { quantity: 9 });
    expect(added(cart, 'tea', { quantity: 1, most: 2 }).lines[0]?.quantity).toBe(9);
  });

  it('is full at its last line, but takes more of what it has', () => {
    let cart = EMPTY;
    for (let count = 0; count < MAX_CART_LINES; count += 1)
      cart = added(cart, `sku-${count}`, { token: `${count}` });
    expect(addToCart(cart, { skuId: 'new', quantity: 1, price: fen(1), token: 't', most: 9 })).toEqual({
      kind: 'full',
    });
    expect(added(cart, 'sku-0', { token: 't' }).lines).toHaveLength(MAX_CART_LINES);
  });

  it('sets the quantity of a line that is there only', () => {
    const cart = added(EMPTY, 'tea');
    expect(setCartQuantity(cart, 'tea', 7)?.lines[0]?.quantity).toBe(7);
    expect(setCartQuantity(cart, 'cup', 7)).toBeNull();
  });

  it('selects some lines or all, and removes them', () => {
    const cart = added(added(EMPTY, 'tea'), 'cup');
    const some = selectInCart(cart, false, ['tea', 'unknown']);
    expect(some.lines.map(({ skuId, selected }) => [skuId, selected])).toEqual([
      ['cup', true],
      ['tea', false],
    ]);
    expect(selectInCart(some, true).lines.every(({ selected }) => selected)).toBe(true);
    expect(removeFromCart(cart, ['tea', 'unknown']).lines.map(({ skuId }) => skuId)).toEqual(['cup']);
  });

  it('holds each SKU once and stays within its bounds, whatever is done to it', () => {
    const step = fc.record({
      skuId: fc.constantFrom('a', 'b', 'c'),
      quantity: fc.integer({ min: 1, max: MAX_CART_QUANTITY }),
      most: fc.integer({ min: 1, max: 999 }),
      token: fc.constantFrom('1', '2', '3', '4'),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        let cart = EMPTY;
        for (const { skuId, ...changes } of steps) cart = added(cart, skuId, changes);
        const skuIds = cart.lines.map(({ skuId }) => skuId);
        expect(new Set(skuIds).size).toBe(skuIds.length);
        expect(cart.lines.every(({ quantity }) => quantity >= 1 && quantity <= MAX_CART_QUANTITY)).toBe(true);
      }),
    );
  });
});

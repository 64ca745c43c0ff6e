import type { CartMethods } from '../contract/cart';
import { callShop, type ShopEnd } from './shop';

/** The cart as it stands. */
export function loadCart(): Promise<ShopEnd<'cart.get'>> {
  return callShop('cart.get', {});
}

/** Puts pieces in. Safe to repeat with the same `clientToken`. */
export function addToCart(params: CartMethods['cart.add']['params']): Promise<ShopEnd<'cart.add'>> {
  return callShop('cart.add', params);
}

/** Sets how many pieces of a line are wanted. */
export function setCartQuantity(skuId: string, quantity: number): Promise<ShopEnd<'cart.setQuantity'>> {
  return callShop('cart.setQuantity', { skuId, quantity });
}

/** Selects or deselects lines; without `skuIds` all of them. */
export function selectInCart(params: CartMethods['cart.select']['params']): Promise<ShopEnd<'cart.select'>> {
  return callShop('cart.select', params);
}

/** Takes lines out. */
export function removeFromCart(skuIds: readonly string[]): Promise<ShopEnd<'cart.remove'>> {
  return callShop('cart.remove', { skuIds });
}

/** Takes out what cannot be bought any more. */
export function clearInvalidLines(): Promise<ShopEnd<'cart.clearInvalid'>> {
  return callShop('cart.clearInvalid', {});
}

import type { CartView } from '../../miniprogram/contract/cart';
import type { ShopRefusal } from '../../miniprogram/contract/shop';
import { addToCart, removeFromCart, selectInCart, setCartQuantity } from '../core/cart/cart';
import type { Cart } from '../core/cart/cart';
import { MAX_QUANTITY } from '../core/pricing/pricing';
import type { Offer } from '../core/pricing/quote';
import type { Store } from '../ports/store';
import { cartView, invalidLines } from './cart-view';

type Deps = { readonly store: Store };

/** The cart after the call, or why nothing changed. */
export type CartResult =
  | { readonly kind: 'cart'; readonly cart: CartView }
  | {
      readonly kind: 'refused';
      readonly refusal: Extract<ShopRefusal, 'SKU_NOT_FOUND' | 'OUT_OF_STOCK' | 'CART_FULL' | 'NOT_IN_CART'>;
    };

function offersOf({ store }: Deps, cart: Cart): Promise<ReadonlyMap<string, Offer>> {
  return store.findOffers(cart.lines.map(({ skuId }) => skuId));
}

async function viewed(deps: Deps, cart: Cart): Promise<CartResult> {
  return { kind: 'cart', cart: cartView(cart, await offersOf(deps, cart)) };
}

/** The cart at today's prices. */
export async function readCart(deps: Deps, openid: string): Promise<CartResult> {
  return viewed(deps, await deps.store.readCart(openid));
}

/** Puts pieces of a SKU that is on sale into the cart. Safe to repeat with the same token. */
export async function putIntoCart(
  deps: Deps,
  wish: {
    readonly openid: string;
    readonly clientToken: string;
    readonly skuId: string;
    readonly quantity: number;
  },
): Promise<CartResult> {
  const { openid, clientToken: token, skuId, quantity } = wish;
  const offer = (await deps.store.findOffers([skuId])).get(skuId);
  if (offer === undefined || !offer.sku.onSale) return { kind: 'refused', refusal: 'SKU_NOT_FOUND' };
  if (offer.available <= 0) return { kind: 'refused', refusal: 'OUT_OF_STOCK' };
  const most = Math.min(offer.available, offer.sku.limitPerOrder ?? MAX_QUANTITY);
  const adding = await deps.store.changeCart(openid, (cart) => {
    const result = addToCart(cart, { skuId, quantity, price: offer.sku.price, token, most });
    return result.kind === 'added' && result.cart !== cart ? { result, write: result.cart } : { result };
  });
  return adding.kind === 'full' ? { kind: 'refused', refusal: 'CART_FULL' } : viewed(deps, adding.cart);
}

async function changed(deps: Deps, openid: string, change: (cart: Cart) => Cart | null): Promise<CartResult> {
  const cart = await deps.store.changeCart(openid, (held) => {
    const write = change(held);
    return write === null ? { result: null } : { result: write, write };
  });
  return cart === null ? { kind: 'refused', refusal: 'NOT_IN_CART' } : viewed(deps, cart);
}

/** Sets how many pieces a line has. Safe to repeat. */
export function setQuantity(
  deps: Deps,
  wish: { readonly openid: string; readonly skuId: string; readonly quantity: number },
): Promise<CartResult> {
  return changed(deps, wish.openid, (cart) => setCartQuantity(cart, wish.skuId, wish.quantity));
}

/** Ticks lines or takes the ticks away. Safe to repeat. */
export function selectLines(
  deps: Deps,
  wish: {
    readonly openid: string;
    readonly selected: boolean;
    readonly skuIds?: readonly string[] | undefined;
  },
): Promise<CartResult> {
  return changed(deps, wish.openid, (cart) => selectInCart(cart, wish.selected, wish.skuIds));
}

/** Takes lines out. Safe to repeat. */
export function removeLines(
  deps: Deps,
  wish: { readonly openid: string; readonly skuIds: readonly string[] },
): Promise<CartResult> {
  return changed(deps, wish.openid, (cart) => removeFromCart(cart, wish.skuIds));
}

/** Takes out what cannot be bought any more. Safe to repeat. */
export async function clearInvalid(deps: Deps, openid: string): Promise<CartResult> {
  const cart = await deps.store.readCart(openid);
  const gone = invalidLines(cart, await offersOf(deps, cart));
  return changed(deps, openid, (held) => removeFromCart(held, gone));
}

import { MAX_CART_LINES, MAX_CART_QUANTITY } from '../../../miniprogram/contract/cart';
import type { Money } from '../../../miniprogram/contract/money';

/** One specification a shopper has put aside. */
export interface CartLine {
  readonly skuId: string;
  readonly quantity: number;
  readonly selected: boolean;
  /** What it cost when it was put in. */
  readonly priceWhenAdded: Money;
}

/** A shopper's cart. It reserves nothing and holds no words: those are the shelf's, read anew each time. */
export interface Cart {
  readonly openid: string;
  /** Newest first. */
  readonly lines: readonly CartLine[];
  /** The latest tokens of additions, so that a repeated tap adds once. */
  readonly tokens: readonly string[];
}

/** Tokens that are remembered: a tap is repeated within seconds, not after this many others. */
const TOKENS_KEPT = 20;

/** How an addition ends; `full` when another line would be one too many. */
export type Adding = { readonly kind: 'added'; readonly cart: Cart } | { readonly kind: 'full' };

/** A cart with nothing in it. */
export function emptyCart(openid: string): Cart {
  return { openid, lines: [], tokens: [] };
}

/**
 * Puts pieces into the cart: on top of the line that is there, up to `most`, which is also where a new line ends.
 * The same token a second time changes nothing.
 */
export function addToCart(
  cart: Cart,
  wish: {
    readonly skuId: string;
    readonly quantity: number;
    readonly price: Money;
    readonly token: string;
    /** Stock and limit of this SKU; the cart's own limit is looked at here. */
    readonly most: number;
  },
): Adding {
  const { skuId, quantity, price, token, most } = wish;
  if (cart.tokens.includes(token)) return { kind: 'added', cart };
  const known = cart.lines.find((line) => line.skuId === skuId);
  if (known === undefined && cart.lines.length >= MAX_CART_LINES) return { kind: 'full' };
  const wanted = Math.min((known?.quantity ?? 0) + quantity, most, MAX_CART_QUANTITY);
  const line: CartLine = {
    skuId,
    // A line that already holds more than there is keeps what it has: nothing shrinks behind the shopper's back.
    quantity: Math.max(wanted, known?.quantity ?? 1),
    selected: true,
    priceWhenAdded: price,
  };
  const others = cart.lines.filter((other) => other !== known);
  const tokens = [token, ...cart.tokens].slice(0, TOKENS_KEPT);
  return { kind: 'added', cart: { ...cart, lines: [line, ...others], tokens } };
}

/** Sets how many pieces; null when the line is not there. */
export function setCartQuantity(cart: Cart, skuId: string, quantity: number): Cart | null {
  if (!cart.lines.some((line) => line.skuId === skuId)) return null;
  return { ...cart, lines: cart.lines.map((line) => (line.skuId === skuId ? { ...line, quantity } : line)) };
}

/** Ticks lines or takes the ticks away; unknown ones are passed over. Without `skuIds` all lines. */
export function selectInCart(cart: Cart, selected: boolean, skuIds?: readonly string[]): Cart {
  const meant = skuIds === undefined ? null : new Set(skuIds);
  const lines = cart.lines.map((line) =>
    meant === null || meant.has(line.skuId) ? { ...line, selected } : line,
  );
  return { ...cart, lines };
}

/** Takes lines out; unknown ones are passed over. */
export function removeFromCart(cart: Cart, skuIds: Iterable<string>): Cart {
  const gone = new Set(skuIds);
  return { ...cart, lines: cart.lines.filter((line) => !gone.has(line.skuId)) };
}

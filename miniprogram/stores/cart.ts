import type { CartView } from '../contract/cart';
import { fen } from '../contract/money';
import { readStored, store as keep } from '../platform/storage';
import { createStore } from './observable';

/**
 * What the phone knows of the cart. The cart itself is the server's: every call answers it whole. `pieces` is the
 * number on the tab and is there before the cart is, from the last visit or from `me.get`.
 */
export interface CartState {
  readonly pieces: number;
  readonly cart: CartView | null;
}

export type CartEvent =
  | { readonly kind: 'cartArrived'; readonly cart: CartView }
  | { readonly kind: 'piecesArrived'; readonly pieces: number };

/** The state after an event. */
export function reduceCart(state: CartState, event: CartEvent): CartState {
  switch (event.kind) {
    case 'cartArrived':
      return { pieces: event.cart.pieces, cart: event.cart };
    case 'piecesArrived':
      return event.pieces === state.pieces ? state : { ...state, pieces: event.pieces };
  }
}

/** What is drawn before anything is known. */
export const EMPTY_CART: CartView = {
  lines: [],
  invalid: [],
  pieces: 0,
  selectedPieces: 0,
  selectedTotal: fen(0),
  allSelected: false,
};

/** A stored number of pieces, or null for anything that is none. */
export function parsePieces(stored: unknown): number | null {
  return typeof stored === 'number' && Number.isSafeInteger(stored) && stored >= 0 ? stored : null;
}

/** What the tab shows: nothing for an empty cart, and no more than two digits. */
export function badgeOf({ pieces }: CartState): string {
  if (pieces === 0) return '';
  return pieces > 99 ? '99+' : String(pieces);
}

const KEY = 'cart-pieces/1';

/** The one cart of this phone. */
export const cart = createStore<CartState, CartEvent>(
  { pieces: readStored(KEY, parsePieces) ?? 0, cart: null },
  reduceCart,
);

cart.subscribe(({ pieces }) => keep(KEY, pieces));

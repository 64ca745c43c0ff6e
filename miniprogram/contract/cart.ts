import type { Money } from './money';
import type { PictureView } from './picture';

/** Most different specifications in a cart. */
export const MAX_CART_LINES = 100;
/** Most pieces of one specification in a cart. */
export const MAX_CART_QUANTITY = 99;

/** A line that can be bought. */
export interface CartLineView {
  readonly skuId: string;
  readonly productId: string;
  readonly title: string;
  readonly specification: string;
  readonly picture: PictureView;
  readonly quantity: number;
  readonly selected: boolean;
  /** The price now. */
  readonly price: Money;
  /** What it cost when it was put in, where that was another price. */
  readonly priceBefore?: Money;
  /** As far as the stepper goes: stock, limit per order and cart limit together; may be below `quantity`. */
  readonly maxQuantity: number;
  readonly lowStock: boolean;
  readonly available: number;
  readonly limitPerOrder?: number;
}

/** Why a line cannot be bought any more. */
export const CART_INVALID_REASONS = ['withdrawn', 'soldOut'] as const;
export type CartInvalidReason = (typeof CART_INVALID_REASONS)[number];

/** The words a person reads for each reason. */
export const CART_INVALID_WORDS: Record<CartInvalidReason, string> = {
  withdrawn: '已下架',
  soldOut: '已售罄',
};

/** A line that stays only to be seen and cleared. */
export interface InvalidCartLineView {
  readonly skuId: string;
  readonly productId: string;
  readonly title: string;
  readonly specification: string;
  readonly picture: PictureView;
  readonly quantity: number;
  readonly reason: CartInvalidReason;
}

/** A shopper's cart as it stands now, newest line first. */
export interface CartView {
  readonly lines: readonly CartLineView[];
  readonly invalid: readonly InvalidCartLineView[];
  /** Pieces of all lines that can be bought: the number on the tab. */
  readonly pieces: number;
  readonly selectedPieces: number;
  readonly selectedTotal: Money;
  readonly allSelected: boolean;
}

/** The methods of the cart; each answers the cart as it stands after it. */
export interface CartMethods {
  'cart.get': { params: Record<never, never>; value: CartView };
  'cart.add': {
    /** `clientToken` makes a repeated tap one addition: 8–64 letters, digits, `-` or `_`. */
    params: { readonly clientToken: string; readonly skuId: string; readonly quantity: number };
    value: CartView;
  };
  'cart.setQuantity': { params: { readonly skuId: string; readonly quantity: number }; value: CartView };
  'cart.select': {
    /** Without `skuIds` all lines. */
    params: { readonly skuIds?: readonly string[]; readonly selected: boolean };
    value: CartView;
  };
  'cart.remove': { params: { readonly skuIds: readonly string[] }; value: CartView };
  'cart.clearInvalid': { params: Record<never, never>; value: CartView };
}

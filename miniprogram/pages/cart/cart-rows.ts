import type { CartLineView, CartView } from '../../contract/cart';
import { formatMoney, money } from '../../contract/money';

/** A line as it is drawn. */
export interface CartRow extends CartLineView {
  /** Stock and limit in a few words; empty where neither matters. */
  readonly hint: string;
  /** True where more is in the cart than can be bought. */
  readonly tooMany: boolean;
  /** How the price moved since the line was put in; empty where it did not. */
  readonly priceNote: string;
  readonly cheaper: boolean;
  /** As far as the stepper shows: what is there may be more than what can be bought. */
  readonly stepperMax: number;
}

/** Everything the page draws of a cart. */
export interface CartSheet {
  readonly lines: readonly CartRow[];
  readonly invalid: CartView['invalid'];
  readonly selectedPieces: number;
  readonly selectedTotal: CartView['selectedTotal'];
  readonly allSelected: boolean;
  /** How many lines cost something else than when they were put in. */
  readonly repriced: number;
}

function hintOf({ quantity, maxQuantity, available, lowStock, limitPerOrder }: CartLineView): string {
  if (quantity > maxQuantity)
    return maxQuantity > 0 ? `最多可买${maxQuantity}件，请减少` : '超过每单限购数量，请减少';
  if (lowStock) return `仅剩${available}件`;
  return limitPerOrder !== undefined && quantity === maxQuantity ? `每单限购${limitPerOrder}件` : '';
}

function rowOf(line: CartLineView): CartRow {
  const { price, priceBefore, quantity, maxQuantity } = line;
  const change = priceBefore === undefined ? 0 : price.minor - priceBefore.minor;
  const moved = formatMoney(money(Math.abs(change), price.currency));
  return {
    ...line,
    hint: hintOf(line),
    tooMany: quantity > maxQuantity,
    priceNote: change === 0 ? '' : `比加入时${change < 0 ? '便宜' : '贵'}${moved}`,
    cheaper: change < 0,
    stepperMax: Math.max(quantity, maxQuantity, 1),
  };
}

/** The cart as it is drawn. */
export function sheetOf(cart: CartView): CartSheet {
  const { invalid, selectedPieces, selectedTotal, allSelected } = cart;
  const lines = cart.lines.map(rowOf);
  const repriced = lines.filter(({ priceNote }) => priceNote !== '').length;
  return { lines, invalid, selectedPieces, selectedTotal, allSelected, repriced };
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The smallest change that draws `after` where `before` stands: a row whose words stayed is not sent again. */
export function sheetPatch(before: CartSheet, after: CartSheet): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  const { lines, ...others } = after;
  const sameRows =
    lines.length === before.lines.length &&
    lines.every(({ skuId }, index) => before.lines[index]?.skuId === skuId);
  if (sameRows)
    for (const [index, row] of lines.entries()) {
      if (!same(row, before.lines[index])) patch[`lines[${index}]`] = row;
    }
  else patch['lines'] = lines;
  for (const [name, value] of Object.entries(others))
    if (!same(value, before[name as keyof CartSheet])) patch[name] = value;
  return patch;
}

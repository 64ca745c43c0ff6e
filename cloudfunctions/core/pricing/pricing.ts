import { MAX_ORDER_MINOR } from '../../../miniprogram/contract/money';
import type { Money } from '../../../miniprogram/contract/money';
import type { ShopRefusal } from '../../../miniprogram/contract/shop';
import { multiplyMoney, sumMoney } from '../money';
import type { OrderLine } from '../order/order';
import { mergeLines } from '../stock/stock';
import type { SkuQuantity } from '../stock/stock';

/** A SKU as the shop sells it now: the only source of prices. */
export interface SkuOnShelf {
  readonly skuId: string;
  readonly productId: string;
  readonly title: string;
  readonly specification: string;
  readonly price: Money;
  readonly onSale: boolean;
}

/** Most lines one request may carry: 50, so that placing an order stays one small write. */
export const MAX_LINES = 50;

/** Most pieces of one SKU in an order: 999, beyond which it is a slip of the finger or a wholesale matter. */
export const MAX_QUANTITY = 999;

/** Why lines cannot be priced. */
export type PricingRefusal = Extract<
  ShopRefusal,
  'SKU_NOT_FOUND' | 'ORDER_TOTAL_TOO_LARGE' | 'INVALID_PARAMS'
>;

/** Lines with the shop's own words and prices, or why not; `skuId` names the line at fault where there is one. */
export type PricingOutcome =
  | { readonly kind: 'priced'; readonly lines: readonly OrderLine[]; readonly total: Money }
  | { readonly kind: 'refused'; readonly refusal: PricingRefusal; readonly skuId?: string };

/**
 * Prices what a shopper asks for, one line per SKU in the order of first mention. Refusals:
 * - `INVALID_PARAMS`: no line or more than {@link MAX_LINES}, a quantity that is not whole, below 1, or (repeated
 *   mentions together) above {@link MAX_QUANTITY};
 * - `SKU_NOT_FOUND`: not on the shelf, or not on sale;
 * - `ORDER_TOTAL_TOO_LARGE`: more than `MAX_ORDER_MINOR`.
 * @throws RangeError when the shelf holds a price that is not more than zero, or two currencies.
 */
export function priceLines(
  requested: readonly SkuQuantity[],
  skus: ReadonlyMap<string, SkuOnShelf>,
): PricingOutcome {
  if (requested.length === 0 || requested.length > MAX_LINES)
    return { kind: 'refused', refusal: 'INVALID_PARAMS' };
  const odd = requested.find(isOdd) ?? mergeLines(requested).find(isOdd);
  if (odd !== undefined) return { kind: 'refused', refusal: 'INVALID_PARAMS', skuId: odd.skuId };
  const lines: OrderLine[] = [];
  for (const { skuId, quantity } of mergeLines(requested)) {
    const sku = skus.get(skuId);
    if (sku === undefined || !sku.onSale) return { kind: 'refused', refusal: 'SKU_NOT_FOUND', skuId };
    lines.push(lineOf(sku, quantity));
  }
  return totalled(lines);
}

function totalled(lines: readonly OrderLine[]): PricingOutcome {
  const [first] = lines;
  if (first === undefined) return { kind: 'refused', refusal: 'INVALID_PARAMS' };
  const tooDear = lines.find((line) => line.unitPrice.minor > MAX_ORDER_MINOR);
  if (tooDear !== undefined) {
    return { kind: 'refused', refusal: 'ORDER_TOTAL_TOO_LARGE', skuId: tooDear.skuId };
  }
  const lineTotals = lines.map((line) => multiplyMoney(line.unitPrice, line.quantity));
  const total = sumMoney(lineTotals, first.unitPrice.currency);
  if (total.minor > MAX_ORDER_MINOR) return { kind: 'refused', refusal: 'ORDER_TOTAL_TOO_LARGE' };
  return { kind: 'priced', lines, total };
}

function lineOf({ skuId, productId, title, specification, price }: SkuOnShelf, quantity: number): OrderLine {
  if (price.minor <= 0) throw new RangeError(`price of ${skuId} must be more than zero, got ${price.minor}`);
  return { skuId, productId, title, specification, quantity, unitPrice: price };
}

function isOdd({ quantity }: SkuQuantity): boolean {
  return !Number.isSafeInteger(quantity) || quantity < 1 || quantity > MAX_QUANTITY;
}

import type { Money } from '../../../miniprogram/contract/money';
import type { PictureView } from '../../../miniprogram/contract/picture';
import type { OrderLine } from '../order/order';

/** A SKU as the shop sells it now: the only source of prices. */
export interface SkuOnShelf {
  readonly skuId: string;
  readonly productId: string;
  readonly title: string;
  readonly specification: string;
  readonly price: Money;
  readonly onSale: boolean;
  /** Most pieces of the product, all its SKUs together, in one order; null for no limit. */
  readonly limitPerOrder: number | null;
  readonly picture?: PictureView;
}

/** Most pieces of one SKU in an order: 999, beyond which it is a slip of the finger or a wholesale matter. */
export const MAX_QUANTITY = 999;

/**
 * A line of an order at the shop's own words and price.
 * @throws RangeError when the price is not more than zero.
 */
export function lineOf(sku: SkuOnShelf, quantity: number): OrderLine {
  const { skuId, productId, title, specification, price, picture } = sku;
  if (price.minor <= 0) throw new RangeError(`price of ${skuId} must be more than zero, got ${price.minor}`);
  const line = { skuId, productId, title, specification, quantity, unitPrice: price };
  return picture === undefined ? line : { ...line, picture };
}

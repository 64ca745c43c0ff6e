import type { AxisView, DetailBlock } from '../../../miniprogram/contract/catalogue';
import type { Money } from '../../../miniprogram/contract/money';
import type { PictureView } from '../../../miniprogram/contract/picture';

/** A product as the merchant describes it; what is sold of it are its SKUs. */
export interface Product {
  readonly productId: string;
  readonly categoryId: string;
  readonly title: string;
  readonly subtitle: string;
  /** At least one picture; the first one stands for the product. */
  readonly gallery: readonly PictureView[];
  readonly details: readonly DetailBlock[];
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly axes: readonly AxisView[];
  /** Words it is found by besides its own texts. */
  readonly keywords: readonly string[];
  /** The shop's own order. */
  readonly position: number;
  readonly listedAtMs: number;
  /** False: withdrawn; it stays readable for orders and carts. */
  readonly onSale: boolean;
  /** Most pieces in one order, all SKUs together; null for no limit. */
  readonly limitPerOrder: number | null;
}

/** One specification of a product, before it has a stock. */
export interface ProductSku {
  readonly skuId: string;
  /** One value for each axis. */
  readonly values: readonly string[];
  readonly price: Money;
  /** Where it looks different from the product's first picture. */
  readonly picture: PictureView | null;
  /** What a scanner reads from it; empty where it has none. No two specifications have the same. */
  readonly barcode: string;
}

/** A specification in the merchant's books. */
export interface ShelfSku extends ProductSku {
  /** False: kept for the orders that have it, and not for sale even while the product is. */
  readonly offered: boolean;
}

/** A specification with its pieces. */
export interface BookedSku extends ShelfSku {
  readonly onHand: number;
  readonly reserved: number;
  readonly sold: number;
  /** Whether pieces of it ever moved: then orders or the ledger name it, and it cannot be deleted. */
  readonly moved: boolean;
}

/** A product with all its specifications, as somebody edits them together. */
export interface ProductFile {
  readonly product: Product;
  /** Grows by one with every change, each of which is one action in the log. */
  readonly version: number;
  /** Of the last change, so that its repeat is noticed. */
  readonly token: string;
  readonly skus: readonly BookedSku[];
}

/** From this many pieces downwards a shopper is told how many are left. */
const LOW_STOCK = 5;

/** Whether so few pieces are left that the shopper is told. */
export function isLowStock(available: number): boolean {
  return available > 0 && available <= LOW_STOCK;
}

/** The values of a SKU as one text. */
export function specificationOf(values: readonly string[]): string {
  return values.join(' ');
}

/** Stands where a picture should be and none is known any more. */
export const NO_PICTURE: PictureView = { fileId: '', width: 1, height: 1, alt: '' };

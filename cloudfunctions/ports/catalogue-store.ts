import type { ProductSort } from '../../miniprogram/contract/catalogue';
import type { Product, ProductSku, ShelfSku } from '../core/catalogue/product';
import type { Offer } from '../core/pricing/quote';
import type { SettingsFile, SettingsWrite } from '../core/shop/changing-settings';
import type { ShopSettings } from '../core/shop/settings';
import type { Stock } from '../core/stock/stock';

/** A SKU as it is put on the shelf, with its first stock. */
export interface NewSku extends ProductSku {
  readonly pieces: number;
}

/** A SKU of a product's page. */
export interface SkuOffer extends ShelfSku {
  /** Offered, and its product on sale. */
  readonly onSale: boolean;
  readonly available: number;
  readonly sold: number;
}

/** A product in a list, with what its card says. */
export interface ListedProduct {
  readonly product: Pick<Product, 'productId' | 'title' | 'subtitle' | 'gallery'>;
  readonly skus: readonly SkuOffer[];
  /** Where the next page begins after it: the value it was sorted by. */
  readonly sortedBy: number;
}

/** One page of products: everything on sale, in this order, after the last one of the page before. */
export interface ProductQuery {
  readonly sort: ProductSort;
  readonly after?: { readonly sortedBy: number; readonly productId: string };
  readonly limit: number;
}

/** Decides on the shop's settings, without I/O. It may be called again after a conflict. */
export type DecideSettings<Result> = (file: SettingsFile) => {
  readonly result: Result;
  readonly write?: SettingsWrite;
};

/** The shelf. */
export interface CatalogueStore {
  /** What the merchant has set, or null before the shop was set up. */
  readSettings(): Promise<ShopSettings | null>;
  /** The same with its version. */
  findSettings(): Promise<SettingsFile | null>;
  /** Replaces everything that is set, as whoever provisions the shop does; the version grows. */
  saveSettings(settings: ShopSettings): Promise<void>;
  /**
   * Reads the settings, decides, and writes them with their action in one transaction, or nothing.
   * @throws Error before the shop was set up.
   */
  changeSettings<Result>(decide: DecideSettings<Result>): Promise<Result>;
  /** Puts a product on the shelf with its first stock. Repeating it changes no stock and no price. */
  addProduct(product: Product, skus: readonly NewSku[]): Promise<void>;
  /** Products on sale, of one category or of all. */
  listProducts(query: ProductQuery & { readonly categoryId?: string }): Promise<readonly ListedProduct[]>;
  /** Products on sale that have all of these words (see `wordsToSeek`). */
  searchProducts(
    query: ProductQuery & { readonly words: readonly string[] },
  ): Promise<readonly ListedProduct[]>;
  /** A product with all its SKUs, withdrawn ones too; null for one that never was. */
  findProduct(
    productId: string,
  ): Promise<{ readonly product: Product; readonly skus: readonly SkuOffer[] } | null>;
  /** Price and stock of these SKUs, of one moment; unknown ones are absent. */
  findOffers(skuIds: readonly string[]): Promise<ReadonlyMap<string, Offer>>;
  /** The counters of these SKUs; unknown ones are absent. */
  findStocks(skuIds: readonly string[]): Promise<ReadonlyMap<string, Stock>>;
  /** Brings the number these products are sorted by under `sales` up to what their SKUs sold. */
  recountSold(productIds: readonly string[]): Promise<void>;
}

import type { Money } from './money';
import type { PictureView } from './picture';

/** How a list of products is sorted; `featured` is the shop's own order. */
export const PRODUCT_SORTS = ['featured', 'newest', 'sales', 'priceUp', 'priceDown'] as const;
export type ProductSort = (typeof PRODUCT_SORTS)[number];

/** The words a person reads for each order. */
export const PRODUCT_SORT_WORDS: Record<ProductSort, string> = {
  featured: '推荐',
  newest: '新品',
  sales: '销量',
  priceUp: '价格从低到高',
  priceDown: '价格从高到低',
};

/** Most products on one page. */
export const MAX_PRODUCTS_PER_PAGE = 40;
/** Products on a page that does not say how many. */
export const PRODUCTS_PER_PAGE = 20;

/** Longest search text, in characters. */
export const MAX_SEARCH_LENGTH = 40;

/** A group of products in the side bar. */
export interface CategoryView {
  readonly categoryId: string;
  readonly name: string;
  readonly picture: PictureView;
}

/** Where a tap on a banner leads. */
export type BannerTarget =
  | { readonly kind: 'product'; readonly productId: string }
  | { readonly kind: 'category'; readonly categoryId: string }
  | { readonly kind: 'nowhere' };

/** A wide picture at the top of the home page. */
export interface BannerView {
  readonly bannerId: string;
  readonly title: string;
  readonly picture: PictureView;
  readonly target: BannerTarget;
}

/** A product in a list. */
export interface ProductCard {
  readonly productId: string;
  readonly title: string;
  /** One line of praise under the title; may be empty. */
  readonly subtitle: string;
  readonly picture: PictureView;
  /** The lowest price of its specifications. */
  readonly priceFrom: Money;
  /** True where specifications have different prices: write 起 behind the price. */
  readonly priceVaries: boolean;
  readonly sold: number;
  readonly soldOut: boolean;
}

/** One page of products; `next` is the `cursor` of the page after it, absent on the last. */
export interface ProductPage {
  readonly products: readonly ProductCard[];
  readonly next?: string;
}

/** What a product is chosen by, e.g. 颜色 with its values. */
export interface AxisView {
  readonly name: string;
  readonly values: readonly string[];
}

/** One specification of a product that can be bought. A combination without a SKU does not exist. */
export interface SkuView {
  readonly skuId: string;
  /** One value for each axis, in the order of the axes. */
  readonly values: readonly string[];
  /** The values in one text, e.g. `燕麦色 30×120厘米`; empty for a product without axes. */
  readonly specification: string;
  readonly price: Money;
  /** Pieces that can be ordered now. */
  readonly available: number;
  /** True for the last few pieces: say how many are left. */
  readonly lowStock: boolean;
  /** Where this specification looks different from the first picture of the gallery. */
  readonly picture?: PictureView;
}

/** A part of a product's description. */
export type DetailBlock =
  | { readonly kind: 'heading' | 'paragraph'; readonly text: string }
  | { readonly kind: 'picture'; readonly picture: PictureView };

/** A product with everything its page shows. */
export interface ProductView {
  readonly productId: string;
  readonly categoryId: string;
  readonly title: string;
  readonly subtitle: string;
  readonly gallery: readonly PictureView[];
  readonly details: readonly DetailBlock[];
  /** Facts such as 材质 or 产地. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly axes: readonly AxisView[];
  readonly skus: readonly SkuView[];
  readonly sold: number;
  /** Most pieces of this product, all specifications together, in one order; absent where there is no limit. */
  readonly limitPerOrder?: number;
}

/** The methods of the catalogue. */
export interface CatalogueMethods {
  'catalogue.home': {
    params: Record<never, never>;
    value: {
      readonly shopName: string;
      /** One sentence under the name; may be empty. */
      readonly notice: string;
      readonly banners: readonly BannerView[];
      readonly categories: readonly CategoryView[];
      /** The first page; goes on with `catalogue.list` by its `next`, without a category and sorted `featured`. */
      readonly page: ProductPage;
    };
  };
  'catalogue.list': {
    /** A cursor belongs to its category and sort. */
    params: {
      readonly categoryId?: string;
      readonly sort?: ProductSort;
      readonly cursor?: string;
      readonly limit?: number;
    };
    value: ProductPage;
  };
  'catalogue.search': {
    /** `text`: words separated by spaces, all of which a product must have; Chinese needs no spaces. */
    params: {
      readonly text: string;
      readonly sort?: ProductSort;
      readonly cursor?: string;
      readonly limit?: number;
    };
    value: ProductPage;
  };
  'catalogue.hotWords': {
    params: Record<never, never>;
    value: { readonly words: readonly string[] };
  };
  'catalogue.product': { params: { readonly productId: string }; value: ProductView };
}

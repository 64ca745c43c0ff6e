import type { AxisView, CategoryView } from './catalogue';
import type { ActionView } from './desk-actions';
import type { FieldProblems } from './field-problem';
import type { PhotoType } from './me';
import { MAX_ORDER_MINOR } from './money';
import type { Money } from './money';
import type { PictureView } from './picture';

/** What a product may hold. Lengths in characters, prices in minor units. */
export const PRODUCT_LIMITS = {
  titleLength: 60,
  subtitleLength: 60,
  pictures: 9,
  altLength: 100,
  detailBlocks: 60,
  headingLength: 60,
  paragraphLength: 2_000,
  facts: 30,
  factNameLength: 20,
  factValueLength: 200,
  keywords: 20,
  keywordLength: 20,
  axes: 3,
  axisNameLength: 10,
  valuesPerAxis: 20,
  valueLength: 20,
  /** Combinations of all axes' values. */
  skus: 100,
  /** 0.01 yuan. */
  leastPriceMinor: 1,
  /** As much as one order may cost. */
  mostPriceMinor: MAX_ORDER_MINOR,
  /** Pieces of a new specification. */
  mostPieces: 1_000_000,
  mostPerOrder: 999,
  mostPosition: 999_999,
  barcodeLength: 32,
} as const;

/** A picture by its file; its size is known from `products.checkPicture` or from the product as it was. */
export interface PictureDraft {
  readonly fileId: string;
  /** Without it the product's title. */
  readonly alt?: string;
}

/** A part of the description. */
export type DetailDraft =
  | { readonly kind: 'heading' | 'paragraph'; readonly text: string }
  | { readonly kind: 'picture'; readonly picture: PictureDraft };

/**
 * One combination of the grid: offered with its price, or declared as not offered. `skuId` names the specification it
 * was before, also where its values have another name now; without it a new one begins.
 */
export type SkuDraft =
  | {
      readonly values: readonly string[];
      readonly offered: true;
      readonly skuId?: string;
      readonly price: Money;
      /** Empty for none. */
      readonly barcode: string;
      readonly picture: PictureDraft | null;
      /** First stock of a new specification; passed over for one that is there: its stock is adjusted, never set. */
      readonly pieces?: number;
    }
  | { readonly values: readonly string[]; readonly offered: false; readonly skuId?: string };

/** A product as the form sends it. `skus` names every combination of the axes once; without axes it is one of no values. */
export interface ProductDraft {
  readonly title: string;
  readonly subtitle: string;
  readonly categoryId: string;
  readonly gallery: readonly PictureDraft[];
  readonly details: readonly DetailDraft[];
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly keywords: readonly string[];
  readonly axes: readonly AxisView[];
  readonly skus: readonly SkuDraft[];
  /** The shop's own order, the smallest first. */
  readonly position: number;
  /** Most pieces in one order; null for no limit. */
  readonly limitPerOrder: number | null;
}

/** One combination of the grid as the form shows it. `sku` is null where nothing was ever offered. */
export interface GridCellView {
  readonly values: readonly string[];
  readonly sku: EditSkuView | null;
}

/** A specification in the books. */
export interface EditSkuView {
  readonly skuId: string;
  readonly values: readonly string[];
  readonly offered: boolean;
  readonly price: Money;
  readonly barcode: string;
  readonly picture: PictureView | null;
  /** Pieces that can be ordered now, those set aside for unpaid orders, and those sold. */
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
}

/** A product as the form shows it. */
export interface EditProductView {
  readonly productId: string;
  /** Goes with the next change: whoever saves a form of an older version is told what changed meanwhile. */
  readonly version: number;
  readonly onSale: boolean;
  readonly title: string;
  readonly subtitle: string;
  readonly categoryId: string;
  readonly gallery: readonly PictureView[];
  readonly details: readonly (
    | { readonly kind: 'heading' | 'paragraph'; readonly text: string }
    | { readonly kind: 'picture'; readonly picture: PictureView }
  )[];
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly keywords: readonly string[];
  readonly axes: readonly AxisView[];
  /** Every combination of the axes' values, in their order. */
  readonly grid: readonly GridCellView[];
  /** Specifications the axes no longer know: not for sale, kept for the orders that have them. */
  readonly retired: readonly EditSkuView[];
  readonly position: number;
  readonly limitPerOrder: number | null;
  readonly listedAt: string;
}

/** A product in the desk's list. */
export interface DeskProductCard {
  readonly productId: string;
  readonly title: string;
  readonly picture: PictureView | null;
  readonly onSale: boolean;
  readonly priceFrom: Money;
  readonly priceTo: Money;
  /** Specifications offered. */
  readonly skuCount: number;
  /** Pieces that can be ordered now, all specifications together. */
  readonly available: number;
  /** Specifications with few or no pieces left. */
  readonly lowSkus: number;
  readonly sold: number;
}

/** Which products are listed. */
export const PRODUCT_SHELVES = ['onSale', 'withdrawn', 'lowStock'] as const;
export type ProductShelf = (typeof PRODUCT_SHELVES)[number];

/** The words of each shelf. */
export const PRODUCT_SHELF_WORDS: Record<ProductShelf, string> = {
  onSale: '在售',
  withdrawn: '已下架',
  lowStock: '库存紧张',
};

/** What somebody else did to the product since the version that was sent, newest first, and how it is now. */
export interface ProductChanged {
  readonly product: EditProductView;
  readonly changes: readonly ActionView[];
}

/** The methods of products. `clientToken` makes a repeated tap the same change. */
export interface ProductMethods {
  'products.list': {
    /** One shelf, newest first, or everything that has all words of `text`; of one category or of all; 20 on a page. */
    params:
      | {
          readonly shelf: ProductShelf;
          readonly categoryId?: string;
          readonly cursor?: string;
          readonly text?: never;
        }
      | {
          readonly text: string;
          readonly cursor?: string;
          readonly categoryId?: string;
          readonly shelf?: never;
        };
    value: { readonly products: readonly DeskProductCard[]; readonly next?: string };
  };
  /** What the form needs: for a new product without an id. Pictures are uploaded below `picturePrefix`. */
  'products.form': {
    params: { readonly productId?: string };
    value: {
      readonly categories: readonly CategoryView[];
      readonly picturePrefix: string;
      readonly product: EditProductView | null;
    };
  };
  /** Looks at an uploaded picture's own bytes: JPEG, PNG or WebP up to 5 MB. A refused one is deleted. */
  'products.checkPicture': {
    params: { readonly fileId: string };
    value: {
      readonly fileId: string;
      readonly type: PhotoType;
      readonly bytes: number;
      readonly width: number;
      readonly height: number;
    };
  };
  /** Puts a new product into the books, withdrawn until it is published. */
  'products.create': {
    params: { readonly clientToken: string; readonly product: ProductDraft };
    value: EditProductView;
    /** With FIELDS_INVALID. */
    detail: FieldProblems;
  };
  /** Replaces what the merchant has written; a specification the draft does not name is no longer offered. */
  'products.edit': {
    params: {
      readonly clientToken: string;
      readonly productId: string;
      readonly version: number;
      readonly product: ProductDraft;
    };
    value: EditProductView;
    /** With FIELDS_INVALID the problems; with PRODUCT_CHANGED what changed. */
    detail: FieldProblems | ProductChanged;
  };
  'products.publish': {
    params: { readonly productId: string };
    value: EditProductView;
    /** With FIELDS_INVALID: what is missing. */
    detail: FieldProblems;
  };
  'products.withdraw': { params: { readonly productId: string }; value: EditProductView };
  /** Deletes a product none of whose specifications ever moved; any other can only be withdrawn. */
  'products.remove': {
    params: { readonly productId: string };
    value: { readonly productId: string };
  };
}

/** Why the desk says no about products. */
export const PRODUCT_REFUSAL_WORDS = {
  PRODUCT_NOT_FOUND: '没有找到这件商品，可能已被删除',
  PRODUCT_CHANGED: '这件商品刚被其他店员修改过，请核对后再保存',
  PRODUCT_IN_BOOKS: '这件商品已有订单或库存记录，不能删除，可以下架',
  PICTURE_NOT_FOUND: '没有找到这张图片，请重新上传',
  PICTURE_TYPE: '图片只支持 JPG、PNG 或 WebP，请换一张',
  PICTURE_TOO_LARGE: '图片超过 5 MB，请压缩后再上传',
} as const;

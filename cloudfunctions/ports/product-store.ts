import type { ProductWrite, TakenBarcode } from '../core/catalogue/editing';
import type { ProductFile } from '../core/catalogue/product';
import type { CheckedPicture } from '../core/photo/picture';
import type { ListedProduct, ProductQuery } from './catalogue-store';

/**
 * Decides on one product, without I/O. It may be called several times before one decision is written: after a conflict,
 * and after a barcode turned out to be another product's. `file` is null while the product does not exist.
 */
export type DecideProduct<Result> = (
  file: ProductFile | null,
  taken: TakenBarcode | null,
) => { readonly result: Result; readonly write?: ProductWrite };

/** A product in the desk's list. */
export interface ShelvedProduct extends ListedProduct {
  readonly onSale: boolean;
}

/** The merchant's side of the shelf. */
export interface ProductStore {
  findProductFile(productId: string): Promise<ProductFile | null>;
  /** Reads one product, decides, and writes the whole change with its action in one transaction, or nothing. */
  changeProduct<Result>(productId: string, decide: DecideProduct<Result>): Promise<Result>;
  /** Products that are on sale, or that are not; of one category or of all. */
  listShelf(
    query: ProductQuery & { readonly onSale: boolean; readonly categoryId?: string },
  ): Promise<readonly ShelvedProduct[]>;
  /** All products that have all of these words; of one category or of all. */
  searchShelf(
    query: ProductQuery & { readonly words: readonly string[]; readonly categoryId?: string },
  ): Promise<readonly ShelvedProduct[]>;
  /** Products on sale of which a specification has at most `lowAt` pieces, in the order of their ids; as above. */
  listLowShelf(query: {
    readonly lowAt: number;
    readonly categoryId?: string;
    readonly after?: string;
    readonly limit: number;
  }): Promise<readonly ShelvedProduct[]>;
  /** Keeps that a picture was checked. The same one twice is kept once. */
  recordPicture(picture: CheckedPicture): Promise<void>;
  /** Those of these files that were checked. */
  findPictures(fileIds: readonly string[]): Promise<readonly CheckedPicture[]>;
}

import type {
  CatalogueMethods,
  ProductCard,
  ProductPage,
  ProductSort,
  ProductView,
} from '../../miniprogram/contract/catalogue';
import { PRODUCTS_PER_PAGE } from '../../miniprogram/contract/catalogue';
import { isLowStock, specificationOf } from '../core/catalogue/product';
import { wordsToSeek } from '../core/catalogue/search-words';
import type { CatalogueStore, ListedProduct, ProductQuery, SkuOffer } from '../ports/catalogue-store';
import { settingsOf } from './shop-settings';

type Deps = { readonly store: CatalogueStore };

/** How a page of products is asked for; `cursor` is the `next` of the page before. */
export interface PageRequest {
  readonly sort?: ProductSort | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** A product page, or why there is none. */
export type ViewProductResult =
  | { readonly kind: 'found'; readonly product: ProductView }
  | { readonly kind: 'refused'; readonly refusal: 'PRODUCT_NOT_FOUND' | 'PRODUCT_WITHDRAWN' };

/** The schema at the edge has checked the form `digits.id`. */
function parseCursor(cursor: string): { sortedBy: number; productId: string } {
  const dot = cursor.indexOf('.');
  return { sortedBy: Number(cursor.slice(0, dot)), productId: cursor.slice(dot + 1) };
}

function productQuery(request: PageRequest): ProductQuery {
  const { sort = 'featured', cursor, limit = PRODUCTS_PER_PAGE } = request;
  // One more than is shown tells whether there is another page.
  return { sort, limit: limit + 1, ...(cursor !== undefined && { after: parseCursor(cursor) }) };
}

function soldOf(skus: readonly SkuOffer[]): number {
  return skus.reduce((sum, { sold }) => sum + sold, 0);
}

/** Null for a product that has nothing to sell or to show, which only a half-written one can be. */
function cardOf({ product, skus }: ListedProduct): ProductCard | null {
  const offered = skus.filter(({ onSale }) => onSale);
  const [picture] = product.gallery;
  const cheapest = offered.toSorted((a, b) => a.price.minor - b.price.minor)[0];
  if (cheapest === undefined || picture === undefined) return null;
  const { productId, title, subtitle } = product;
  return {
    productId,
    title,
    subtitle,
    picture,
    priceFrom: cheapest.price,
    priceVaries: offered.some(({ price }) => price.minor !== cheapest.price.minor),
    sold: soldOf(skus),
    soldOut: offered.every(({ available }) => available <= 0),
  };
}

function pageOf(listed: readonly ListedProduct[], { limit }: ProductQuery): ProductPage {
  const shown = listed.slice(0, limit - 1);
  const products = shown.map(cardOf).filter((card) => card !== null);
  const last = shown.at(-1);
  if (listed.length < limit || last === undefined) return { products };
  return { products, next: `${last.sortedBy}.${last.product.productId}` };
}

/** One page of products on sale, of one category or of all. */
export async function listProducts(
  { store }: Deps,
  request: PageRequest & { readonly categoryId?: string | undefined },
): Promise<ProductPage> {
  const { categoryId } = request;
  const query = productQuery(request);
  return pageOf(
    await store.listProducts({ ...query, ...(categoryId !== undefined && { categoryId }) }),
    query,
  );
}

/** One page of what has all words of the text; nothing for a text without a letter, number or sign. */
export async function searchProducts(
  { store }: Deps,
  request: PageRequest & { readonly text: string },
): Promise<ProductPage> {
  const words = wordsToSeek(request.text);
  if (words.length === 0) return { products: [] };
  const query = productQuery(request);
  return pageOf(await store.searchProducts({ ...query, words }), query);
}

/** The home page: banners, categories and the first products. */
export async function openHome({ store }: Deps): Promise<CatalogueMethods['catalogue.home']['value']> {
  const [settings, page] = await Promise.all([settingsOf(store), listProducts({ store }, {})]);
  const { shopName, notice, banners, categories } = settings;
  return { shopName, notice, banners, categories, page };
}

/** Everything a product's page shows. A withdrawn one is refused as such: a link to it may be old. */
export async function viewProduct({ store }: Deps, productId: string): Promise<ViewProductResult> {
  const found = await store.findProduct(productId);
  if (found === null) return { kind: 'refused', refusal: 'PRODUCT_NOT_FOUND' };
  const { product, skus } = found;
  const offered = skus.filter(({ onSale }) => onSale);
  if (!product.onSale || offered.length === 0) return { kind: 'refused', refusal: 'PRODUCT_WITHDRAWN' };
  const { categoryId, title, subtitle, gallery, details, facts, axes, limitPerOrder } = product;
  const view = { productId, categoryId, title, subtitle, gallery, details, facts, axes };
  return {
    kind: 'found',
    product: {
      ...view,
      skus: offered.map(({ skuId, values, price, available, picture }) => ({
        skuId,
        values,
        specification: specificationOf(values),
        price,
        available,
        lowStock: isLowStock(available),
        ...(picture !== null && { picture }),
      })),
      sold: soldOf(skus),
      ...(limitPerOrder !== null && { limitPerOrder }),
    },
  };
}

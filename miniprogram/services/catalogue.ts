import type { ProductSort } from '../contract/catalogue';
import { callShop, type ShopEnd } from './shop';

/** Everything the home page begins with. */
export function loadHome(): Promise<ShopEnd<'catalogue.home'>> {
  return callShop('catalogue.home', {});
}

export interface ListQuery {
  readonly categoryId?: string;
  readonly sort?: ProductSort;
  readonly cursor?: string;
}

/** One page of products; go on with the page's `next` as `cursor`. */
export function listProducts(query: ListQuery): Promise<ShopEnd<'catalogue.list'>> {
  return callShop('catalogue.list', query);
}

export interface SearchQuery {
  readonly text: string;
  readonly sort?: ProductSort;
  readonly cursor?: string;
}

/** One page of what a search finds. */
export function searchProducts(query: SearchQuery): Promise<ShopEnd<'catalogue.search'>> {
  return callShop('catalogue.search', query);
}

/** Words other shoppers look for. */
export function loadHotWords(): Promise<ShopEnd<'catalogue.hotWords'>> {
  return callShop('catalogue.hotWords', {});
}

/** A product with everything its page shows. */
export function loadProduct(productId: string): Promise<ShopEnd<'catalogue.product'>> {
  return callShop('catalogue.product', { productId });
}

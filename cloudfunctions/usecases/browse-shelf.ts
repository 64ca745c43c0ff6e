import type { ProductMethods, ProductShelf } from '../../miniprogram/contract/desk-products';
import { STOCK_LIMITS } from '../../miniprogram/contract/desk-stock';
import { wordsToSeek } from '../core/catalogue/search-words';
import type { Actor } from '../core/shop/actor';
import type { Ids } from '../ports/ids';
import type { ShelvedProduct } from '../ports/product-store';
import type { Store } from '../ports/store';
import { picturePrefix } from './check-picture';
import { deskCard, editProductView } from './product-views';
import { settingsOf } from './shop-settings';

type Deps = { readonly store: Store; readonly ids: Ids };

/** Products on one page of the desk's list. */
const PRODUCTS_PER_PAGE = 20;

/** Which products are listed: a shelf, or whatever has all words of a text. */
export type ShelfWish =
  | {
      readonly shelf: ProductShelf;
      readonly categoryId?: string | undefined;
      readonly cursor?: string | undefined;
      readonly text?: never;
    }
  | {
      readonly text: string;
      readonly categoryId?: string | undefined;
      readonly cursor?: string | undefined;
      readonly shelf?: never;
    };

/** The schema at the edge has checked the form `digits.id`. */
function parseCursor(cursor: string): { sortedBy: number; productId: string } {
  const dot = cursor.indexOf('.');
  return { sortedBy: Number(cursor.slice(0, dot)), productId: cursor.slice(dot + 1) };
}

function found({ store }: Deps, wish: ShelfWish): Promise<readonly ShelvedProduct[]> {
  const after = wish.cursor === undefined ? undefined : parseCursor(wish.cursor);
  const limit = PRODUCTS_PER_PAGE + 1;
  const { categoryId } = wish;
  const category = categoryId === undefined ? {} : { categoryId };
  const query = { sort: 'newest', limit, ...category, ...(after !== undefined && { after }) } as const;
  if (wish.text !== undefined) {
    const words = wordsToSeek(wish.text);
    return words.length === 0 ? Promise.resolve([]) : store.searchShelf({ ...query, words });
  }
  if (wish.shelf === 'lowStock') {
    const { lowAt } = STOCK_LIMITS;
    const beyond = after === undefined ? {} : { after: after.productId };
    return store.listLowShelf({ lowAt, limit, ...category, ...beyond });
  }
  return store.listShelf({ ...query, onSale: wish.shelf === 'onSale' });
}

/** One page of products, newest first; of those with few pieces left in the order of their ids. */
export async function browseShelf(
  deps: Deps,
  wish: ShelfWish,
): Promise<ProductMethods['products.list']['value']> {
  const listed = await found(deps, wish);
  const shown = listed.slice(0, PRODUCTS_PER_PAGE);
  const products = shown.map(deskCard);
  const last = shown.at(-1);
  if (listed.length <= PRODUCTS_PER_PAGE || last === undefined) return { products };
  return { products, next: `${last.sortedBy}.${last.product.productId}` };
}

/** What the form of a product needs, or null for a product that is not there. */
export async function openProductForm(
  { store, ids }: Deps,
  wish: { readonly actor: Actor; readonly productId?: string | undefined },
): Promise<ProductMethods['products.form']['value'] | null> {
  const { actor, productId } = wish;
  const [{ categories }, file] = await Promise.all([
    settingsOf(store),
    productId === undefined ? null : store.findProductFile(productId),
  ]);
  if (productId !== undefined && file === null) return null;
  return {
    categories,
    picturePrefix: picturePrefix(ids, actor.openid),
    product: file === null ? null : editProductView(file),
  };
}

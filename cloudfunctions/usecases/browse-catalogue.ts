import type { ProductView } from '../../miniprogram/contract/shop';
import type { Store } from '../ports/store';

/** The shelf with what can be ordered now. */
export async function browseCatalogue({ store }: { readonly store: Store }): Promise<readonly ProductView[]> {
  const shelf = await store.listShelf();
  const stocks = await store.findStocks(shelf.flatMap((product) => product.skus.map((sku) => sku.skuId)));
  return shelf.map(({ productId, title, category, skus }) => ({
    productId,
    title,
    category,
    skus: skus.map((sku) => ({ ...sku, available: stocks.get(sku.skuId)?.onHand ?? 0 })),
  }));
}

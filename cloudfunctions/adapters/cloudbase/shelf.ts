import { newStock } from '../../core/stock/stock';
import type { ShelfProduct } from '../../ports/store';
import { readAll } from './books';
import type { Database } from './database';
import type { ProductDocument, SkuDocument } from './documents';
import { failureKind } from './failure';
import { COLLECTIONS } from './schema';

/** The documents of these SKUs; unknown ones are absent. */
export function findSkuDocuments(
  database: Database,
  skuIds: readonly string[],
): Promise<readonly SkuDocument[]> {
  return database.find<SkuDocument>(COLLECTIONS.skus, { _id: database.operators.in(skuIds) });
}

/** Puts a product on the shelf; SKUs that are there keep their counters. Safe to repeat. */
export async function addProduct(
  database: Database,
  product: ShelfProduct,
  initial: ReadonlyMap<string, number>,
): Promise<void> {
  const { productId, title, category, position, skus } = product;
  const document: ProductDocument = { _id: productId, title, category, position };
  await database.put(COLLECTIONS.products, document);
  for (const { skuId, specification, price } of skus) {
    const { skuId: _id, ...counters } = newStock(skuId, initial.get(skuId) ?? 0);
    const sku: SkuDocument = { _id, productId, title, specification, price, onSale: true, ...counters };
    try {
      await database.add(COLLECTIONS.skus, [sku]);
    } catch (error) {
      if (failureKind(error) !== 'duplicate') throw error;
    }
  }
}

/** All products with what is on sale of them, in shelf order. */
export async function listShelf(database: Database): Promise<readonly ShelfProduct[]> {
  const products = await database.find<ProductDocument>(
    COLLECTIONS.products,
    {},
    { sort: [['position', 'asc']] },
  );
  const skus = await readAll<SkuDocument>(database, database.operators, COLLECTIONS.skus);
  return products.map(({ _id, title, category, position }) => ({
    productId: _id,
    title,
    category,
    position,
    skus: skus
      .filter((sku) => sku.productId === _id && sku.onSale)
      .map((sku) => ({ skuId: sku._id, specification: sku.specification, price: sku.price })),
  }));
}

import type { ProductSort } from '../../../miniprogram/contract/catalogue';
import type { Product } from '../../core/catalogue/product';
import type { Offer } from '../../core/pricing/quote';
import { newStock } from '../../core/stock/stock';
import type {
  CatalogueStore,
  ListedProduct,
  NewSku,
  ProductQuery,
  SkuOffer,
} from '../../ports/catalogue-store';
import type { Database, Where } from './database';
import type { ProductDocument, SkuDocument } from './documents';
import { barcodeDocument, offerOf, productDocument, productOf, skuDocument, skuOfferOf } from './documents';
import { failureKind } from './failure';
import { findInTurn } from './paging';
import type { PRODUCT_SORT_FIELDS } from './schema';
import { COLLECTIONS } from './schema';

/** The documents of these SKUs; unknown ones are absent. */
export async function findSkuDocuments(
  database: Database,
  skuIds: readonly string[],
): Promise<readonly SkuDocument[]> {
  if (skuIds.length === 0) return [];
  return database.find<SkuDocument>(COLLECTIONS.skus, { _id: database.operators.in(skuIds) });
}

/** Price and stock of these SKUs, read in one query. */
export async function findOffers(
  database: Database,
  skuIds: readonly string[],
): Promise<ReadonlyMap<string, Offer>> {
  return new Map((await findSkuDocuments(database, skuIds)).map((sku) => [sku._id, offerOf(sku)]));
}

function newSkuDocument(product: Product, { pieces, ...sku }: NewSku): SkuDocument {
  const held = { ...newStock(sku.skuId, pieces), moved: false, adjustments: 0 };
  return skuDocument(product, { ...sku, offered: true }, held);
}

async function addUnlessThere(database: Database, collection: string, document: { readonly _id: string }) {
  try {
    await database.add(collection, [document]);
  } catch (error) {
    if (failureKind(error) !== 'duplicate') throw error;
  }
}

/** Puts a product on the shelf; what is there already stays as it is. Safe to repeat. */
export async function addProduct(
  database: Database,
  product: Product,
  skus: readonly NewSku[],
): Promise<void> {
  // The product last: nobody sees one whose SKUs are not there yet.
  for (const sku of skus) {
    const { skuId, barcode } = sku;
    const { productId } = product;
    if (barcode !== '')
      await addUnlessThere(database, COLLECTIONS.barcodes, barcodeDocument({ barcode, skuId, productId }));
    await addUnlessThere(database, COLLECTIONS.skus, newSkuDocument(product, sku));
  }
  const kept = { version: 1, token: '', sold: 0 };
  await addUnlessThere(database, COLLECTIONS.products, productDocument(product, skus, kept));
}

type SortField = (typeof PRODUCT_SORT_FIELDS)[number];
type Direction = 'asc' | 'desc';

const SORTS: Record<ProductSort, readonly [field: SortField, direction: Direction]> = {
  featured: ['position', 'asc'],
  newest: ['listedAtMs', 'desc'],
  sales: ['sold', 'desc'],
  priceUp: ['priceFromMinor', 'asc'],
  priceDown: ['priceFromMinor', 'desc'],
};

/** What a card shows: not the description, which is most of a product. */
export const CARD_FIELDS = [
  'title',
  'subtitle',
  'gallery',
  'onSale',
  'position',
  'listedAtMs',
  'sold',
  'priceFromMinor',
];

/** What a list reads of a product. */
export type CardDocument = Pick<
  ProductDocument,
  '_id' | 'title' | 'subtitle' | 'gallery' | 'onSale' | 'position' | 'listedAtMs' | 'sold' | 'priceFromMinor'
>;

/** One page in a sort's order; equal values follow each other by id, in the same direction: one index serves both. */
export async function productPage(
  database: Database,
  where: Where,
  query: ProductQuery,
): Promise<readonly CardDocument[]> {
  const [field, direction] = SORTS[query.sort];
  const { after, limit } = query;
  const beyond = direction === 'asc' ? database.operators.gt : database.operators.lt;
  const ways =
    after === undefined
      ? [where]
      : [
          { ...where, [field]: after.sortedBy, _id: beyond(after.productId) },
          { ...where, [field]: beyond(after.sortedBy) },
        ];
  const sort = [
    [field, direction],
    ['_id', direction],
  ] as const;
  return findInTurn<CardDocument>(database, COLLECTIONS.products, ways, { fields: CARD_FIELDS, sort, limit });
}

/** The cards of a page with what is sold of them. */
export async function withSkus(
  database: Database,
  cards: readonly CardDocument[],
  sort: ProductSort,
): Promise<readonly (ListedProduct & { readonly onSale: boolean })[]> {
  if (cards.length === 0) return [];
  const productIds = cards.map(({ _id }) => _id);
  const where = { productId: database.operators.in(productIds) };
  const skus = await database.find<SkuDocument>(COLLECTIONS.skus, where);
  const [field] = SORTS[sort];
  return cards.map(({ _id, title, subtitle, gallery, onSale, ...card }) => ({
    product: { productId: _id, title, subtitle, gallery },
    skus: skus.filter(({ productId }) => productId === _id).map(skuOfferOf),
    sortedBy: card[field],
    onSale,
  }));
}

/** Products on sale, of one category or of all. */
export async function listProducts(
  database: Database,
  query: Parameters<CatalogueStore['listProducts']>[0],
): Promise<readonly ListedProduct[]> {
  const { categoryId } = query;
  const where = { onSale: true, ...(categoryId !== undefined && { categoryId }) };
  return withSkus(database, await productPage(database, where, query), query.sort);
}

/** Products on sale that have all words; the index `words` finds those of the first, which are then looked through. */
export async function searchProducts(
  database: Database,
  query: Parameters<CatalogueStore['searchProducts']>[0],
): Promise<readonly ListedProduct[]> {
  const where = { words: database.operators.all(query.words), onSale: true };
  return withSkus(database, await productPage(database, where, query), query.sort);
}

/** A product with all its SKUs, in the order of their ids. */
export async function findProduct(
  database: Database,
  productId: string,
): Promise<{ readonly product: Product; readonly skus: readonly SkuOffer[] } | null> {
  const options = { sort: [['_id', 'asc']] } as const;
  const [document, skus] = await Promise.all([
    database.get<ProductDocument>(COLLECTIONS.products, productId),
    database.find<SkuDocument>(COLLECTIONS.skus, { productId }, options),
  ]);
  return document === null ? null : { product: productOf(document), skus: skus.map(skuOfferOf) };
}

/** Writes beside each product what its SKUs sold, for the lists sorted by sales. Safe to repeat. */
export async function recountSold(database: Database, productIds: readonly string[]): Promise<void> {
  const where = { productId: database.operators.in(productIds) };
  const skus = await database.find<SkuDocument>(COLLECTIONS.skus, where);
  for (const productId of productIds) {
    const sold = skus.filter((sku) => sku.productId === productId).reduce((sum, sku) => sum + sku.sold, 0);
    await database.changeIf(COLLECTIONS.products, { _id: productId }, { sold });
  }
}

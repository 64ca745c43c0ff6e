import type { ProductWrite, TakenBarcode } from '../../core/catalogue/editing';
import type { ProductFile } from '../../core/catalogue/product';
import type { PutSku } from '../../core/catalogue/sku-grid';
import type { CheckedPicture } from '../../core/photo/picture';
import { newStock } from '../../core/stock/stock';
import type { DecideProduct, ProductStore, ShelvedProduct } from '../../ports/product-store';
import { writeActions } from './actions';
import type { Database, Document, Operators, Session } from './database';
import { MAX_PAGE } from './database';
import type { BarcodeDocument, ProductDocument, SkuDocument } from './documents';
import { barcodeDocument, bookedSkuOf, productDocument, productOf, skuDocument } from './documents';
import { COLLECTIONS } from './schema';
import { CARD_FIELDS, productPage, withSkus } from './shelf';
import type { CardDocument } from './shelf';

interface Found {
  readonly document: ProductDocument | null;
  readonly skus: readonly SkuDocument[];
}

async function find(session: Session, productId: string): Promise<Found> {
  const document = await session.get<ProductDocument>(COLLECTIONS.products, productId);
  const options = { sort: [['_id', 'asc']] } as const;
  const skus =
    document === null ? [] : await session.find<SkuDocument>(COLLECTIONS.skus, { productId }, options);
  return { document, skus };
}

function fileOf({ document, skus }: Found): ProductFile | null {
  if (document === null) return null;
  const { version, token } = document;
  return { product: productOf(document), version, token, skus: skus.map(bookedSkuOf) };
}

/** A product as it is edited. */
export async function findProductFile(database: Database, productId: string): Promise<ProductFile | null> {
  return fileOf(await find(database, productId));
}

/** The first barcode of the write that a SKU of another product has. */
async function takenBarcode(
  session: Session,
  operators: Operators,
  write: Extract<ProductWrite, { kind: 'put' }>,
): Promise<TakenBarcode | null> {
  const codes = write.skus.map(({ barcode }) => barcode).filter((barcode) => barcode !== '');
  if (codes.length === 0) return null;
  const where = { _id: operators.in(codes) };
  const known = await session.find<BarcodeDocument>(COLLECTIONS.barcodes, where);
  const foreign = known.find(({ productId }) => productId !== write.product.productId);
  if (foreign === undefined) return null;
  const product = await session.get<ProductDocument>(COLLECTIONS.products, foreign.productId);
  return { barcode: foreign._id, title: product?.title ?? '' };
}

async function writeBarcodes(
  session: Session,
  productId: string,
  before: readonly SkuDocument[],
  after: readonly PutSku[],
): Promise<void> {
  const wanted = new Map(after.map(({ barcode, skuId }) => [barcode, skuId]));
  wanted.delete('');
  const had = new Map(before.map(({ barcode, _id }) => [barcode, _id]));
  had.delete('');
  for (const barcode of had.keys())
    if (!wanted.has(barcode)) await session.remove(COLLECTIONS.barcodes, barcode);
  for (const [barcode, skuId] of wanted)
    if (had.get(barcode) !== skuId)
      await session.put(COLLECTIONS.barcodes, barcodeDocument({ barcode, skuId, productId }));
}

function isSame(before: SkuDocument, after: SkuDocument): boolean {
  const fields = Object.keys(after) as (keyof SkuDocument)[];
  return fields.every((field) => JSON.stringify(before[field]) === JSON.stringify(after[field]));
}

async function writeSkus(
  session: Session,
  write: Extract<ProductWrite, { kind: 'put' }>,
  before: readonly SkuDocument[],
): Promise<void> {
  const known = new Map(before.map((sku) => [sku._id, sku]));
  const added: SkuDocument[] = [];
  for (const { pieces, ...sku } of write.skus) {
    const document = known.get(sku.skuId);
    if (document === undefined) {
      const held = { ...newStock(sku.skuId, pieces), moved: false, adjustments: 0 };
      added.push(skuDocument(write.product, sku, held));
      continue;
    }
    // The counters are those of this transaction's snapshot: an order in between makes it begin again.
    const after = skuDocument(write.product, sku, document);
    if (!isSame(document, after)) await session.put(COLLECTIONS.skus, after);
  }
  await session.add(COLLECTIONS.skus, added);
  for (const skuId of write.removedSkus) await session.remove(COLLECTIONS.skus, skuId);
}

async function writeProduct(session: Session, write: ProductWrite, { document, skus }: Found): Promise<void> {
  if (write.kind === 'put') {
    const { product, token } = write;
    const kept = { version: (document?.version ?? 0) + 1, token, sold: document?.sold ?? 0 };
    await writeSkus(session, write, skus);
    await writeBarcodes(session, product.productId, skus, write.skus);
    const after = productDocument(product, write.skus, kept);
    if (document === null) await session.add(COLLECTIONS.products, [after]);
    else await session.put(COLLECTIONS.products, after);
  } else if (document !== null) {
    for (const sku of skus) await session.remove(COLLECTIONS.skus, sku._id);
    await writeBarcodes(session, document._id, skus, []);
    await session.remove(COLLECTIONS.products, document._id);
  }
  await writeActions(session, [write.action]);
}

/** Reads one product, decides, and writes the whole change in one transaction, or nothing. Safe to repeat. */
export function changeProduct<Result>(
  database: Database,
  productId: string,
  decide: DecideProduct<Result>,
): Promise<Result> {
  return database.transaction(async (session) => {
    const found = await find(session, productId);
    let taken: TakenBarcode | null = null;
    // A decision is told of a barcode once; one that still wants it is a bug.
    for (let round = 0; round < 2; round++) {
      const { result, write } = decide(fileOf(found), taken);
      if (write === undefined) return result;
      taken = write.kind === 'put' ? await takenBarcode(session, database.operators, write) : null;
      if (taken === null) {
        await writeProduct(session, write, found);
        return result;
      }
    }
    throw new Error(`the decision on product ${productId} takes a barcode that is another's`);
  });
}

/** Products that are on sale, or that are not. */
export async function listShelf(
  database: Database,
  query: Parameters<ProductStore['listShelf']>[0],
): Promise<readonly ShelvedProduct[]> {
  const { onSale, categoryId } = query;
  const where = { onSale, ...(categoryId !== undefined && { categoryId }) };
  return withSkus(database, await productPage(database, where, query), query.sort);
}

/** All products that have all words, along the index `words`. */
export async function searchShelf(
  database: Database,
  query: Parameters<ProductStore['searchShelf']>[0],
): Promise<readonly ShelvedProduct[]> {
  const { words, categoryId } = query;
  const where = { words: database.operators.all(words), ...(categoryId !== undefined && { categoryId }) };
  return withSkus(database, await productPage(database, where, query), query.sort);
}

/** Products of which few pieces are left: along the index `low`, as many SKUs as one page holds. */
export async function listLowShelf(
  database: Database,
  query: Parameters<ProductStore['listLowShelf']>[0],
): Promise<readonly ShelvedProduct[]> {
  const { lowAt, categoryId, after = '', limit } = query;
  const low = { onSale: true, onHand: database.operators.lte(lowAt) };
  const options = { fields: ['productId'], sort: [['onHand', 'asc']], limit: MAX_PAGE } as const;
  const skus = await database.find<SkuDocument>(COLLECTIONS.skus, low, options);
  const productIds = [...new Set(skus.map(({ productId }) => productId))]
    .sort()
    .filter((productId) => productId > after)
    // Which of them are of the category only their documents know.
    .slice(0, categoryId === undefined ? limit : MAX_PAGE);
  if (productIds.length === 0) return [];
  const cards = await database.find<CardDocument>(
    COLLECTIONS.products,
    { _id: database.operators.in(productIds), ...(categoryId !== undefined && { categoryId }) },
    { fields: CARD_FIELDS, sort: [['_id', 'asc']], limit },
  );
  return withSkus(database, cards, 'newest');
}

interface PictureDocument extends Document, Omit<CheckedPicture, 'fileId'> {}

/** Keeps that a picture was checked. */
export async function recordPicture(database: Database, picture: CheckedPicture): Promise<void> {
  const { fileId, ...fields } = picture;
  const document: PictureDocument = { _id: fileId, ...fields };
  await database.put(COLLECTIONS.pictures, document);
}

/** Those of these files that were checked. */
export async function findPictures(
  database: Database,
  fileIds: readonly string[],
): Promise<readonly CheckedPicture[]> {
  if (fileIds.length === 0) return [];
  const where = { _id: database.operators.in(fileIds) };
  const found = await database.find<PictureDocument>(COLLECTIONS.pictures, where);
  return found.map(({ _id, ...picture }) => ({ fileId: _id, ...picture }));
}

import type { StockFile } from '../../core/stock/adjusting';
import type { Movement } from '../../core/stock/stock';
import type { DecideStock, StockStore } from '../../ports/stock-store';
import { writeActions } from './actions';
import type { Database, Session } from './database';
import type { BarcodeDocument, MovementDocument, SkuDocument } from './documents';
import { movementDocument, movementOf, stockOf } from './documents';
import { findInTurn } from './paging';
import { COLLECTIONS } from './schema';

function fileOf(document: SkuDocument): StockFile {
  const { productId, title, values, picture, barcode, onSale, adjustments } = document;
  return { stock: stockOf(document), productId, title, values, picture, barcode, onSale, adjustments };
}

/** One SKU with its books, or null. */
export async function findStockFile(database: Database, skuId: string): Promise<StockFile | null> {
  const document = await database.get<SkuDocument>(COLLECTIONS.skus, skuId);
  return document === null ? null : fileOf(document);
}

/** The SKU with this barcode, or null. */
export async function findByBarcode(database: Database, barcode: string): Promise<StockFile | null> {
  const owned = await database.get<BarcodeDocument>(COLLECTIONS.barcodes, barcode);
  return owned === null ? null : findStockFile(database, owned.skuId);
}

/** Reads one SKU, decides, and writes stock, movement and action together. Safe to repeat. */
export function changeStock<Result>(
  database: Database,
  { skuId, movementId }: Parameters<StockStore['changeStock']>[0],
  decide: DecideStock<Result>,
): Promise<Result> {
  return database.transaction(async (session: Session) => {
    const document = await session.get<SkuDocument>(COLLECTIONS.skus, skuId);
    const done = await session.get<MovementDocument>(COLLECTIONS.movements, movementId);
    const { result, write } = decide(
      document === null ? null : fileOf(document),
      done === null ? null : movementOf(done),
    );
    if (write === undefined || document === null) return result;
    const { skuId: _skuId, ...counters } = write.stock;
    const adjustments = document.adjustments + 1;
    const changed: SkuDocument = { ...document, ...counters, moved: true, adjustments };
    await session.put(COLLECTIONS.skus, changed);
    await session.add(COLLECTIONS.movements, [movementDocument(write.movement)]);
    await writeActions(session, [write.action]);
    return result;
  });
}

/** What moved of one SKU, newest first, along the index `sku`. */
export async function listMovements(
  database: Database,
  { skuId, before, limit }: Parameters<StockStore['listMovements']>[0],
): Promise<readonly Movement[]> {
  const { lt } = database.operators;
  const ways =
    before === undefined
      ? [{ skuId }]
      : [
          { skuId, atMs: before.atMs, _id: lt(before.movementId) },
          { skuId, atMs: lt(before.atMs) },
        ];
  const sort = [
    ['atMs', 'desc'],
    ['_id', 'desc'],
  ] as const;
  return (await findInTurn<MovementDocument>(database, COLLECTIONS.movements, ways, { sort, limit })).map(
    movementOf,
  );
}

/** SKUs on sale with few pieces, the fewest first, along the index `low`. */
export async function listLowStock(
  database: Database,
  { lowAt, after, limit }: Parameters<StockStore['listLowStock']>[0],
): Promise<readonly StockFile[]> {
  const { gt, lte, between } = database.operators;
  const ways =
    after === undefined
      ? [{ onSale: true, onHand: lte(lowAt) }]
      : [
          { onSale: true, onHand: after.onHand, _id: gt(after.skuId) },
          { onSale: true, onHand: between(after.onHand, lowAt + 1) },
        ];
  const sort = [
    ['onHand', 'asc'],
    ['_id', 'asc'],
  ] as const;
  return (await findInTurn<SkuDocument>(database, COLLECTIONS.skus, ways, { sort, limit })).map(fileOf);
}

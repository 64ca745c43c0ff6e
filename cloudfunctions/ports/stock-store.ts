import type { AdjustmentWrite, StockFile } from '../core/stock/adjusting';
import type { Movement } from '../core/stock/stock';

/** Decides on one SKU's stock, without I/O; `done` is the movement of the wish's id, where it has happened. */
export type DecideStock<Result> = (
  file: StockFile | null,
  done: Movement | null,
) => { readonly result: Result; readonly write?: AdjustmentWrite };

/** The merchant's side of the stock. */
export interface StockStore {
  findStockFile(skuId: string): Promise<StockFile | null>;
  /** The SKU with this barcode, or null. */
  findByBarcode(barcode: string): Promise<StockFile | null>;
  /** Reads one SKU, decides, and writes stock, movement and action in one transaction, or nothing. */
  changeStock<Result>(
    wish: { readonly skuId: string; readonly movementId: string },
    decide: DecideStock<Result>,
  ): Promise<Result>;
  /** What moved of one SKU, newest first; `before` continues after the last one of a page. */
  listMovements(query: {
    readonly skuId: string;
    readonly before?: { readonly atMs: number; readonly movementId: string };
    readonly limit: number;
  }): Promise<readonly Movement[]>;
  /** SKUs on sale with at most `lowAt` pieces, the fewest first; `after` continues after the last one of a page. */
  listLowStock(query: {
    readonly lowAt: number;
    readonly after?: { readonly onHand: number; readonly skuId: string };
    readonly limit: number;
  }): Promise<readonly StockFile[]>;
}

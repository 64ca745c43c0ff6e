import type { StockMethods } from '../contract/desk-stock';
import { callDesk, type DeskEnd } from './desk';

/** The specification with a barcode. */
export function findByBarcode(barcode: string): Promise<DeskEnd<'stock.scan'>> {
  return callDesk('stock.scan', { barcode });
}

/** A specification with its pieces. */
export function loadStock(skuId: string): Promise<DeskEnd<'stock.get'>> {
  return callDesk('stock.get', { skuId });
}

/** Adjusts stock. Safe to repeat with the same `clientToken`. */
export function adjustStock(
  params: StockMethods['stock.adjust']['params'],
): Promise<DeskEnd<'stock.adjust'>> {
  return callDesk('stock.adjust', params);
}

/** What moved, newest first. */
export function listMovements(
  params: StockMethods['stock.movements']['params'],
): Promise<DeskEnd<'stock.movements'>> {
  return callDesk('stock.movements', params);
}

/** What there are few of, the fewest first. */
export function listLowStock(params: StockMethods['stock.low']['params']): Promise<DeskEnd<'stock.low'>> {
  return callDesk('stock.low', params);
}

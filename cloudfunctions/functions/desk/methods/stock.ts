import type { StockMethods } from '../../../../miniprogram/contract/desk-stock';
import { adjustStock, listLowStock, readMovements, scanStock, viewStock } from '../../../usecases/keep-stock';
import { withProblems } from '../method';
import type { MethodsOf } from '../method';

/** What the methods of stock do. */
export const STOCK: MethodsOf<keyof StockMethods> = {
  'stock.scan': async (deps, _actor, { barcode }) => {
    const value = await scanStock(deps, barcode);
    return value === null ? { refusal: 'BARCODE_NOT_FOUND' } : { value };
  },
  'stock.get': async (deps, _actor, { skuId }) => {
    const value = await viewStock(deps, skuId);
    return value === null ? { refusal: 'SKU_NOT_FOUND' } : { value };
  },
  'stock.adjust': async (deps, actor, params) => {
    const result = await adjustStock(deps, { actor, ...params });
    switch (result.kind) {
      case 'done':
        return { value: result.sku };
      case 'invalid':
        return withProblems(result.problems);
      case 'stale':
        return { refusal: result.refusal, detail: result.now };
      case 'refused':
        return { refusal: result.refusal };
    }
  },
  'stock.movements': async (deps, _actor, params) => {
    const value = await readMovements(deps, params);
    return value === null ? { refusal: 'SKU_NOT_FOUND' } : { value };
  },
  'stock.low': async (deps, _actor, { cursor }) => ({ value: await listLowStock(deps, cursor) }),
};

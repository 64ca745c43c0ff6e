import * as v from 'valibot';
import { PRODUCT_LIMITS } from '../../../../miniprogram/contract/desk-products';
import { ADJUST_REASONS, STOCK_LIMITS } from '../../../../miniprogram/contract/desk-stock';
import { clientToken, cursor, id, wholeNumber, words } from '../../../main/call-shapes';

/** A time and the id of a movement, which names an order, a kind and a SKU. */
const movementCursor = v.pipe(v.string(), v.regex(/^\d{1,15}\.[0-9A-Za-z_:-]{1,200}$/));
/** What a scanner read: whatever stands on a box, of which the use case knows what none of ours can be. */
const barcode = v.pipe(words(PRODUCT_LIMITS.barcodeLength * 4), v.trim(), v.minLength(1));
const skuId = v.strictObject({ skuId: id });

/** Parameters of the methods of stock. */
export const STOCK_PARAMS = {
  'stock.scan': v.strictObject({ barcode }),
  'stock.get': skuId,
  'stock.adjust': v.strictObject({
    clientToken,
    skuId: id,
    // Any whole number a person may have typed; the core says how many it may be.
    delta: wholeNumber(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    reason: v.picklist(ADJUST_REASONS),
    note: v.exactOptional(words(STOCK_LIMITS.noteLength * 4)),
    version: wholeNumber(0, Number.MAX_SAFE_INTEGER),
  }),
  'stock.movements': v.strictObject({ skuId: id, before: v.exactOptional(movementCursor) }),
  'stock.low': v.strictObject({ cursor: v.exactOptional(cursor) }),
} as const;

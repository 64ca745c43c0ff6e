import * as v from 'valibot';
import { MAX_SEARCH_LENGTH } from '../../../../miniprogram/contract/catalogue';
import { PRODUCT_LIMITS, PRODUCT_SHELVES } from '../../../../miniprogram/contract/desk-products';
import { CURRENCIES } from '../../../../miniprogram/contract/money';
import { clientToken, cursor, fileId, id, wholeNumber, words } from '../../../main/call-shapes';

/**
 * How far beyond its limit a list or a text may be before it is no form any more: the core names the field and its
 * limit, this keeps a hostile one from being walked at all.
 */
const SLACK = 4;

function text(limit: number) {
  return words(limit * SLACK);
}
function list<Item extends v.GenericSchema>(item: Item, limit: number) {
  return v.pipe(v.array(item), v.maxLength(limit * SLACK));
}

const L = PRODUCT_LIMITS;
/** Any whole number a person may have typed; the core says what it may be. */
const typed = wholeNumber(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
const price = v.strictObject({ minor: typed, currency: v.picklist(CURRENCIES) });
const picture = v.strictObject({ fileId, alt: v.exactOptional(text(L.altLength)) });
const values = v.pipe(v.array(text(L.valueLength)), v.maxLength(L.axes));

const detail = v.variant('kind', [
  v.strictObject({ kind: v.picklist(['heading', 'paragraph']), text: text(L.paragraphLength) }),
  v.strictObject({ kind: v.literal('picture'), picture }),
]);
const sku = v.variant('offered', [
  v.strictObject({
    values,
    offered: v.literal(true),
    skuId: v.exactOptional(id),
    price,
    barcode: text(L.barcodeLength),
    picture: v.nullable(picture),
    pieces: v.exactOptional(typed),
  }),
  v.strictObject({ values, offered: v.literal(false), skuId: v.exactOptional(id) }),
]);
const product = v.strictObject({
  title: text(L.titleLength),
  subtitle: text(L.subtitleLength),
  categoryId: id,
  gallery: list(picture, L.pictures),
  details: list(detail, L.detailBlocks),
  facts: list(v.strictObject({ name: text(L.factNameLength), value: text(L.factValueLength) }), L.facts),
  keywords: list(text(L.keywordLength), L.keywords),
  axes: list(
    v.strictObject({ name: text(L.axisNameLength), values: list(text(L.valueLength), L.valuesPerAxis) }),
    L.axes,
  ),
  skus: list(sku, L.skus),
  position: typed,
  limitPerOrder: v.nullable(typed),
});
const productId = v.strictObject({ productId: id });

/** Parameters of the methods of products. */
export const PRODUCT_PARAMS = {
  'products.list': v.union([
    v.strictObject({
      shelf: v.picklist(PRODUCT_SHELVES),
      categoryId: v.exactOptional(id),
      cursor: v.exactOptional(cursor),
    }),
    v.strictObject({
      text: words(MAX_SEARCH_LENGTH),
      categoryId: v.exactOptional(id),
      cursor: v.exactOptional(cursor),
    }),
  ]),
  'products.form': v.strictObject({ productId: v.exactOptional(id) }),
  'products.checkPicture': v.strictObject({ fileId }),
  'products.create': v.strictObject({ clientToken, product }),
  'products.edit': v.strictObject({
    clientToken,
    productId: id,
    version: wholeNumber(1, Number.MAX_SAFE_INTEGER),
    product,
  }),
  'products.publish': productId,
  'products.withdraw': productId,
  'products.remove': productId,
} as const;

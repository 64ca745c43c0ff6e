import * as v from 'valibot';
import { ADDRESS_LENGTHS } from '../../../miniprogram/contract/address';
import { MAX_CART_LINES, MAX_CART_QUANTITY } from '../../../miniprogram/contract/cart';
import {
  MAX_PRODUCTS_PER_PAGE,
  MAX_SEARCH_LENGTH,
  PRODUCT_SORTS,
} from '../../../miniprogram/contract/catalogue';
import { MAX_TEMPLATES_PER_TAP } from '../../../miniprogram/contract/messages';
import { CANCEL_REASONS, MAX_REMARK_LENGTH, ORDER_STATES } from '../../../miniprogram/contract/order';
import {
  MAX_REFUND_PHOTOS,
  MAX_REFUND_TEXT_LENGTH,
  REFUND_REQUEST_REASONS,
} from '../../../miniprogram/contract/refund';
import { MAX_ORDER_LINES } from '../../../miniprogram/contract/quote';
import type { ShopMethod } from '../../../miniprogram/contract/shop';
import { clientToken, cursor, fileId, id, money, nothing, wholeNumber, words } from '../../main/call-shapes';

const MAX_QUANTITY = 999;

/** An invitation's code as somebody types it, with spaces or dashes. */
const MAX_TYPED_CODE = 24;

const orderId = v.strictObject({ orderId: id });
const requestId = v.strictObject({ requestId: id });
const addressId = v.strictObject({ addressId: id });
const line = v.strictObject({ skuId: id, quantity: wholeNumber(1, MAX_QUANTITY) });
const lines = v.pipe(v.array(line), v.minLength(1), v.maxLength(MAX_ORDER_LINES));
const skuIds = v.pipe(v.array(id), v.minLength(1), v.maxLength(MAX_CART_LINES));
const page = {
  sort: v.optional(v.picklist(PRODUCT_SORTS)),
  cursor: v.optional(cursor),
  limit: v.optional(wholeNumber(1, MAX_PRODUCTS_PER_PAGE)),
};

/** A number may arrive with spaces, dashes and a prefix. */
const MAX_MOBILE_LENGTH = 24;
const address = v.strictObject({
  name: words(ADDRESS_LENGTHS.name),
  mobile: words(MAX_MOBILE_LENGTH),
  province: words(ADDRESS_LENGTHS.province),
  city: words(ADDRESS_LENGTHS.city),
  district: words(ADDRESS_LENGTHS.district),
  detail: words(ADDRESS_LENGTHS.detail),
});
const saving = { address, makeDefault: v.optional(v.boolean(), false) };

const refund = {
  clientToken,
  orderId: id,
  reason: v.picklist(REFUND_REQUEST_REASONS),
  text: v.optional(words(MAX_REFUND_TEXT_LENGTH), ''),
  photos: v.optional(v.pipe(v.array(fileId), v.maxLength(MAX_REFUND_PHOTOS)), []),
};

/** The shape of every method's parameters. Unknown keys are refused: whoever sends a price or an openid is told so. */
export const PARAMS = {
  'catalogue.home': nothing,
  'catalogue.list': v.strictObject({ categoryId: v.optional(id), ...page }),
  'catalogue.search': v.strictObject({ text: words(MAX_SEARCH_LENGTH), ...page }),
  'catalogue.hotWords': nothing,
  'catalogue.product': v.strictObject({ productId: id }),
  'cart.get': nothing,
  'cart.add': v.strictObject({ clientToken, skuId: id, quantity: wholeNumber(1, MAX_CART_QUANTITY) }),
  'cart.setQuantity': v.strictObject({ skuId: id, quantity: wholeNumber(1, MAX_CART_QUANTITY) }),
  'cart.select': v.strictObject({ skuIds: v.optional(skuIds), selected: v.boolean() }),
  'cart.remove': v.strictObject({ skuIds }),
  'cart.clearInvalid': nothing,
  'addresses.list': nothing,
  'addresses.save': v.union([
    v.strictObject({ clientToken, ...saving }),
    v.strictObject({ addressId: id, ...saving }),
  ]),
  'addresses.remove': addressId,
  'addresses.setDefault': addressId,
  'orders.quote': v.strictObject({ lines, addressId: v.optional(id) }),
  'orders.place': v.strictObject({
    clientToken,
    lines,
    addressId: id,
    remark: v.optional(words(MAX_REMARK_LENGTH), ''),
    expectedTotal: money,
  }),
  'orders.pay': orderId,
  'orders.detail': v.union([orderId, v.strictObject({ outTradeNo: id })]),
  'orders.cancel': v.strictObject({ orderId: id, reason: v.optional(v.picklist(CANCEL_REASONS)) }),
  'orders.confirm': orderId,
  'orders.hide': orderId,
  'orders.list': v.strictObject({
    state: v.optional(v.picklist(ORDER_STATES)),
    before: v.optional(cursor),
  }),
  'orders.counts': nothing,
  'refunds.request': v.union([
    v.strictObject({ ...refund, lines }),
    v.strictObject({ ...refund, amount: money }),
  ]),
  'refunds.get': requestId,
  'refunds.list': v.strictObject({ before: v.optional(cursor) }),
  'refunds.withdraw': requestId,
  'me.get': nothing,
  'me.delete': v.strictObject({ confirm: v.literal(true) }),
  'me.messages': nothing,
  'me.allowMessages': v.strictObject({
    clientToken,
    templateIds: v.pipe(v.array(id), v.minLength(1), v.maxLength(MAX_TEMPLATES_PER_TAP)),
  }),
  'photos.check': v.strictObject({ fileId }),
  'shop.about': nothing,
  'staff.join': v.strictObject({ code: words(MAX_TYPED_CODE) }),
} as const satisfies Record<ShopMethod, v.GenericSchema>;

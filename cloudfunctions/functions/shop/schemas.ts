import * as v from 'valibot';
import { ADDRESS_LENGTHS } from '../../../miniprogram/contract/address';
import { MAX_CART_LINES, MAX_CART_QUANTITY } from '../../../miniprogram/contract/cart';
import {
  MAX_PRODUCTS_PER_PAGE,
  MAX_SEARCH_LENGTH,
  PRODUCT_SORTS,
} from '../../../miniprogram/contract/catalogue';
import { MAX_TEMPLATES_PER_TAP } from '../../../miniprogram/contract/messages';
import { CURRENCIES, MAX_ORDER_MINOR } from '../../../miniprogram/contract/money';
import { CANCEL_REASONS, MAX_REMARK_LENGTH, ORDER_STATES } from '../../../miniprogram/contract/order';
import {
  MAX_REFUND_PHOTOS,
  MAX_REFUND_TEXT_LENGTH,
  REFUND_REQUEST_REASONS,
} from '../../../miniprogram/contract/refund';
import type { ShopMethod } from '../../../miniprogram/contract/shop';

/** Lines of one order; the core knows its own limits, this one keeps a hostile list from being walked at all. */
const MAX_LINES = 50;
const MAX_QUANTITY = 999;

const id = v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{1,64}$/));
const clientToken = v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{8,64}$/));
/** A number and an id: where a page begins. */
const cursor = v.pipe(v.string(), v.regex(/^\d{1,15}\.[0-9A-Za-z_-]{1,64}$/));
const fileId = v.pipe(
  v.string(),
  v.regex(
    /^cloud:\/\/[0-9A-Za-z_-]{1,64}(\.[0-9A-Za-z_-]{1,64})?(\/[0-9A-Za-z_-][0-9A-Za-z_.-]{0,63}){1,5}$/,
  ),
);

function wholeNumber(least: number, most: number) {
  return v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most));
}

/** A person's words: of any script, emoji too, but without halves of characters and signs that turn text around. */
function words(maxLength: number) {
  return v.pipe(
    v.string(),
    v.maxLength(maxLength),
    v.regex(/^(?:\n|[^\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff])*$/u),
  );
}

const orderId = v.strictObject({ orderId: id });
const requestId = v.strictObject({ requestId: id });
const addressId = v.strictObject({ addressId: id });
const line = v.strictObject({ skuId: id, quantity: wholeNumber(1, MAX_QUANTITY) });
const lines = v.pipe(v.array(line), v.minLength(1), v.maxLength(MAX_LINES));
const skuIds = v.pipe(v.array(id), v.minLength(1), v.maxLength(MAX_CART_LINES));
const money = v.strictObject({
  minor: wholeNumber(0, MAX_ORDER_MINOR),
  currency: v.picklist(CURRENCIES),
});
const nothing = v.strictObject({});

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
  'orders.detail': orderId,
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
  'me.allowMessages': v.strictObject({
    clientToken,
    templateIds: v.pipe(v.array(id), v.minLength(1), v.maxLength(MAX_TEMPLATES_PER_TAP)),
  }),
  'photos.check': v.strictObject({ fileId }),
  'shop.about': nothing,
} as const satisfies Record<ShopMethod, v.GenericSchema>;

/** The event of `wx.cloud.callFunction`; the platform adds `userInfo`, which is not believed. */
export const CALL = v.strictObject({
  method: v.string(),
  params: v.optional(v.unknown(), {}),
  userInfo: v.optional(v.unknown()),
});

/** True for a method this function has. */
export function isShopMethod(method: string): method is ShopMethod {
  return Object.hasOwn(PARAMS, method);
}

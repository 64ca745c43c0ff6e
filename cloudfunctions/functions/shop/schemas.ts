import * as v from 'valibot';
import { ORDER_STATES } from '../../../miniprogram/contract/order';
import type { ShopMethod } from '../../../miniprogram/contract/shop';

/** Lines of one order; the core knows its own limits, this one keeps a hostile list from being walked at all. */
const MAX_LINES = 50;

const id = v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{1,64}$/));
const orderId = v.strictObject({ orderId: id });
const line = v.strictObject({
  skuId: id,
  quantity: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(999)),
});

/** The shape of every method's parameters. Unknown keys are refused: whoever sends a price or an openid is told so. */
export const PARAMS = {
  'catalogue.list': v.strictObject({}),
  'orders.place': v.strictObject({
    clientToken: v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{8,64}$/)),
    lines: v.pipe(v.array(line), v.minLength(1), v.maxLength(MAX_LINES)),
  }),
  'orders.pay': orderId,
  'orders.detail': orderId,
  'orders.cancel': orderId,
  'orders.list': v.strictObject({
    state: v.optional(v.picklist(ORDER_STATES)),
    before: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}\.[0-9A-Za-z_-]{1,64}$/))),
  }),
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

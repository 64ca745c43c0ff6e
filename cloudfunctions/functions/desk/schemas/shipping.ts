import * as v from 'valibot';
import type { ShippingMethods } from '../../../../miniprogram/contract/shipping';
import {
  MAX_PARCELS,
  MAX_TRACKING_NO_LENGTH,
  SHIPPING_LISTS,
  SHIPPING_WAYS,
} from '../../../../miniprogram/contract/shipping';
import { MAX_ORDER_LINES } from '../../../../miniprogram/contract/quote';
import { clientToken, cursor, id, nothing, wholeNumber, words } from '../../../main/call-shapes';

/** More of one SKU than any order holds. */
const MAX_QUANTITY = 999;

const line = v.strictObject({ skuId: id, quantity: wholeNumber(1, MAX_QUANTITY) });
const trackingNo = words(MAX_TRACKING_NO_LENGTH);
const parcel = v.strictObject({
  courierId: id,
  trackingNo,
  lines: v.exactOptional(v.pipe(v.array(line), v.maxLength(MAX_ORDER_LINES))),
});
const orderId = v.strictObject({ orderId: id });
const shipment = v.strictObject({
  clientToken,
  orderId: id,
  way: v.optional(v.picklist(SHIPPING_WAYS), 'express'),
  // One more than there may be, so that too many get their own words.
  parcels: v.optional(v.pipe(v.array(parcel), v.maxLength(MAX_PARCELS + 1)), []),
});

/** The shape of every method's parameters. */
export const SHIPPING_PARAMS = {
  'shipping.couriers': nothing,
  'shipping.recognise': v.strictObject({ trackingNo }),
  'shipping.get': orderId,
  'shipping.ship': shipment,
  'shipping.correct': shipment,
  'shipping.retry': orderId,
  'shipping.remind': orderId,
  'shipping.state': nothing,
  'shipping.list': v.strictObject({ which: v.picklist(SHIPPING_LISTS), before: v.exactOptional(cursor) }),
} as const satisfies Record<keyof ShippingMethods, v.GenericSchema>;

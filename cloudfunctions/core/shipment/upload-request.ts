import type { ShippingWay } from '../../../miniprogram/contract/shipping';
import type { Order, Parcel } from '../order/order';
import { contentsOf } from './goods';
import type { DeliveryMode, Shipment, WechatOrderState } from './shipment';

/** What WeChat is told of one parcel. */
export interface UploadedParcel {
  /** Null where no courier carries it. */
  readonly courierId: string | null;
  readonly trackingNo: string | null;
  /** What is in it, at most {@link MAX_ITEM_DESC} characters. */
  readonly itemDesc: string;
  /** The receiver's number with stars; 顺丰 asks for it. Null where nobody knows it. */
  readonly receiverContact: string | null;
}

/** Everything WeChat is told of an order's shipping; the whole list every time. */
export interface ShippingUpload {
  readonly transactionId: string;
  readonly openid: string;
  readonly way: ShippingWay;
  readonly mode: DeliveryMode;
  readonly finished: boolean;
  readonly parcels: readonly UploadedParcel[];
  /** Newer than that of every upload before: WeChat puts them in order by it. */
  readonly uploadedAtMs: number;
}

/** What WeChat has of an order's shipping, from `get_order`. */
export interface KnownShipping {
  readonly state: WechatOrderState;
  /** Null before anything was uploaded. */
  readonly shipping: {
    readonly way: ShippingWay | null;
    readonly finished: boolean;
    readonly parcels: readonly { readonly courierId: string; readonly trackingNo: string }[];
  } | null;
}

/** Longest `item_desc`, in characters. */
export const MAX_ITEM_DESC = 120;

/** One upload for everything as long as there is one parcel with all of it; else the growing list, for good. */
export function modeOf({
  order,
  shipment,
}: {
  readonly order: Order;
  readonly shipment: Shipment;
}): DeliveryMode {
  const split = !shipment.complete || order.parcels.length > 1 || shipment.upload.taken?.mode === 'split';
  return split && shipment.way === 'express' ? 'split' : 'unified';
}

/** The goods of a parcel in one text, e.g. `龙井*2、茶杯*1`; what does not fit is counted. */
export function itemDescOf(order: Order, parcel: Parcel): string {
  const names = contentsOf(order, parcel).map(({ skuId, quantity }) => {
    const line = order.lines.find((one) => one.skuId === skuId);
    return `${line?.title ?? skuId}*${quantity}`;
  });
  const all = names.join('、');
  if (all.length <= MAX_ITEM_DESC) return all;
  const tail = `等${names.length}种商品`;
  // By whole characters: half of one is not text.
  const letters = Array.from(all);
  while (letters.join('').length + tail.length > MAX_ITEM_DESC) letters.pop();
  return letters.join('') + tail;
}

/** `13800138000` becomes `138****8000`: four digits at the end have to stay. */
export function maskedContact(mobile: string): string | null {
  const digits = mobile.replace(/\D/g, '');
  return digits.length < 7 ? null : `${digits.slice(0, 3)}****${digits.slice(-4)}`;
}

/** What there is to tell WeChat now. */
export function uploadRequest(
  { order, shipment }: { readonly order: Order; readonly shipment: Shipment },
  payment: { readonly transactionId: string; readonly openid: string },
  nowMs: number,
): ShippingUpload {
  const contact = maskedContact(order.address?.mobile ?? '');
  return {
    ...payment,
    way: shipment.way,
    mode: modeOf({ order, shipment }),
    finished: shipment.complete,
    parcels: order.parcels.map((parcel) => ({
      courierId: parcel.courierId ?? null,
      trackingNo: parcel.trackingNo === '' ? null : parcel.trackingNo,
      itemDesc: itemDescOf(order, parcel),
      receiverContact: parcel.courierId === undefined ? null : contact,
    })),
    uploadedAtMs: nowMs,
  };
}

/** Whether WeChat has exactly what there is to tell. */
export function isKnown(
  { shipping }: KnownShipping,
  { order, shipment }: { readonly order: Order; readonly shipment: Shipment },
): boolean {
  if (shipping === null || shipping.finished !== shipment.complete) return false;
  if (shipping.way !== null && shipping.way !== shipment.way) return false;
  if (shipment.way !== 'express') return true;
  const text = (parcels: readonly { readonly courierId?: string; readonly trackingNo: string }[]) =>
    parcels
      .map(({ courierId, trackingNo }) => `${courierId} ${trackingNo}`)
      .sort()
      .join();
  return text(shipping.parcels) === text(order.parcels);
}

import type { ShippingWay } from '../../../miniprogram/contract/shipping';
import type { Message } from '../../core/message/message';
import type { WechatOrderState } from '../../core/shipment/shipment';
import type { KnownShipping, ShippingUpload, UploadedParcel } from '../../core/shipment/upload-request';
import type { KnownCourier } from '../../ports/wechat';
import type {
  DeliveryListWire,
  GetOrderWire,
  OrderKeyWire,
  ReminderWire,
  SubscribeMessageWire,
  UploadShippingInfoWire,
} from './wire';

/** `logistics_type` of each way. */
const LOGISTICS_TYPE: Record<ShippingWay, number> = { express: 1, sameCity: 2, virtual: 3, pickup: 4 };
const WAYS: readonly ShippingWay[] = ['express', 'sameCity', 'virtual', 'pickup'];

/** `order_state` of `get_order`. */
const ORDER_STATE: ReadonlyMap<number, WechatOrderState> = new Map([
  [1, 'toShip'],
  [2, 'shipped'],
  [3, 'confirmed'],
  [4, 'done'],
  [5, 'refunded'],
  [6, 'settling'],
]);

const CHINA_OFFSET_MS = 8 * 60 * 60_000;

/** RFC 3339 with milliseconds in China's time, as the page's example has it. */
function chinaTime(ms: number): string {
  return new Date(ms + CHINA_OFFSET_MS).toISOString().replace('Z', '+08:00');
}

function parcelWire({
  courierId,
  trackingNo,
  itemDesc,
  receiverContact,
}: UploadedParcel): UploadShippingInfoWire['shipping_list'][number] {
  return {
    ...(trackingNo !== null && { tracking_no: trackingNo }),
    ...(courierId !== null && { express_company: courierId }),
    item_desc: itemDesc,
    ...(receiverContact !== null && { contact: { receiver_contact: receiverContact } }),
  };
}

/** The body of an upload. */
export function uploadWire(upload: ShippingUpload): UploadShippingInfoWire {
  const split = upload.mode === 'split';
  return {
    order_key: { order_number_type: 2, transaction_id: upload.transactionId },
    logistics_type: LOGISTICS_TYPE[upload.way],
    delivery_mode: split ? 2 : 1,
    ...(split && { is_all_delivered: upload.finished }),
    shipping_list: upload.parcels.map(parcelWire),
    upload_time: chinaTime(upload.uploadedAtMs),
    payer: { openid: upload.openid },
  };
}

/** Which payment `get_order` is asked about. */
export function orderWire(transactionId: string): OrderKeyWire {
  return { transaction_id: transactionId };
}

/** The body of a reminder; the time is in seconds. */
export function remindWire({
  transactionId,
  receivedAtMs,
}: {
  readonly transactionId: string;
  readonly receivedAtMs: number;
}): ReminderWire {
  return { transaction_id: transactionId, received_time: Math.floor(receivedAtMs / 1000) };
}

/** What WeChat has, or null where the answer says nothing that is known. */
export function knownShippingOf({ order }: GetOrderWire): KnownShipping | null {
  const state = ORDER_STATE.get(order?.order_state ?? 0);
  if (state === undefined) return null;
  const { shipping } = order ?? {};
  const list = shipping?.shipping_list ?? [];
  // An order nothing was uploaded for may come with an empty shipping.
  if (shipping === undefined || (list.length === 0 && shipping.finish_shipping !== true))
    return { state, shipping: null };
  return {
    state,
    shipping: {
      way: WAYS.find((way) => LOGISTICS_TYPE[way] === shipping.logistics_type) ?? null,
      finished: shipping.finish_shipping ?? false,
      parcels: list.map(({ tracking_no: trackingNo = '', express_company: courierId = '' }) => ({
        courierId,
        trackingNo,
      })),
    },
  };
}

/** The couriers of an answer; what has no id is left out. */
export function couriersOf({ delivery_list: list = [] }: DeliveryListWire): readonly KnownCourier[] {
  return list.flatMap(({ delivery_id: courierId = '', delivery_name: name = '' }) =>
    courierId === '' ? [] : [{ courierId, name }],
  );
}

/** The body of a message. */
export function messageWire({
  openid,
  templateId,
  page,
  data,
}: Pick<Message, 'openid' | 'templateId' | 'page' | 'data'>): SubscribeMessageWire {
  return {
    touser: openid,
    template_id: templateId,
    page,
    data: Object.fromEntries(data.map(({ key, value }) => [key, { value }])),
  };
}

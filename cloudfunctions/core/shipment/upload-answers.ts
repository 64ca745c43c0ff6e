import { advance } from '../machine';
import { orderMachine, withEvent } from '../order/order';
import type { Order } from '../order/order';
import { uploadMachine } from './shipment';
import type { Shipment, WechatOrderState } from './shipment';
import { adviceOf } from './upload-codes';
import { isKnown, modeOf } from './upload-request';
import type { KnownShipping } from './upload-request';
import {
  uploadGivenUp,
  uploadMissing,
  uploadOvertaken,
  uploadPostponed,
  uploadRefused,
  uploadTaken,
} from './upload-steps';

/** What an upload came to, as far as its answer tells. */
export type UploadEnd =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly code: number }
  /** Nobody knows: WeChat is asked. */
  | { readonly kind: 'unknown' };

/** What WeChat said when it was asked about an order. */
export type AskEnd =
  | { readonly kind: 'known'; readonly known: KnownShipping }
  | { readonly kind: 'refused'; readonly code: number }
  | { readonly kind: 'unknown' };

/** The answer's entry; `ask` where WeChat has to be asked before anything may be concluded. */
export function afterUpload(
  shipment: Shipment,
  end: UploadEnd,
  nowMs: number,
): { readonly shipment: Shipment; readonly ask: boolean } {
  if (shipment.upload.state !== 'unsure' || end.kind === 'unknown') return { shipment, ask: false };
  if (end.kind === 'accepted') return { shipment: uploadTaken(shipment, nowMs), ask: false };
  const { code } = end;
  switch (adviceOf(code)) {
    case 'wait':
    case 'again':
      return { shipment: uploadPostponed(shipment, code, nowMs), ask: false };
    case 'ask': {
      const upload = { ...shipment.upload, code };
      return { shipment: { ...shipment, upload, nextStepAtMs: nowMs }, ask: true };
    }
    case 'mend':
      return { shipment: uploadRefused(shipment, code, nowMs), ask: false };
  }
}

/** Whether WeChat takes the goods for received. */
function isReceived(state: WechatOrderState): boolean {
  switch (state) {
    case 'confirmed':
    case 'settling':
    case 'done':
      return true;
    case 'toShip':
    case 'shipped':
    case 'refunded':
      return false;
  }
}

/** What is known about the upload, from what WeChat has. */
function judged(
  books: { readonly order: Order; readonly shipment: Shipment },
  known: KnownShipping,
  nowMs: number,
): Shipment {
  const { shipment } = books;
  const { upload } = shipment;
  const accepts = uploadMachine.next(upload.state, 'accept') !== null;
  if (accepts && isKnown(known, books)) {
    // Whatever was sent when: what there is to tell now is there.
    const sent = { version: upload.version, mode: modeOf(books), finished: shipment.complete };
    return uploadTaken({ ...shipment, upload: { ...upload, sent } }, nowMs);
  }
  if (isReceived(known.state))
    return uploadMachine.next(upload.state, 'receive') === null ? shipment : uploadOvertaken(shipment);
  if (upload.state !== 'unsure') return shipment;
  if (known.state === 'refunded') return uploadGivenUp(shipment, upload.code);
  // WeChat said why it does not take it, and does not have it: a person has to look.
  return upload.code === null ? uploadMissing(shipment, nowMs) : uploadRefused(shipment, upload.code, nowMs);
}

function received(order: Order, nowMs: number): Order {
  if (order.state !== 'shipped') return order;
  const timeline = withEvent(order, { atMs: nowMs, text: '微信已确认收货，交易完成' });
  return { ...order, state: advance(orderMachine, order.state, 'complete'), completedAtMs: nowMs, timeline };
}

/** Money follows a confirmed receipt soon; how soon is not published. */
const SETTLES_WITHIN_MS = 60 * 60_000;

function seen(shipment: Shipment, state: WechatOrderState, nowMs: number): Shipment {
  const over = state === 'done' || state === 'refunded';
  return {
    ...shipment,
    seen: { state, atMs: nowMs },
    confirmedAtMs: shipment.confirmedAtMs ?? (isReceived(state) ? nowMs : null),
    settledAtMs: shipment.settledAtMs ?? (state === 'done' ? nowMs : null),
    ...(isReceived(state) && { nextStepAtMs: nowMs + SETTLES_WITHIN_MS }),
    ...(over && { nextStepAtMs: null }),
  };
}

/** The entry of what WeChat has of an order: whether the upload arrived, whether the goods did, where the money is. */
export function afterAsking(
  books: { readonly order: Order; readonly shipment: Shipment },
  end: AskEnd,
  nowMs: number,
): { readonly order: Order; readonly shipment: Shipment } {
  const { order, shipment } = books;
  switch (end.kind) {
    case 'unknown':
      return books;
    case 'refused': {
      if (shipment.upload.state !== 'unsure') return books;
      const wait = adviceOf(end.code) === 'wait';
      return { order, shipment: wait ? uploadPostponed(shipment, end.code, nowMs) : shipment };
    }
    case 'known': {
      const { known } = end;
      const after = seen(judged(books, known, nowMs), known.state, nowMs);
      return { order: isReceived(known.state) ? received(order, nowMs) : order, shipment: after };
    }
  }
}

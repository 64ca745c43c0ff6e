import { formatMoney } from '../../miniprogram/contract/money';
import type {
  FrozenMoneyView,
  ShippedMessageView,
  ShippingDeadlineView,
  ShippingView,
  UploadView,
} from '../../miniprogram/contract/shipping';
import { FROZEN_STATE_WORDS, UPLOAD_STATE_WORDS } from '../../miniprogram/contract/shipping';
import type { Message, MessageState } from '../core/message/message';
import { multiplyMoney } from '../core/money';
import { mayCorrect } from '../core/shipment/correcting';
import { deadlineOf } from '../core/shipment/deadline';
import { frozenMoney } from '../core/shipment/frozen';
import type { FrozenMoney } from '../core/shipment/frozen';
import { goodsToShip } from '../core/shipment/goods';
import { mayRemind } from '../core/shipment/reminding';
import { uploadMachine } from '../core/shipment/shipment';
import type { Shipment } from '../core/shipment/shipment';
import { mayShipNow } from '../core/shipment/shipping';
import { codeWords } from '../core/shipment/upload-codes';
import type { OrderFile } from '../ports/store';
import { lineView, parcelView, rfc3339 } from './order-view';

const HOUR_MS = 60 * 60_000;
const CHINA_OFFSET_MS = 8 * HOUR_MS;

/** A moment in China in words: `11月23日 19:06`. */
function momentText(ms: number): string {
  const shifted = new Date(ms + CHINA_OFFSET_MS);
  return `${dayText(ms)} ${shifted.toISOString().slice(11, 16)}`;
}

function dayText(ms: number): string {
  const shifted = new Date(ms + CHINA_OFFSET_MS);
  return `${shifted.getUTCMonth() + 1}月${shifted.getUTCDate()}日`;
}

function spanText(ms: number): string {
  const hours = Math.floor(Math.abs(ms) / HOUR_MS);
  return hours > 0 ? `${hours} 小时` : `${Math.ceil(Math.abs(ms) / 60_000)} 分钟`;
}

function deadlineView(paidAtMs: number, nowMs: number): ShippingDeadlineView {
  const { atMs, level, leftMs } = deadlineOf(paidAtMs, nowMs);
  const text =
    level === 'late'
      ? `已超过 48 小时发货时限 ${spanText(leftMs)}，请尽快发货`
      : `请在 ${momentText(atMs)} 前发货，还剩 ${spanText(leftMs)}`;
  return { at: rfc3339(atMs), level, text };
}

function uploadView({ upload, nextStepAtMs }: Shipment): UploadView {
  const { state, code } = upload;
  const words = UPLOAD_STATE_WORDS[state];
  const waits = state === 'waiting' || state === 'unsure';
  return {
    state,
    text: code === null ? words : `${words}：${codeWords(code)}`,
    ...(code !== null && { code }),
    ...(waits && nextStepAtMs !== null && { nextTryAt: rfc3339(nextStepAtMs) }),
    canRetry: uploadMachine.next(state, 'retry') !== null,
  };
}

function moneyText({ state, frozen, expectedAtMs, settledAtMs }: FrozenMoney): string {
  const words = FROZEN_STATE_WORDS[state];
  if (settledAtMs !== null) return `${words}，${dayText(settledAtMs)} 到账`;
  if (state === 'returned') return words;
  const amount = `${words} ${formatMoney(frozen)}`;
  if (state === 'settling') return `${amount}，顾客已确认收货`;
  return expectedAtMs === null
    ? `${amount}，发货并上传后开始结算`
    : `${amount}，预计 ${dayText(expectedAtMs)} 结算`;
}

function moneyView(money: FrozenMoney): FrozenMoneyView {
  const { state, frozen, sinceMs, expectedAtMs, settledAtMs } = money;
  return {
    state,
    frozen,
    frozenSince: rfc3339(sinceMs),
    ...(expectedAtMs !== null && { expectedSettlementAt: rfc3339(expectedAtMs) }),
    ...(settledAtMs !== null && { settledAt: rfc3339(settledAtMs) }),
    text: moneyText(money),
  };
}

const MESSAGE_VIEWS: Record<MessageState, ShippedMessageView> = {
  due: { state: 'due', text: '正在通知顾客' },
  sending: { state: 'due', text: '正在通知顾客' },
  sent: { state: 'sent', text: '已通知顾客发货' },
  refused: { state: 'refused', text: '顾客拒收通知，可在订单里看到物流' },
  unsure: { state: 'unsure', text: '已发出通知，微信没有回复是否送达' },
  notAllowed: { state: 'notAllowed', text: '顾客没有订阅通知，可在订单里看到物流' },
};

function messageView(messages: readonly Message[]): ShippedMessageView {
  const shipped = messages.find(({ kind }) => kind === 'shipped');
  return shipped === undefined ? { state: 'none', text: '' } : MESSAGE_VIEWS[shipped.state];
}

/** Shipping of one order as the merchant sees it. */
export function shippingView(file: OrderFile, messages: readonly Message[], nowMs: number): ShippingView {
  const { order, shipment } = file;
  const money = order.kind === 'counter' ? null : frozenMoney(file);
  const canShip = mayShipNow(file);
  const toShip = order.state === 'paid' ? goodsToShip(file) : [];
  return {
    orderId: order.orderId,
    orderState: order.state,
    ...(order.state === 'paid' &&
      toShip.length > 0 &&
      order.paidAtMs !== null && { deadline: deadlineView(order.paidAtMs, nowMs) }),
    way: shipment?.way ?? null,
    parcels: order.parcels.map((parcel) => ({
      ...parcelView(parcel),
      ...(parcel.courierId !== undefined && { courierId: parcel.courierId }),
    })),
    toShip: toShip.flatMap(({ skuId, quantity }) => {
      const line = order.lines.find((one) => one.skuId === skuId);
      if (line === undefined) return [];
      return [{ ...lineView(line), quantity, lineTotal: multiplyMoney(line.unitPrice, quantity) }];
    }),
    upload: shipment === null ? null : uploadView(shipment),
    money: money === null ? null : moneyView(money),
    message: messageView(messages),
    canShip,
    canCorrect: mayCorrect(file),
    canRemind: mayRemind(file),
  };
}

import { formatMoney } from '../../../miniprogram/contract/money';
import type { Order } from '../order/order';
import type { Refund } from '../refund/refund';
import { newMessage } from './message';
import type { Message, MessageForm } from './message';

/** A moment for a field of the kind `time` or `date`, in China: `2026-11-21 19:06`. */
function timeText(ms: number): string {
  const shifted = new Date(ms + 8 * 60 * 60_000).toISOString();
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 16)}`;
}

function goodsText({ lines }: Order): string {
  const [first] = lines;
  const title = first?.title ?? '商品';
  return lines.length > 1 ? `${title}等${lines.length}件商品` : title;
}

/** The message that everything of an order is on its way; null where nobody is to be told. */
export function shippedMessage(
  forms: readonly MessageForm[],
  { order, openid, nowMs }: { readonly order: Order; readonly openid: string; readonly nowMs: number },
): Message | null {
  const last = order.parcels.at(-1);
  return newMessage(forms, {
    kind: 'shipped',
    messageId: `shipped:${order.orderId}`,
    orderId: order.orderId,
    openid,
    nowMs,
    facts: {
      orderId: order.orderId,
      goods: goodsText(order),
      courier: last?.courier ?? '',
      trackingNo: last?.trackingNo === '' ? '无需单号' : (last?.trackingNo ?? ''),
      amount: formatMoney(order.total),
      time: timeText(nowMs),
      note: '点击查看物流进度',
    },
  });
}

/** The message that money has gone back; null where nobody is to be told. */
export function refundedMessage(
  forms: readonly MessageForm[],
  given: { readonly order: Order; readonly refund: Refund; readonly openid: string; readonly nowMs: number },
): Message | null {
  const { order, refund, openid, nowMs } = given;
  return newMessage(forms, {
    kind: 'refunded',
    messageId: `refunded:${refund.outRefundNo}`,
    orderId: order.orderId,
    openid,
    nowMs,
    facts: {
      orderId: order.orderId,
      goods: goodsText(order),
      amount: formatMoney(refund.amount),
      time: timeText(nowMs),
      note: '款项已退回，点击查看',
    },
  });
}

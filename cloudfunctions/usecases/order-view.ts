import type { OrderView, RefundView } from '../../miniprogram/contract/order';
import { multiplyMoney } from '../core/money';
import type { OrderFile } from '../ports/store';

function rfc3339(ms: number): string {
  return new Date(ms).toISOString();
}

/** What the shopper may see of an order. `paymentUnknown` while an attempt is open that may have been paid. */
export function orderView({ order, attempts, refunds }: OrderFile): OrderView {
  const open = attempts.some((attempt) => attempt.state === 'created' || attempt.state === 'prepared');
  return {
    orderId: order.orderId,
    state: order.state,
    ...(order.closeReason !== null && { closeReason: order.closeReason }),
    lines: order.lines.map(({ skuId, title, specification, quantity, unitPrice }) => ({
      skuId,
      title: `${title} ${specification}`.trim(),
      quantity,
      unitPrice,
      lineTotal: multiplyMoney(unitPrice, quantity),
    })),
    total: order.total,
    placedAt: rfc3339(order.placedAtMs),
    payBefore: rfc3339(order.payBeforeMs),
    ...(order.paidAtMs !== null && { paidAt: rfc3339(order.paidAtMs) }),
    paymentUnknown: order.state === 'awaitingPayment' && open,
    refunds: refunds.map(({ outRefundNo, amount, state }): RefundView => ({ outRefundNo, amount, state })),
    timeline: order.timeline.map(({ atMs, text }) => ({ at: rfc3339(atMs), text })),
  };
}

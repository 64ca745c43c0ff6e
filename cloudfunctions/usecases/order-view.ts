import type { OrderLineView, OrderView, ParcelView, RefundView } from '../../miniprogram/contract/order';
import { multiplyMoney, subtractMoney } from '../core/money';
import type { Order, OrderLine, Parcel } from '../core/order/order';
import { orderActions } from '../core/order/order-actions';
import type { Refund } from '../core/refund/refund';
import { askable, countingAttempt, isGivenBack } from '../core/refund/refund-request';
import type { OrderFile } from '../ports/store';

/** A time as the phone gets it. */
export function rfc3339(ms: number): string {
  return new Date(ms).toISOString();
}

/** A line as it was ordered. */
export function lineView({ picture, ...line }: OrderLine): OrderLineView {
  return { ...line, picture: picture ?? null, lineTotal: multiplyMoney(line.unitPrice, line.quantity) };
}

/** The money of a refund as the shopper sees it; null while the shop has not agreed with itself, or did not. */
export function refundView(refund: Refund): RefundView | null {
  const { outRefundNo, amount, state, receivedBy, asked } = refund;
  if (state === 'awaitingApproval' || asked?.approval.kind === 'declined') return null;
  const arrived = state === 'succeeded' && receivedBy !== null;
  return { outRefundNo, amount, state, ...(arrived && { receivedBy }) };
}

/** A parcel as everybody sees it. */
export function parcelView({ shippedAtMs, lines, courierId: _courierId, ...parcel }: Parcel): ParcelView {
  return { ...parcel, shippedAt: rfc3339(shippedAtMs), ...(lines !== null && { lines }) };
}

/** When what happened to an order. */
export function orderTimes(
  order: Order,
): Pick<OrderView, 'paidAt' | 'shippedAt' | 'completedAt' | 'closedAt'> {
  const shippedAtMs = order.parcels[0]?.shippedAtMs ?? null;
  return {
    ...(order.paidAtMs !== null && { paidAt: rfc3339(order.paidAtMs) }),
    ...(shippedAtMs !== null && { shippedAt: rfc3339(shippedAtMs) }),
    ...(order.completedAtMs !== null && { completedAt: rfc3339(order.completedAtMs) }),
    ...(order.closedAtMs !== null && { closedAt: rfc3339(order.closedAtMs) }),
  };
}

/** What the shopper may see of an order. `paymentUnknown` while an attempt is open that may have been paid. */
export function orderView(file: OrderFile, nowMs: number): OrderView {
  const { order, attempts, refunds, requests } = file;
  const { address } = order;
  if (address === null) throw new Error(`order ${order.orderId} is of the counter and no shopper's`);
  const transactionId = countingAttempt(file)?.transactionId ?? null;
  const open = attempts.some((attempt) => attempt.state === 'created' || attempt.state === 'prepared');
  return {
    orderId: order.orderId,
    state: order.state,
    ...(order.closeReason !== null && { closeReason: order.closeReason }),
    lines: order.lines.map(lineView),
    goodsTotal: subtractMoney(order.total, order.freight),
    freight: order.freight,
    total: order.total,
    remark: order.remark,
    address,
    placedAt: rfc3339(order.placedAtMs),
    payBefore: rfc3339(order.payBeforeMs),
    ...orderTimes(order),
    paymentUnknown: order.state === 'awaitingPayment' && open,
    ...(transactionId !== null && { transactionId }),
    parcels: order.parcels.map(parcelView),
    refunds: refunds.flatMap((refund) => refundView(refund) ?? []),
    refundRequests: requests.map(({ requestId }) => requestId),
    refundable: askable(file),
    givenBack: isGivenBack(file),
    actions: orderActions(file, nowMs),
    timeline: order.timeline.map(({ atMs, text }) => ({ at: rfc3339(atMs), text })),
  };
}

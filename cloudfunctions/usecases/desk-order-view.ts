import type { DeskOrderCard, DeskOrderView, PaymentView } from '../../miniprogram/contract/desk-orders';
import type { Role } from '../../miniprogram/contract/me';
import { fen } from '../../miniprogram/contract/money';
import type { Money } from '../../miniprogram/contract/money';
import { collectionStanding } from '../core/collection/standing';
import { subtractMoney, sumMoney } from '../core/money';
import type { Order } from '../core/order/order';
import type { Attempt } from '../core/payment/attempt';
import { isLive } from '../core/refund/refund';
import { countingAttempt, givable, isGivenBack } from '../core/refund/refund-request';
import type { OrderFile } from '../ports/store';
import { isOpen } from './ask-gateway';
import { buyerView } from './buyer-view';
import { lineView, orderTimes, parcelView, rfc3339 } from './order-view';

/** The sums of one order that a refund is measured by. */
export interface RefundSums {
  readonly paid: Money;
  /** What went back of it or is on its way back. */
  readonly refunded: Money;
  readonly refundable: Money;
}

/** What was paid of an order, what went back of that payment, and what may still go back. */
export function refundSums(file: OrderFile): RefundSums {
  const attempt = countingAttempt(file);
  const paid = attempt?.amount ?? fen(0);
  const live = file.refunds.filter(
    ({ outTradeNo, state }) => outTradeNo === attempt?.outTradeNo && isLive(state),
  );
  const refunded = sumMoney(
    live.map(({ amount }) => amount),
    paid.currency,
  );
  return { paid, refunded, refundable: givable(file) };
}

/** An order in a list of the staff, as this role may see it. */
export function deskOrderCard(file: OrderFile, role: Role): DeskOrderCard {
  const { order, requests } = file;
  return {
    orderId: order.orderId,
    kind: order.kind,
    state: order.state,
    ...(order.closeReason !== null && { closeReason: order.closeReason }),
    lines: order.lines.map(lineView),
    total: order.total,
    refunded: refundSums(file).refunded,
    givenBack: isGivenBack(file),
    openRequests: requests.filter(({ state }) => state === 'requested').length,
    buyer: order.address && buyerView(order.address, role),
    remark: order.remark,
    note: order.note?.text ?? '',
    placedAt: rfc3339(order.placedAtMs),
    ...(order.paidAtMs !== null && { paidAt: rfc3339(order.paidAtMs) }),
    ...shippedAtOf(order),
  };
}

function shippedAtOf({ parcels: [first] }: Order): Pick<DeskOrderCard, 'shippedAt'> {
  return first === undefined ? {} : { shippedAt: rfc3339(first.shippedAtMs) };
}

function paymentView(attempt: Attempt, counting: Attempt | null): PaymentView {
  const { outTradeNo, scene, state, amount, payerTotal, transactionId, createdAtMs, succeededAtMs } = attempt;
  return {
    outTradeNo,
    scene,
    state,
    amount,
    ...(payerTotal !== null && { payerTotal }),
    ...(transactionId !== null && { transactionId }),
    createdAt: rfc3339(createdAtMs),
    ...(succeededAtMs !== null && { succeededAt: rfc3339(succeededAtMs) }),
    counts: attempt === counting,
  };
}

function collectionOf({ order, attempts, refunds }: OrderFile): Pick<DeskOrderView, 'collection'> {
  const [attempt] = attempts;
  if (order.kind !== 'counter' || attempt === undefined) return {};
  return { collection: collectionStanding(order, attempt, refunds) };
}

/** All of one order, of the counter or to be sent, as this role may see it. */
export function deskOrderView(file: OrderFile, role: Role): DeskOrderView {
  const { order, attempts, refunds, requests } = file;
  const { paid, refundable } = refundSums(file);
  const counting = countingAttempt(file);
  return {
    ...deskOrderCard(file, role),
    goodsTotal: subtractMoney(order.total, order.freight),
    freight: order.freight,
    payBefore: rfc3339(order.payBeforeMs),
    ...orderTimes(order),
    ...(order.note !== null && { noted: { by: order.note.by, at: rfc3339(order.note.atMs) } }),
    paymentUnknown: order.state === 'awaitingPayment' && attempts.some(isOpen),
    parcels: order.parcels.map(parcelView),
    payments: attempts.map((attempt) => paymentView(attempt, counting)),
    paid,
    refundable,
    refundNos: refunds
      .toSorted((a, b) => a.createdAtMs - b.createdAtMs)
      .map(({ outRefundNo }) => outRefundNo),
    requestIds: requests.map(({ requestId }) => requestId),
    ...collectionOf(file),
    timeline: order.timeline.map(({ atMs, text }) => ({ at: rfc3339(atMs), text })),
  };
}

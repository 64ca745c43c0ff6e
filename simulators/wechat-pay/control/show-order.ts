import { beijingTime } from '../clock';
import { tradeStateAt } from '../orders/order-record';
import type { OrderRecord } from '../orders/order-record';
import { refundStatus } from '../refunds/refund-record';
import { h5Url } from '../orders/pay-sheet';
import { payerAs } from '../orders/payer';
import type { World } from '../world';

/** What has gone back of an order for good. */
function refundedFen({ refunds = [] }: OrderRecord, { ledger }: World): number {
  return refunds
    .flatMap((outRefundNo) => ledger.books.refunds.byNumber(outRefundNo) ?? [])
    .filter((refund) => refundStatus(refund) === 'SUCCESS')
    .reduce((sum, { request }) => sum + request.amount.refund, 0);
}

/** An order for people and payment sheets. The ways in are oldest first; the last is the one to take. */
export function showOrder(order: OrderRecord, world: World): object {
  const h5 = order.product === 'h5';
  return {
    out_trade_no: order.outTradeNo,
    trade_state: tradeStateAt(order, world.clock.nowMs()),
    product: order.product,
    total: order.request.amount.total,
    openid: order.payment?.openid ?? payerAs(order, undefined)?.openid ?? null,
    created: beijingTime(order.createdMs),
    pay_until: beijingTime(order.payUntilMs),
    prepay_ids: order.prepays.map(({ id }) => id),
    code_urls: order.prepays.flatMap(({ codeUrl }) => codeUrl ?? []),
    h5_urls: h5 ? order.prepays.map(({ id }) => h5Url(id, world.baseUrl())) : [],
    transaction_id: order.payment?.transactionId ?? null,
    paid: order.payment === undefined ? null : beijingTime(order.payment.paidAtMs),
    refunded: refundedFen(order, world),
  };
}

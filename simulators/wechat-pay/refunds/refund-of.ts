import { beijingTime } from '../clock';
import { isPartnerOrder } from '../orders/parties';
import type { OrderRecord } from '../orders/order-record';
import type { VariationValue } from '../variations';
import type { RefundNoticeWire, RefundWire } from '../wire';
import { refundedMs, refundStatus } from './refund-record';
import type { RefundOutcome, RefundRecord } from './refund-record';

/** The refund object of an answer. `shape` says how much it shows that documents only allow. */
export function refundOf(
  refund: RefundRecord,
  order: OrderRecord,
  shape: VariationValue<'refundAnswer'>,
): RefundWire {
  const { request } = refund;
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    channel: refund.channel,
    user_received_account: refund.receivedAccount,
    ...successTime(refund),
    create_time: beijingTime(refund.createdMs),
    status: refundStatus(refund),
    funds_account: refund.draws.every(({ pot }) => pot === 'available') ? 'AVAILABLE' : 'UNSETTLED',
    amount: {
      total: order.request.amount.total,
      refund: request.amount.refund,
      ...(request.amount.from === undefined ? {} : { from: request.amount.from }),
      ...payerAmounts(refund, order),
      // Without coupons the merchant settles what the shopper paid.
      settlement_refund: request.amount.refund,
      settlement_total: order.request.amount.total,
      discount_refund: 0,
      currency: 'CNY',
      ...(shape === 'full' ? { refund_fee: refund.feeBackFen } : {}),
    },
    ...(shape === 'full' ? { promotion_detail: [] } : {}),
  };
}

/** What a notification of a refund's end holds. */
export function refundNotice(
  refund: RefundRecord,
  order: OrderRecord,
  outcome: RefundOutcome,
): RefundNoticeWire {
  const { request } = order;
  return {
    ...(isPartnerOrder(request)
      ? { sp_mchid: request.sp_mchid, sub_mchid: request.sub_mchid }
      : { mchid: request.mchid }),
    out_trade_no: refund.outTradeNo,
    transaction_id: refund.transactionId,
    out_refund_no: refund.outRefundNo,
    refund_id: refund.refundId,
    refund_status: outcome,
    ...successTime(refund),
    user_received_account: refund.receivedAccount,
    amount: {
      total: request.amount.total,
      refund: refund.request.amount.refund,
      ...payerAmounts(refund, order),
    },
  };
}

function payerAmounts(
  refund: RefundRecord,
  order: OrderRecord,
): { readonly payer_total: number; readonly payer_refund: number } {
  return { payer_total: order.request.amount.total, payer_refund: refund.request.amount.refund };
}

function successTime(refund: RefundRecord): { readonly success_time?: string } {
  const ms = refundedMs(refund);
  return ms === undefined ? {} : { success_time: beijingTime(ms) };
}

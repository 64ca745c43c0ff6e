import type { OrderRecord } from '../orders/order-record';
import { isPartnerOrder } from '../orders/parties';
import { INTERNAL_CODE, refused } from '../protocol/answer';
import type { ApiRefusal } from '../protocol/answer';
import type { RefundRequestWire } from '../wire';
import type { World } from '../world';
import { refundedOrderNotExist, refundOfAnotherOrder } from './refund-refusals';

export type FoundRefundedOrder =
  | { readonly kind: 'order'; readonly order: OrderRecord }
  | { readonly kind: 'refused'; readonly refusal: ApiRefusal };

/** The order a refund names, by either number; both must name the same one. */
export function findRefundedOrder(request: RefundRequestWire, { ledger }: World): FoundRefundedOrder {
  const { transaction_id: transactionId, out_trade_no: outTradeNo } = request;
  const byTransaction = transactionId === undefined ? undefined : ledger.orderByTransactionId(transactionId);
  const byNumber = outTradeNo === undefined ? undefined : ledger.orderByNumber(outTradeNo);
  const order = byTransaction ?? byNumber;
  if (order === undefined) return refuse(refundedOrderNotExist());
  const other = transactionId !== undefined && outTradeNo !== undefined && byTransaction !== byNumber;
  if (other) return refuse(refundOfAnotherOrder());
  const strange = refuseStranger(order, request.sub_mchid);
  return strange === undefined ? { kind: 'order', order } : refuse(strange);
}

/** A service provider names the sub merchant of the order; a merchant names none. */
function refuseStranger({ request }: OrderRecord, subMchid: string | undefined): ApiRefusal | undefined {
  const wanted = isPartnerOrder(request) ? request.sub_mchid : undefined;
  if (subMchid === wanted) return undefined;
  if (subMchid === undefined) {
    const message = '输入源“/body/sub_mchid”映射到字段“子商户号”必填性规则校验失败，此字段为必填项';
    return refused(400, 'PARAM_ERROR', message, { internalCode: INTERNAL_CODE.subMerchantMissing });
  }
  return refused(400, 'INVALID_REQUEST', '您的请求参数与订单信息不一致', {
    internalCode: INTERNAL_CODE.subMerchantMismatch,
  });
}

function refuse(refusal: ApiRefusal): FoundRefundedOrder {
  return { kind: 'refused', refusal };
}

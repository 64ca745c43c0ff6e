import { fen } from '../../../../miniprogram/contract/money';
import type { AbnormalRefundRequest, GatewayRefund, RefundRequest } from '../../../ports/payment-gateway';
import type { WechatPayConfig } from '../config';
import type { Merchant } from '../merchant';
import { readMchids } from '../wire/party';
import { isObject, malformed, type Read } from '../wire/read';
import {
  readRefund,
  type WireAbnormalRefund,
  type WireRefund,
  type WireRefundGoods,
  type WireRefundRequest,
} from '../wire/refund';
import { strangeMchids, toSubMchid } from './merchant';
import { strange } from './payment';
import { cutToBytes, toLine } from './text';

/** Longest `reason`, in bytes (refund page). */
const MAX_REASON_BYTES = 80;

/** Their states of a refund in our words. A state that is not listed is `processing`. */
const REFUND_STATE: ReadonlyMap<string, GatewayRefund['state']> = new Map([
  ['SUCCESS', 'succeeded'],
  ['CLOSED', 'closed'],
  ['PROCESSING', 'processing'],
  ['ABNORMAL', 'abnormal'],
]);

function toGoods(goods: NonNullable<RefundRequest['goods']>): readonly WireRefundGoods[] {
  return goods.map(({ merchantGoodsId, unitPrice, refundAmount, refundQuantity }) => ({
    merchant_goods_id: merchantGoodsId,
    unit_price: unitPrice.minor,
    refund_amount: refundAmount.minor,
    refund_quantity: refundQuantity,
  }));
}

/** Writes a refund in their words. Equal requests give equal texts, which is what makes repeating safe. */
export function toRefund(request: RefundRequest, config: WechatPayConfig): WireRefundRequest {
  const { payment, outRefundNo, total, amount, goods = [] } = request;
  const reason = cutToBytes(toLine(request.reason ?? ''), MAX_REASON_BYTES);
  return {
    ...toSubMchid(config.merchant),
    ...('transactionId' in payment
      ? { transaction_id: payment.transactionId }
      : { out_trade_no: payment.outTradeNo }),
    out_refund_no: outRefundNo,
    ...(reason === '' ? {} : { reason }),
    notify_url: config.notifyUrl,
    ...(request.fundsAccount === undefined ? {} : { funds_account: 'AVAILABLE' }),
    amount: { refund: amount.minor, total: total.minor, currency: amount.currency },
    ...(goods.length === 0 ? {} : { goods_detail: toGoods(goods) }),
  };
}

/** Writes an abnormal refund in their words; `encrypt` hides what is the bank's and the payer's. */
export function toAbnormalRefund(
  { outRefundNo, to }: AbnormalRefundRequest,
  merchant: Merchant,
  encrypt: (plain: string) => string,
): WireAbnormalRefund {
  const head = { ...toSubMchid(merchant), out_refund_no: outRefundNo };
  if (to.kind === 'merchantBankCard') return { ...head, type: 'MERCHANT_BANK_CARD' };
  return {
    ...head,
    type: 'USER_BANK_CARD',
    bank_type: to.bankType,
    bank_account: encrypt(to.accountNo),
    real_name: encrypt(to.holder),
  };
}

/** Puts a refund in our words. */
function toGatewayRefund(wire: WireRefund): GatewayRefund {
  const { createdAtMs, succeededAtMs, payer_refund: payerRefund, user_received_account: receivedBy } = wire;
  return {
    state: REFUND_STATE.get(wire.status) ?? 'processing',
    outRefundNo: wire.out_refund_no,
    refundId: wire.refund_id,
    outTradeNo: wire.out_trade_no,
    transactionId: wire.transaction_id,
    total: fen(wire.total),
    amount: fen(wire.refund),
    ...(payerRefund === undefined ? {} : { payerRefund: fen(payerRefund) }),
    ...(createdAtMs === undefined ? {} : { begunAtMs: createdAtMs }),
    ...(succeededAtMs === undefined ? {} : { succeededAtMs }),
    ...(receivedBy === undefined ? {} : { receivedBy }),
  };
}

/** What an answer about a refund must repeat. */
export interface AskedRefund {
  readonly outRefundNo: string;
  readonly refundId?: string;
  readonly payment?: RefundRequest['payment'];
  readonly total?: RefundRequest['total'];
  readonly amount?: RefundRequest['amount'];
}

/** The first thing the answer tells otherwise than it was asked. */
function strangeRefund(wire: WireRefund, asked: AskedRefund): string | undefined {
  const { payment = { outTradeNo: wire.out_trade_no } } = asked;
  if (wire.out_refund_no !== asked.outRefundNo) return 'out_refund_no';
  if (wire.refund_id !== (asked.refundId ?? wire.refund_id)) return 'refund_id';
  if ('transactionId' in payment) {
    if (payment.transactionId !== wire.transaction_id) return 'transaction_id';
  } else if (payment.outTradeNo !== wire.out_trade_no) return 'out_trade_no';
  if (wire.total !== (asked.total?.minor ?? wire.total)) return 'amount.total';
  return wire.refund === (asked.amount?.minor ?? wire.refund) ? undefined : 'amount.refund';
}

/** Reads the answer to a refund or to a query of one, which must repeat what was asked. */
export function readAskedRefund(json: unknown, asked: AskedRefund): Read<GatewayRefund> {
  const wire = readRefund(json, 'status');
  if (wire.kind === 'malformed') return wire;
  const field = strangeRefund(wire.value, asked);
  return field === undefined ? { kind: 'read', value: toGatewayRefund(wire.value) } : strange(field);
}

/** Reads the refund of a decrypted notification, which names the merchant. */
export function readNotifiedRefund(json: unknown, merchant: Merchant): Read<GatewayRefund> {
  const mchids = isObject(json) ? readMchids(json) : malformed('not an object');
  if (mchids.kind === 'malformed') return mchids;
  const stranger = strangeMchids(mchids.value, merchant);
  if (stranger !== undefined) return malformed(`${stranger} is not ours`);
  const wire = readRefund(json, 'refund_status');
  return wire.kind === 'malformed' ? wire : { kind: 'read', value: toGatewayRefund(wire.value) };
}

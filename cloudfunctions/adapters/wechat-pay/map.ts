import { fen } from '../../../miniprogram/contract/money';
import type { GatewayPayment, PaymentOrder } from '../../ports/payment-gateway';
import type { WechatPayConfig } from './config';
import { readTransaction, type Read, type WireJsapiOrder, type WireTransaction } from './wire';

/** Longest `description`, in characters (order page, table of fields). */
const MAX_DESCRIPTION_CHARS = 127;

/** Shown when a name consisted only of characters WeChat Pay does not take: an empty description is refused. */
const NAMELESS = '商品';

const UTC8_MS = 8 * 60 * 60 * 1000;

// APIv3 takes code points of 1 to 3 bytes; all others are written with surrogates. Line breaks and other control
// characters become spaces, since the text is one line in the payer's bill.
const FOUR_BYTE = /[\ud800-\udfff]/g;
const CONTROL = /\p{Cc}+/gu;

type Succeeded = Extract<GatewayPayment, { state: 'succeeded' }>;
type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** Their states of an unpaid order in our words. A state that is not listed is `pending`: never paid, never failed. */
const UNPAID_STATE: ReadonlyMap<string, 'pending' | 'closed' | 'failed'> = new Map([
  ['NOTPAY', 'pending'],
  ['USERPAYING', 'pending'],
  ['CLOSED', 'closed'],
  ['REVOKED', 'closed'],
  ['PAYERROR', 'failed'],
]);

/** Makes any text a `description`: at most 127 characters, none of four bytes, never empty. */
export function toDescription(text: string): string {
  const clean = text.replace(FOUR_BYTE, '').replace(CONTROL, ' ').trim();
  return clean.slice(0, MAX_DESCRIPTION_CHARS).trimEnd() || NAMELESS;
}

/** Writes a moment as RFC 3339 with offset +08:00, cut to the whole second, e.g. `2018-06-08T10:34:56+08:00`. */
export function toRfc3339(ms: number): string {
  return `${new Date(ms + UTC8_MS).toISOString().slice(0, 19)}+08:00`;
}

/** Writes our order in their words. Equal orders give equal texts, which is what makes repeating safe. */
export function toJsapiOrder(order: PaymentOrder, config: WechatPayConfig): WireJsapiOrder {
  return {
    appid: config.appid,
    mchid: config.mchid,
    description: toDescription(order.description),
    out_trade_no: order.outTradeNo,
    time_expire: toRfc3339(order.payBeforeMs),
    notify_url: config.notifyUrl,
    amount: { total: order.amount.minor, currency: order.amount.currency },
    payer: { openid: order.openid },
  };
}

/** Puts a transaction in our words. `REFUND` is a payment that succeeded and was given back at least in part. */
export function toGatewayPayment(wire: WireTransaction): GatewayPayment {
  if (!wire.paid) {
    const { out_trade_no: outTradeNo, trade_state: tradeState } = wire.transaction;
    return { state: UNPAID_STATE.get(tradeState) ?? 'pending', outTradeNo };
  }
  const { transaction, succeededAtMs } = wire;
  const payment: Mutable<Succeeded> = {
    state: 'succeeded',
    outTradeNo: transaction.out_trade_no,
    transactionId: transaction.transaction_id,
    appid: transaction.appid,
    mchid: transaction.mchid,
    total: fen(transaction.amount.total),
    payerTotal: fen(transaction.amount.payer_total),
    succeededAtMs,
    refunded: transaction.trade_state === 'REFUND',
  };
  // Not by spreading: that alone costs as much as reading the JSON (tools/bench/notification).
  if (transaction.payer.openid !== undefined) payment.openid = transaction.payer.openid;
  return payment;
}

/** The number a query was made by. */
export interface Numbers {
  readonly outTradeNo?: string;
  readonly transactionId?: string;
}

function strange(field: string): Read<never> {
  return { kind: 'malformed', reason: `${field} is not the one asked for` };
}

/**
 * Reads the answer to a query, which must repeat what was asked: a right signature does not say that it is the right
 * order.
 */
export function readAsked(
  json: unknown,
  asked: Numbers & { readonly appid: string; readonly mchid: string },
): Read<GatewayPayment> {
  const wire = readTransaction(json);
  if (wire.kind === 'malformed') return wire;
  const { paid, transaction } = wire.value;
  if (asked.appid !== transaction.appid) return strange('appid');
  if (asked.mchid !== transaction.mchid) return strange('mchid');
  const { outTradeNo = transaction.out_trade_no, transactionId } = asked;
  if (outTradeNo !== transaction.out_trade_no) return strange('out_trade_no');
  const told = paid ? wire.value.transaction.transaction_id : undefined;
  if (transactionId !== undefined && transactionId !== told) return strange('transaction_id');
  return { kind: 'read', value: toGatewayPayment(wire.value) };
}

/** The argument `package` of `wx.requestPayment`. */
export function toPackage(prepayId: string): string {
  return `prepay_id=${prepayId}`;
}

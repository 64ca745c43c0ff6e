import { fen } from '../../../../miniprogram/contract/money';
import type { DecidedPayment, GatewayPayment, SucceededPayment } from '../../../ports/payment-gateway';
import type { Merchant } from '../merchant';
import { malformed, type Read } from '../wire/read';
import { readTransaction, type WirePaidTransaction, type WireTransaction } from '../wire/transaction';
import { strangeParty, toPayee } from './merchant';

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };
type UnpaidState = Exclude<GatewayPayment['state'], 'succeeded'>;

/** Their states of an unpaid order in our words. A state that is not listed is `pending`: never paid, never failed. */
const UNPAID_STATE: ReadonlyMap<string, UnpaidState> = new Map([
  ['NOTPAY', 'pending'],
  ['USERPAYING', 'pending'],
  ['CLOSED', 'closed'],
  ['REVOKED', 'closed'],
  ['PAYERROR', 'failed'],
]);

/** The payer under the app the payment was made in. */
function openidOf({ party, payer }: WirePaidTransaction): string | undefined {
  if (party.mode === 'direct') return payer.openid;
  return party.sub_appid === '' ? payer.sp_openid : payer.sub_openid;
}

/** Puts a transaction in our words. `REFUND` is a payment that succeeded and was given back at least in part. */
export function toGatewayPayment(wire: WireTransaction): GatewayPayment {
  if (!wire.paid) {
    const { out_trade_no: outTradeNo, trade_state: tradeState } = wire.transaction;
    return { state: UNPAID_STATE.get(tradeState) ?? 'pending', outTradeNo };
  }
  const { transaction, succeededAtMs } = wire;
  const { appid, mchid } = toPayee(transaction.party);
  const payment: Mutable<SucceededPayment> = {
    state: 'succeeded',
    outTradeNo: transaction.out_trade_no,
    transactionId: transaction.transaction_id,
    appid,
    mchid,
    total: fen(transaction.amount.total),
    payerTotal: fen(transaction.amount.payer_total),
    succeededAtMs,
    refunded: transaction.trade_state === 'REFUND',
  };
  // Not by spreading: that alone costs as much as reading the JSON (tools/bench/notification).
  const openid = openidOf(transaction);
  if (openid !== undefined) payment.openid = openid;
  return payment;
}

/** The number a query was made by. */
export interface Numbers {
  readonly outTradeNo?: string;
  readonly transactionId?: string;
}

/** The bad end of a well-signed answer about something else. */
export function strange(field: string): Read<never> {
  return malformed(`${field} is not the one asked for`);
}

/**
 * Reads the answer to a query, which must repeat what was asked: a right signature does not say that it is the right
 * order.
 */
export function readAsked(json: unknown, merchant: Merchant, asked: Numbers): Read<GatewayPayment> {
  const wire = readTransaction(json);
  if (wire.kind === 'malformed') return wire;
  const { paid, transaction } = wire.value;
  const stranger = strangeParty(transaction.party, merchant);
  if (stranger !== undefined) return strange(stranger);
  const { outTradeNo = transaction.out_trade_no, transactionId } = asked;
  if (outTradeNo !== transaction.out_trade_no) return strange('out_trade_no');
  const told = paid ? wire.value.transaction.transaction_id : undefined;
  if (transactionId !== undefined && transactionId !== told) return strange('transaction_id');
  return { kind: 'read', value: toGatewayPayment(wire.value) };
}

/** Narrows a payment to one that is decided. */
export function isDecided(payment: GatewayPayment): payment is DecidedPayment {
  return payment.state !== 'pending';
}

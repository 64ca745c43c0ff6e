import type { Money } from '../../../miniprogram/contract/money';
import type { AttemptState } from '../payment/attempt';
import type { RefundState } from '../refund/refund';

/** What a row of a bill is about: money that came, a refund, or a payment by code that was taken back whole. */
export type RowKind = 'payment' | 'refund' | 'revoked';

/** A refund's state as a bill has it: how it stood when the bill was drawn up. `other`: a word nobody knows. */
export type BilledRefundState = 'succeeded' | 'processing' | 'closed' | 'abnormal' | 'other';

/** What is compared of one row of WeChat Pay's bill. */
export interface TheirRow {
  readonly kind: RowKind;
  readonly outTradeNo: string;
  readonly transactionId: string;
  /** Of a refund alone. */
  readonly outRefundNo: string | null;
  readonly refundId: string | null;
  /** Whose money it is: under a service provider the sub-merchant. */
  readonly mchid: string;
  /** Null under a service provider: its bill names the provider's app. */
  readonly appid: string | null;
  /** What was paid, or goes back. */
  readonly amount: Money;
  /** Of a payment when it was paid, of a refund when it was begun; milliseconds since 1970, whole seconds. */
  readonly atMs: number;
  readonly refundState: BilledRefundState | null;
  readonly feeMicroyuan: number;
  /** What the fee is taken from. */
  readonly settlement: Money;
  readonly ratePpm: number | null;
}

/** What is compared of one payment attempt of ours. */
export interface OurPayment {
  readonly outTradeNo: string;
  readonly orderId: string;
  readonly amount: Money;
  readonly transactionId: string | null;
  readonly mchid: string;
  readonly appid: string;
  readonly state: AttemptState;
  /** By the gateway's clock; null before success. */
  readonly atMs: number | null;
  /** When a reverse of it went out; null while none has. */
  readonly reverseSentAtMs: number | null;
}

/** What is compared of one refund of ours. */
export interface OurRefund {
  readonly outRefundNo: string;
  readonly outTradeNo: string;
  readonly orderId: string;
  readonly amount: Money;
  readonly refundId: string | null;
  readonly state: RefundState;
  /** When the gateway began it, or, until it told, when it was last sent. Null before the first call. */
  readonly atMs: number | null;
}

/** The number a row is found by: no two rows of one kind share it. */
export function numberOf(row: Pick<TheirRow, 'kind' | 'outTradeNo' | 'outRefundNo'>): string {
  return row.kind === 'refund' ? (row.outRefundNo ?? '') : row.outTradeNo;
}

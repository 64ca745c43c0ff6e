import type { EchoNoticeWire, EventTypeWire, RefundNoticeWire, TransactionWire } from '../wire';

/** A notification and every attempt to deliver it. */
export interface NotificationRecord {
  readonly id: string;
  /** undefined: a self-test, which is about no order. */
  readonly outTradeNo?: string;
  /** Of a refund only. */
  readonly outRefundNo?: string;
  readonly url: string;
  readonly createdMs: number;
  /** undefined: a payment. */
  readonly eventType?: EventTypeWire;
  readonly plaintext: NoticePlaintext;
  readonly resourceNonce: string;
  /** undefined: the member is left out of the body. */
  readonly associatedData?: string;
  readonly state: 'pending' | 'received' | 'exhausted' | 'lost' | 'notContacted';
  /** Attempts that may still follow, the next one included. */
  readonly triesLeft: number;
  readonly nextTryMs: number | null;
  readonly sends: readonly SendRecord[];
}

/** What a notification seals. */
export type NoticePlaintext = TransactionWire | RefundNoticeWire | EchoNoticeWire;

export interface SendRecord {
  readonly atMs: number;
  readonly outcome: SendOutcome;
  /** Kinds of the faults that shaped this attempt. */
  readonly faults: readonly string[];
}

export type SendOutcome =
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  | { readonly kind: 'failed'; readonly reason: string };

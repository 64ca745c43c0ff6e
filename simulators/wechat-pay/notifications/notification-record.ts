import type { TransactionWire } from '../wire';

/** A notification and every attempt to deliver it. */
export interface NotificationRecord {
  readonly id: string;
  readonly outTradeNo: string;
  readonly url: string;
  readonly createdMs: number;
  readonly plaintext: TransactionWire;
  readonly resourceNonce: string;
  /** undefined: the member is left out of the body. */
  readonly associatedData?: string;
  readonly state: 'pending' | 'received' | 'exhausted' | 'lost' | 'notContacted';
  /** Attempts that may still follow, the next one included. */
  readonly triesLeft: number;
  readonly nextTryMs: number | null;
  readonly sends: readonly SendRecord[];
}

export interface SendRecord {
  readonly atMs: number;
  readonly outcome: SendOutcome;
  /** Kinds of the faults that shaped this attempt. */
  readonly faults: readonly string[];
}

export type SendOutcome =
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  | { readonly kind: 'failed'; readonly reason: string };

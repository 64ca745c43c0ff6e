import type { RefundChannelWire, RefundRequestWire, RefundStatusWire } from '../wire';

/** How a refund under way can end. */
export type RefundOutcome = Exclude<RefundStatusWire, 'PROCESSING'>;

/** A refund WeChat Pay accepted. `request` is the body it was asked for with. */
export interface RefundRecord {
  readonly refundId: string;
  readonly outRefundNo: string;
  readonly outTradeNo: string;
  readonly transactionId: string;
  readonly request: RefundRequestWire;
  /** Equal for a repeat with the same parameters, whichever number names the order. */
  readonly fingerprint: string;
  readonly createdMs: number;
  readonly channel: RefundChannelWire;
  /** Where the money goes, as the shopper reads it. */
  readonly receivedAccount: string;
  /** Part of the order's fee that comes back to the merchant. */
  readonly feeBackFen: number;
  /** What the merchant pays it from. */
  readonly draws: readonly Draw[];
  /** How it ends when it falls due. */
  readonly outcome: RefundOutcome;
  /** null: nothing more happens by itself. */
  readonly dueMs: number | null;
  /** Every status it had, oldest first; the first is PROCESSING. */
  readonly history: readonly { readonly status: RefundStatusWire; readonly atMs: number }[];
  /** Hash of the application that carried an abnormal refund on: a repeat of it changes nothing. */
  readonly rerouteFingerprint?: string;
}

/** Where money of the merchant lies: not yet settled, or settled and free to use. */
export type Pot = 'unsettled' | 'available';

export interface Draw {
  readonly pot: Pot;
  readonly amountFen: number;
}

/** Which status may follow which. Success and closing are final. */
export const REFUND_MOVES: Readonly<Record<RefundStatusWire, readonly RefundStatusWire[]>> = {
  PROCESSING: ['SUCCESS', 'CLOSED', 'ABNORMAL'],
  ABNORMAL: ['PROCESSING', 'SUCCESS'],
  SUCCESS: [],
  CLOSED: [],
};

export function refundStatus(refund: RefundRecord): RefundStatusWire {
  return refund.history.at(-1)?.status ?? 'PROCESSING';
}

/** The status it had at a moment, for a bill that was drawn up then. */
export function refundStatusAt(refund: RefundRecord, ms: number): RefundStatusWire {
  return refund.history.findLast(({ atMs }) => atMs <= ms)?.status ?? 'PROCESSING';
}

/** When the money arrived; undefined while it has not. */
export function refundedMs({ history }: RefundRecord): number | undefined {
  return history.find(({ status }) => status === 'SUCCESS')?.atMs;
}

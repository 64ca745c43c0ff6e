import type { RefundChannelWire } from '../wire';
import { refundStatus } from './refund-record';
import type { RefundOutcome, RefundRecord } from './refund-record';

/** Everything that can happen to a refund. */
export type RefundEntry =
  | { readonly kind: 'refundAccepted'; readonly refund: RefundRecord }
  | {
      readonly kind: 'refundPlanned';
      readonly outRefundNo: string;
      readonly outcome: RefundOutcome;
      readonly dueMs: number;
    }
  | {
      readonly kind: 'refundEnded';
      readonly outRefundNo: string;
      readonly outcome: RefundOutcome;
      readonly atMs: number;
      /** Whether the order stops showing this refund in its state. Only a closed one may. */
      readonly leavesOrder: boolean;
    }
  | {
      readonly kind: 'refundRerouted';
      readonly outRefundNo: string;
      readonly atMs: number;
      readonly dueMs: number;
      readonly outcome: RefundOutcome;
      readonly channel: RefundChannelWire;
      readonly receivedAccount: string;
      readonly fingerprint: string;
    };

/** The refunds of a running simulator, as they can be looked up. */
export interface RefundBook {
  byNumber(outRefundNo: string): RefundRecord | undefined;
  byRefundId(refundId: string): RefundRecord | undefined;
  /** Of one order, oldest first, closed ones included. */
  ofOrder(outTradeNo: string): readonly RefundRecord[];
  all(): Iterable<RefundRecord>;
  count(): number;
  /** Under way, in no particular order. */
  processing(): Iterable<RefundRecord>;
}

export interface RefundBookKeeper extends RefundBook {
  apply(entry: RefundEntry): void;
  clear(): void;
}

export function createRefundBook(): RefundBookKeeper {
  const refunds = new Map<string, RefundRecord>();
  const numbers = new Map<string, string>();
  const orders = new Map<string, string[]>();
  const processing = new Set<string>();
  const known = (outRefundNo: string): RefundRecord[] => {
    const refund = refunds.get(outRefundNo);
    return refund === undefined ? [] : [refund];
  };
  const keep = (refund: RefundRecord): void => {
    refunds.set(refund.outRefundNo, refund);
    if (refundStatus(refund) === 'PROCESSING') processing.add(refund.outRefundNo);
    else processing.delete(refund.outRefundNo);
  };
  return {
    byNumber: (outRefundNo) => refunds.get(outRefundNo),
    byRefundId: (refundId) => refunds.get(numbers.get(refundId) ?? ''),
    ofOrder: (outTradeNo) => (orders.get(outTradeNo) ?? []).flatMap(known),
    all: () => refunds.values(),
    count: () => refunds.size,
    processing: () => [...processing].flatMap(known),
    apply(entry) {
      if (entry.kind === 'refundAccepted') {
        const { refund } = entry;
        numbers.set(refund.refundId, refund.outRefundNo);
        orders.set(refund.outTradeNo, [...(orders.get(refund.outTradeNo) ?? []), refund.outRefundNo]);
        keep(refund);
        return;
      }
      const refund = refunds.get(entry.outRefundNo);
      if (refund === undefined)
        throw new Error(`the journal changes refund ${entry.outRefundNo} before it exists`);
      keep(changed(refund, entry));
    },
    clear() {
      for (const map of [refunds, numbers, orders]) map.clear();
      processing.clear();
    },
  };
}

function changed(
  refund: RefundRecord,
  entry: Exclude<RefundEntry, { kind: 'refundAccepted' }>,
): RefundRecord {
  switch (entry.kind) {
    case 'refundPlanned':
      return { ...refund, outcome: entry.outcome, dueMs: entry.dueMs };
    case 'refundEnded': {
      const { outcome: status, atMs } = entry;
      return { ...refund, dueMs: null, history: [...refund.history, { status, atMs }] };
    }
    case 'refundRerouted': {
      const { atMs, dueMs, outcome, channel, receivedAccount, fingerprint } = entry;
      const history = [...refund.history, { status: 'PROCESSING', atMs } as const];
      return {
        ...refund,
        dueMs,
        outcome,
        channel,
        receivedAccount,
        rerouteFingerprint: fingerprint,
        history,
      };
    }
  }
}

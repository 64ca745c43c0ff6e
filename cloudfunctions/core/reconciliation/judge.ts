import type { BillDifferenceKind } from '../../../miniprogram/contract/bills';
import type { RefundState } from '../refund/refund';
import type { BilledRefundState, OurPayment, OurRefund, TheirRow } from './facts';

/** In what a row and its counterpart can differ. */
export type RowDifference = Extract<
  BillDifferenceKind,
  'onlyTheirs' | 'amount' | 'state' | 'party' | 'fee' | 'repeated'
>;

/**
 * Our states that can be true at the same time as the bill's. A bill is drawn up in the morning and read later: ours
 * may be further along, never behind.
 */
const AGREEING: Record<BilledRefundState, readonly RefundState[]> = {
  succeeded: ['succeeded'],
  processing: ['processing', 'succeeded', 'abnormal', 'closed'],
  closed: ['closed'],
  abnormal: ['abnormal', 'succeeded', 'closed'],
  other: ['processing', 'succeeded', 'abnormal', 'closed'],
};

/** Whether our state can be what the bill's has become. */
export function refundStateAgrees(billed: BilledRefundState, ours: RefundState): boolean {
  return AGREEING[billed].includes(ours);
}

/**
 * Whether the books know the money of a payment's row. Where a reverse went out before anybody knew of a success, the
 * attempt is closed and nothing was kept: the row of the payment and the one that revokes it come to nothing.
 */
function paymentStateAgrees({ state, reverseSentAtMs }: OurPayment): boolean {
  switch (state) {
    case 'succeeded':
    case 'reversed':
      return true;
    case 'closed':
      return reverseSentAtMs !== null;
    case 'created':
    case 'prepared':
      return false;
  }
}

/** Whether the books know that the whole payment went back. */
function revokedStateAgrees({ state, reverseSentAtMs }: OurPayment): boolean {
  return state === 'reversed' || (state === 'closed' && reverseSentAtMs !== null);
}

function same(a: TheirRow['amount'], b: TheirRow['amount']): boolean {
  return a.minor === b.minor && a.currency === b.currency;
}

/** Holds a row of a payment, or of one that was revoked, against ours. Null: they agree. */
export function judgePayment(row: TheirRow, ours: OurPayment | null): RowDifference | null {
  if (ours === null) return 'onlyTheirs';
  const sameId = ours.transactionId === null || ours.transactionId === row.transactionId;
  const sameApp = row.appid === null || row.appid === ours.appid;
  if (!sameId || !sameApp || row.mchid !== ours.mchid) return 'party';
  if (row.kind === 'revoked' && !revokedStateAgrees(ours)) return 'state';
  if (!same(row.amount, ours.amount)) return 'amount';
  return row.kind === 'revoked' || paymentStateAgrees(ours) ? null : 'state';
}

/** Holds a refund's row against ours. Null: they agree. */
export function judgeRefund(row: TheirRow, ours: OurRefund | null): RowDifference | null {
  if (ours === null) return 'onlyTheirs';
  const sameId = ours.refundId === null || ours.refundId === row.refundId;
  if (!sameId || row.outTradeNo !== ours.outTradeNo) return 'party';
  if (!same(row.amount, ours.amount)) return 'amount';
  return refundStateAgrees(row.refundState ?? 'other', ours.state) ? null : 'state';
}

const MICROYUAN_PER_FEN = 10_000;
const PPM = 1_000_000;

/**
 * Whether a fee is its rate of what it is taken from, rounded to a fen one way or the other: how WeChat Pay rounds is
 * not published, and parts of a fee that come back with parts of a payment are rounded each. A row without a rate
 * claims nothing.
 */
export function feeAgrees(row: Pick<TheirRow, 'feeMicroyuan' | 'settlement' | 'ratePpm'>): boolean {
  if (row.ratePpm === null) return true;
  // Exact: at most 10^15, which whole numbers reach.
  const due = (row.settlement.minor * row.ratePpm) / (PPM / MICROYUAN_PER_FEN);
  return Math.abs(Math.abs(row.feeMicroyuan) - due) < MICROYUAN_PER_FEN;
}

import type { BillDifference } from './difference';
import type { OurPayment, OurRefund } from './facts';
import { refundStateAgrees } from './judge';

/**
 * Whether a difference is none any more, by what the books say now. Only what was about a state, or about something
 * the books did not have, can come right by itself: an amount stays what it is.
 */
export function hasComeRight(difference: BillDifference, ours: OurPayment | OurRefund | null): boolean {
  const { kind, theirs } = difference;
  if (ours === null || theirs === null || (kind !== 'state' && kind !== 'onlyTheirs')) return false;
  if (theirs.amount?.minor !== ours.amount.minor) return false;
  if ('outRefundNo' in ours)
    return theirs.state !== 'paid' && theirs.state !== 'revoked' && theirs.state !== null
      ? refundStateAgrees(theirs.state, ours.state)
      : false;
  const takenBack = ours.state === 'reversed' || (ours.state === 'closed' && ours.reverseSentAtMs !== null);
  return theirs.state === 'revoked' ? takenBack : takenBack || ours.state === 'succeeded';
}

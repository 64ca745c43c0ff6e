import type {
  BillDayView,
  BillDifferenceView,
  BillFileView,
  BillSide,
  BillTotals,
} from '../../miniprogram/contract/bills';
import { fen } from '../../miniprogram/contract/money';
import type { BillDay, DayFile, DayTotals } from '../core/reconciliation/bill-day';
import type { BillDifference, OurSide, TheirSide } from '../core/reconciliation/difference';
import { actionsFor } from '../core/reconciliation/difference';
import { differenceWords, ourStateWords, THEIR_STATE_WORDS } from '../core/reconciliation/words';
import { rfc3339 } from './order-view';

const MICROYUAN_PER_FEN = 10_000;

/** Counts and sums for a person. */
export function totalsView(totals: DayTotals): BillTotals {
  const { payments, paidMinor, refunds, refundedMinor, feeMicroyuan } = totals;
  const fee = fen(Math.round(feeMicroyuan / MICROYUAN_PER_FEN));
  return { payments, paid: fen(paidMinor), refunds, refunded: fen(refundedMinor), fee };
}

/** A day as the calendar shows it. */
export function billDayView(day: BillDay): BillDayView {
  const { date, state, theirs, nextStepAtMs, trouble } = day;
  return {
    date,
    state,
    theirs: theirs && totalsView(theirs),
    openDifferences: day.openDifferences + day.moreDifferences,
    resolvedDifferences: day.resolvedDifferences,
    ...(nextStepAtMs !== null && { nextTryAt: rfc3339(nextStepAtMs) }),
    ...(trouble !== null && { trouble: trouble.text }),
  };
}

/** A kept file, or nothing where there is none. */
export function fileView(bill: BillFileView['bill'], file: DayFile | null): readonly BillFileView[] {
  if (file?.kind !== 'kept') return [];
  const { sha1, bytes, rows, fileIds } = file;
  return [{ bill, sha1, bytes, rows, fileIds }];
}

function side(told: OurSide | TheirSide | null, state: string | null): BillSide {
  if (told === null) return {};
  return {
    ...(told.amount !== null && { amount: told.amount }),
    ...(state !== null && { state }),
    ...(told.atMs !== null && { at: rfc3339(told.atMs) }),
  };
}

/** A difference for a person. */
export function differenceView(difference: BillDifference): BillDifferenceView {
  const { differenceId, date, subject, kind, ours, theirs, learnt, resolution } = difference;
  const { orderId, outTradeNo, transactionId, outRefundNo, refundId } = difference;
  return {
    differenceId,
    date,
    subject,
    kind,
    text: differenceWords(difference),
    ...(orderId !== null && { orderId }),
    ...(outTradeNo !== null && { outTradeNo }),
    ...(transactionId !== null && { transactionId }),
    ...(outRefundNo !== null && { outRefundNo }),
    ...(refundId !== null && { refundId }),
    ours: side(ours, ours?.state ? ourStateWords(subject, ours.state) : null),
    theirs: side(theirs, theirs?.state ? THEIR_STATE_WORDS[theirs.state] : null),
    actions: actionsFor(difference),
    ...(learnt !== null && { learnt }),
    ...(resolution !== null && {
      resolution: {
        action: resolution.action,
        ...(resolution.by !== null && { by: resolution.by }),
        at: rfc3339(resolution.atMs),
        text: resolution.text,
      },
    }),
  };
}

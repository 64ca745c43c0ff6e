import * as v from 'valibot';
import { REFUND_MOVES, refundStatus } from '../refunds/refund-record';
import type { RefundOutcome, RefundRecord } from '../refunds/refund-record';
import type { World } from '../world';
import type { ControlResult } from './control-error';
import { showRefund } from './show-money';

/** How WeChat Pay and the bank decide: which refund, how it ends, and when. */
export const RefundDecision = v.strictObject({
  /** Without it, the next refund to be accepted. */
  out_refund_no: v.optional(v.pipe(v.string(), v.minLength(1))),
  outcome: v.picklist(['success', 'closed', 'abnormal']),
  /** `due`: when it falls due by itself. A refund to come is always decided for then. */
  when: v.optional(v.picklist(['now', 'due']), 'now'),
});

export type RefundDecision = v.InferOutput<typeof RefundDecision>;

const OUTCOMES: Readonly<Record<RefundDecision['outcome'], RefundOutcome>> = {
  success: 'SUCCESS',
  closed: 'CLOSED',
  abnormal: 'ABNORMAL',
};

/** Decides a refund. The table of what may follow what decides whether it can be. */
export function decideRefund(decision: RefundDecision, world: World): ControlResult<object> {
  const { out_refund_no: outRefundNo, when } = decision;
  const outcome = OUTCOMES[decision.outcome];
  if (outRefundNo === undefined) {
    world.refundClerk.planNext(outcome);
    return { kind: 'value', value: { next: outcome } };
  }
  const { refunds } = world.ledger.books;
  const refund = refunds.byNumber(outRefundNo);
  if (refund === undefined) {
    const what = 'no refund has this number';
    const todo = 'GET /__sim/state lists the refunds';
    const error = { status: 404, code: 'REFUND_NOT_FOUND', what, where: 'out_refund_no', todo } as const;
    return { kind: 'error', error };
  }
  const status = refundStatus(refund);
  const possible = when === 'due' ? status === 'PROCESSING' : REFUND_MOVES[status].includes(outcome);
  if (!possible) return impossible(refund, outcome);
  if (when === 'due') world.refundClerk.plan(refund, outcome);
  else world.refundClerk.end(refund, outcome);
  return { kind: 'value', value: showRefund(refunds.byNumber(outRefundNo) ?? refund) };
}

function impossible(refund: RefundRecord, outcome: RefundOutcome): ControlResult<object> {
  const status = refundStatus(refund);
  const what = `a refund that is ${status} cannot become ${outcome}`;
  const todo =
    status === 'ABNORMAL'
      ? 'decide success, or apply for an abnormal refund as the merchant would'
      : 'success and closing are final; ask for another refund';
  const error = { status: 409, code: 'REFUND_DECIDED', what, where: 'outcome', todo } as const;
  return { kind: 'error', error };
}

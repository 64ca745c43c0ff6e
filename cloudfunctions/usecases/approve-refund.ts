import type { Actor } from '../core/shop/actor';
import type { Refund } from '../core/refund/refund';
import { decideSecond } from '../core/refund/refunding';
import { decideOnRefund } from './decide-on-refund';
import type { RefundDeskDeps, RefundDeskResult } from './decide-on-refund';

/** What a second person says to a refund that awaits one. */
export interface ApproveRefund {
  readonly actor: Actor;
  readonly orderId: string;
  readonly outRefundNo: string;
  readonly verdict: 'approve' | 'decline';
}

/** The same was said before. */
function saidAlready({ asked }: Refund, { verdict }: ApproveRefund): boolean {
  return asked?.approval.kind === { approve: 'given', decline: 'declined' }[verdict];
}

/** Lets a second person agree to a refund, which is then due, or decline it. Safe to repeat. */
export async function approveRefund(deps: RefundDeskDeps, said: ApproveRefund): Promise<RefundDeskResult> {
  const { actor, orderId, outRefundNo, verdict } = said;
  const given = { outRefundNo, verdict, by: actor.openid, nowMs: deps.clock.nowMs() };
  return decideOnRefund(deps, { orderId, actor, what: `refund.${verdict}` }, (file) => {
    const refund = file.refunds.find((one) => one.outRefundNo === outRefundNo);
    if (refund !== undefined && saidAlready(refund, said)) return { kind: 'already', refund };
    return decideSecond(file, given);
  });
}

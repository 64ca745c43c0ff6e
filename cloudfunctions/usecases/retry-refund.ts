import type { Actor } from '../core/shop/actor';
import { triedAgain } from '../core/refund/refund-steps';
import { decideOnRefund } from './decide-on-refund';
import type { RefundDeskDeps, RefundDeskResult } from './decide-on-refund';

/**
 * Has a refund that is due tried again at once, under its own number: for when a person has mended what stood
 * in its way. Safe to repeat.
 */
export async function retryRefund(
  deps: RefundDeskDeps,
  given: { readonly actor: Actor; readonly orderId: string; readonly outRefundNo: string },
): Promise<RefundDeskResult> {
  const { actor, orderId, outRefundNo } = given;
  const nowMs = deps.clock.nowMs();
  return decideOnRefund(deps, { orderId, actor, what: 'refund.retry' }, (file) => {
    const known = file.refunds.find((one) => one.outRefundNo === outRefundNo);
    if (known === undefined) return { kind: 'refused', refusal: 'REFUND_NOT_FOUND' };
    const refund = triedAgain(known, nowMs);
    if (refund === null) return { kind: 'refused', refusal: 'REFUND_DECIDED' };
    return { kind: 'changed', change: { order: file.order, refund, request: null, movements: [] } };
  });
}

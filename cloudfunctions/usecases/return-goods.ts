import type { Actor } from '../core/shop/actor';
import { decideGoodsBack } from '../core/refund/goods-back';
import { decideOnRefund } from './decide-on-refund';
import type { RefundDeskDeps, RefundDeskResult } from './decide-on-refund';

/** Puts the goods of a refund back on hand when they have arrived. Safe to repeat: they come back once. */
export async function returnGoods(
  deps: RefundDeskDeps,
  given: { readonly actor: Actor; readonly orderId: string; readonly outRefundNo: string },
): Promise<RefundDeskResult> {
  const { actor, orderId, outRefundNo } = given;
  const who = { by: actor.openid, nowMs: deps.clock.nowMs() };
  return decideOnRefund(deps, { orderId, actor, what: 'refund.goodsBack' }, (file) => {
    const refund = file.refunds.find((one) => one.outRefundNo === outRefundNo);
    if (refund === undefined) return { kind: 'refused', refusal: 'REFUND_NOT_FOUND' };
    const decision = decideGoodsBack({ ...file, refund, ...who });
    if (decision.kind === 'refused') return decision;
    if (decision.kind === 'already') return { kind: 'already', refund };
    const { kind: _kind, ...back } = decision;
    return { kind: 'changed', change: { order: file.order, request: null, ...back } };
  });
}

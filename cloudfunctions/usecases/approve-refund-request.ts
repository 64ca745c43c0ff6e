import type { Money } from '../../miniprogram/contract/money';
import type { Actor } from '../core/shop/actor';
import { decideApprovingRequest } from '../core/refund/refunding';
import { decideOnRefund } from './decide-on-refund';
import type { RefundDeskDeps, RefundDeskResult } from './decide-on-refund';
import { settingsOf } from './shop-settings';

/** A yes to a shopper's request. */
export interface ApproveRefundRequest {
  readonly actor: Actor;
  readonly requestId: string;
  /** Whether the goods go back on hand with the refund, or when they arrive. */
  readonly goods: 'now' | 'later';
  /** Shown to the payer; may be empty. */
  readonly text: string;
  /** Less than was asked for, with the reason in `text`; absent for all of it. */
  readonly amount?: Money;
}

/**
 * Agrees to a shopper's request: its refund is due at once, or awaits a second person, and until then the request waits
 * too. Safe to repeat; two at the same moment make one refund.
 */
export async function approveRefundRequest(
  deps: RefundDeskDeps,
  { actor, requestId, goods, text, amount }: ApproveRefundRequest,
): Promise<RefundDeskResult> {
  const found = await deps.store.findOrderOfRequest(requestId);
  if (found === null) return { kind: 'refused', refusal: 'REFUND_NOT_FOUND' };
  const { secondApprovalAbove: secondAbove = null } = await settingsOf(deps.store);
  const outRefundNo = deps.ids.outRefundNo();
  const nowMs = deps.clock.nowMs();
  const about = { orderId: found.order.orderId, actor, what: 'refund.approveRequest' } as const;
  return decideOnRefund(deps, about, (file) => {
    const request = file.requests.find((one) => one.requestId === requestId);
    const refund = file.refunds.find((one) => one.outRefundNo === request?.outRefundNo);
    if (refund !== undefined) return { kind: 'already', refund };
    const by = actor.openid;
    const given = { requestId, goods, text, by, nowMs, outRefundNo, secondAbove };
    return decideApprovingRequest(file, { ...given, ...(amount !== undefined && { amount }) });
  });
}

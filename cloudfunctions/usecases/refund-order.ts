import type { Actor } from '../core/shop/actor';
import type { RefundScope } from '../core/refund/refund-request';
import { decideRefunding, isSameWish } from '../core/refund/refunding';
import { decideOnRefund } from './decide-on-refund';
import type { RefundDeskDeps, RefundDeskResult } from './decide-on-refund';
import { settingsOf } from './shop-settings';

/** What the merchant gives back of its own accord. `clientToken` names the wish: a repeated tap is one refund. */
export interface RefundOrder {
  readonly actor: Actor;
  readonly orderId: string;
  readonly clientToken: string;
  readonly scope: RefundScope;
  /** Whether the goods go back on hand with the refund, or when they arrive. */
  readonly goods: 'now' | 'later';
  /** Shown to the payer; may be empty. */
  readonly text: string;
}

/**
 * Records a refund of goods or any amount, as often as something is left. It is due at once, or awaits a second person.
 * Safe to repeat with the same token, which stands for this wish and no other.
 */
export async function refundOrder(deps: RefundDeskDeps, wish: RefundOrder): Promise<RefundDeskResult> {
  const { actor, orderId, clientToken: token, scope, goods, text } = wish;
  const { secondApprovalAbove: secondAbove = null } = await settingsOf(deps.store);
  const outRefundNo = deps.ids.outRefundNo();
  const nowMs = deps.clock.nowMs();
  return decideOnRefund(deps, { orderId, actor, what: 'refund.create' }, (file) => {
    const refund = file.refunds.find(({ asked }) => asked?.token === token && asked.requestId === null);
    if (refund !== undefined)
      return isSameWish(refund, { scope })
        ? { kind: 'already', refund }
        : { kind: 'refused', refusal: 'CLIENT_TOKEN_REUSED' };
    const by = actor.openid;
    return decideRefunding(file, { token, scope, goods, text, by, nowMs, outRefundNo, secondAbove });
  });
}

import { mayDo } from '../../miniprogram/contract/staff';
import type { Actor } from '../core/shop/actor';
import { decideByHand } from '../core/refund/by-hand';
import type { SettlingByHand } from '../core/refund/by-hand';
import type { Refund } from '../core/refund/refund';
import type { Change, OrderFile } from '../ports/store';
import type { GatewayDeps } from './ask-gateway';
import { refundAction } from './decide-on-refund';
import { followRefund } from './send-refund';

/** Given back in another way, and how. */
export interface SettleRefundByHand {
  readonly actor: Actor;
  readonly orderId: string;
  readonly outRefundNo: string;
  readonly note: string;
}

type Refusal =
  | Extract<SettlingByHand, { kind: 'refused' }>['refusal']
  | 'NOT_ALLOWED'
  | 'REFUND_NOT_FOUND'
  | 'REFUND_UNSURE';

/** `done`, or why nothing changed; `REFUND_UNSURE` where the gateway could not be asked. */
export type SettleRefundByHandResult =
  { readonly kind: 'done' } | { readonly kind: 'refused'; readonly refusal: Refusal };

function deciding(
  wish: SettleRefundByHand,
  { nowMs, actionId }: { readonly nowMs: number; readonly actionId: string },
): (file: OrderFile | null) => Change<SettleRefundByHandResult> {
  return (file) => {
    const refund = refundIn(file, wish.outRefundNo);
    if (file === null || refund === undefined)
      return { result: { kind: 'refused', refusal: 'REFUND_NOT_FOUND' } };
    const given = { order: file.order, refund, note: wish.note, by: wish.actor.openid, nowMs };
    const decision = decideByHand(given);
    if (decision.kind === 'refused') return { result: decision };
    if (decision.kind === 'already') return { result: { kind: 'done' } };
    const { order, refund: settled } = decision;
    const done = { actionId, actor: wish.actor, what: 'refund.settleByHand', nowMs } as const;
    const actions = [refundAction({ order, refund: settled, note: wish.note }, done)];
    return { result: { kind: 'done' }, write: { order, refunds: [settled], actions } };
  };
}

function refundIn(file: OrderFile | null, outRefundNo: string): Refund | undefined {
  return file?.refunds.find((one) => one.outRefundNo === outRefundNo);
}

/**
 * Gives up on a refund the gateway cannot carry out, because the shop gives the money back in another way. The gateway
 * is asked first: one it knows is entered in the books instead and goes its way. Safe to repeat.
 */
export async function settleRefundByHand(
  deps: GatewayDeps,
  wish: SettleRefundByHand,
): Promise<SettleRefundByHandResult> {
  const { actor, orderId, outRefundNo } = wish;
  if (!mayDo(actor.role, 'refund')) return { kind: 'refused', refusal: 'NOT_ALLOWED' };
  const actionId = deps.ids.unique();
  const file = await deps.store.findOrder(orderId);
  const before = deciding(wish, { nowMs: deps.clock.nowMs(), actionId })(file);
  const refund = refundIn(file, outRefundNo);
  if (before.write === undefined || refund === undefined) return before.result;
  const asked = await followRefund(deps, refund);
  if (asked === 'unknown') return { kind: 'refused', refusal: 'REFUND_UNSURE' };
  const result = await deps.store.changeOrder(
    orderId,
    deciding(wish, { nowMs: deps.clock.nowMs(), actionId }),
  );
  const end = result.kind === 'refused' ? result.refusal : result.kind;
  deps.log.info('desk.settleRefundByHand', { orderId, outRefundNo, by: actor.openid, end });
  return result;
}

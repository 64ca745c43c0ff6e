import { formatMoney } from '../../miniprogram/contract/money';
import { mayDo } from '../../miniprogram/contract/staff';
import { decideTakingBack } from '../core/collection/taking-back';
import type { TakingBack } from '../core/collection/taking-back';
import type { Order } from '../core/order/order';
import { orderAction } from '../core/order/order-action';
import type { Action } from '../core/shop/action';
import type { Actor } from '../core/shop/actor';
import type { Change, OrderFile } from '../ports/store';
import { advanceCollection, reverseCollection } from './advance-collection';
import type { GatewayDeps } from './ask-gateway';
import { standingOf } from './begin-collection';
import type { CollectionResult } from './begin-collection';
import { closeOrder } from './close-order';
import { sendAtOnce } from './send-at-once';
import { attemptOfCollection } from './collection-view';
import { settingsOf } from './shop-settings';

type Given = Pick<
  Parameters<typeof decideTakingBack>[0],
  'nowMs' | 'refundNo' | 'mayRefund' | 'secondAbove'
> & { readonly actionId: string; readonly actor: Actor };

function voidAction(order: Order, { actionId, actor, nowMs }: Given): Action {
  const changes = [{ field: '收款金额', from: formatMoney(order.total), to: '' }];
  return orderAction(order, { actionId, actor, what: 'collect.void', nowMs, changes });
}

function takingBack(given: Given): (file: OrderFile | null) => Change<TakingBack | null> {
  return (file) => {
    const attempt = attemptOfCollection(file);
    if (file === null || attempt === null) return { result: null };
    const { order, refunds } = file;
    const decision = decideTakingBack({ ...given, order, attempt, refunds });
    if (!('change' in decision)) return { result: decision };
    const { change } = decision;
    return { result: decision, write: { ...change, actions: [voidAction(change.order, given)] } };
  };
}

/** An unpaid code on our screen is closed like any unpaid order. */
async function closeUnpaid(deps: GatewayDeps, orderId: string, given: Given): Promise<void> {
  const closed = await closeOrder(deps, { orderId, reason: 'cancelled' });
  if (closed.kind !== 'closed') return;
  const file = await deps.store.findOrder(orderId);
  if (file !== null) await deps.store.recordAction(voidAction(file.order, given));
}

/** Why a collection was not taken back. */
export type VoidCollectionResult =
  | CollectionResult
  | { readonly kind: 'refused'; readonly refusal: 'VOID_NEEDS_MANAGER' | 'VOID_NEEDS_SECOND' };

/**
 * Takes a collection back. Unpaid, it is ended; paid by code, it is reversed while that is possible; else a refund of
 * what is left is recorded and sent. The intent is written before the call, so that the timer finishes
 * what a dead process began. Safe to repeat. Whoever may collect may end one that waits; money that arrived is given back
 * by whoever may refund, and above the shop's limit by two.
 */
export async function voidCollection(
  deps: GatewayDeps,
  { actor, orderId }: { readonly actor: Actor; readonly orderId: string },
): Promise<VoidCollectionResult> {
  const { secondApprovalAbove: secondAbove = null } = await settingsOf(deps.store);
  const given: Given = {
    actor,
    actionId: deps.ids.unique(),
    nowMs: deps.clock.nowMs(),
    refundNo: deps.ids.outRefundNo(),
    mayRefund: mayDo(actor.role, 'refund'),
    secondAbove,
  };
  const decision = await deps.store.changeOrder(orderId, takingBack(given));
  switch (decision?.kind) {
    case 'refused':
      return decision;
    case 'giveUp':
      for (const attempt of decision.change.attempts) await advanceCollection(deps, attempt);
      break;
    case 'reverse':
      await reverseCollection(deps, decision.attempt);
      break;
    case 'close':
      await closeUnpaid(deps, orderId, given);
      break;
    case 'refund':
      for (const refund of decision.change.refunds ?? []) await sendAtOnce(deps, refund);
      break;
    case 'already':
    case undefined:
      break;
  }
  return standingOf(deps, orderId);
}

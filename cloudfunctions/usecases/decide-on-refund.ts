import type { ActionKind } from '../../miniprogram/contract/desk-actions';
import { formatMoney } from '../../miniprogram/contract/money';
import type { Money } from '../../miniprogram/contract/money';
import { mayDo } from '../../miniprogram/contract/staff';
import { orderAction } from '../core/order/order-action';
import type { OrderAction } from '../core/order/order-action';
import type { Order } from '../core/order/order';
import type { Action } from '../core/shop/action';
import type { Actor } from '../core/shop/actor';
import type { Refund } from '../core/refund/refund';
import type { Refunding, RefundChange, RefundRefusal } from '../core/refund/refunding';
import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { Log } from '../ports/log';
import type { Change, OrderFile, Store } from '../ports/store';

/** What a decision of the merchant needs: no gateway, since the intent is recorded first and sent only after that. */
export interface RefundDeskDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** The refund as it then stands, or why nothing changed. */
export type RefundDeskResult =
  | { readonly kind: 'done'; readonly refund: Refund }
  | {
      readonly kind: 'refused';
      readonly refusal: RefundRefusal | 'NOT_ALLOWED' | 'ORDER_NOT_FOUND';
      /** Where a sum was too large: the most it may be. */
      readonly left?: Money;
    };

/** What a change writes. */
function writeOf(
  { order, refund, request, movements }: RefundChange,
  action: Action,
): NonNullable<Change<null>['write']> {
  const requests = request === null ? [] : [request];
  return { order, refunds: [refund], requests, movements, actions: [action] };
}

/** The line of the log for a decision about a refund. */
export function refundAction(
  { order, refund, note }: { readonly order: Order; readonly refund: Refund; readonly note?: string },
  done: Omit<OrderAction, 'changes' | 'note'>,
): Action {
  const changes = [{ field: '退款金额', from: '', to: formatMoney(refund.amount) }];
  return orderAction(order, { ...done, changes, ...(note !== undefined && { note }) });
}

/**
 * Lets `decide` decide over the order's file in the write that records it. `known` is the refund that a repeat finds:
 * then nothing is decided.
 */
export async function decideOnRefund(
  deps: RefundDeskDeps,
  about: { readonly orderId: string; readonly actor: Actor; readonly what: ActionKind },
  decide: (file: OrderFile) => Refunding | { readonly kind: 'already'; readonly refund: Refund },
): Promise<RefundDeskResult> {
  if (!mayDo(about.actor.role, 'refund')) return { kind: 'refused', refusal: 'NOT_ALLOWED' };
  const nowMs = deps.clock.nowMs();
  const done = { actionId: deps.ids.unique(), actor: about.actor, what: about.what, nowMs };
  const result = await deps.store.changeOrder<RefundDeskResult>(about.orderId, (file) => {
    if (file === null) return { result: { kind: 'refused', refusal: 'ORDER_NOT_FOUND' } };
    const decision = decide(file);
    if (decision.kind === 'refused') return { result: decision };
    if (decision.kind === 'already') return { result: { kind: 'done', refund: decision.refund } };
    const { change } = decision;
    const { order, refund } = change;
    const action = refundAction({ order, refund, note: refund.text }, done);
    return { result: { kind: 'done', refund }, write: writeOf(change, action) };
  });
  const { orderId, what } = about;
  const end = result.kind === 'done' ? result.refund.outRefundNo : result.refusal;
  deps.log.info(`desk.${what}`, { orderId, by: about.actor.openid, end });
  return result;
}

import { mayDo } from '../../miniprogram/contract/staff';
import type { Actor } from '../core/shop/actor';
import type { Refund } from '../core/refund/refund';
import type { Refunding, RefundChange, RefundRefusal } from '../core/refund/refunding';
import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { Log } from '../ports/log';
import type { Change, OrderFile, Store } from '../ports/store';

/** What a decision of the merchant needs: no gateway, since the intent is recorded first and carried out by the jobs. */
export interface RefundDeskDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** The refund as it then stands, or why nothing changed. */
export type RefundDeskResult =
  | { readonly kind: 'done'; readonly refund: Refund }
  | { readonly kind: 'refused'; readonly refusal: RefundRefusal | 'NOT_ALLOWED' | 'ORDER_NOT_FOUND' };

/** What a change writes. */
function writeOf({ order, refund, request, movements }: RefundChange): NonNullable<Change<null>['write']> {
  return { order, refunds: [refund], requests: request === null ? [] : [request], movements };
}

/**
 * Lets `decide` decide over the order's file in the write that records it. `known` is the refund that a repeat finds:
 * then nothing is decided.
 */
export async function decideOnRefund(
  deps: RefundDeskDeps,
  about: { readonly orderId: string; readonly actor: Actor; readonly what: string },
  decide: (file: OrderFile) => Refunding | { readonly kind: 'already'; readonly refund: Refund },
): Promise<RefundDeskResult> {
  if (!mayDo(about.actor.role, 'refund')) return { kind: 'refused', refusal: 'NOT_ALLOWED' };
  const result = await deps.store.changeOrder<RefundDeskResult>(about.orderId, (file) => {
    if (file === null) return { result: { kind: 'refused', refusal: 'ORDER_NOT_FOUND' } };
    const decision = decide(file);
    if (decision.kind === 'refused') return { result: decision };
    if (decision.kind === 'already') return { result: { kind: 'done', refund: decision.refund } };
    const { change } = decision;
    return { result: { kind: 'done', refund: change.refund }, write: writeOf(change) };
  });
  const { orderId, what } = about;
  const end = result.kind === 'done' ? result.refund.outRefundNo : result.refusal;
  deps.log.info(`desk.${what}`, { orderId, by: about.actor.openid, end });
  return result;
}

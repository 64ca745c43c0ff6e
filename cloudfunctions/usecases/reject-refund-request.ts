import { formatMoney } from '../../miniprogram/contract/money';
import { mayDo } from '../../miniprogram/contract/staff';
import { orderAction } from '../core/order/order-action';
import type { Actor } from '../core/shop/actor';
import { declinedWith } from '../core/refund/refunding';
import { ended } from '../core/refund/refund-request';
import type { RefundRequest } from '../core/refund/refund-request';
import type { RefundDeskDeps } from './decide-on-refund';

/** The request as it then stands, or why nothing changed. */
export type RejectRefundRequestResult =
  | { readonly kind: 'done'; readonly request: RefundRequest }
  | { readonly kind: 'refused'; readonly refusal: 'NOT_ALLOWED' | 'REFUND_NOT_FOUND' | 'REFUND_DECIDED' };

/** A no to a shopper's request; `answer` is what the shopper reads. */
export interface RejectRefundRequest {
  readonly actor: Actor;
  readonly requestId: string;
  readonly answer: string;
}

/** Says no to a request that waits. A refund that awaited a second person for it ends too. Safe to repeat. */
export async function rejectRefundRequest(
  deps: RefundDeskDeps,
  { actor, requestId, answer }: RejectRefundRequest,
): Promise<RejectRefundRequestResult> {
  if (!mayDo(actor.role, 'refund')) return { kind: 'refused', refusal: 'NOT_ALLOWED' };
  const found = await deps.store.findOrderOfRequest(requestId);
  if (found === null) return { kind: 'refused', refusal: 'REFUND_NOT_FOUND' };
  const end = { by: actor.openid, nowMs: deps.clock.nowMs() };
  const { orderId } = found.order;
  const done = {
    actionId: deps.ids.unique(),
    actor,
    what: 'refund.rejectRequest',
    nowMs: end.nowMs,
  } as const;
  const result = await deps.store.changeOrder<RejectRefundRequestResult>(orderId, (file) => {
    const request = file?.requests.find((one) => one.requestId === requestId);
    if (!file || !request) return { result: { kind: 'refused', refusal: 'REFUND_NOT_FOUND' } };
    if (request.state === 'rejected') return { result: { kind: 'done', request } };
    const rejected = ended(request, { command: 'reject', answer, ...end });
    if (rejected === null) return { result: { kind: 'refused', refusal: 'REFUND_DECIDED' } };
    const refunds = declinedWith(file.refunds, request, end);
    const changes = [{ field: '申请金额', from: '', to: formatMoney(request.amount) }];
    const action = orderAction(file.order, { ...done, changes, note: answer });
    return {
      result: { kind: 'done', request: rejected },
      write: { order: file.order, requests: [rejected], refunds, actions: [action] },
    };
  });
  deps.log.info('desk.rejectRefundRequest', { orderId, requestId, by: actor.openid, end: result.kind });
  return result;
}

import type {
  DeskRefundView,
  DeskRequestView,
  RefundAction,
  RefundCaseView,
} from '../../miniprogram/contract/desk-refunds';
import { REFUND_TROUBLE_WORDS } from '../../miniprogram/contract/desk-refunds';
import type { Money } from '../../miniprogram/contract/money';
import type { OrderLineView } from '../../miniprogram/contract/order';
import type { WantedLine } from '../../miniprogram/contract/quote';
import { mayDo } from '../../miniprogram/contract/staff';
import { decideGoodsBack } from '../core/refund/goods-back';
import type { Refund } from '../core/refund/refund';
import type { RefundRequest } from '../core/refund/refund-request';
import type { Actor } from '../core/shop/actor';
import type { OrderFile } from '../ports/store';
import { deskOrderCard, refundSums } from './desk-order-view';
import { lineView, rfc3339 } from './order-view';

/** A request, the refund that carries it out, or both, within the order's file. */
export interface RefundCase {
  readonly file: OrderFile;
  readonly request: RefundRequest | null;
  readonly refund: Refund | null;
}

/** The case of a request: its refund comes along once somebody has agreed. */
export function caseOfRequest(file: OrderFile, requestId: string): RefundCase | null {
  const request = file.requests.find((one) => one.requestId === requestId);
  if (request === undefined) return null;
  const refund = file.refunds.find(({ outRefundNo }) => outRefundNo === request.outRefundNo) ?? null;
  return { file, request, refund };
}

/** The case of a refund: the request it carries out comes along. */
export function caseOfRefund(file: OrderFile, outRefundNo: string): RefundCase | null {
  const refund = file.refunds.find((one) => one.outRefundNo === outRefundNo);
  if (refund === undefined) return null;
  const request = file.requests.find(({ requestId }) => requestId === refund.asked?.requestId) ?? null;
  return { file, request, refund };
}

function lineViews({ order }: OrderFile, lines: readonly WantedLine[]): readonly OrderLineView[] {
  return lines.flatMap(({ skuId, quantity }) => {
    const line = order.lines.find((one) => one.skuId === skuId);
    return line === undefined ? [] : [lineView({ ...line, quantity })];
  });
}

function requestView(file: OrderFile, request: RefundRequest): DeskRequestView {
  const { requestId, state, amount, lines, reason, text, photos, answer, decidedAtMs } = request;
  return {
    requestId,
    state,
    amount,
    lines: lineViews(file, lines),
    reason,
    text,
    photos,
    requestedAt: rfc3339(request.requestedAtMs),
    ...(decidedAtMs !== null && { decidedAt: rfc3339(decidedAtMs) }),
    answer,
    timeline: request.timeline.map((event) => ({ at: rfc3339(event.atMs), text: event.text })),
  };
}

function askedView({ asked }: Refund): Pick<DeskRefundView, 'askedBy' | 'approval' | 'decidedBy'> {
  if (asked === null) return { approval: 'notNeeded' };
  const { by, approval } = asked;
  return { askedBy: by, approval: approval.kind, ...('by' in approval && { decidedBy: approval.by }) };
}

function troubleView({ trouble }: Refund): Pick<DeskRefundView, 'trouble'> {
  if (trouble === null) return {};
  const { kind, code, atMs } = trouble;
  return { trouble: { kind, code, at: rfc3339(atMs), text: REFUND_TROUBLE_WORDS[kind] } };
}

function refundView(file: OrderFile, refund: Refund): DeskRefundView {
  const { outRefundNo, outTradeNo, amount, state, reason, text, redirection, receivedBy } = refund;
  const { byHand, goodsBack } = refund;
  return {
    outRefundNo,
    outTradeNo,
    amount,
    state,
    reason,
    text,
    createdAt: rfc3339(refund.createdAtMs),
    ...askedView(refund),
    ...troubleView(refund),
    ...(redirection !== null && { redirectedTo: redirection.to }),
    ...(receivedBy !== null && { receivedBy }),
    ...(byHand !== null && { byHand: { note: byHand.note, by: byHand.by, at: rfc3339(byHand.atMs) } }),
    lines: lineViews(file, refund.lines),
    ...(goodsBack !== null && { goodsBackAt: rfc3339(goodsBack.atMs) }),
  };
}

function moneyActions({ state, asked, trouble, redirection }: Refund, actor: Actor): readonly RefundAction[] {
  switch (state) {
    case 'awaitingApproval':
      return asked?.by === actor.openid ? ['decline'] : ['approve', 'decline'];
    case 'due':
      if (trouble === null) return [];
      return trouble.kind === 'notEnough' ? ['retry'] : ['retry', 'settleByHand'];
    case 'abnormal':
      return redirection === null ? ['redirect'] : [];
    case 'processing':
    case 'succeeded':
    case 'closed':
    case 'byHand':
      return [];
  }
}

/** What this person may do about the case now. */
function actionsOf({ file, request, refund }: RefundCase, actor: Actor): readonly RefundAction[] {
  if (!mayDo(actor.role, 'refund')) return [];
  const waits = request?.state === 'requested' && request.outRefundNo === null;
  if (waits) return ['approveRequest', 'rejectRequest'];
  if (refund === null) return [];
  const back = decideGoodsBack({ ...file, refund, by: actor.openid, nowMs: 0 });
  return [...moneyActions(refund, actor), ...(back.kind === 'back' ? (['goodsBack'] as const) : [])];
}

/** A case as this person sees it. */
export function refundCaseView(one: RefundCase, actor: Actor, secondAbove: Money | null): RefundCaseView {
  const { file, request, refund } = one;
  return {
    order: deskOrderCard(file, actor.role),
    ...refundSums(file),
    secondAbove,
    request: request && requestView(file, request),
    refund: refund && refundView(file, refund),
    actions: actionsOf(one, actor),
  };
}

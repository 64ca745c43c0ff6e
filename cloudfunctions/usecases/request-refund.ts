import type { OrderLineView } from '../../miniprogram/contract/order';
import type { RefundRequestReason, RefundRequestView } from '../../miniprogram/contract/refund';
import type { ShopRefusal } from '../../miniprogram/contract/shop';
import { declinedWith } from '../core/refund/refunding';
import { decideRequesting, withdrawn } from '../core/refund/refund-request';
import type { RefundRequest, RefundScope } from '../core/refund/refund-request';
import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { Change, OrderFile, Store } from '../ports/store';
import type { GatewayDeps } from './ask-gateway';
import { healOrder } from './heal-order';
import { lineView, refundView, rfc3339 } from './order-view';

type Deps = { readonly store: Store; readonly clock: Clock; readonly ids: Ids };

/** The request, or why nothing changed. */
export type RefundRequestResult =
  | { readonly kind: 'request'; readonly request: RefundRequestView }
  | {
      readonly kind: 'refused';
      readonly refusal: Extract<
        ShopRefusal,
        | 'ORDER_NOT_FOUND'
        | 'NOT_REFUNDABLE'
        | 'REFUND_EXCEEDS'
        | 'REFUND_NOT_FOUND'
        | 'REFUND_DECIDED'
        | 'PHOTO_NOT_CHECKED'
      >;
    };

/** What a shopper asks for. `clientToken` names the wish: a repeated tap is one request. */
export interface RequestRefund {
  readonly openid: string;
  readonly clientToken: string;
  readonly orderId: string;
  readonly scope: RefundScope;
  readonly reason: RefundRequestReason;
  readonly text: string;
  readonly photos: readonly string[];
}

/** Requests on one page of a shopper's list. */
const REQUESTS_PER_PAGE = 20;

function goodsText(lines: readonly OrderLineView[]): string {
  const [first] = lines;
  if (first === undefined) return '';
  const words = `${first.title} ${first.specification}`.trim();
  return lines.length === 1 ? words : `${words} 等${lines.length}种`;
}

function requestView(request: RefundRequest, { order, refunds }: OrderFile): RefundRequestView {
  const asked = new Map(request.lines.map(({ skuId, quantity }) => [skuId, quantity]));
  const lines = order.lines.flatMap((line) => {
    const quantity = asked.get(line.skuId);
    return quantity === undefined ? [] : [lineView({ ...line, quantity })];
  });
  const goods = lines.length > 0 ? lines : order.lines.map(lineView);
  const refund = refunds.find(({ outRefundNo }) => outRefundNo === request.outRefundNo);
  const { requestId, orderId, state, amount, reason, text, photos, answer } = request;
  return {
    requestId,
    orderId,
    state,
    amount,
    lines,
    reason,
    text,
    photos,
    requestedAt: rfc3339(request.requestedAtMs),
    ...(request.decidedAtMs !== null && { decidedAt: rfc3339(request.decidedAtMs) }),
    answer,
    refund: refund === undefined ? null : refundView(refund),
    canWithdraw: state === 'requested',
    timeline: request.timeline.map(({ atMs, text: words }) => ({ at: rfc3339(atMs), text: words })),
    title: goodsText(goods),
    picture: goods[0]?.picture ?? null,
  };
}

function requesting(
  wish: RequestRefund,
  requestId: string,
  nowMs: number,
): (file: OrderFile | null) => Change<RefundRequestResult> {
  return (file) => {
    if (file?.order.openid !== wish.openid)
      return { result: { kind: 'refused', refusal: 'ORDER_NOT_FOUND' } };
    const before = file.requests.find((one) => one.requestId === requestId);
    if (before !== undefined) return { result: { kind: 'request', request: requestView(before, file) } };
    const { scope, reason, text, photos } = wish;
    const decision = decideRequesting(file, { requestId, scope, reason, text, photos, nowMs });
    if (decision.kind === 'refused') return { result: decision };
    const { request } = decision;
    return {
      result: { kind: 'request', request: requestView(request, file) },
      write: { order: file.order, requests: [request] },
    };
  };
}

/** Records a wish for money back, at most for what is left. Moves no money. Safe to repeat with the same token. */
export async function requestRefund(deps: Deps, wish: RequestRefund): Promise<RefundRequestResult> {
  const { openid, clientToken, orderId } = wish;
  const photos = [...new Set(wish.photos)];
  const checked = await deps.store.findPhotos(openid, photos);
  if (checked.length < photos.length) return { kind: 'refused', refusal: 'PHOTO_NOT_CHECKED' };
  const requestId = deps.ids.derived('refundRequest', openid, orderId, clientToken);
  const nowMs = deps.clock.nowMs();
  return deps.store.changeOrder(orderId, requesting({ ...wish, photos }, requestId, nowMs));
}

function ownRequest(
  file: OrderFile | null,
  own: { readonly openid: string; readonly requestId: string },
): { readonly file: OrderFile; readonly request: RefundRequest } | null {
  const request = file?.requests.find(({ requestId }) => requestId === own.requestId);
  return file !== null && request?.openid === own.openid ? { file, request } : null;
}

/** One's own request; what became of its money is asked first. */
export async function viewRefundRequest(
  deps: GatewayDeps,
  own: { readonly openid: string; readonly requestId: string },
): Promise<RefundRequestResult> {
  const found = ownRequest(await deps.store.findOrderOfRequest(own.requestId), own);
  if (found === null) return { kind: 'refused', refusal: 'REFUND_NOT_FOUND' };
  const healed = ownRequest(await healOrder(deps, found.file), own) ?? found;
  return { kind: 'request', request: requestView(healed.request, healed.file) };
}

/** Takes back one's own request while it waits. Safe to repeat. */
export async function withdrawRefundRequest(
  deps: Deps,
  own: { readonly openid: string; readonly requestId: string },
): Promise<RefundRequestResult> {
  const found = ownRequest(await deps.store.findOrderOfRequest(own.requestId), own);
  if (found === null) return { kind: 'refused', refusal: 'REFUND_NOT_FOUND' };
  const nowMs = deps.clock.nowMs();
  return deps.store.changeOrder<RefundRequestResult>(found.file.order.orderId, (file) => {
    const mine = ownRequest(file, own);
    if (mine === null) return { result: { kind: 'refused', refusal: 'REFUND_NOT_FOUND' } };
    if (mine.request.state === 'withdrawn')
      return { result: { kind: 'request', request: requestView(mine.request, mine.file) } };
    const request = withdrawn(mine.request, nowMs);
    if (request === null) return { result: { kind: 'refused', refusal: 'REFUND_DECIDED' } };
    const refunds = declinedWith(mine.file.refunds, request, { by: own.openid, nowMs });
    return {
      result: { kind: 'request', request: requestView(request, mine.file) },
      write: { order: mine.file.order, requests: [request], refunds },
    };
  });
}

/** One page of a shopper's own requests, newest first; `next` continues after it. */
export async function listRefundRequests(
  { store }: { readonly store: Store },
  query: { readonly openid: string; readonly before?: string | undefined },
): Promise<{ readonly requests: readonly RefundRequestView[]; readonly next?: string }> {
  const { openid, before } = query;
  const found = await store.listRequests({
    openid,
    ...(before !== undefined && { before: parseCursor(before) }),
    limit: REQUESTS_PER_PAGE + 1,
  });
  const shown = found.slice(0, REQUESTS_PER_PAGE);
  const requests = shown.map(({ request, file }) => requestView(request, file));
  const last = shown.at(-1)?.request;
  if (found.length <= REQUESTS_PER_PAGE || last === undefined) return { requests };
  return { requests, next: `${last.requestedAtMs}.${last.requestId}` };
}

/** The schema at the edge has checked the form `digits.id`. */
function parseCursor(cursor: string): { requestedAtMs: number; requestId: string } {
  const dot = cursor.indexOf('.');
  return { requestedAtMs: Number(cursor.slice(0, dot)), requestId: cursor.slice(dot + 1) };
}

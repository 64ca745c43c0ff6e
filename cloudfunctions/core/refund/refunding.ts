import { formatMoney } from '../../../miniprogram/contract/money';
import type { Money } from '../../../miniprogram/contract/money';
import { compareMoney, sumMoney } from '../money';
import { withEvent } from '../order/order';
import type { Order } from '../order/order';
import type { Attempt } from '../payment/attempt';
import { mergeLines } from '../stock/stock';
import type { Movement } from '../stock/stock';
import { decideGoodsBack } from './goods-back';
import { decideRefund, isLive, newRefund, refundMachine } from './refund';
import type { Asked, Refund } from './refund';
import { firstStepAfter } from './refund-steps';
import { amountOf, countingAttempt, ended, givable } from './refund-request';
import type { RefundBooks, RefundRequest, RefundScope } from './refund-request';

/** Why the merchant's wish changes nothing. */
export type RefundRefusal =
  | 'NOT_REFUNDABLE'
  | 'REFUND_EXCEEDS'
  | 'EXCEEDS_REQUEST'
  | 'REASON_REQUIRED'
  | 'CLIENT_TOKEN_REUSED'
  | 'REFUND_TOO_LATE'
  | 'TOO_MANY_REFUNDS'
  | 'GOODS_EXCEED'
  | 'NO_GOODS'
  | 'REFUND_NOT_APPROVED'
  | 'REFUND_NOT_FOUND'
  | 'REFUND_DECIDED'
  | 'SAME_PERSON';

/** What is written when the merchant decides; all of it in one write. */
export interface RefundChange {
  readonly order: Order;
  readonly refund: Refund;
  readonly request: RefundRequest | null;
  readonly movements: readonly Movement[];
}

/** A change, or why not. */
export type Refunding =
  | { readonly kind: 'changed'; readonly change: RefundChange }
  | {
      readonly kind: 'refused';
      readonly refusal: RefundRefusal;
      /** Where a sum was too large: the most it may be. */
      readonly left?: Money;
    };

/** A payment can be given back in so many parts, for a year (page 4013071031). */
const MAX_REFUNDS = 50;
const REFUNDABLE_MS = 365 * 24 * 60 * 60_000;

/** Who decides and when, and the number a new refund gets. */
export interface Deciding {
  readonly outRefundNo: string;
  readonly by: string;
  readonly nowMs: number;
  /** From which sum on, over all refunds of the order, a second person has to agree; null where one is enough. */
  readonly secondAbove: Money | null;
  /** Whether goods go back on hand with the refund, or when they arrive. */
  readonly goods: 'now' | 'later';
}

/** What the merchant gives back. */
export interface RefundWish extends Deciding {
  readonly scope: RefundScope;
  /** The same token again is the same refund. */
  readonly token: string;
  /** Shown to the payer; may be empty. */
  readonly text: string;
  /** Of a request: less than it asks for; absent for all of it. */
  readonly amount?: Money;
}

const refused = (refusal: RefundRefusal): Refunding => ({ kind: 'refused', refusal });
const tooMuch = (refusal: 'REFUND_EXCEEDS' | 'EXCEEDS_REQUEST', left: Money): Refunding => ({
  kind: 'refused',
  refusal,
  left,
});

/** Small refunds add up: what counts is all that people gave back of the order. */
function approvalOf(books: RefundBooks, amount: Money, secondAbove: Money | null): Asked['approval'] {
  const before = books.refunds.filter(({ asked, state }) => asked !== null && isLive(state));
  const sum = sumMoney([...before.map((refund) => refund.amount), amount], amount.currency);
  const second = secondAbove !== null && compareMoney(sum, secondAbove) > 0;
  return { kind: second ? 'awaited' : 'notNeeded' };
}

function limit(attempt: Attempt, books: RefundBooks, nowMs: number): RefundRefusal | null {
  const same = books.refunds.filter(({ outTradeNo }) => outTradeNo === attempt.outTradeNo);
  if (same.filter(({ state }) => isLive(state)).length >= MAX_REFUNDS) return 'TOO_MANY_REFUNDS';
  return nowMs > (attempt.succeededAtMs ?? nowMs) + REFUNDABLE_MS ? 'REFUND_TOO_LATE' : null;
}

/** What the shopper reads where less goes back than was asked for; the reason is the refund's own words. */
function answerTo({ amount }: RefundRequest, refund: Refund): string {
  if (compareMoney(refund.amount, amount) >= 0) return '';
  return `申请 ${formatMoney(amount)}，同意退款 ${formatMoney(refund.amount)}，${refund.text}`;
}

/** What becomes of a refund that everybody needed has agreed to. */
function agreed(
  books: RefundBooks,
  refund: Refund,
  given: { readonly by: string; readonly nowMs: number; readonly goods: 'now' | 'later' },
): Refunding {
  const { by, nowMs, goods } = given;
  const text = `商家已同意退款 ${formatMoney(refund.amount)}，即将原路退回`;
  const order = { ...books.order, timeline: withEvent(books.order, { atMs: nowMs, text }) };
  const wish = books.requests.find(({ requestId }) => requestId === refund.asked?.requestId);
  const answer = wish === undefined ? '' : answerTo(wish, refund);
  const request = wish === undefined ? null : ended(wish, { command: 'approve', by, nowMs, answer });
  const linked = request && { ...request, outRefundNo: refund.outRefundNo };
  if (goods === 'later')
    return { kind: 'changed', change: { order, refund, request: linked, movements: [] } };
  const back = decideGoodsBack({ ...books, refund, by, nowMs });
  if (back.kind === 'refused') return refused(back.refusal);
  const moved = back.kind === 'back' ? back : { refund, movements: [] };
  return { kind: 'changed', change: { order, request: linked, ...moved } };
}

/** Decides on a refund the merchant begins, of goods or any amount. To be asked in the same write that records it. */
export function decideRefunding(books: RefundBooks, wish: RefundWish): Refunding {
  return refunding(books, wish, null);
}

function refunding(books: RefundBooks, wish: RefundWish, request: RefundRequest | null): Refunding {
  const { scope, nowMs, by, token, text, outRefundNo, secondAbove, goods } = wish;
  const attempt = countingAttempt(books);
  const left = givable(books);
  if (attempt === null || left.minor === 0) return refused('NOT_REFUNDABLE');
  const amount = request === null ? amountOf(books, scope) : (wish.amount ?? request.amount);
  if (amount === null || amount.minor <= 0) return tooMuch('REFUND_EXCEEDS', left);
  const { outTradeNo, orderId } = attempt;
  const same = books.refunds.filter((refund) => refund.outTradeNo === outTradeNo);
  if (decideRefund({ paid: attempt.amount, refunds: same, amount }).kind === 'exceeds')
    return tooMuch('REFUND_EXCEEDS', left);
  const reached = limit(attempt, books, nowMs);
  if (reached !== null) return refused(reached);
  const approval = approvalOf(books, amount, secondAbove);
  const refund = newRefund({
    outRefundNo,
    outTradeNo,
    orderId,
    amount,
    nowMs,
    text,
    reason: 'requested',
    lines: scope.kind === 'lines' ? mergeLines(scope.lines) : [],
    asked: { by, atMs: nowMs, token, requestId: request?.requestId ?? null, goods, approval },
  });
  if (approval.kind !== 'awaited') return agreed(books, refund, wish);
  const waiting = request && { ...request, outRefundNo };
  return { kind: 'changed', change: { order: books.order, refund, request: waiting, movements: [] } };
}

/** Whether this wish is the one that recorded the refund, told by the same token. */
export function isSameWish(refund: Refund, { scope }: Pick<RefundWish, 'scope'>): boolean {
  if (scope.kind === 'amount')
    return refund.lines.length === 0 && compareMoney(refund.amount, scope.amount) === 0;
  const wanted = new Map(mergeLines(scope.lines).map(({ skuId, quantity }) => [skuId, quantity]));
  return (
    wanted.size === refund.lines.length &&
    refund.lines.every(({ skuId, quantity }) => wanted.get(skuId) === quantity)
  );
}

/** Decides on agreeing to a shopper's request, to all of it or to `amount`, which needs a reason in `text`. */
export function decideApprovingRequest(
  books: RefundBooks,
  given: Deciding & Pick<RefundWish, 'text' | 'amount'> & { readonly requestId: string },
): Refunding {
  const request = books.requests.find(({ requestId }) => requestId === given.requestId);
  if (request === undefined) return refused('REFUND_NOT_FOUND');
  if (request.state !== 'requested' || request.outRefundNo !== null) return refused('REFUND_DECIDED');
  const { lines, amount, requestId } = request;
  const partial = given.amount === undefined ? 0 : compareMoney(given.amount, amount);
  if (partial > 0) return tooMuch('EXCEEDS_REQUEST', amount);
  if (partial < 0 && given.text.trim() === '') return refused('REASON_REQUIRED');
  const scope: RefundScope = lines.length > 0 ? { kind: 'lines', lines } : { kind: 'amount', amount };
  return refunding(books, { ...given, scope, token: requestId }, request);
}

/** Decides on what a second person says to a refund that awaits one. Who asked for it may take it back, not approve it. */
export function decideSecond(
  books: RefundBooks,
  given: {
    readonly outRefundNo: string;
    readonly by: string;
    readonly verdict: 'approve' | 'decline';
    readonly nowMs: number;
  },
): Refunding {
  const { outRefundNo, by, verdict, nowMs } = given;
  const refund = books.refunds.find((one) => one.outRefundNo === outRefundNo);
  if (refund === undefined || refund.asked === null) return refused('REFUND_NOT_FOUND');
  const state = refundMachine.next(refund.state, verdict);
  if (state === null) return refused('REFUND_DECIDED');
  const { asked } = refund;
  if (verdict === 'decline') {
    const wish = books.requests.find(({ requestId }) => requestId === asked.requestId);
    const request = wish === undefined ? null : { ...wish, outRefundNo: null };
    const change = { order: books.order, refund: declined(refund, by, nowMs), request, movements: [] };
    return { kind: 'changed', change };
  }
  if (asked.by === by) return refused('SAME_PERSON');
  const approval = { kind: 'given', by, atMs: nowMs } as const;
  const due = { ...refund, state, asked: { ...asked, approval }, nextStepAtMs: firstStepAfter(state, nowMs) };
  return agreed(books, due, { by, nowMs, goods: asked.goods });
}

function declined(refund: Refund, by: string, nowMs: number): Refund {
  const { asked } = refund;
  if (asked === null) return refund;
  return {
    ...refund,
    state: 'closed',
    nextStepAtMs: null,
    asked: { ...asked, approval: { kind: 'declined', by, atMs: nowMs } },
  };
}

/** Refunds that awaited a second person for this request: they end with it. */
export function declinedWith(
  refunds: readonly Refund[],
  { outRefundNo }: RefundRequest,
  given: { readonly by: string; readonly nowMs: number },
): readonly Refund[] {
  return refunds
    .filter((refund) => refund.outRefundNo === outRefundNo && refund.state === 'awaitingApproval')
    .map((refund) => declined(refund, given.by, given.nowMs));
}

import { fen } from '../../../miniprogram/contract/money';
import type { Money } from '../../../miniprogram/contract/money';
import type { OrderState } from '../../../miniprogram/contract/order';
import { REFUND_REQUEST_STATES } from '../../../miniprogram/contract/refund';
import type { RefundRequestReason, RefundRequestState } from '../../../miniprogram/contract/refund';
import type { WantedLine } from '../../../miniprogram/contract/quote';
import { defineMachine } from '../machine';
import { compareMoney, multiplyMoney, subtractMoney, sumMoney } from '../money';
import type { Order, OrderEvent } from '../order/order';
import { isUnderWay } from '../payment/attempt';
import type { Attempt } from '../payment/attempt';
import { mergeLines } from '../stock/stock';
import { isAutomatic, isLive, refundable } from './refund';
import type { Refund } from './refund';

/**
 * A shopper's wish for money back. It moves none: approving it is the merchant's, and begins a {@link Refund}, which
 * `outRefundNo` names from then on.
 */
export interface RefundRequest {
  readonly requestId: string;
  readonly orderId: string;
  readonly openid: string;
  readonly state: RefundRequestState;
  readonly amount: Money;
  /** The goods it is about; empty where an amount was asked for. */
  readonly lines: readonly WantedLine[];
  readonly reason: RefundRequestReason;
  readonly text: string;
  /** File ids of photos the server has checked. */
  readonly photos: readonly string[];
  readonly requestedAtMs: number;
  /** When the merchant or the shopper ended it; null while it waits. */
  readonly decidedAtMs: number | null;
  /** The openid of whoever ended it; null while it waits. */
  readonly decidedBy: string | null;
  /** The merchant's words. */
  readonly answer: string;
  /** The refund that carries it out, once somebody has agreed; it may await a second person. */
  readonly outRefundNo: string | null;
  readonly timeline: readonly OrderEvent[];
}

/** What can happen to a request. */
export type RefundRequestCommand = 'approve' | 'reject' | 'withdraw';

/** A request's life. After a rejection or a withdrawal the shopper may ask anew, with a new request. */
export const refundRequestMachine = defineMachine<RefundRequestState, RefundRequestCommand>({
  name: 'refundRequest',
  initial: 'requested',
  states: REFUND_REQUEST_STATES,
  transitions: {
    requested: { approve: 'approved', reject: 'rejected', withdraw: 'withdrawn' },
    approved: {},
    rejected: {},
    withdrawn: {},
  },
});

/** What is known of one order when a request is decided. */
export interface RefundBooks {
  readonly order: Order;
  readonly attempts: readonly Attempt[];
  readonly refunds: readonly Refund[];
  readonly requests: readonly RefundRequest[];
}

/** Goods by line, or any amount. */
export type RefundScope =
  | { readonly kind: 'lines'; readonly lines: readonly WantedLine[] }
  | { readonly kind: 'amount'; readonly amount: Money };

/** A new request, or why not. */
export type RequestingRefund =
  | { readonly kind: 'requested'; readonly request: RefundRequest }
  | { readonly kind: 'refused'; readonly refusal: 'NOT_REFUNDABLE' | 'REFUND_EXCEEDS' };

/** Whether money of an order in this state may be asked back at all. */
function takesRequests(state: OrderState): boolean {
  switch (state) {
    case 'paid':
    case 'shipped':
    case 'completed':
      return true;
    case 'awaitingPayment':
    case 'closed':
      return false;
  }
}

/** The attempt whose payment counts: the one success that is not given back by itself and not being reversed. */
export function countingAttempt({
  attempts,
  refunds,
}: Pick<RefundBooks, 'attempts' | 'refunds'>): Attempt | null {
  const givenBack = new Set(refunds.filter(({ reason }) => isAutomatic(reason)).map((one) => one.outTradeNo));
  return (
    attempts.find((one) => one.state === 'succeeded' && !isUnderWay(one) && !givenBack.has(one.outTradeNo)) ??
    null
  );
}

/** What the merchant may still give back: the payment that counts, less its live refunds. */
export function givable(books: RefundBooks): Money {
  const attempt = countingAttempt(books);
  if (attempt === null || !takesRequests(books.order.state)) return fen(0);
  return refundable(
    attempt.amount,
    books.refunds.filter((refund) => refund.outTradeNo === attempt.outTradeNo),
  );
}

/** Whether all that was paid of an order went back, through the gateway or by hand: then it waits for nothing any more. */
export function isGivenBack(books: RefundBooks): boolean {
  const attempt = countingAttempt(books);
  if (attempt === null || !takesRequests(books.order.state)) return false;
  const back = books.refunds.filter(
    ({ outTradeNo, state }) =>
      outTradeNo === attempt.outTradeNo && (state === 'succeeded' || state === 'byHand'),
  );
  const sum = sumMoney(
    back.map(({ amount }) => amount),
    attempt.amount.currency,
  );
  return compareMoney(sum, attempt.amount) >= 0;
}

/**
 * What a shopper may still ask back: the payment that counts, less its live refunds, less what other requests that
 * wait are asking for. Zero where nothing may be asked.
 */
export function askable(books: RefundBooks): Money {
  const left = givable(books);
  // One that somebody has agreed to is counted by its refund.
  const waiting = books.requests
    .filter(({ state, outRefundNo }) => state === 'requested' && outRefundNo === null)
    .map(({ amount }) => amount);
  const rest = subtractMoney(left, sumMoney(waiting, left.currency));
  return rest.minor > 0 ? rest : fen(0);
}

/** Pieces of each SKU that no live refund and no live request without one covers yet. */
function uncovered({ order, refunds, requests }: RefundBooks): ReadonlyMap<string, number> {
  const begun = new Set(refunds.map(({ outRefundNo }) => outRefundNo));
  const wishes = requests.filter(
    ({ state, outRefundNo }) =>
      (state === 'requested' || state === 'approved') && !(outRefundNo !== null && begun.has(outRefundNo)),
  );
  const live = refunds.filter(({ state }) => isLive(state));
  const covered = mergeLines([...wishes, ...live].flatMap(({ lines }) => lines));
  const pieces = new Map(mergeLines(order.lines).map(({ skuId, quantity }) => [skuId, quantity]));
  for (const { skuId, quantity } of covered) pieces.set(skuId, (pieces.get(skuId) ?? 0) - quantity);
  return pieces;
}

/** What goods cost, or the amount itself; null when pieces are no line of the order or are covered already. */
export function amountOf(books: RefundBooks, scope: RefundScope): Money | null {
  if (scope.kind === 'amount') return scope.amount;
  const free = uncovered(books);
  const prices = new Map(books.order.lines.map((line) => [line.skuId, line.unitPrice]));
  const parts: Money[] = [];
  for (const { skuId, quantity } of mergeLines(scope.lines)) {
    const price = prices.get(skuId);
    if (price === undefined || quantity > (free.get(skuId) ?? 0)) return null;
    parts.push(multiplyMoney(price, quantity));
  }
  const goods = sumMoney(parts, books.order.total.currency);
  return wholeOrder(books, scope.lines) ? addFreight(books, goods) : goods;
}

/** Freight goes back with the goods when nothing was shipped and all of them are asked for at once. */
function addFreight({ order }: RefundBooks, goods: Money): Money {
  return order.state === 'paid' && order.parcels.length === 0
    ? sumMoney([goods, order.freight], goods.currency)
    : goods;
}

function wholeOrder({ order }: RefundBooks, lines: readonly WantedLine[]): boolean {
  const asked = new Map(mergeLines(lines).map(({ skuId, quantity }) => [skuId, quantity]));
  return mergeLines(order.lines).every(({ skuId, quantity }) => asked.get(skuId) === quantity);
}

/** Decides on a new request over the order's books; to be asked in the same write that records it. */
export function decideRequesting(
  books: RefundBooks,
  given: {
    readonly requestId: string;
    readonly scope: RefundScope;
    readonly reason: RefundRequestReason;
    readonly text: string;
    readonly photos: readonly string[];
    readonly nowMs: number;
  },
): RequestingRefund {
  const left = askable(books);
  const { openid } = books.order;
  if (left.minor === 0 || openid === null) return { kind: 'refused', refusal: 'NOT_REFUNDABLE' };
  const { scope, nowMs, ...words } = given;
  const amount = amountOf(books, scope);
  if (amount === null || amount.minor <= 0 || compareMoney(amount, left) > 0)
    return { kind: 'refused', refusal: 'REFUND_EXCEEDS' };
  const request: RefundRequest = {
    ...words,
    orderId: books.order.orderId,
    openid,
    state: refundRequestMachine.initial,
    amount,
    lines: scope.kind === 'lines' ? mergeLines(scope.lines) : [],
    requestedAtMs: nowMs,
    decidedAtMs: null,
    decidedBy: null,
    answer: '',
    outRefundNo: null,
    timeline: [{ atMs: nowMs, text: '已提交退款申请，等待商家处理' }],
  };
  return { kind: 'requested', request };
}

/** How a request ends, who ended it and with what words. */
export interface RequestEnd {
  readonly command: RefundRequestCommand;
  readonly by: string;
  readonly nowMs: number;
  /** The merchant's words. */
  readonly answer?: string;
}

const END_TEXT: Record<RefundRequestCommand, string> = {
  approve: '商家已同意退款',
  reject: '商家未同意退款',
  withdraw: '申请已撤销',
};

/** The request after it ended, or null when it is decided already. */
export function ended(request: RefundRequest, end: RequestEnd): RefundRequest | null {
  const { command, by, nowMs, answer = '' } = end;
  const state = refundRequestMachine.next(request.state, command);
  if (state === null) return null;
  const text = answer === '' ? END_TEXT[command] : `${END_TEXT[command]}：${answer}`;
  const timeline = [...request.timeline, { atMs: nowMs, text }];
  return { ...request, state, decidedAtMs: nowMs, decidedBy: by, answer, timeline };
}

/** The request as its shopper withdrew it, or null when it is decided already. */
export function withdrawn(request: RefundRequest, nowMs: number): RefundRequest | null {
  return ended(request, { command: 'withdraw', by: request.openid, nowMs });
}

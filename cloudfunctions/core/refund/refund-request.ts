import { fen } from '../../../miniprogram/contract/money';
import type { Money } from '../../../miniprogram/contract/money';
import type { OrderState } from '../../../miniprogram/contract/order';
import { REFUND_REQUEST_STATES } from '../../../miniprogram/contract/refund';
import type { RefundRequestReason, RefundRequestState } from '../../../miniprogram/contract/refund';
import type { WantedLine } from '../../../miniprogram/contract/quote';
import { defineMachine } from '../machine';
import { compareMoney, multiplyMoney, subtractMoney, sumMoney } from '../money';
import type { Order, OrderEvent } from '../order/order';
import type { Attempt } from '../payment/attempt';
import { mergeLines } from '../stock/stock';
import { isAutomatic, refundable } from './refund';
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
  /** The merchant's words. */
  readonly answer: string;
  /** The refund that carries it out; null until approved. */
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

/** The attempt whose payment counts: the one success the shop does not give back by itself. */
export function countingAttempt({
  attempts,
  refunds,
}: Pick<RefundBooks, 'attempts' | 'refunds'>): Attempt | null {
  const givenBack = new Set(refunds.filter(({ reason }) => isAutomatic(reason)).map((one) => one.outTradeNo));
  return attempts.find((one) => one.state === 'succeeded' && !givenBack.has(one.outTradeNo)) ?? null;
}

/**
 * What a shopper may still ask back: the payment that counts, less its live refunds, less what other requests that
 * wait are asking for. Zero where nothing may be asked.
 */
export function askable(books: RefundBooks): Money {
  const attempt = countingAttempt(books);
  if (attempt === null || !takesRequests(books.order.state)) return fen(0);
  const left = refundable(
    attempt.amount,
    books.refunds.filter((refund) => refund.outTradeNo === attempt.outTradeNo),
  );
  const waiting = books.requests.filter(({ state }) => state === 'requested').map(({ amount }) => amount);
  const rest = subtractMoney(left, sumMoney(waiting, left.currency));
  return rest.minor > 0 ? rest : fen(0);
}

/** Pieces of each SKU that no live request covers yet. */
function uncovered({ order, requests }: RefundBooks): ReadonlyMap<string, number> {
  const covered = mergeLines(
    requests
      .filter(({ state }) => state === 'requested' || state === 'approved')
      .flatMap(({ lines }) => lines),
  );
  const pieces = new Map(mergeLines(order.lines).map(({ skuId, quantity }) => [skuId, quantity]));
  for (const { skuId, quantity } of covered) pieces.set(skuId, (pieces.get(skuId) ?? 0) - quantity);
  return pieces;
}

function amountOf(books: RefundBooks, scope: RefundScope): Money | null {
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
  return order.state === 'paid' ? sumMoney([goods, order.freight], goods.currency) : goods;
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
  if (left.minor === 0) return { kind: 'refused', refusal: 'NOT_REFUNDABLE' };
  const { scope, nowMs, ...words } = given;
  const amount = amountOf(books, scope);
  if (amount === null || amount.minor <= 0 || compareMoney(amount, left) > 0)
    return { kind: 'refused', refusal: 'REFUND_EXCEEDS' };
  const request: RefundRequest = {
    ...words,
    orderId: books.order.orderId,
    openid: books.order.openid,
    state: refundRequestMachine.initial,
    amount,
    lines: scope.kind === 'lines' ? mergeLines(scope.lines) : [],
    requestedAtMs: nowMs,
    decidedAtMs: null,
    answer: '',
    outRefundNo: null,
    timeline: [{ atMs: nowMs, text: '已提交退款申请，等待商家处理' }],
  };
  return { kind: 'requested', request };
}

/** The request as its shopper withdrew it, or null when it is decided already. */
export function withdrawn(request: RefundRequest, nowMs: number): RefundRequest | null {
  const state = refundRequestMachine.next(request.state, 'withdraw');
  if (state === null) return null;
  const timeline = [...request.timeline, { atMs: nowMs, text: '申请已撤销' }];
  return { ...request, state, decidedAtMs: nowMs, timeline };
}

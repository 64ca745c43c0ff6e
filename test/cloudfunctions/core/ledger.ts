import { fen, money } from '../../../miniprogram/contract/money';
import { auditBooks } from '../../../cloudfunctions/core/audit/audit';
import type { Problem } from '../../../cloudfunctions/core/audit/audit';
import { decideClosing } from '../../../cloudfunctions/core/order/closing';
import { newOrder, orderMachine } from '../../../cloudfunctions/core/order/order';
import type { Order, OrderCommand } from '../../../cloudfunctions/core/order/order';
import { decidePaying } from '../../../cloudfunctions/core/order/paying';
import { PREPAY_VALID_MS, attemptMachine, newAttempt } from '../../../cloudfunctions/core/payment/attempt';
import type { Attempt } from '../../../cloudfunctions/core/payment/attempt';
import { decideSettlement } from '../../../cloudfunctions/core/payment/settlement';
import { quoteOrder } from '../../../cloudfunctions/core/pricing/quote';
import type { FreightRule } from '../../../cloudfunctions/core/pricing/freight';
import type { SkuOnShelf } from '../../../cloudfunctions/core/pricing/pricing';
import { decideRefund, newRefund, refundMachine } from '../../../cloudfunctions/core/refund/refund';
import type { Refund, RefundCommand } from '../../../cloudfunctions/core/refund/refund';
import { applyMovement, newStock, orderMovements } from '../../../cloudfunctions/core/stock/stock';
import type { Movement, Stock } from '../../../cloudfunctions/core/stock/stock';
import { HOME, NOW_MS } from './samples';

/** One thing that happens to the shop. Numbers choose among what is there, so that every step means something. */
export type Step =
  | { readonly kind: 'place'; readonly lines: readonly { readonly sku: number; readonly quantity: number }[] }
  | { readonly kind: 'startPayment'; readonly order: number }
  /** A second attempt although one is open, as two functions at once would record it. */
  | { readonly kind: 'raceAttempt'; readonly order: number }
  | { readonly kind: 'prepare'; readonly attempt: number }
  | { readonly kind: 'settle'; readonly attempt: number; readonly wrongMinor: boolean }
  | { readonly kind: 'closeAttempt'; readonly attempt: number }
  | { readonly kind: 'closeOrder'; readonly order: number }
  | { readonly kind: 'closeFully'; readonly order: number }
  | { readonly kind: 'deliver'; readonly order: number; readonly command: 'ship' | 'complete' }
  | { readonly kind: 'askRefund'; readonly attempt: number; readonly minor: number }
  | { readonly kind: 'moveRefund'; readonly refund: number; readonly command: RefundCommand }
  | { readonly kind: 'adjust'; readonly sku: number; readonly quantity: number }
  | { readonly kind: 'wait'; readonly ms: number };

const SKUS = ['tea', 'cup', 'pot'];
const SHELF: ReadonlyMap<string, SkuOnShelf> = new Map(
  SKUS.map((skuId, index) => {
    const words = { productId: `product-${skuId}`, title: skuId, specification: '一件' };
    return [skuId, { skuId, ...words, price: fen(100 * (index + 1)), onSale: true, limitPerOrder: null }];
  }),
);

/** More than any story takes: the ledger's own stock decides. */
const OFFERS = new Map([...SHELF].map(([skuId, sku]) => [skuId, { sku, available: 1_000_000 }] as const));
const FREE_DELIVERY: FreightRule = {
  fee: fen(0),
  freeFrom: null,
  remoteProvinces: [],
  remoteFee: fen(0),
  notDelivered: [],
};

/** A shop in memory that does what the decisions say and nothing else: each change whole or not at all. */
export interface Ledger {
  /** Plays one step and answers what came of it, as `step:outcome`. */
  play(step: Step): string;
  audit(): readonly Problem[];
  orders(): readonly Order[];
  attemptsOf(order: Order): readonly Attempt[];
  refundsOf(attempt: Attempt): readonly Refund[];
}

interface Books {
  nowMs: number;
  readonly stocks: Map<string, Stock>;
  readonly movements: Map<string, Movement>;
  readonly orders: Map<string, Order>;
  readonly attempts: Map<string, Attempt>;
  readonly refunds: Map<string, Refund>;
}

/** Opens a shop with `initial` pieces of each SKU. */
export function openLedger(initial: number): Ledger {
  const books: Books = {
    nowMs: NOW_MS,
    stocks: new Map(SKUS.map((skuId) => [skuId, newStock(skuId, initial)])),
    movements: new Map(),
    orders: new Map(),
    attempts: new Map(),
    refunds: new Map(),
  };
  return {
    play: (step) => `${step.kind}:${play(books, step)}`,
    audit: () =>
      auditBooks({
        stocks: books.stocks.values(),
        movements: books.movements.values(),
        orders: books.orders.values(),
        attempts: books.attempts.values(),
        refunds: books.refunds.values(),
      }),
    orders: () => [...books.orders.values()],
    attemptsOf: (order) => attemptsOf(books, order.orderId),
    refundsOf: (attempt) => refundsOf(books, attempt.outTradeNo),
  };
}

function play(books: Books, step: Step): string {
  switch (step.kind) {
    case 'place':
      return place(books, step.lines);
    case 'startPayment':
      return on(books.orders, step.order, (order) => startPayment(books, order));
    case 'raceAttempt':
      return on(books.orders, step.order, (order) => raceAttempt(books, order));
    case 'prepare':
      return on(books.attempts, step.attempt, (attempt) => prepare(books, attempt));
    case 'settle':
      return on(books.attempts, step.attempt, (attempt) => settle(books, attempt, step.wrongMinor));
    case 'closeAttempt':
      return on(books.attempts, step.attempt, (attempt) => close(books, attempt));
    case 'closeOrder':
      return on(books.orders, step.order, (order) => closeOrder(books, order));
    case 'closeFully':
      return on(books.orders, step.order, (order) => {
        for (const attempt of attemptsOf(books, order.orderId)) close(books, attempt);
        return closeOrder(books, order);
      });
    case 'deliver':
      return on(books.orders, step.order, (order) => deliver(books, order, step.command));
    case 'askRefund':
      return on(books.attempts, step.attempt, (attempt) => askRefund(books, attempt, step.minor));
    case 'moveRefund':
      return on(books.refunds, step.refund, (refund) => moveRefund(books, refund, step.command));
    case 'adjust':
      return adjust(books, step.sku, step.quantity);
    case 'wait':
      books.nowMs += step.ms;
      return 'waited';
  }
}

function place(books: Books, lines: readonly { readonly sku: number; readonly quantity: number }[]): string {
  const requested = lines.map(({ sku, quantity }) => ({ skuId: SKUS[sku % SKUS.length] ?? '', quantity }));
  const quoting = quoteOrder({ wanted: requested, offers: OFFERS, rule: FREE_DELIVERY, province: null });
  if (quoting.kind === 'refused') return quoting.refusal;
  const { lines: ordered, freight, total } = quoting.quote;
  const number = books.orders.size + 1;
  const order = newOrder({
    orderId: `order-${number}`,
    openid: 'openid-ming',
    clientToken: `token-${number}`,
    requestHash: `hash-${number}`,
    lines: ordered,
    freight,
    total,
    address: HOME,
    remark: '',
    nowMs: books.nowMs,
    payWithinMs: 60_000,
  });
  if (!move(books, orderMovements(order, 'reserve', books.nowMs))) return 'OUT_OF_STOCK';
  books.orders.set(order.orderId, order);
  return 'placed';
}

function startPayment(books: Books, order: Order): string {
  const attempts = attemptsOf(books, order.orderId);
  const decision = decidePaying({ order, attempts, nowMs: books.nowMs });
  if (decision.kind === 'newAttempt') addAttempt(books, order);
  return decision.kind === 'refused' ? decision.refusal : decision.kind;
}

function raceAttempt(books: Books, order: Order): string {
  if (order.state !== 'awaitingPayment') return order.state;
  addAttempt(books, order);
  return 'raced';
}

function addAttempt(books: Books, order: Order): void {
  const outTradeNo = `trade-${books.attempts.size + 1}`;
  const attempt = newAttempt({
    outTradeNo,
    order,
    appid: 'wx-shop',
    mchid: '1900000001',
    nowMs: books.nowMs,
  });
  books.attempts.set(outTradeNo, attempt);
  books.orders.set(order.orderId, { ...order, attempts: [...order.attempts, outTradeNo] });
}

function prepare(books: Books, attempt: Attempt): string {
  const state = attemptMachine.next(attempt.state, 'prepare');
  if (state === null) return 'refused';
  const { nowMs } = books;
  const prepay = { prepayId: `wx-${nowMs}`, prepayExpiresAtMs: nowMs + PREPAY_VALID_MS };
  books.attempts.set(attempt.outTradeNo, { ...attempt, state, ...prepay });
  return state;
}

function settle(books: Books, attempt: Attempt, wrongMinor: boolean): string {
  const order = books.orders.get(attempt.orderId);
  if (order === undefined) throw new Error(`no order ${attempt.orderId}`);
  const total = wrongMinor ? money(attempt.amount.minor + 1, 'CNY') : attempt.amount;
  const { outTradeNo, appid, mchid, openid } = attempt;
  const decide = (stockCanRevive: boolean) =>
    decideSettlement({
      order,
      attempt,
      otherAttempts: attemptsOf(books, order.orderId).filter((other) => other.outTradeNo !== outTradeNo),
      refunds: refundsOf(books, outTradeNo),
      payment: {
        state: 'succeeded',
        outTradeNo,
        transactionId: `4200-${outTradeNo}`,
        appid,
        mchid,
        ...(openid !== null && { openid }),
        total,
        payerTotal: total,
        succeededAtMs: books.nowMs,
        refunded: false,
      },
      nowMs: books.nowMs,
      stockCanRevive,
      refundNo: `refund-${books.refunds.size + 1}`,
    });
  let decision = decide(true);
  if (decision.kind === 'revived' && !move(books, decision.movements)) decision = decide(false);
  else if (decision.kind === 'paid' && !move(books, decision.movements))
    throw new Error('reserved stock is gone');
  if (decision.kind === 'mismatch' || decision.kind === 'alreadySettled' || decision.kind === 'reversing')
    return decision.kind;
  books.orders.set(order.orderId, decision.order);
  books.attempts.set(outTradeNo, decision.attempt);
  if (decision.kind !== 'refundDue') return decision.kind;
  books.refunds.set(decision.refund.outRefundNo, decision.refund);
  return decision.reason;
}

function close(books: Books, attempt: Attempt): string {
  const state = attemptMachine.next(attempt.state, 'close');
  if (state === null) return 'refused';
  books.attempts.set(attempt.outTradeNo, { ...attempt, state });
  return state;
}

function closeOrder(books: Books, order: Order): string {
  const attempts = attemptsOf(books, order.orderId);
  const decision = decideClosing({ order, attempts, reason: 'expired', nowMs: books.nowMs });
  if (decision.kind !== 'closed') return decision.kind;
  if (!move(books, decision.movements)) throw new Error('reserved stock is gone');
  books.orders.set(order.orderId, decision.order);
  return decision.kind;
}

function deliver(books: Books, order: Order, command: OrderCommand): string {
  const state = orderMachine.next(order.state, command);
  if (state === null) return 'refused';
  books.orders.set(order.orderId, { ...order, state });
  return state;
}

function askRefund(books: Books, attempt: Attempt, minor: number): string {
  if (attempt.state !== 'succeeded') return attempt.state;
  const { outTradeNo, orderId } = attempt;
  const amount = fen(minor);
  const decision = decideRefund({ paid: attempt.amount, refunds: refundsOf(books, outTradeNo), amount });
  if (decision.kind === 'exceeds') return decision.kind;
  const outRefundNo = `refund-${books.refunds.size + 1}`;
  const nowMs = books.nowMs;
  books.refunds.set(
    outRefundNo,
    newRefund({ outRefundNo, outTradeNo, orderId, amount, reason: 'requested', nowMs }),
  );
  return 'due';
}

function moveRefund(books: Books, refund: Refund, command: RefundCommand): string {
  // An automatic refund that the gateway closes leaves money with the shop that is not its own: a person's matter.
  if (command === 'close' && refund.reason !== 'requested') return 'left';
  const state = refundMachine.next(refund.state, command);
  if (state === null) return 'refused';
  books.refunds.set(refund.outRefundNo, { ...refund, state });
  return state;
}

function adjust(books: Books, sku: number, quantity: number): string {
  const movementId = `adjust-${books.movements.size + 1}`;
  const skuId = SKUS[sku % SKUS.length] ?? '';
  const adjustment = { by: 'o-clerk', reason: 'recount', note: '' } as const;
  const atMs = books.nowMs;
  const movement = { movementId, skuId, orderId: null, kind: 'adjust', quantity, atMs, adjustment } as const;
  return move(books, [movement]) ? 'adjusted' : 'refused';
}

/** Applies all movements or none; one that has happened is skipped. */
function move(books: Books, movements: readonly Movement[]): boolean {
  const stocks = new Map(books.stocks);
  const fresh = movements.filter(({ movementId }) => !books.movements.has(movementId));
  for (const movement of fresh) {
    const outcome = applyMovement(stocks.get(movement.skuId) ?? newStock(movement.skuId, 0), movement);
    if (outcome.kind === 'refused') return false;
    stocks.set(movement.skuId, outcome.stock);
  }
  for (const [skuId, stock] of stocks) books.stocks.set(skuId, stock);
  for (const movement of fresh) books.movements.set(movement.movementId, movement);
  return true;
}

function on<Row>(rows: ReadonlyMap<string, Row>, choice: number, act: (row: Row) => string): string {
  const row = [...rows.values()][choice % Math.max(rows.size, 1)];
  return row === undefined ? 'nothing' : act(row);
}

function attemptsOf(books: Books, orderId: string): readonly Attempt[] {
  return [...books.attempts.values()].filter((attempt) => attempt.orderId === orderId);
}

function refundsOf(books: Books, outTradeNo: string): readonly Refund[] {
  return [...books.refunds.values()].filter((refund) => refund.outTradeNo === outTradeNo);
}

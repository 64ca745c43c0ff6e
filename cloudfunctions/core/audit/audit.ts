import type { Money } from '../../../miniprogram/contract/money';
import type { OrderState } from '../../../miniprogram/contract/order';
import type { Order, StockHeld } from '../order/order';
import { isUnderWay } from '../payment/attempt';
import type { Attempt } from '../payment/attempt';
import { isAutomatic, isLive } from '../refund/refund';
import type { Refund } from '../refund/refund';
import { addedUp, figuresBetween, figuresOf } from '../sales/day-sales';
import type { DayFigures } from '../sales/day-sales';
import type { Shipment } from '../shipment/shipment';
import { mergeLines, returnMovements, stockProblems } from '../stock/stock';
import type { Movement, OrderMovementKind, Stock } from '../stock/stock';
import { shipmentProblems } from './shipments';

/** One break of the money rules. `rule` is the book it is in, `id` the row's own number. */
export interface Problem {
  readonly rule: 'stock' | 'order' | 'attempt' | 'refund' | 'shipment' | 'sales';
  readonly id: string;
  readonly text: string;
}

/** All rows of the books at one moment. */
export interface Books {
  readonly stocks: Iterable<Stock>;
  readonly movements: Iterable<Movement>;
  readonly orders: Iterable<Order>;
  readonly attempts: Iterable<Attempt>;
  readonly refunds: Iterable<Refund>;
  /** Left out, nothing is said about what was sent. */
  readonly shipments?: Iterable<Shipment>;
  /** What the desk says of each day; left out, it is not looked at. */
  readonly days?: Iterable<DayFigures>;
}

/**
 * Checks money rules 2, 3, 4 and 6 over the whole books and reports every break; empty means clean.
 * - stock: nothing negative, the equation holds, and every SKU is the sum of its movements;
 * - order: its total is its lines and its freight; its movements and its stock agree with its state; paid, shipped or completed exactly when one attempt
 *   counts, of equal amount and currency; awaiting payment or closed exactly when none does;
 * - attempt, refund: belong to what they name; live refunds are never more than the payment, and went on their way
 *   only after everybody needed agreed; goods came back with the refunds that say so, once;
 * - shipment: what was sent belongs to a paid order and is no more than its goods, and its outbox hangs together;
 * - sales: what the desk says of each day is what the orders and refunds of that day add up to;
 * - every id stands once.
 *
 * An attempt counts when it succeeded and live refunds the shop made by itself do not give all of it back. What it
 * finds is reported, never thrown, so that one broken row does not hide the others.
 */
export function auditBooks(books: Books): readonly Problem[] {
  const rows = {
    stocks: [...books.stocks],
    movements: [...books.movements],
    orders: [...books.orders],
    attempts: [...books.attempts],
    refunds: [...books.refunds],
  };
  const movements = groupBy(rows.movements, (movement) => movement.orderId);
  const attempts = groupBy(rows.attempts, (attempt) => attempt.orderId);
  const refunds = groupBy(rows.refunds, (refund) => refund.orderId);
  return [
    ...duplicates(rows),
    ...strays(rows),
    ...stockBooks(rows),
    ...rows.orders.flatMap((order) =>
      orderBooks({
        order,
        movements: movements.get(order.orderId) ?? [],
        attempts: attempts.get(order.orderId) ?? [],
        refunds: refunds.get(order.orderId) ?? [],
      }),
    ),
    ...shipmentProblems(rows.orders, refunds, books.shipments).map((problem): Problem => ({
      rule: 'shipment',
      ...problem,
    })),
    ...(books.days === undefined ? [] : salesBooks(rows, refunds, [...books.days])),
  ];
}

/** The figures of the days are the orders and refunds of these days, added up. */
function salesBooks(
  { orders }: Rows,
  refunds: ReadonlyMap<string | null, readonly Refund[]>,
  days: readonly DayFigures[],
): readonly Problem[] {
  const booked = orders.flatMap((order) => figuresOf({ order, refunds: refunds.get(order.orderId) ?? [] }));
  return figuresBetween(days, addedUp(booked)).map(({ day, paidOrders, paidMinor, refundedMinor }) => ({
    rule: 'sales',
    id: day,
    text: `the day lacks ${paidOrders} orders, ${paidMinor} paid and ${refundedMinor} refunded`,
  }));
}

/** The rows of {@link Books}, read once. */
interface Rows {
  readonly stocks: readonly Stock[];
  readonly movements: readonly Movement[];
  readonly orders: readonly Order[];
  readonly attempts: readonly Attempt[];
  readonly refunds: readonly Refund[];
}

/** Everything that belongs to one order: all that most rules need to see, so that they can run order by order. */
interface OneOrder {
  readonly order: Order;
  readonly movements: readonly Movement[];
  readonly attempts: readonly Attempt[];
  readonly refunds: readonly Refund[];
}

function duplicates({ stocks, movements, orders, attempts, refunds }: Rows): readonly Problem[] {
  const transactionIds = attempts.flatMap(({ transactionId }) =>
    transactionId === null ? [] : [transactionId],
  );
  const books = [
    { rule: 'stock', name: 'skuId', ids: stocks.map(({ skuId }) => skuId) },
    { rule: 'stock', name: 'movementId', ids: movements.map(({ movementId }) => movementId) },
    { rule: 'order', name: 'orderId', ids: orders.map(({ orderId }) => orderId) },
    { rule: 'attempt', name: 'outTradeNo', ids: attempts.map(({ outTradeNo }) => outTradeNo) },
    { rule: 'attempt', name: 'transactionId', ids: transactionIds },
    { rule: 'refund', name: 'outRefundNo', ids: refunds.map(({ outRefundNo }) => outRefundNo) },
  ] as const;
  return books.flatMap(({ rule, name, ids }) =>
    [...groupBy(ids, (id) => id)]
      .filter(([, equals]) => equals.length > 1)
      .map(([id, equals]) => ({ rule, id, text: `${name} stands ${equals.length} times` })),
  );
}

/** Rows that name an order, an attempt or a SKU which is not there. */
function strays({ stocks, movements, orders, attempts, refunds }: Rows): readonly Problem[] {
  const skuIds = new Set(stocks.map(({ skuId }) => skuId));
  const orderIds = new Set(orders.map(({ orderId }) => orderId));
  const attemptByNo = new Map(attempts.map((attempt) => [attempt.outTradeNo, attempt]));
  const problems: Problem[] = [];
  for (const { movementId: id, skuId, orderId, kind, adjustment } of movements) {
    if ((kind === 'adjust') !== (adjustment !== undefined))
      problems.push({
        rule: 'stock',
        id,
        text: `${kind} ${adjustment === undefined ? 'by nobody' : 'by a clerk'}`,
      });
    if (!skuIds.has(skuId)) problems.push({ rule: 'stock', id, text: `SKU ${skuId} has no stock` });
    if ((kind === 'adjust') !== (orderId === null)) {
      problems.push({
        rule: 'stock',
        id,
        text: `${kind} of ${orderId === null ? 'no order' : `order ${orderId}`}`,
      });
    } else if (orderId !== null && !orderIds.has(orderId)) {
      problems.push({ rule: 'stock', id, text: `order ${orderId} is not there` });
    }
  }
  for (const { outTradeNo: id, orderId } of attempts) {
    if (!orderIds.has(orderId)) problems.push({ rule: 'attempt', id, text: `order ${orderId} is not there` });
  }
  for (const { outRefundNo: id, outTradeNo, orderId } of refunds) {
    const attempt = attemptByNo.get(outTradeNo);
    if (attempt === undefined)
      problems.push({ rule: 'refund', id, text: `attempt ${outTradeNo} is not there` });
    else if (attempt.orderId !== orderId) {
      problems.push({ rule: 'refund', id, text: `attempt ${outTradeNo} is of order ${attempt.orderId}` });
    }
  }
  return problems;
}

function stockBooks({ stocks, movements }: Rows): readonly Problem[] {
  // A movement recorded twice is reported with the other ids that stand more than once.
  const bySku = groupBy(new Map(movements.map((row) => [row.movementId, row])).values(), (row) => row.skuId);
  return stocks.flatMap((stock) =>
    stockProblems(stock, bySku.get(stock.skuId) ?? []).map((text): Problem => ({
      rule: 'stock',
      id: stock.skuId,
      text,
    })),
  );
}

function orderBooks(one: OneOrder): readonly Problem[] {
  const { order, attempts } = one;
  const refunds = groupBy(one.refunds, (refund) => refund.outTradeNo);
  const refundsOf = (attempt: Attempt): readonly Refund[] => refunds.get(attempt.outTradeNo) ?? [];
  const counting = attempts.filter((attempt) => counts(attempt, refundsOf(attempt)));
  return [
    ...[
      ...totalTexts(order),
      ...stockTexts(one),
      ...goodsBackTexts(one),
      ...paymentTexts(order, counting),
    ].map((text): Problem => ({ rule: 'order', id: order.orderId, text })),
    ...listedAttempts(one),
    ...attempts.flatMap(attemptBooks),
    ...attempts.flatMap((attempt) => refundBooks(attempt, refundsOf(attempt))),
  ];
}

/** What came back on hand is what refunds say came back, once each, and never more than the order took. */
function goodsBackTexts({ order, movements, refunds }: OneOrder): readonly string[] {
  const named = (rows: readonly Movement[]) =>
    rows.map(({ movementId, skuId, quantity }) => `${movementId} ${quantity} of ${skuId}`);
  const told = refunds.flatMap((refund) => returnMovements(refund, refund.goodsBack?.lines ?? [], 0));
  const unique = new Map(movements.map((row) => [row.movementId, row])).values();
  const happened = [...unique].filter(({ kind }) => kind === 'return');
  const problems: string[] = [];
  if (!sameTexts(named(happened), named(told))) {
    problems.push(`refunds brought back ${named(told).join(', ') || 'nothing'} but its movements are others`);
  }
  const ordered = new Map(mergeLines(order.lines).map(({ skuId, quantity }) => [skuId, quantity]));
  for (const { skuId, quantity } of mergeLines(happened)) {
    const most = ordered.get(skuId) ?? 0;
    if (quantity > most) problems.push(`${quantity} of ${skuId} came back of ${most}`);
  }
  return problems;
}

/** Plain sums here too: a broken row is reported and does not hide the others. */
function totalTexts({ lines, freight, total }: Order): readonly string[] {
  const goods = lines.reduce((sum, { unitPrice, quantity }) => sum + unitPrice.minor * quantity, 0);
  if (goods + freight.minor === total.minor) return [];
  return [`is for ${written(total)} but its lines are ${goods} and its freight ${freight.minor}`];
}

/** Where the pieces of an order in each state must stand; those of the counter never were in the books. */
const STOCK_HELD: Record<OrderState, StockHeld> = {
  awaitingPayment: 'reserved',
  paid: 'sold',
  shipped: 'sold',
  completed: 'sold',
  closed: 'released',
};

/** The movements that can have led there; all lines of an order go the same way. */
const WAYS: Record<StockHeld, readonly (readonly OrderMovementKind[])[]> = {
  reserved: [['reserve']],
  sold: [
    ['reserve', 'sell'],
    ['reserve', 'release', 'sellOnHand'],
  ],
  released: [['reserve', 'release']],
  none: [[]],
};

function stockTexts({ order, movements }: OneOrder): readonly string[] {
  const problems: string[] = [];
  if (order.stockHeld !== (order.kind === 'counter' ? 'none' : STOCK_HELD[order.state])) {
    problems.push(`is ${order.state} but its stock is ${order.stockHeld}`);
  }
  const unique = [...new Map(movements.map((movement) => [movement.movementId, movement])).values()];
  const happened = unique
    .filter(({ kind }) => kind !== 'return')
    .map(({ kind, skuId, quantity }) => `${kind} ${quantity} of ${skuId}`);
  const lines = mergeLines(order.lines);
  const agrees = WAYS[order.stockHeld].some((way) =>
    sameTexts(
      happened,
      way.flatMap((kind) => lines.map(({ skuId, quantity }) => `${kind} ${quantity} of ${skuId}`)),
    ),
  );
  if (!agrees) {
    problems.push(`its stock is ${order.stockHeld} but its movements are: ${happened.join(', ') || 'none'}`);
  }
  return problems;
}

function paymentTexts(order: Order, counting: readonly Attempt[]): readonly string[] {
  const numbers = counting.map(({ outTradeNo }) => outTradeNo).join(', ');
  switch (order.state) {
    case 'awaitingPayment':
    case 'closed':
      return counting.length === 0 ? [] : [`is ${order.state} but ${numbers} paid and is not given back`];
    case 'paid':
    case 'shipped':
    case 'completed': {
      const [attempt, second] = counting;
      if (attempt === undefined) return [`is ${order.state} but no attempt paid`];
      if (second !== undefined) return [`is ${order.state} but more than one attempt paid: ${numbers}`];
      if (same(attempt.amount, order.total)) return [];
      return [`is for ${written(order.total)} but ${numbers} paid ${written(attempt.amount)}`];
    }
  }
}

/** An attempt is recorded with its order and listed by it, before the gateway hears of it. */
function listedAttempts({ order, attempts }: OneOrder): readonly Problem[] {
  const listed = new Set(order.attempts);
  const recorded = new Set(attempts.map(({ outTradeNo }) => outTradeNo));
  return [
    ...[...listed]
      .filter((outTradeNo) => !recorded.has(outTradeNo))
      .map((outTradeNo): Problem => {
        return {
          rule: 'attempt',
          id: outTradeNo,
          text: `order ${order.orderId} lists it but it is not there`,
        };
      }),
    ...[...recorded]
      .filter((outTradeNo) => !listed.has(outTradeNo))
      .map((outTradeNo): Problem => {
        return { rule: 'attempt', id: outTradeNo, text: `order ${order.orderId} does not list it` };
      }),
  ];
}

function attemptBooks(attempt: Attempt): readonly Problem[] {
  const { outTradeNo: id, amount, state, transactionId } = attempt;
  const problems: Problem[] = [];
  if (!isAmount(amount)) problems.push({ rule: 'attempt', id, text: `is for ${written(amount)}` });
  // What was reversed had been paid: one that was ended before is closed.
  if ((state === 'succeeded' || state === 'reversed') !== (transactionId !== null)) {
    problems.push({
      rule: 'attempt',
      id,
      text: `is ${state} but its transactionId is ${String(transactionId)}`,
    });
  }
  return problems;
}

function refundBooks(attempt: Attempt, refunds: readonly Refund[]): readonly Problem[] {
  const problems: Problem[] = [];
  for (const { outRefundNo: id, amount } of refunds) {
    if (!isAmount(amount) || amount.currency !== attempt.amount.currency) {
      problems.push({ rule: 'refund', id, text: `is of ${written(amount)} for ${written(attempt.amount)}` });
    }
  }
  for (const refund of refunds) {
    const text = approvalText(refund);
    if (text !== null) problems.push({ rule: 'refund', id: refund.outRefundNo, text });
  }
  const live = liveMinor(refunds);
  // Nothing is refunded of what is being reversed: it would go back twice.
  const paid = attempt.state === 'succeeded' && !isUnderWay(attempt) ? attempt.amount.minor : 0;
  if (live > paid) {
    const text = `live refunds of ${attempt.outTradeNo} are ${live} but it paid ${paid}`;
    const newest = refunds.filter(({ state }) => isLive(state)).at(-1);
    problems.push({ rule: 'refund', id: newest?.outRefundNo ?? attempt.outTradeNo, text });
  }
  return problems;
}

/** A refund goes on its way only when everybody needed has agreed, and nobody agrees with oneself. */
function approvalText({ state, asked }: Refund): string | null {
  const approval = asked?.approval ?? { kind: 'notNeeded' };
  if ((approval.kind === 'awaited') !== (state === 'awaitingApproval'))
    return `is ${state} and its second approval ${approval.kind}`;
  if (approval.kind === 'declined' && state !== 'closed') return `is ${state} and was declined`;
  return approval.kind === 'given' && approval.by === asked?.by ? 'was approved by who asked for it' : null;
}

function counts(attempt: Attempt, refunds: readonly Refund[]): boolean {
  if (attempt.state !== 'succeeded') return false;
  return liveMinor(refunds.filter(({ reason }) => isAutomatic(reason))) < attempt.amount.minor;
}

/** Plain sums instead of money arithmetic, which throws at the broken rows that are looked for here. */
function liveMinor(refunds: readonly Refund[]): number {
  return refunds.filter(({ state }) => isLive(state)).reduce((sum, { amount }) => sum + amount.minor, 0);
}

function isAmount({ minor }: Money): boolean {
  return Number.isSafeInteger(minor) && minor > 0;
}

function same(a: Money, b: Money): boolean {
  return a.minor === b.minor && a.currency === b.currency;
}

function written({ minor, currency }: Money): string {
  return `${minor} ${currency}`;
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify(a.toSorted()) === JSON.stringify(b.toSorted());
}

function groupBy<Row, Key>(rows: Iterable<Row>, keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

import { createBooks } from './books';
import type { BookEntry, BookKeeper, Books, MoneyEntry } from './books';
import type { Journal } from './journal';
import type { NotificationRecord, SendRecord } from './notifications/notification-record';
import type { PaymentCodeRecord } from './orders/payment-code';
import type { CodeAttemptRecord, OrderRecord, PaymentRecord, PrepayRecord } from './orders/order-record';

/** Everything that can happen to the durable state. One journal line each. */
export type LedgerEntry =
  | { readonly kind: 'orderPlaced'; readonly order: OrderRecord }
  | {
      readonly kind: 'prepayIssued';
      readonly outTradeNo: string;
      readonly prepayId: string;
      readonly codeUrl?: string;
      readonly atMs: number;
    }
  | { readonly kind: 'orderPaid'; readonly outTradeNo: string; readonly payment: PaymentRecord }
  | { readonly kind: 'orderAttempted'; readonly outTradeNo: string; readonly attempt: CodeAttemptRecord }
  | { readonly kind: 'orderRevoked'; readonly outTradeNo: string; readonly atMs: number }
  | { readonly kind: 'codeIssued'; readonly code: PaymentCodeRecord }
  | { readonly kind: 'codeSpent'; readonly code: string; readonly outTradeNo: string }
  | { readonly kind: 'orderClosed'; readonly outTradeNo: string; readonly atMs: number }
  | { readonly kind: 'notificationQueued'; readonly notification: NotificationRecord }
  | {
      readonly kind: 'notificationMoved';
      readonly id: string;
      readonly send?: SendRecord;
      readonly state: NotificationRecord['state'];
      readonly triesLeft: number;
      readonly nextTryMs: number | null;
    }
  | { readonly kind: 'clockMoved'; readonly offsetMs: number }
  | BookEntry;

/** The durable state, rebuilt from the journal at start. */
export interface Ledger {
  record(entry: LedgerEntry): void;
  /** Refunds, money and days: what the entries come to. */
  readonly books: Books;
  orderByNumber(outTradeNo: string): OrderRecord | undefined;
  orderByPrepayId(prepayId: string): OrderRecord | undefined;
  orderByCodeUrl(codeUrl: string): OrderRecord | undefined;
  orderByTransactionId(transactionId: string): OrderRecord | undefined;
  /** Orders whose shopper is asked for the password. */
  waitingOrders(): readonly OrderRecord[];
  paymentCode(code: string): PaymentCodeRecord | undefined;
  paymentCodes(): Iterable<PaymentCodeRecord>;
  orders(): Iterable<OrderRecord>;
  orderCount(): number;
  notification(id: string): NotificationRecord | undefined;
  notifications(): Iterable<NotificationRecord>;
  clockOffsetMs(): number;
  clear(): void;
}

interface LedgerState {
  readonly orders: Map<string, OrderRecord>;
  readonly prepays: Map<string, string>;
  readonly codeUrls: Map<string, string>;
  readonly transactions: Map<string, string>;
  readonly codes: Map<string, PaymentCodeRecord>;
  readonly waiting: Set<string>;
  readonly notifications: Map<string, NotificationRecord>;
  readonly keeper: BookKeeper;
  clockOffsetMs: number;
}

export function createLedger(journal: Journal, past: readonly unknown[]): Ledger {
  const state: LedgerState = {
    orders: new Map(),
    prepays: new Map(),
    codeUrls: new Map(),
    transactions: new Map(),
    codes: new Map(),
    waiting: new Set(),
    notifications: new Map(),
    keeper: createBooks(),
    clockOffsetMs: 0,
  };
  // The journal is written by this file alone, so its lines have this type.
  for (const entry of past) apply(state, entry as LedgerEntry);
  const order = (outTradeNo: string | undefined): OrderRecord | undefined =>
    outTradeNo === undefined ? undefined : state.orders.get(outTradeNo);
  return {
    books: state.keeper.books,
    record(entry) {
      journal.append(entry);
      apply(state, entry);
    },
    orderByNumber: order,
    orderByPrepayId: (prepayId) => order(state.prepays.get(prepayId)),
    orderByCodeUrl: (codeUrl) => order(state.codeUrls.get(codeUrl)),
    orderByTransactionId: (transactionId) => order(state.transactions.get(transactionId)),
    waitingOrders: () => [...state.waiting].flatMap((outTradeNo) => order(outTradeNo) ?? []),
    paymentCode: (code) => state.codes.get(code),
    paymentCodes: () => state.codes.values(),
    orders: () => state.orders.values(),
    orderCount: () => state.orders.size,
    notification: (id) => state.notifications.get(id),
    notifications: () => state.notifications.values(),
    clockOffsetMs: () => state.clockOffsetMs,
    clear() {
      journal.clear();
      const { orders, prepays, codeUrls, transactions, notifications } = state;
      for (const map of [orders, prepays, codeUrls, transactions, notifications]) map.clear();
      state.codes.clear();
      state.waiting.clear();
      state.keeper.clear();
      state.clockOffsetMs = 0;
    },
  };
}

function apply(state: LedgerState, entry: LedgerEntry): void {
  const keepBooks = (money: BookEntry | MoneyEntry): void =>
    state.keeper.apply(money, (outTradeNo) => state.orders.get(outTradeNo));
  switch (entry.kind) {
    case 'orderPlaced':
      state.orders.set(entry.order.outTradeNo, entry.order);
      for (const prepay of entry.order.prepays) indexPrepay(state, entry.order.outTradeNo, prepay);
      return;
    case 'prepayIssued': {
      const { outTradeNo, prepayId: id, atMs: createdMs, codeUrl } = entry;
      const prepay = { id, createdMs, ...(codeUrl === undefined ? {} : { codeUrl }) };
      change(state.orders, outTradeNo, (order) => ({ ...order, prepays: [...order.prepays, prepay] }));
      indexPrepay(state, outTradeNo, prepay);
      return;
    }
    case 'orderPaid':
      change(state.orders, entry.outTradeNo, (order) => ({ ...order, payment: entry.payment }));
      state.transactions.set(entry.payment.transactionId, entry.outTradeNo);
      state.waiting.delete(entry.outTradeNo);
      keepBooks(entry);
      return;
    case 'orderAttempted':
      change(state.orders, entry.outTradeNo, (order) => ({ ...order, attempt: entry.attempt }));
      if (entry.attempt.state === 'USERPAYING') state.waiting.add(entry.outTradeNo);
      else state.waiting.delete(entry.outTradeNo);
      return;
    case 'orderRevoked':
      change(state.orders, entry.outTradeNo, (order) => ({ ...order, revokedMs: entry.atMs }));
      state.waiting.delete(entry.outTradeNo);
      keepBooks(entry);
      return;
    case 'codeIssued':
      state.codes.set(entry.code.code, entry.code);
      return;
    case 'codeSpent':
      change(state.codes, entry.code, (code) => ({ ...code, spentOn: entry.outTradeNo }));
      return;
    case 'orderClosed':
      change(state.orders, entry.outTradeNo, (order) => ({ ...order, closedMs: entry.atMs }));
      return;
    case 'notificationQueued':
      state.notifications.set(entry.notification.id, entry.notification);
      return;
    case 'notificationMoved':
      moveNotification(state, entry);
      return;
    case 'clockMoved':
      state.clockOffsetMs = entry.offsetMs;
      return;
    case 'refundAccepted':
    case 'refundEnded':
    case 'refundPlanned':
    case 'refundRerouted':
    case 'balanceSet':
    case 'billIssued':
      keepBooks(entry);
      showRefund(state, entry);
      return;
  }
}

function moveNotification(
  state: LedgerState,
  entry: Extract<LedgerEntry, { kind: 'notificationMoved' }>,
): void {
  change(state.notifications, entry.id, (notification) => ({
    ...notification,
    state: entry.state,
    triesLeft: entry.triesLeft,
    nextTryMs: entry.nextTryMs,
    sends: entry.send === undefined ? notification.sends : [...notification.sends, entry.send],
  }));
}

/** An order's state shows that it was refunded. */
function showRefund(state: LedgerState, entry: BookEntry): void {
  if (entry.kind === 'refundAccepted') {
    const { outTradeNo, outRefundNo } = entry.refund;
    change(state.orders, outTradeNo, (order) => ({
      ...order,
      refunds: [...(order.refunds ?? []), outRefundNo],
    }));
  }
  if (entry.kind === 'refundEnded' && entry.leavesOrder) {
    const { outRefundNo } = entry;
    const outTradeNo = state.keeper.books.refunds.byNumber(outRefundNo)?.outTradeNo ?? '';
    change(state.orders, outTradeNo, (order) => ({
      ...order,
      refunds: (order.refunds ?? []).filter((shown) => shown !== outRefundNo),
    }));
  }
}

function indexPrepay(state: LedgerState, outTradeNo: string, { id, codeUrl }: PrepayRecord): void {
  state.prepays.set(id, outTradeNo);
  if (codeUrl !== undefined) state.codeUrls.set(codeUrl, outTradeNo);
}

function change<T>(map: Map<string, T>, key: string, next: (current: T) => T): void {
  const current = map.get(key);
  if (current === undefined) throw new Error(`the journal changes ${key} before it exists`);
  map.set(key, next(current));
}

import type { Money } from './money';

/** An order's life. A refund is not a state of the order: it has a life of its own. */
export const ORDER_STATES = ['awaitingPayment', 'paid', 'shipped', 'completed', 'closed'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/** Why an unpaid order ended. */
export const CLOSE_REASONS = ['expired', 'cancelled'] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];

/** The words a person reads for each state. */
export const ORDER_STATE_WORDS: Record<OrderState, string> = {
  awaitingPayment: '待付款',
  paid: '待发货',
  shipped: '待收货',
  completed: '已完成',
  closed: '已关闭',
};

/** One line of an order as the phone shows it; prices are those of the moment of ordering. */
export interface OrderLineView {
  readonly skuId: string;
  readonly title: string;
  readonly quantity: number;
  readonly unitPrice: Money;
  readonly lineTotal: Money;
}

/** What happened to an order, oldest first. */
export interface TimelineEntry {
  readonly at: string;
  readonly text: string;
}

/** A refund as the shopper sees it. */
export interface RefundView {
  readonly outRefundNo: string;
  readonly amount: Money;
  readonly state: 'due' | 'processing' | 'succeeded' | 'closed' | 'abnormal';
}

/** An order as its own shopper may see it. Times are RFC 3339. */
export interface OrderView {
  readonly orderId: string;
  readonly state: OrderState;
  readonly closeReason?: CloseReason;
  readonly lines: readonly OrderLineView[];
  readonly total: Money;
  readonly placedAt: string;
  readonly payBefore: string;
  readonly paidAt?: string;
  /** True while the server does not know yet whether a payment happened: show waiting, never "failed". */
  readonly paymentUnknown: boolean;
  readonly refunds: readonly RefundView[];
  readonly timeline: readonly TimelineEntry[];
}

import type { Address } from './address';
import type { CollectionStanding } from './collection';
import type { Money } from './money';
import type { CloseReason, OrderLineView, OrderState, ParcelView, TimelineEntry } from './order';

/**
 * What the merchant's list shows. A state holds deliveries only; `counter` holds what was collected at the counter;
 * `refunds` holds every order somebody asked money back of, or got it.
 */
export const ORDER_FILTERS = [
  'all',
  'awaitingPayment',
  'toShip',
  'uploadRefused',
  'shipped',
  'completed',
  'closed',
  'refunds',
  'counter',
] as const;
export type OrderFilter = (typeof ORDER_FILTERS)[number];

/** The words of the tabs. */
export const ORDER_FILTER_WORDS: Record<OrderFilter, string> = {
  all: '全部',
  awaitingPayment: '待付款',
  toShip: '待发货',
  uploadRefused: '上传被拒',
  shipped: '已发货',
  completed: '已完成',
  closed: '已关闭',
  refunds: '退款',
  counter: '到店收款',
};

/** Longest note of the merchant, in characters. */
export const MAX_NOTE_LENGTH = 200;
/** Longest text of a search: the longest number an order is known by. */
export const MAX_ORDER_SEARCH_LENGTH = 64;

/** What the staff reads for each refusal. */
export const DESK_ORDER_REFUSAL_WORDS = {
  ORDER_NOT_FOUND: '没有找到这笔订单',
  SEARCH_TOO_SHORT: '请输入完整的订单号、交易单号，或手机号后四位',
  NOTE_CHANGED: '备注刚刚被别人改过，请看过新内容后再保存',
} as const;

/**
 * Whose order it is and where it goes. `masked` for roles that neither send goods nor give money back: name, number and
 * street are then covered, e.g. `张**`, `138****0000`.
 */
export interface BuyerView extends Address {
  readonly masked: boolean;
}

/** An order in a list of the merchant. Times are RFC 3339. */
export interface DeskOrderCard {
  readonly orderId: string;
  readonly kind: 'delivery' | 'counter';
  readonly state: OrderState;
  readonly closeReason?: CloseReason;
  readonly lines: readonly OrderLineView[];
  readonly total: Money;
  /** What came back of it or is on its way back; zero while nothing is. */
  readonly refunded: Money;
  /** Whether all that was paid has gone back. */
  readonly givenBack: boolean;
  /** Requests of the shopper that wait for an answer. */
  readonly openRequests: number;
  /** Null at the counter. */
  readonly buyer: BuyerView | null;
  /** The shopper's words; may be empty. */
  readonly remark: string;
  /** The merchant's own words, never shown to the shopper; may be empty. */
  readonly note: string;
  readonly placedAt: string;
  readonly paidAt?: string;
  /** When the first parcel left. */
  readonly shippedAt?: string;
}

/** One try at paying. */
export interface PaymentView {
  readonly outTradeNo: string;
  readonly scene: 'miniProgram' | 'native' | 'paymentCode';
  readonly state: 'created' | 'prepared' | 'succeeded' | 'closed' | 'reversed';
  readonly amount: Money;
  /** What the payer paid after coupons; once it is known. */
  readonly payerTotal?: Money;
  /** WeChat Pay's number; once it is paid. */
  readonly transactionId?: string;
  readonly createdAt: string;
  readonly succeededAt?: string;
  /** Whether this is the payment of the order: another success is given back by itself. */
  readonly counts: boolean;
}

/** The words a person reads for each state of a payment. */
export const PAYMENT_STATE_WORDS: Record<PaymentView['state'], string> = {
  created: '已发起，等待微信',
  prepared: '等待付款',
  succeeded: '已付款',
  closed: '已关闭，未付款',
  reversed: '已撤销，原路退回',
};

/** All of one order. */
export interface DeskOrderView extends DeskOrderCard {
  readonly goodsTotal: Money;
  readonly freight: Money;
  readonly payBefore: string;
  readonly completedAt?: string;
  readonly closedAt?: string;
  /** Who wrote the note last, by openid, and when; absent before the first. */
  readonly noted?: { readonly by: string; readonly at: string };
  /** True while nobody knows yet whether a payment happened: show waiting, never "failed". */
  readonly paymentUnknown: boolean;
  readonly parcels: readonly ParcelView[];
  readonly payments: readonly PaymentView[];
  /** What was paid, what went back of it or is on its way, and what may still go back. */
  readonly paid: Money;
  readonly refundable: Money;
  /** For `refunds.get`, oldest first. */
  readonly refundNos: readonly string[];
  /** For `refunds.get`, newest first. */
  readonly requestIds: readonly string[];
  /** How the collection stands; only at the counter. */
  readonly collection?: CollectionStanding;
  readonly timeline: readonly TimelineEntry[];
}

/** One page of orders. */
export interface DeskOrderPage {
  readonly orders: readonly DeskOrderCard[];
  readonly next?: string;
}

/** The methods of orders. */
export interface DeskOrderMethods {
  /** `before` is the `next` of the page before; pages hold 20 orders, newest first. */
  'orders.list': {
    params: { readonly filter: OrderFilter; readonly before?: string };
    value: DeskOrderPage;
  };
  /**
   * By any number: of the order, of a payment (ours or WeChat Pay's), of a refund, by a support code, or by the last
   * four digits of the buyer's mobile number (a whole mobile number counts as its last four). Newest first, as a list.
   */
  'orders.search': {
    params: { readonly text: string; readonly before?: string };
    value: DeskOrderPage;
  };
  'orders.detail': { params: { readonly orderId: string }; value: DeskOrderView };
  /**
   * Writes the merchant's note. `replaces` is the note the person saw: one who did not see the latest is told so and
   * overwrites nothing. Safe to repeat.
   */
  'orders.note': {
    params: { readonly orderId: string; readonly note: string; readonly replaces: string };
    value: DeskOrderView;
    /** With NOTE_CHANGED: what stands there now. */
    detail: { readonly note: string };
  };
}

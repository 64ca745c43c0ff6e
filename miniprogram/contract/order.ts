import type { Address } from './address';
import type { Money } from './money';
import type { PictureView } from './picture';
import type { QuoteView, WantedLine } from './quote';

/** An order's life. A refund is not a state of the order: it has a life of its own. */
export const ORDER_STATES = ['awaitingPayment', 'paid', 'shipped', 'completed', 'closed'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/** Why an unpaid order ended. */
export const CLOSE_REASONS = ['expired', 'cancelled'] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];

/** Why a shopper cancels. */
export const CANCEL_REASONS = ['changedMind', 'wrongItems', 'wrongAddress', 'priceTooHigh', 'other'] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

/** The words a person chooses from. */
export const CANCEL_REASON_WORDS: Record<CancelReason, string> = {
  changedMind: '不想买了',
  wrongItems: '商品选错了',
  wrongAddress: '地址或电话填错了',
  priceTooHigh: '价格不合适',
  other: '其他原因',
};

/** The words a person reads for each state. */
export const ORDER_STATE_WORDS: Record<OrderState, string> = {
  awaitingPayment: '待付款',
  paid: '待发货',
  shipped: '待收货',
  completed: '已完成',
  closed: '已关闭',
};

/** What is read in the place of the state once all the money went back. */
export const GIVEN_BACK_WORDS = '已全额退款';

/** Longest remark, in characters. */
export const MAX_REMARK_LENGTH = 200;

/** One line of an order as the phone shows it; words, picture and prices are those of the moment of ordering. */
export interface OrderLineView {
  readonly skuId: string;
  readonly productId: string;
  readonly title: string;
  readonly specification: string;
  readonly picture: PictureView | null;
  readonly quantity: number;
  readonly unitPrice: Money;
  readonly lineTotal: Money;
}

/** What happened to an order, oldest first. */
export interface TimelineEntry {
  readonly at: string;
  readonly text: string;
}

/** A refund as the shopper sees it: money on its way back. */
export interface RefundView {
  readonly outRefundNo: string;
  readonly amount: Money;
  /** `byHand`: the payer's account takes no money, the shop gives it back in another way. */
  readonly state: 'due' | 'processing' | 'succeeded' | 'closed' | 'abnormal' | 'byHand';
  /** Where the money arrived, in the gateway's words, e.g. `招商银行信用卡0403`; once it has, where that is told. */
  readonly receivedBy?: string;
}

/** A parcel on its way; without `lines` it holds the whole order. */
export interface ParcelView {
  readonly parcelId: string;
  readonly courier: string;
  readonly trackingNo: string;
  readonly shippedAt: string;
  readonly lines?: readonly WantedLine[];
}

/** What the shopper may do with an order now; the server decides, the phone draws the buttons. */
export const ORDER_ACTIONS = ['pay', 'cancel', 'confirm', 'requestRefund', 'hide'] as const;
export type OrderAction = (typeof ORDER_ACTIONS)[number];

/** An order as its own shopper may see it. Times are RFC 3339. */
export interface OrderView {
  readonly orderId: string;
  readonly state: OrderState;
  readonly closeReason?: CloseReason;
  readonly lines: readonly OrderLineView[];
  readonly goodsTotal: Money;
  readonly freight: Money;
  /** What is paid: goods and freight. */
  readonly total: Money;
  readonly remark: string;
  readonly address: Address;
  readonly placedAt: string;
  readonly payBefore: string;
  readonly paidAt?: string;
  readonly shippedAt?: string;
  readonly completedAt?: string;
  readonly closedAt?: string;
  /** True while the server does not know yet whether a payment happened: show waiting, never "failed". */
  readonly paymentUnknown: boolean;
  /** WeChat Pay's number of the payment that counts; its own page for confirming receipt asks for it. */
  readonly transactionId?: string;
  readonly parcels: readonly ParcelView[];
  readonly refunds: readonly RefundView[];
  /** Ids for `refunds.get`, newest first. */
  readonly refundRequests: readonly string[];
  /** What a refund may still be asked for; zero before payment. */
  readonly refundable: Money;
  /** Whether all that was paid went back. */
  readonly givenBack: boolean;
  readonly actions: readonly OrderAction[];
  readonly timeline: readonly TimelineEntry[];
}

/** Arguments of `wx.requestPayment`; `timeStamp` is a string of seconds. */
export interface RequestPaymentParams {
  readonly timeStamp: string;
  readonly nonceStr: string;
  readonly package: string;
  readonly signType: 'RSA';
  readonly paySign: string;
}

/** How many orders the shopper has in each state that waits for something; `refunding` counts open requests. */
export interface OrderCounts {
  readonly awaitingPayment: number;
  readonly paid: number;
  readonly shipped: number;
  readonly refunding: number;
}

/** The methods of orders. */
export interface OrderMethods {
  'orders.quote': {
    /** Without `addressId` the default address, if there is one. */
    params: { readonly lines: readonly WantedLine[]; readonly addressId?: string };
    value: QuoteView;
  };
  'orders.place': {
    /**
     * `clientToken` makes a repeated tap the same order: 8–64 letters, digits, `-` or `_`, chosen by the phone.
     * `expectedTotal` is the `payable` the shopper saw: it is compared and never believed. Placed lines leave the cart.
     */
    params: {
      readonly clientToken: string;
      readonly lines: readonly WantedLine[];
      readonly addressId: string;
      readonly remark?: string;
      readonly expectedTotal: Money;
    };
    value: OrderView;
    /** With PRICE_CHANGED, SKU_NOT_FOUND, OUT_OF_STOCK, OVER_LIMIT and NO_DELIVERY: what it would be now. */
    detail: QuoteView;
  };
  'orders.pay': {
    params: { readonly orderId: string };
    value: { readonly requestPayment: RequestPaymentParams };
  };
  'orders.detail': {
    /** By its id, or by the `outTradeNo` of any payment of it, which is the only number WeChat's order centre knows. */
    params:
      | { readonly orderId: string; readonly outTradeNo?: never }
      | { readonly outTradeNo: string; readonly orderId?: never };
    value: OrderView;
  };
  'orders.cancel': {
    params: { readonly orderId: string; readonly reason?: CancelReason };
    value: OrderView;
  };
  'orders.confirm': { params: { readonly orderId: string }; value: OrderView };
  /** Takes a completed or closed order off the shopper's list; the books keep it. Safe to repeat. */
  'orders.hide': { params: { readonly orderId: string }; value: { readonly orderId: string } };
  'orders.list': {
    /** `before` is the `next` of the page before; pages hold 20 orders, newest first. */
    params: { readonly state?: OrderState; readonly before?: string };
    value: { readonly orders: readonly OrderView[]; readonly next?: string };
  };
  'orders.counts': { params: Record<never, never>; value: OrderCounts };
}

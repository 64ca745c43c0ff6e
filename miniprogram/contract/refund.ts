import type { Money } from './money';
import type { OrderLineView, RefundView, TimelineEntry } from './order';
import type { PictureView } from './picture';
import type { WantedLine } from './quote';

/** A request's life. Approved: the money's own life begins, see `refund`. */
export const REFUND_REQUEST_STATES = ['requested', 'approved', 'rejected', 'withdrawn'] as const;
export type RefundRequestState = (typeof REFUND_REQUEST_STATES)[number];

/** The words a person reads for each state. */
export const REFUND_REQUEST_STATE_WORDS: Record<RefundRequestState, string> = {
  requested: '等待商家处理',
  approved: '商家已同意',
  rejected: '商家未同意',
  withdrawn: '已撤销',
};

/** The words a person reads for the money of a request that was approved. */
export const REFUND_STATE_WORDS: Record<RefundView['state'], string> = {
  due: '即将退款',
  processing: '退款中',
  succeeded: '已退款',
  closed: '退款未成功',
  abnormal: '退款异常，商家处理中',
  byHand: '商家已用其他方式退款',
};

/** Why a refund is asked for. */
export const REFUND_REQUEST_REASONS = [
  'changedMind',
  'notReceived',
  'damaged',
  'wrongItem',
  'notAsDescribed',
  'missing',
  'other',
] as const;
export type RefundRequestReason = (typeof REFUND_REQUEST_REASONS)[number];

/** The words a person chooses from. */
export const REFUND_REQUEST_REASON_WORDS: Record<RefundRequestReason, string> = {
  changedMind: '不想要了',
  notReceived: '一直未收到货',
  damaged: '商品破损',
  wrongItem: '发错商品',
  notAsDescribed: '与描述不符',
  missing: '少件漏发',
  other: '其他原因',
};

/** Longest text of a request, in characters. */
export const MAX_REFUND_TEXT_LENGTH = 500;
/** Most photos of a request. */
export const MAX_REFUND_PHOTOS = 6;

/** A request as its own shopper may see it. */
export interface RefundRequestView {
  readonly requestId: string;
  readonly orderId: string;
  readonly state: RefundRequestState;
  readonly amount: Money;
  /** The goods it is about; empty where only an amount was asked for. */
  readonly lines: readonly OrderLineView[];
  readonly reason: RefundRequestReason;
  readonly text: string;
  readonly photos: readonly string[];
  readonly requestedAt: string;
  readonly decidedAt?: string;
  /** What the merchant wrote; may be empty. */
  readonly answer: string;
  /** The money, once the request is approved. */
  readonly refund: RefundView | null;
  readonly canWithdraw: boolean;
  readonly timeline: readonly TimelineEntry[];
  /** The goods in a few words, e.g. `青瓷品茗杯 单只 等2种`: the order's, where only an amount was asked for. */
  readonly title: string;
  /** The order's first picture, for a list. */
  readonly picture: PictureView | null;
}

/** The methods of refunds. */
export interface RefundMethods {
  'refunds.request': {
    /**
     * For goods by `lines` (the server computes the amount), or for any `amount` up to what is left. `photos` are file
     * ids that `photos.check` has accepted. `clientToken` makes a repeated tap one request.
     */
    params: {
      readonly clientToken: string;
      readonly orderId: string;
      readonly reason: RefundRequestReason;
      readonly text?: string;
      readonly photos?: readonly string[];
    } & (
      | { readonly lines: readonly WantedLine[]; readonly amount?: never }
      | { readonly amount: Money; readonly lines?: never }
    );
    value: RefundRequestView;
  };
  'refunds.get': { params: { readonly requestId: string }; value: RefundRequestView };
  'refunds.list': {
    /** `before` is the `next` of the page before; pages hold 20 requests, newest first. */
    params: { readonly before?: string };
    value: { readonly requests: readonly RefundRequestView[]; readonly next?: string };
  };
  'refunds.withdraw': { params: { readonly requestId: string }; value: RefundRequestView };
}

import type { Money } from './money';
import type { OrderLineView, OrderState, ParcelView } from './order';
import type { WantedLine } from './quote';

/** How goods reach the shopper, as WeChat counts it. Only `express` has parcels. */
export const SHIPPING_WAYS = ['express', 'sameCity', 'virtual', 'pickup'] as const;
export type ShippingWay = (typeof SHIPPING_WAYS)[number];

/** The words a person chooses from. */
export const SHIPPING_WAY_WORDS: Record<ShippingWay, string> = {
  express: '快递发货',
  sameCity: '同城配送',
  virtual: '无需物流',
  pickup: '到店自提',
};

/** Most parcels of one order; the stricter of the two limits WeChat has published. */
export const MAX_PARCELS = 10;
/** Longest tracking number, in characters. */
export const MAX_TRACKING_NO_LENGTH = 64;

/** A courier that parcels can be handed to. */
export interface CourierView {
  /** WeChat's id of it, e.g. `SF`. */
  readonly courierId: string;
  readonly name: string;
  /** What its numbers look like, e.g. `SF 开头，共 15 位`; empty where nothing is known. */
  readonly numberHint: string;
  readonly lastUsedAt?: string;
}

/** A parcel as the merchant enters it. Without `lines` it holds everything that is not sent yet. */
export interface ParcelWish {
  readonly courierId: string;
  /** As scanned or typed; spaces, dashes and small letters are put right. */
  readonly trackingNo: string;
  readonly lines?: readonly WantedLine[];
}

/** Every way shipping is refused. */
export const SHIPPING_REFUSALS = [
  'NOT_ALLOWED',
  'ORDER_NOT_FOUND',
  'NOT_PAID',
  'REFUNDED',
  'REFUND_WAITING',
  'ALREADY_SHIPPED',
  'NOTHING_SHIPPED',
  'COURIER_UNKNOWN',
  'TRACKING_NO_INVALID',
  'TRACKING_NO_OTHER_COURIER',
  'TRACKING_NO_REPEATED',
  'LINES_EXCEED',
  'LINES_MISSING',
  'PARCEL_EMPTY',
  'TOO_MANY_PARCELS',
  'PARCELS_NOT_EXPRESS',
  'SPLIT_ONLY_EXPRESS',
  'CORRECTION_USED',
  'CORRECTION_TOO_LATE',
  'NOTHING_CHANGED',
  'UPLOAD_UNDER_WAY',
  'NOTHING_TO_RETRY',
  'ALREADY_REMINDED',
  'NOT_UPLOADED',
  'CLIENT_TOKEN_REUSED',
] as const;
export type ShippingRefusal = (typeof SHIPPING_REFUSALS)[number];

/** What the merchant reads for each refusal; `detail.text` of the reply says it with names and numbers. */
export const SHIPPING_REFUSAL_WORDS: Record<ShippingRefusal, string> = {
  NOT_ALLOWED: '你的角色不能发货，请联系店主',
  ORDER_NOT_FOUND: '没有找到这笔订单',
  NOT_PAID: '订单还没有付款，不能发货',
  REFUNDED: '订单已全额退款，不用再发货',
  REFUND_WAITING: '顾客正在申请退款，请先处理退款申请再发货',
  ALREADY_SHIPPED: '订单已发货，如需改单号请用“更正物流”',
  NOTHING_SHIPPED: '订单还没有发货，没有可以更正的物流',
  COURIER_UNKNOWN: '没有这家快递公司，请从列表里选择',
  TRACKING_NO_INVALID: '快递单号格式不对，请核对后重新填写或扫码',
  TRACKING_NO_OTHER_COURIER: '快递单号和快递公司对不上，请核对快递公司或快递单号',
  TRACKING_NO_REPEATED: '快递单号重复，每个包裹要填自己的单号',
  LINES_EXCEED: '包裹里的商品数量超过还没发货的数量，请修改',
  LINES_MISSING: '更正后的包裹要装下全部已发出的商品，请补上',
  PARCEL_EMPTY: '包裹里没有商品，请选择这个包裹装了什么',
  TOO_MANY_PARCELS: '包裹太多，一笔订单最多 10 个包裹',
  PARCELS_NOT_EXPRESS: '只有快递发货才填写快递单号',
  SPLIT_ONLY_EXPRESS: '这种发货方式要一次发完全部商品',
  CORRECTION_USED: '物流信息只能更正一次，已经用过了',
  CORRECTION_TOO_LATE: '顾客已确认收货，不能再更正物流',
  NOTHING_CHANGED: '物流信息没有变化，不用更正',
  UPLOAD_UNDER_WAY: '发货信息正在上传微信，请一分钟后再更正',
  NOTHING_TO_RETRY: '发货信息已上传，不用重试',
  ALREADY_REMINDED: '已经提醒过顾客收货，每笔订单只能提醒一次',
  NOT_UPLOADED: '发货信息还没有上传到微信，暂时不能提醒收货',
  CLIENT_TOKEN_REUSED: '这次发货已提交过，内容不一致，请返回重新填写',
};

/** What exactly is wrong, for the field that has to be mended. */
export interface ShippingProblem {
  /** `parcels` is the list as a whole. */
  readonly field: 'orderId' | 'way' | 'parcels' | 'courierId' | 'trackingNo' | 'lines';
  /** Which parcel of the call, from 0; absent where it is about no single one. */
  readonly parcel?: number;
  /** A whole sentence that names the field. */
  readonly text: string;
}

/** How near the end of the 48 hours is: from 36 hours on `soon`, from 44 on `urgent`. */
export const DEADLINE_LEVELS = ['calm', 'soon', 'urgent', 'late'] as const;
export type DeadlineLevel = (typeof DEADLINE_LEVELS)[number];

/** Until when WeChat wants to hear of the shipment. */
export interface ShippingDeadlineView {
  readonly at: string;
  readonly level: DeadlineLevel;
  /** E.g. `请在 11月23日 19:06 前发货，还剩 9 小时`. */
  readonly text: string;
}

/**
 * The way of the shipping facts to WeChat. `due`: about to be sent. `waiting`: WeChat does not know the payment yet or
 * is busy, tried again by itself. `unsure`: sent, but the answer was lost; it is being asked. `refused`: a person has to
 * mend something. `givenUp`: nothing can be done any more. `received`: the goods are received, so that WeChat takes
 * nothing more and nobody has to do anything.
 */
export const UPLOAD_STATES = ['due', 'waiting', 'unsure', 'sent', 'refused', 'givenUp', 'received'] as const;
export type UploadState = (typeof UPLOAD_STATES)[number];

/** The words a person reads for each state. */
export const UPLOAD_STATE_WORDS: Record<UploadState, string> = {
  due: '正在上传微信',
  waiting: '等待重新上传微信',
  unsure: '正在向微信核对',
  sent: '已上传微信',
  refused: '微信未接受，需要处理',
  givenUp: '微信未收到发货信息',
  received: '顾客已确认收货，微信不再更新物流',
};

/** How the upload of one order stands. */
export interface UploadView {
  readonly state: UploadState;
  /** The state in words, with the reason where there is one. */
  readonly text: string;
  /** WeChat's error code of the last try, where it said one. */
  readonly code?: number;
  readonly nextTryAt?: string;
  readonly canRetry: boolean;
}

/** Where the money of an order is. `frozen` until the receipt is confirmed or time is up, `settling` just after. */
export const FROZEN_STATES = ['frozen', 'settling', 'settled', 'returned'] as const;
export type FrozenState = (typeof FROZEN_STATES)[number];

/** The words a person reads for each state. */
export const FROZEN_STATE_WORDS: Record<FrozenState, string> = {
  frozen: '货款冻结中',
  settling: '待结算',
  settled: '已结算',
  returned: '已退还顾客',
};

/** The money of one order at WeChat. */
export interface FrozenMoneyView {
  readonly state: FrozenState;
  /** What is still held: the payment less what went back; zero once it is settled. */
  readonly frozen: Money;
  readonly frozenSince: string;
  /** By WeChat's rules; absent before the upload. */
  readonly expectedSettlementAt?: string;
  readonly settledAt?: string;
  /** E.g. `冻结 ¥128.00，预计 12月2日 结算`. */
  readonly text: string;
}

/** Whether the shopper was told by a subscribe message. */
export interface ShippedMessageView {
  readonly state: 'sent' | 'due' | 'unsure' | 'notAllowed' | 'refused' | 'none';
  readonly text: string;
}

/** Shipping of one order as the merchant sees it. */
export interface ShippingView {
  readonly orderId: string;
  readonly orderState: OrderState;
  /** Absent once everything is sent. */
  readonly deadline?: ShippingDeadlineView;
  /** Null before the first parcel. */
  readonly way: ShippingWay | null;
  readonly parcels: readonly (ParcelView & { readonly courierId?: string })[];
  /** What is still to be sent: ordered, less refunded, less sent. */
  readonly toShip: readonly OrderLineView[];
  /** Null before the first parcel. */
  readonly upload: UploadView | null;
  /** Null for an order that is not paid. */
  readonly money: FrozenMoneyView | null;
  readonly message: ShippedMessageView;
  readonly canShip: boolean;
  readonly canCorrect: boolean;
  readonly canRemind: boolean;
}

/** Which shipments a list is about. */
export const SHIPPING_LISTS = ['toShip', 'uploading', 'refused', 'frozen'] as const;
export type ShippingList = (typeof SHIPPING_LISTS)[number];

/** The shop's shipping in figures. Counts end at 1000. */
export interface ShippingStateView {
  /** Paid orders with something to send. */
  readonly toShip: number;
  /** Of them: past 36 hours, and past the 48. */
  readonly soon: number;
  readonly late: number;
  /** Uploads that go on by themselves, and those a person has to look at. */
  readonly uploading: number;
  readonly refused: number;
  /** What WeChat holds of all orders counted; null while there are more than can be added up at once. */
  readonly frozen: Money | null;
}

/** The merchant's methods about shipping. */
export interface ShippingMethods {
  /** Last used first, then by name. */
  'shipping.couriers': {
    params: Record<never, never>;
    value: { readonly couriers: readonly CourierView[] };
  };
  /** Which couriers a scanned number may be of, the likeliest first; empty where it fits none. */
  'shipping.recognise': {
    params: { readonly trackingNo: string };
    value: { readonly trackingNo: string; readonly couriers: readonly CourierView[] };
  };
  'shipping.get': { params: { readonly orderId: string }; value: ShippingView };
  /**
   * Sends what is named, as often as something is left. `way` is `express` unless told; the others send everything at
   * once and take no parcels. `clientToken` makes a repeated tap one shipment.
   */
  'shipping.ship': {
    params: {
      readonly clientToken: string;
      readonly orderId: string;
      readonly way?: ShippingWay;
      readonly parcels?: readonly ParcelWish[];
    };
    value: ShippingView;
    detail: ShippingProblem;
  };
  /** Replaces all parcels of the order. WeChat takes one correction of what was uploaded in full. */
  'shipping.correct': {
    params: {
      readonly clientToken: string;
      readonly orderId: string;
      readonly way?: ShippingWay;
      readonly parcels?: readonly ParcelWish[];
    };
    value: ShippingView;
    detail: ShippingProblem;
  };
  /** Tries a refused upload again at once. Safe to repeat. */
  'shipping.retry': { params: { readonly orderId: string }; value: ShippingView };
  /** Has WeChat remind the shopper to confirm the receipt, once per order. */
  'shipping.remind': { params: { readonly orderId: string }; value: ShippingView };
  'shipping.state': { params: Record<never, never>; value: ShippingStateView };
  /** `before` is the `next` of the page before; pages hold 20 orders, the longest waiting first. */
  'shipping.list': {
    params: { readonly which: ShippingList; readonly before?: string };
    value: { readonly shipments: readonly ShippingView[]; readonly next?: string };
  };
}

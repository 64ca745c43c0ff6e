import type { Money } from './money';
import type { OrderState, OrderView } from './order';

/** One specification of a product that can be bought. */
export interface SkuView {
  readonly skuId: string;
  readonly specification: string;
  readonly price: Money;
  /** Pieces that can be ordered now. */
  readonly available: number;
}

/** A product on the shelf with its specifications. */
export interface ProductView {
  readonly productId: string;
  readonly title: string;
  readonly category: string;
  readonly skus: readonly SkuView[];
}

/** Arguments of `wx.requestPayment`; `timeStamp` is a string of seconds. */
export interface RequestPaymentParams {
  readonly timeStamp: string;
  readonly nonceStr: string;
  readonly package: string;
  readonly signType: 'RSA';
  readonly paySign: string;
}

/** The methods of the `shop` function: what each takes and what it answers. */
export interface ShopMethods {
  'catalogue.list': { params: Record<never, never>; value: { readonly products: readonly ProductView[] } };
  'orders.place': {
    /** `clientToken` makes a repeated tap the same order: 8–64 letters, digits, `-` or `_`, chosen by the phone. */
    params: {
      readonly clientToken: string;
      readonly lines: readonly { readonly skuId: string; readonly quantity: number }[];
    };
    value: OrderView;
  };
  'orders.pay': {
    params: { readonly orderId: string };
    value: { readonly requestPayment: RequestPaymentParams };
  };
  'orders.detail': { params: { readonly orderId: string }; value: OrderView };
  'orders.cancel': { params: { readonly orderId: string }; value: OrderView };
  'orders.list': {
    /** `before` is the `next` of the page before; pages hold 20 orders, newest first. */
    params: { readonly state?: OrderState; readonly before?: string };
    value: { readonly orders: readonly OrderView[]; readonly next?: string };
  };
}
export type ShopMethod = keyof ShopMethods;

/** Every way the `shop` function can say no. */
export const SHOP_REFUSALS = [
  'IDENTITY_REQUIRED',
  'UNKNOWN_METHOD',
  'INVALID_PARAMS',
  'SKU_NOT_FOUND',
  'OUT_OF_STOCK',
  'ORDER_TOTAL_TOO_LARGE',
  'CLIENT_TOKEN_REUSED',
  'ORDER_NOT_FOUND',
  'ORDER_ALREADY_PAID',
  'ORDER_CLOSED',
  'PAYMENT_PENDING',
  'PAYMENT_REFUSED',
  'BUSY',
  'INTERNAL_ERROR',
] as const;
export type ShopRefusal = (typeof SHOP_REFUSALS)[number];

/** What a shopper reads for each refusal: what is wrong and what to do. */
export const SHOP_REFUSAL_WORDS: Record<ShopRefusal, string> = {
  IDENTITY_REQUIRED: '请在微信小程序内打开后再试',
  UNKNOWN_METHOD: '当前版本不支持此操作，请更新小程序后再试',
  INVALID_PARAMS: '提交的内容有误，请检查后重新提交',
  SKU_NOT_FOUND: '商品已下架，请返回重新选择',
  OUT_OF_STOCK: '库存不足，请减少数量或选择其他商品',
  ORDER_TOTAL_TOO_LARGE: '订单金额超过上限，请分开下单',
  CLIENT_TOKEN_REUSED: '这笔订单已提交过，内容不一致，请返回重新下单',
  ORDER_NOT_FOUND: '没有找到这笔订单',
  ORDER_ALREADY_PAID: '订单已支付，无需重复操作',
  ORDER_CLOSED: '订单已关闭，请重新下单',
  PAYMENT_PENDING: '支付结果确认中，请稍后刷新，请勿重复支付',
  PAYMENT_REFUSED: '微信支付暂时无法下单，请稍后再试',
  BUSY: '当前人数较多，请稍后再试',
  INTERNAL_ERROR: '服务开小差了，请稍后再试',
};

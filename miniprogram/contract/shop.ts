import type { AddressMethods } from './address';
import type { Reply } from './call';
import type { CartMethods } from './cart';
import type { CatalogueMethods } from './catalogue';
import type { MeMethods } from './me';
import type { MessageMethods } from './messages';
import type { OrderMethods } from './order';
import type { RefundMethods } from './refund';
import type { JoinMethods } from './staff';
import { JOIN_REFUSAL_WORDS } from './staff';

/** The methods of the `shop` function: what each takes, what it answers, and what a refusal of it may bring along. */
export interface ShopMethods
  extends
    CatalogueMethods,
    CartMethods,
    AddressMethods,
    OrderMethods,
    RefundMethods,
    MeMethods,
    MessageMethods,
    JoinMethods {}
export type ShopMethod = keyof ShopMethods;

/** What the `shop` function answers to a method. */
export type ShopReply<Method extends ShopMethod> = Reply<
  ShopMethods[Method]['value'],
  ShopRefusal,
  ShopMethods[Method] extends { detail: infer Detail } ? Detail : never
>;

/** Every way the `shop` function can say no. */
export const SHOP_REFUSALS = [
  'IDENTITY_REQUIRED',
  'UNKNOWN_METHOD',
  'INVALID_PARAMS',
  'PRODUCT_NOT_FOUND',
  'PRODUCT_WITHDRAWN',
  'SKU_NOT_FOUND',
  'OUT_OF_STOCK',
  'OVER_LIMIT',
  'NO_DELIVERY',
  'PRICE_CHANGED',
  'CART_FULL',
  'NOT_IN_CART',
  'ADDRESS_NOT_FOUND',
  'ADDRESS_INVALID',
  'ADDRESS_BOOK_FULL',
  'ORDER_TOTAL_TOO_LARGE',
  'TOO_MANY_UNPAID',
  'CLIENT_TOKEN_REUSED',
  'ORDER_NOT_FOUND',
  'ORDER_ALREADY_PAID',
  'ORDER_CLOSED',
  'ORDER_NOT_SHIPPED',
  'ORDER_NOT_FINISHED',
  'PAYMENT_PENDING',
  'PAYMENT_REFUSED',
  'NOT_REFUNDABLE',
  'REFUND_EXCEEDS',
  'REFUND_NOT_FOUND',
  'REFUND_DECIDED',
  'PHOTO_NOT_FOUND',
  'PHOTO_TYPE',
  'PHOTO_TOO_LARGE',
  'PHOTO_NOT_CHECKED',
  'ACCOUNT_IN_USE',
  'STAFF_ACCOUNT',
  'INVITATION_INVALID',
  'TOO_MANY_TRIES',
  'ALREADY_STAFF',
  'BUSY',
  'INTERNAL_ERROR',
] as const;
export type ShopRefusal = (typeof SHOP_REFUSALS)[number];

/** What a shopper reads for each refusal: what is wrong and what to do. */
export const SHOP_REFUSAL_WORDS: Record<ShopRefusal, string> = {
  IDENTITY_REQUIRED: '请在微信小程序内打开后再试',
  UNKNOWN_METHOD: '当前版本不支持此操作，请更新小程序后再试',
  INVALID_PARAMS: '提交的内容有误，请检查后重新提交',
  PRODUCT_NOT_FOUND: '没有找到这件商品，去看看别的吧',
  PRODUCT_WITHDRAWN: '这件商品已下架，去看看别的吧',
  SKU_NOT_FOUND: '商品已下架，请返回重新选择',
  OUT_OF_STOCK: '库存不足，请减少数量或选择其他商品',
  OVER_LIMIT: '超过每单限购数量，请减少后再试',
  NO_DELIVERY: '所选地区暂不配送，请更换收货地址',
  PRICE_CHANGED: '价格有变动，请确认新的金额后再提交',
  CART_FULL: '购物车已满，请先清理一些商品',
  NOT_IN_CART: '购物车里没有这件商品，请刷新后再试',
  ADDRESS_NOT_FOUND: '没有找到这个地址，请重新选择',
  ADDRESS_INVALID: '请填写完整的收货人、手机号和地址',
  ADDRESS_BOOK_FULL: '地址已达上限，请先删除不用的地址',
  ORDER_TOTAL_TOO_LARGE: '订单金额超过上限，请分开下单',
  TOO_MANY_UNPAID: '待付款的订单太多，请先付款或取消一些',
  CLIENT_TOKEN_REUSED: '这笔订单已提交过，内容不一致，请返回重新下单',
  ORDER_NOT_FOUND: '没有找到这笔订单',
  ORDER_ALREADY_PAID: '订单已支付，无需重复操作',
  ORDER_CLOSED: '订单已关闭，请重新下单',
  ORDER_NOT_SHIPPED: '订单还没有发货，收到货后再确认吧',
  ORDER_NOT_FINISHED: '订单还在进行中，完成或关闭后才能删除',
  PAYMENT_PENDING: '支付结果确认中，请稍后刷新，请勿重复支付',
  PAYMENT_REFUSED: '微信支付暂时无法下单，请稍后再试',
  NOT_REFUNDABLE: '这笔订单目前不能申请退款',
  REFUND_EXCEEDS: '申请的金额或数量超过可退的部分，请修改',
  REFUND_NOT_FOUND: '没有找到这笔退款申请',
  REFUND_DECIDED: '商家已处理这笔申请，不能撤销了',
  PHOTO_NOT_FOUND: '没有找到这张照片，请重新上传',
  PHOTO_TYPE: '照片格式不支持，请换一张再上传',
  PHOTO_TOO_LARGE: '照片太大了，请压缩或换一张再上传',
  PHOTO_NOT_CHECKED: '有照片没有上传成功，请重新上传',
  ACCOUNT_IN_USE: '还有进行中的订单或退款，完成后才能注销',
  STAFF_ACCOUNT: '店员账号不能在这里注销，请联系店主',
  ...JOIN_REFUSAL_WORDS,
  BUSY: '当前人数较多，请稍后再试',
  INTERNAL_ERROR: '服务开小差了，请稍后再试',
};

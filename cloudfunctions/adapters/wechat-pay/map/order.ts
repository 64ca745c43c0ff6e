import type {
  AppOrder,
  H5Order,
  NativeOrder,
  OpenidOrder,
  PaymentCodeOrder,
} from '../../../ports/payment-gateway';
import type { WechatPayConfig } from '../config';
import type { WireCodeOrder, WireOrder } from '../wire/order';
import { toMerchant, toPayer } from './merchant';
import { toLine, toRfc3339 } from './text';

/** Longest `description`, in characters (order page, table of fields). */
const MAX_DESCRIPTION_CHARS = 127;

/** Shown when a name consisted only of characters WeChat Pay does not take: an empty description is refused. */
const NAMELESS = '商品';

/** An order that is answered before it is paid. */
export type TimedOrder = OpenidOrder | NativeOrder | H5Order | AppOrder;

/** Makes any text a `description`: at most 127 characters, none of four bytes, never empty. */
export function toDescription(text: string): string {
  return toLine(text).slice(0, MAX_DESCRIPTION_CHARS).trimEnd() || NAMELESS;
}

/** Writes our order in their words. Equal orders give equal texts, which is what makes repeating safe. */
export function toOrder(order: TimedOrder, { merchant, notifyUrl }: WechatPayConfig): WireOrder {
  const wire = {
    ...toMerchant(merchant, order.scene),
    description: toDescription(order.description),
    out_trade_no: order.outTradeNo,
    time_expire: toRfc3339(order.payBeforeMs),
    notify_url: notifyUrl,
    amount: { total: order.amount.minor, currency: order.amount.currency },
  };
  switch (order.scene) {
    case 'miniProgram':
    case 'officialAccount':
      return { ...wire, payer: toPayer(merchant, order.scene, order.openid) };
    case 'h5':
      return {
        ...wire,
        scene_info: { payer_client_ip: order.clientIp, h5_info: { type: order.device } },
      };
    case 'native':
    case 'app':
      return wire;
  }
}

/** Writes an order by payment code in their words. */
export function toCodeOrder(order: PaymentCodeOrder, { merchant }: WechatPayConfig): WireCodeOrder {
  return {
    ...toMerchant(merchant, order.scene),
    description: toDescription(order.description),
    out_trade_no: order.outTradeNo,
    amount: { total: order.amount.minor, currency: order.amount.currency },
    payer: { auth_code: order.authCode },
    scene_info: { device_ip: order.deviceIp, store_info: { out_id: order.storeId } },
  };
}

/** The name of the call that places an order of that scene. */
export const ORDER_PATH: Record<TimedOrder['scene'], string> = {
  miniProgram: 'jsapi',
  officialAccount: 'jsapi',
  native: 'native',
  h5: 'h5',
  app: 'app',
};

/** The address a browser is sent to; nothing else may be appended to theirs. */
export function toH5Redirect(h5Url: string, returnUrl: string | undefined): string {
  return returnUrl === undefined ? h5Url : `${h5Url}&redirect_url=${encodeURIComponent(returnUrl)}`;
}

/** The argument `package` of `wx.requestPayment`. */
export function toPackage(prepayId: string): string {
  return `prepay_id=${prepayId}`;
}

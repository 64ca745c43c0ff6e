import type { DirectPartiesWire, OrderWire, PartnerPartiesWire } from '../wire';
import type { OrderRecord, PaymentRecord } from './order-record';

export function isPartnerOrder(request: OrderWire): request is OrderWire & PartnerPartiesWire {
  return 'sp_mchid' in request;
}

/** Who ordered, in the members every answer about the order begins with. */
export function partiesOf(request: OrderWire): DirectPartiesWire | PartnerPartiesWire {
  if (!isPartnerOrder(request)) return { appid: request.appid, mchid: request.mchid };
  const { sp_appid, sp_mchid, sub_appid, sub_mchid } = request;
  return {
    ...(sp_appid === undefined ? {} : { sp_appid }),
    sp_mchid,
    ...(sub_appid === undefined ? {} : { sub_appid }),
    sub_mchid,
  };
}

/** The appid that opens the payment sheet: the sub merchant's when the payer is named under it. */
export function sheetAppid(request: OrderWire): string | undefined {
  if (!isPartnerOrder(request)) return request.appid;
  return request.payer?.sub_openid === undefined ? request.sp_appid : request.sub_appid;
}

/** Who paid, in the members of the transaction object. */
export function payerOf(
  { request }: OrderRecord,
  { openid, subOpenid }: PaymentRecord,
): { readonly openid: string } | { readonly sp_openid: string; readonly sub_openid?: string } {
  if (!isPartnerOrder(request)) return { openid };
  return { sp_openid: openid, ...(subOpenid === undefined ? {} : { sub_openid: subOpenid }) };
}

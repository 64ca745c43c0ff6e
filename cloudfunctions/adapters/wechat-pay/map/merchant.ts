import type { Payee, PaymentScene } from '../../../ports/payment-gateway';
import { isOurApp, sceneAppid, type Merchant } from '../merchant';
import type { WirePayer } from '../wire/order';
import type { WireMchids, WireMerchant, WireParty } from '../wire/party';
import type { WireRefundRequest } from '../wire/refund';

/** Where the order calls of each mode live. */
export function transactionsPath(merchant: Merchant): string {
  return merchant.mode === 'direct' ? '/v3/pay/transactions' : '/v3/pay/partner/transactions';
}

/** Who places an order of that scene. The sub-merchant's app is named only where it is the one that pays. */
export function toMerchant(merchant: Merchant, scene: PaymentScene): WireMerchant {
  const appid = sceneAppid(merchant, scene);
  if (merchant.mode === 'direct') return { appid, mchid: merchant.mchid };
  const { spAppid, spMchid, subMchid } = merchant;
  const provider = { sp_appid: spAppid, sp_mchid: spMchid, sub_mchid: subMchid };
  return appid === spAppid ? provider : { ...provider, sub_appid: appid };
}

/** Whose order is closed. */
export function toMchids(merchant: Merchant): WireMchids {
  if (merchant.mode === 'direct') return { mchid: merchant.mchid };
  return { sp_mchid: merchant.spMchid, sub_mchid: merchant.subMchid };
}

/** Whose order is asked for, as a query string. */
export function toMchidQuery(merchant: Merchant): string {
  return new URLSearchParams({ ...toMchids(merchant) }).toString();
}

/** The sub-merchant of a refund; a direct merchant is known by who signs. */
export function toSubMchid(merchant: Merchant): Pick<WireRefundRequest, 'sub_mchid'> {
  return merchant.mode === 'direct' ? {} : { sub_mchid: merchant.subMchid };
}

/** The sub-merchant of a refund that is asked for, as a query string, or nothing. */
export function toSubMchidQuery(merchant: Merchant): string {
  return merchant.mode === 'direct' ? '' : `?sub_mchid=${merchant.subMchid}`;
}

/** The payer, under the app of the scene. */
export function toPayer(merchant: Merchant, scene: PaymentScene, openid: string): WirePayer {
  if (merchant.mode === 'direct') return { openid };
  return sceneAppid(merchant, scene) === merchant.spAppid ? { sp_openid: openid } : { sub_openid: openid };
}

/** The number the App SDK calls partner: the one whose money it is. */
export function toPartnerId(merchant: Merchant): string {
  return merchant.mode === 'direct' ? merchant.mchid : merchant.subMchid;
}

/** Whom a transaction paid, in our words. */
export function toPayee(party: WireParty): Payee {
  if (party.mode === 'direct') return { appid: party.appid, mchid: party.mchid };
  return { appid: party.sub_appid === '' ? party.sp_appid : party.sub_appid, mchid: party.sub_mchid };
}

/** The first number that is not ours; nothing when the transaction is the merchant's own. */
export function strangeParty(party: WireParty, merchant: Merchant): string | undefined {
  if (merchant.mode === 'direct') {
    if (party.mode !== 'direct' || party.mchid !== merchant.mchid) return 'mchid';
    return isOurApp(merchant, party.appid) ? undefined : 'appid';
  }
  if (party.mode !== 'partner' || party.sp_mchid !== merchant.spMchid) return 'sp_mchid';
  if (party.sub_mchid !== merchant.subMchid) return 'sub_mchid';
  if (party.sp_appid !== merchant.spAppid) return 'sp_appid';
  return isOurApp(merchant, toPayee(party).appid) ? undefined : 'sub_appid';
}

/** The first number of a refund that is not ours. */
export function strangeMchids(mchids: WireMchids, merchant: Merchant): string | undefined {
  if (merchant.mode === 'direct')
    return 'mchid' in mchids && mchids.mchid === merchant.mchid ? undefined : 'mchid';
  if (!('sp_mchid' in mchids) || mchids.sp_mchid !== merchant.spMchid) return 'sp_mchid';
  return mchids.sub_mchid === merchant.subMchid ? undefined : 'sub_mchid';
}

import type { WireMchids, WireMerchant } from './party';
import { isObject, isWord, malformed, type Read } from './read';

/** Longest `h5_url` taken; documented are 256 characters. */
const MAX_URL_CHARS = 512;
const WEB_URL = /^https?:\/\/[\x21-\x7e]+$/;

interface WireAmount {
  readonly total: number;
  readonly currency: 'CNY';
}

/** The payer by openid: a direct merchant's, or one of the two scopes of a service provider. */
export type WirePayer =
  { readonly openid: string } | { readonly sp_openid: string } | { readonly sub_openid: string };

/** Where an H5 order comes from. */
export interface WireH5Scene {
  readonly payer_client_ip: string;
  readonly h5_info: { readonly type: 'iOS' | 'Android' | 'Wap' };
}

/**
 * Body of `POST …/transactions/jsapi`, `…/native`, `…/h5` and `…/app`. Unknown keys are refused by WeChat Pay, so
 * nothing else is sent.
 */
export type WireOrder = WireMerchant & {
  readonly description: string;
  readonly out_trade_no: string;
  readonly time_expire: string;
  readonly notify_url: string;
  readonly amount: WireAmount;
  readonly payer?: WirePayer;
  readonly scene_info?: WireH5Scene;
};

/** Body of `POST …/transactions/codepay`: it has no time limit and no notification. */
export type WireCodeOrder = WireMerchant & {
  readonly description: string;
  readonly out_trade_no: string;
  readonly amount: WireAmount;
  readonly payer: { readonly auth_code: string };
  readonly scene_info: { readonly device_ip: string; readonly store_info: { readonly out_id: string } };
};

/** Body of `POST …/out-trade-no/{out_trade_no}/close`. */
export type WireClose = WireMchids;

/** Body of `POST …/out-trade-no/{out_trade_no}/reverse`. */
export type WireReverse = WireMerchant;

/** Reads `prepay_id` of the answer to a JSAPI or App order. */
export function readPrepayId(value: unknown): Read<string> {
  const prepayId = isObject(value) ? value['prepay_id'] : undefined;
  return isWord(prepayId) ? { kind: 'read', value: prepayId } : malformed('no prepay_id');
}

/** Reads `code_url` of the answer to a Native order. */
export function readCodeUrl(value: unknown): Read<string> {
  const codeUrl = isObject(value) ? value['code_url'] : undefined;
  return isWord(codeUrl) && codeUrl.includes('://')
    ? { kind: 'read', value: codeUrl }
    : malformed('no code_url');
}

/** Reads `h5_url` of the answer to an H5 order: a web address, since a browser is sent there. */
export function readH5Url(value: unknown): Read<string> {
  const url = isObject(value) ? value['h5_url'] : undefined;
  const good =
    typeof url === 'string' && url.length <= MAX_URL_CHARS && WEB_URL.test(url) && URL.canParse(url);
  return good ? { kind: 'read', value: url } : malformed('no h5_url');
}

/**
 * Reads the answer to a reverse: the number that was reversed. `recall: "Y"` is V2's word for "call once more"; the V3
 * page does not have it, and it is heeded should it come.
 */
export function readReversed(value: unknown): Read<string> {
  if (!isObject(value)) return malformed('not an object');
  const { out_trade_no, recall } = value;
  if (recall === 'Y') return malformed('recall');
  return isWord(out_trade_no) ? { kind: 'read', value: out_trade_no } : malformed('out_trade_no');
}

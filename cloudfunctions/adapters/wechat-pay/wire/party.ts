import { malformed, type Read } from './read';

/** Who a request is for: a direct merchant, or a sub-merchant under its service provider. */
export type WireMerchant =
  | { readonly appid: string; readonly mchid: string }
  | {
      readonly sp_appid: string;
      readonly sp_mchid: string;
      readonly sub_mchid: string;
      readonly sub_appid?: string;
    };

/** The numbers without the apps, as a close and the query string of a query name them. */
export type WireMchids =
  { readonly mchid: string } | { readonly sp_mchid: string; readonly sub_mchid: string };

/** Whose a transaction or a refund is. `sub_appid` is empty where it was absent. */
export type WireParty =
  | { readonly mode: 'direct'; readonly appid: string; readonly mchid: string }
  | {
      readonly mode: 'partner';
      readonly sp_appid: string;
      readonly sp_mchid: string;
      readonly sub_appid: string;
      readonly sub_mchid: string;
    };

type Json = Readonly<Record<string, unknown>>;

/** Reads whose a transaction is. The numbers are only compared with ours, so what they are made of does not matter. */
export function readParty(value: Json): Read<WireParty> {
  const { sp_mchid } = value;
  if (sp_mchid === undefined) {
    const { appid, mchid } = value;
    if (typeof appid !== 'string') return malformed('appid');
    if (typeof mchid !== 'string') return malformed('mchid');
    return { kind: 'read', value: { mode: 'direct', appid, mchid } };
  }
  const { sp_appid, sub_mchid } = value;
  const sub_appid = value['sub_appid'] ?? '';
  if (typeof sp_appid !== 'string') return malformed('sp_appid');
  if (typeof sp_mchid !== 'string') return malformed('sp_mchid');
  if (typeof sub_appid !== 'string') return malformed('sub_appid');
  if (typeof sub_mchid !== 'string') return malformed('sub_mchid');
  return { kind: 'read', value: { mode: 'partner', sp_appid, sp_mchid, sub_appid, sub_mchid } };
}

/** Reads whose a refund is; a refund names no app. */
export function readMchids(value: Json): Read<WireMchids> {
  const { mchid, sp_mchid, sub_mchid } = value;
  if (sp_mchid === undefined) {
    return typeof mchid === 'string' ? { kind: 'read', value: { mchid } } : malformed('mchid');
  }
  if (typeof sp_mchid !== 'string') return malformed('sp_mchid');
  if (typeof sub_mchid !== 'string') return malformed('sub_mchid');
  return { kind: 'read', value: { sp_mchid, sub_mchid } };
}

/** The five items of an `Authorization: WECHATPAY2-SHA256-RSA2048 …` header. */
export interface Credential {
  readonly mchid: string;
  readonly nonceStr: string;
  readonly signature: string;
  readonly timestamp: string;
  readonly serialNo: string;
}

export type AuthorizationReading =
  | { readonly kind: 'credential'; readonly credential: Credential }
  | { readonly kind: 'missing' | 'otherScheme' | 'malformed' };

const SCHEME = 'WECHATPAY2-SHA256-RSA2048';
const ITEM = /^([a-z_]+)="([^"]*)"$/;
const ITEM_NAMES = ['mchid', 'nonce_str', 'signature', 'timestamp', 'serial_no'] as const;

/** WeChat Pay advises at most 32 characters; a longer nonce is not a nonce any official client makes. */
const MAX_NONCE = 128;

/** Reads the header: one space after the scheme, five items in any order, commas and no spaces between. */
export function readAuthorization(header: string | undefined): AuthorizationReading {
  if (header === undefined || header === '') return { kind: 'missing' };
  const space = header.indexOf(' ');
  const scheme = space < 0 ? header : header.slice(0, space);
  if (scheme !== SCHEME) return { kind: 'otherScheme' };
  const items = new Map<string, string>();
  for (const part of header.slice(scheme.length + 1).split(',')) {
    const match = ITEM.exec(part);
    const [, name, value] = match ?? [];
    if (name === undefined || value === undefined || items.has(name)) return { kind: 'malformed' };
    items.set(name, value);
  }
  const [mchid, nonceStr, signature, timestamp, serialNo] = ITEM_NAMES.map((name) => items.get(name));
  if (!mchid || !nonceStr || !signature || !timestamp || !serialNo || items.size !== ITEM_NAMES.length) {
    return { kind: 'malformed' };
  }
  if (!/^\d{1,12}$/.test(timestamp) || nonceStr.length > MAX_NONCE) return { kind: 'malformed' };
  return { kind: 'credential', credential: { mchid, nonceStr, signature, timestamp, serialNo } };
}

import { createHash } from 'node:crypto';
import { isPartnerOrder } from './parties';
import type { OrderRecord } from './order-record';

/** The openids a payment is recorded with: under the ordering appid, and under the sub merchant's. */
export interface Payer {
  readonly openid: string;
  readonly subOpenid?: string;
}

/** Pays where an order names nobody and the test does not either. 28 characters, as live ones have. */
const SOMEBODY = 'oSimulatedShopper00000000001';

/**
 * Who pays an order as `openid`. undefined: the order was placed for somebody else. An order that names
 * its payer in one openid only gets the other made up, the same every time.
 */
export function payerAs({ request }: OrderRecord, openid: string | undefined): Payer | undefined {
  const named = request.payer ?? {};
  const known = [named.openid, named.sp_openid, named.sub_openid].filter((name) => name !== undefined);
  if (openid !== undefined && known.length > 0 && !known.includes(openid)) return undefined;
  if (!isPartnerOrder(request)) return { openid: named.openid ?? openid ?? SOMEBODY };
  const own = named.sp_openid ?? (named.sub_openid === undefined ? (openid ?? SOMEBODY) : undefined);
  if (request.sub_appid === undefined) return { openid: own ?? SOMEBODY };
  const sub = named.sub_openid ?? openidUnder(request.sub_appid, own ?? SOMEBODY);
  return { openid: own ?? openidUnder(request.sp_appid ?? request.sp_mchid, sub), subOpenid: sub };
}

/** One person has another openid under each appid. */
function openidUnder(appid: string, openid: string): string {
  const digest = createHash('sha256').update(`${appid}|${openid}`).digest('base64url');
  return `o${digest.slice(0, 27)}`;
}

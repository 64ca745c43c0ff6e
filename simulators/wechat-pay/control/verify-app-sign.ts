import { verify } from 'node:crypto';
import { isPartnerOrder } from '../orders/parties';
import { prepayWorks } from '../orders/pay-sheet';
import type { World } from '../world';
import type { PaySignVerdict } from './verify-pay-sign';

const MEMBERS = ['appId', 'partnerId', 'prepayId', 'packageValue', 'nonceStr', 'timeStamp', 'sign'] as const;
type Member = (typeof MEMBERS)[number];

/** Whether a set of parameters is one for the App SDK rather than for `wx.requestPayment`. */
export function isAppCall(given: Readonly<Record<string, unknown>>): boolean {
  return 'prepayId' in given || 'partnerId' in given;
}

/** Checks the parameters of the App SDK's PayReq as WeChat does before it opens the sheet. */
export function verifyAppSign(given: Readonly<Record<string, unknown>>, world: World): PaySignVerdict {
  const wrong = MEMBERS.filter((name) => typeof given[name] !== 'string' || given[name] === '');
  if (wrong.length > 0) return refuse(`${wrong.join(', ')} must be given as text`);
  const text = given as Readonly<Record<Member, string>>;
  if (text.packageValue !== 'Sign=WXPay') return refuse('packageValue must be Sign=WXPay');
  if (!/^\d{10}$/.test(text.timeStamp)) return refuse('timeStamp must be seconds since 1970, ten digits');
  const reason = checkOrder(text, world) ?? checkSignature(text, world);
  return reason === undefined ? { ok: true, reason: null, shown: null } : refuse(reason);
}

function checkOrder(given: Readonly<Record<Member, string>>, world: World): string | undefined {
  const order = world.ledger.orderByPrepayId(given.prepayId);
  if (order === undefined) return 'no order has this prepayId';
  if (order.product !== 'app')
    return `the prepayId belongs to an order of the product ${order.product}, not to one of an app`;
  const { request } = order;
  // Which of a service provider's two may stand here is not written down; both are taken.
  const appids = isPartnerOrder(request) ? [request.sp_appid, request.sub_appid] : [request.appid];
  const mchids = isPartnerOrder(request) ? [request.sp_mchid, request.sub_mchid] : [request.mchid];
  if (!appids.includes(given.appId)) return 'appId is not the appid the order was placed with';
  if (!mchids.includes(given.partnerId)) return 'partnerId is not the mchid the order was placed with';
  const prepay = order.prepays.find(({ id }) => id === given.prepayId);
  const works = prepay !== undefined && prepayWorks(order, prepay, world.clock.nowMs());
  return works ? undefined : 'the prepayId is older than two hours';
}

function checkSignature(given: Readonly<Record<Member, string>>, world: World): string | undefined {
  const message = `${given.appId}\n${given.timeStamp}\n${given.nonceStr}\n${given.prepayId}\n`;
  const signature = Buffer.from(given.sign, 'base64');
  const good = verify('RSA-SHA256', Buffer.from(message), world.keys.merchant.publicKey, signature);
  return good ? undefined : 'sign does not match appId, timeStamp, nonceStr and prepayId';
}

/** The SDK tells an app no more than its error code. */
function refuse(reason: string): PaySignVerdict {
  return { ok: false, reason, shown: 'errCode -1' };
}

import { verify } from 'node:crypto';
import { sheetAppid } from '../orders/parties';
import { prepayWorks } from '../orders/pay-sheet';
import type { World } from '../world';

export interface PaySignVerdict {
  readonly ok: boolean;
  /** What is wrong, for a developer; null when nothing is. */
  readonly reason: string | null;
  /** What the real client tells the page, or shows the shopper. */
  readonly shown: string | null;
}

const MEMBERS = ['timeStamp', 'nonceStr', 'package', 'signType', 'paySign'] as const;
type Member = 'appId' | (typeof MEMBERS)[number];

const MAX_LENGTH: Readonly<Record<Member, number>> = {
  appId: 32,
  timeStamp: 32,
  nonceStr: 32,
  package: 128,
  signType: 32,
  paySign: 512,
};

/** Checks the parameters of `wx.requestPayment` as the client does before it opens the sheet. */
export function verifyPaySign(given: Readonly<Record<string, unknown>>, world: World): PaySignVerdict {
  const wrongType = MEMBERS.filter((name) => typeof given[name] !== 'string');
  if (wrongType.length > 0) {
    const clauses = wrongType.map(
      (name) => `parameter.${name} should be String instead of ${typeName(given[name])};`,
    );
    const shown = `requestPayment:fail parameter error: ${clauses.join('')}`;
    return refuse(`${wrongType.join(', ')} must be given as strings`, shown);
  }
  if (typeof given.appId !== 'string')
    return refuse('appId must be the appid of the running mini program', null);
  const text = given as Readonly<Record<Member, string>>;
  return checkForm(text) ?? checkOrder(text, world) ?? checkSignature(text, world);
}

function checkForm(given: Readonly<Record<Member, string>>): PaySignVerdict | undefined {
  const tooLong = (Object.keys(MAX_LENGTH) as Member[]).find((name) => given[name].length > MAX_LENGTH[name]);
  if (tooLong !== undefined)
    return refuse(`${tooLong} is longer than ${MAX_LENGTH[tooLong]} characters`, null);
  if (!/^\d{10}$/.test(given.timeStamp)) {
    return refuse('timeStamp must be seconds since 1970, ten digits', 'requestPayment:fail cancel');
  }
  if (given.nonceStr === '') return refuse('nonceStr is empty', '支付验证签名失败');
  if (given.signType !== 'RSA') return refuse('signType must be RSA for APIv3', '支付验证签名失败');
  if (!/^prepay_id=.+$/.test(given.package))
    return refuse('package must be prepay_id=<id>', '支付验证签名失败');
  return undefined;
}

function checkOrder(given: Readonly<Record<Member, string>>, world: World): PaySignVerdict | undefined {
  const prepayId = given.package.slice('prepay_id='.length);
  const order = world.ledger.orderByPrepayId(prepayId);
  if (order === undefined) return refuse('no order has this prepay_id', '支付验证签名失败');
  if (sheetAppid(order.request) !== given.appId) {
    return refuse('appId is not the appid the order was placed with', '商户传入的APPID参数不正确');
  }
  if (order.product !== 'jsapi') {
    return refuse(`the prepay_id belongs to an order of the product ${order.product}`, '支付场景非法');
  }
  const prepay = order.prepays.find(({ id }) => id === prepayId);
  if (prepay === undefined || !prepayWorks(order, prepay, world.clock.nowMs())) {
    return refuse('the prepay_id is older than two hours', '支付会话已过期，请重新发起支付');
  }
  return undefined;
}

function checkSignature(given: Readonly<Record<Member, string>>, world: World): PaySignVerdict {
  const message = `${given.appId}\n${given.timeStamp}\n${given.nonceStr}\n${given.package}\n`;
  const signature = Buffer.from(given.paySign, 'base64');
  const good = verify('RSA-SHA256', Buffer.from(message), world.keys.merchant.publicKey, signature);
  if (good) return { ok: true, reason: null, shown: null };
  return refuse('paySign does not match appId, timeStamp, nonceStr and package', '支付验证签名失败');
}

function refuse(reason: string, shown: string | null): PaySignVerdict {
  return { ok: false, reason, shown };
}

function typeName(value: unknown): string {
  if (value === null) return 'Null';
  const name = typeof value;
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

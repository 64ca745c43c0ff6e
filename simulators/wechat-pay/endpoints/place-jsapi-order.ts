import { checkFields } from '../checks/check-fields';
import { JSAPI_ORDER_FIELDS } from '../checks/order-fields';
import { checkSameMerchant, readJsonBody } from '../checks/read-json-body';
import { parseRfc3339 } from '../checks/rfc3339';
import { beijingTime } from '../clock';
import { canonicalJson, payUntil, tradeStateAt } from '../orders/order-record';
import type { OrderRecord } from '../orders/order-record';
import { isPartnerOrder } from '../orders/parties';
import { reorderDiffers, reorderOfClosed, reorderOfPaid } from '../orders/order-refusals';
import { done, INTERNAL_CODE, refused } from '../protocol/answer';
import type { ApiAnswer, ApiRefusal } from '../protocol/answer';
import type { ApiRequest } from '../protocol/api-request';
import { DIGITS } from '../seeded-random';
import type { Variations } from '../variations';
import type { OrderWire } from '../wire';
import type { World } from '../world';
import type { Endpoint } from './endpoint';

export const placeJsapiOrderEndpoint: Endpoint = {
  name: 'orders.jsapi',
  method: 'POST',
  path: '/v3/pay/transactions/jsapi',
  family: 'transactions',
  handle: placeJsapiOrder,
};

function placeJsapiOrder(request: ApiRequest, world: World): ApiAnswer {
  const body = readJsonBody(request);
  if (body.kind === 'refused') return body.refusal;
  const given = body.value;
  const mchid = given !== null && typeof given === 'object' && 'mchid' in given ? given.mchid : undefined;
  const broken =
    checkSameMerchant(mchid, world.keys.mchid) ?? checkFields(given, JSAPI_ORDER_FIELDS, world.variations);
  if (broken !== undefined) return broken;
  // The field table holds: every member has the type the wire declares.
  const order = given as OrderWire;
  return checkOrder(order, world) ?? admitOrder(order, world);
}

/** Checks that need more than the member's own form. */
function checkOrder(order: OrderWire, world: World): ApiRefusal | undefined {
  const { currency } = order.amount;
  if (currency !== undefined && currency !== 'CNY') {
    return refused(400, 'PARAM_ERROR', '参数错误', {
      internalCode: INTERNAL_CODE.illegalParameter,
      detail: {
        field: '/amount/currency',
        value: currency,
        issue: 'Currency code is invalid',
        location: 'body',
      },
    });
  }
  if (order.time_expire !== undefined && parseRfc3339(order.time_expire) === undefined) {
    return refused(
      400,
      'PARAM_ERROR',
      '输入源“/body/time_expire”映射到值字段“交易结束时间”格式错误，应为rfc3339格式',
      {
        internalCode: INTERNAL_CODE.illegalParameter,
        detail: { location: 'body', value: order.time_expire },
      },
    );
  }
  if (!isPartnerOrder(order) && order.appid !== world.keys.appid) {
    return refused(400, 'APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配', {
      internalCode: INTERNAL_CODE.appidMismatch,
    });
  }
  if (!/^[0-9A-Za-z_-]+$/.test(order.payer?.openid ?? '')) {
    return refused(400, world.variations.pick('openidRefused'), '无效的openid');
  }
  return undefined;
}

/** A first order is placed; a repeat is judged by what became of the first. */
function admitOrder(request: OrderWire, world: World): ApiAnswer {
  const nowMs = world.clock.nowMs();
  const before = world.ledger.orderByNumber(request.out_trade_no);
  const fingerprint = canonicalJson(request);
  const refusal = before && refuseRepeat(before, { fingerprint, nowMs, variations: world.variations });
  if (refusal !== undefined) return refusal;
  const prepayId = newPrepayId(world, nowMs);
  if (before !== undefined) {
    world.ledger.record({ kind: 'prepayIssued', outTradeNo: before.outTradeNo, prepayId, atMs: nowMs });
    return done({ prepay_id: prepayId });
  }
  const timeExpireMs = request.time_expire === undefined ? undefined : parseRfc3339(request.time_expire);
  world.ledger.record({
    kind: 'orderPlaced',
    order: {
      product: 'jsapi',
      outTradeNo: request.out_trade_no,
      request,
      fingerprint,
      createdMs: nowMs,
      payUntilMs: payUntil(nowMs, timeExpireMs),
      prepays: [{ id: prepayId, createdMs: nowMs }],
    },
  });
  return done({ prepay_id: prepayId });
}

function refuseRepeat(
  before: OrderRecord,
  now: { readonly fingerprint: string; readonly nowMs: number; readonly variations: Variations },
): ApiRefusal | undefined {
  const state = tradeStateAt(before, now.nowMs);
  if (state === 'SUCCESS') return reorderOfPaid(now.variations);
  if (before.fingerprint !== now.fingerprint) return reorderDiffers();
  if (state === 'CLOSED' || now.nowMs > before.payUntilMs) return reorderOfClosed(now.variations);
  return undefined;
}

/** `wx`, the second in Beijing time, and 20 digits: 36 characters, as the published sample has. */
function newPrepayId(world: World, nowMs: number): string {
  const second = beijingTime(nowMs).replace(/\D/g, '').slice(0, 14);
  return `wx${second}${world.random.text('prepayId', 20, DIGITS)}`;
}

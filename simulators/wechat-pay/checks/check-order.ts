import { isPartnerOrder } from '../orders/parties';
import { INTERNAL_CODE, refused } from '../protocol/answer';
import type { ApiRefusal } from '../protocol/answer';
import type { OrderWire } from '../wire';
import type { World } from '../world';
import { checkAppids, checkRelation } from './check-parties';
import { parseRfc3339 } from './rfc3339';

/** What an order must fulfil beyond the form of its members. */
export function checkOrder(order: OrderWire, world: World): ApiRefusal | undefined {
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
  return (
    checkTimeExpire(order.time_expire) ??
    (isPartnerOrder(order) ? checkRelation(order.sub_mchid, world) : undefined) ??
    checkAppids(order, world) ??
    checkPayer(order, world)
  );
}

function checkTimeExpire(timeExpire: string | undefined): ApiRefusal | undefined {
  if (timeExpire === undefined || parseRfc3339(timeExpire) !== undefined) return undefined;
  const message = '输入源“/body/time_expire”映射到值字段“交易结束时间”格式错误，应为rfc3339格式';
  return refused(400, 'PARAM_ERROR', message, {
    internalCode: INTERNAL_CODE.illegalParameter,
    detail: { location: 'body', value: timeExpire },
  });
}

function checkPayer(order: OrderWire, world: World): ApiRefusal | undefined {
  const { payer } = order;
  if (payer === undefined || payer.auth_code !== undefined) return undefined;
  const openids = [payer.openid, payer.sp_openid, payer.sub_openid].filter((name) => name !== undefined);
  if (openids.length === 0) {
    return refused(400, 'PARAM_ERROR', 'JSAPI支付必须传openid', { internalCode: INTERNAL_CODE.noOpenid });
  }
  if (payer.sub_openid !== undefined && isPartnerOrder(order) && order.sub_appid === undefined) {
    return refused(400, 'PARAM_ERROR', '传sub_openid时必须传sub_appid', {
      internalCode: INTERNAL_CODE.illegalParameter,
    });
  }
  if (openids.every((openid) => /^[0-9A-Za-z_-]+$/.test(openid))) return undefined;
  return refused(400, world.variations.pick('openidRefused'), '无效的openid');
}

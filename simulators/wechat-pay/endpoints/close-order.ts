import { checkFields, checkParameter } from '../checks/check-fields';
import { CLOSE_FIELDS, OUT_TRADE_NO } from '../checks/order-fields';
import { checkSameMerchant, readJsonBody } from '../checks/read-json-body';
import { tradeStateAt } from '../orders/order-record';
import { closeOfPaid, orderNotExist } from '../orders/order-refusals';
import { INTERNAL_CODE, refused } from '../protocol/answer';
import type { ApiAnswer, ApiRefusal } from '../protocol/answer';
import type { ApiRequest } from '../protocol/api-request';
import type { World } from '../world';
import type { Endpoint } from './endpoint';

export const closeOrderEndpoint: Endpoint = {
  name: 'orders.close',
  method: 'POST',
  path: '/v3/pay/transactions/out-trade-no/:out_trade_no/close',
  family: 'transactions',
  handle: closeOrder,
};

function closeOrder(request: ApiRequest, world: World): ApiAnswer {
  const body = readJsonBody(request);
  if (body.kind === 'refused') return body.refusal;
  const broken = checkClose(request, body.value, world);
  if (broken !== undefined) return broken;
  const nowMs = world.clock.nowMs();
  const order = world.ledger.orderByNumber(request.param('out_trade_no'));
  if (order === undefined) return orderNotExist(world.variations);
  switch (tradeStateAt(order, nowMs)) {
    case 'SUCCESS':
    case 'REFUND':
      return closeOfPaid(world.variations);
    case 'NOTPAY':
    case 'USERPAYING':
    case 'PAYERROR':
      world.ledger.record({ kind: 'orderClosed', outTradeNo: order.outTradeNo, atMs: nowMs });
      return { kind: 'doneWithoutBody', status: 204 };
    case 'CLOSED':
    case 'REVOKED':
      return { kind: 'doneWithoutBody', status: 204 };
  }
}

function checkClose(request: ApiRequest, body: unknown, world: World): ApiRefusal | undefined {
  const { variations } = world;
  const at = { source: 'uri_template', name: 'out_trade_no' } as const;
  const outTradeNo = checkParameter(request.param('out_trade_no'), OUT_TRADE_NO, at, variations);
  if (outTradeNo !== undefined) return outTradeNo;
  const isObject = body !== null && typeof body === 'object' && !Array.isArray(body);
  if (isObject && !('mchid' in body)) {
    // A capture of the live answer names the path template as the source, not the body.
    return refused(
      400,
      'PARAM_ERROR',
      '输入源“/uri_template/mchid”映射到字段“直连商户号”必填性规则校验失败，此字段为必填项',
      {
        internalCode: INTERNAL_CODE.illegalParameter,
        detail: { location: 'uri_template', value: '' },
      },
    );
  }
  return (
    checkFields(body, CLOSE_FIELDS, variations) ??
    checkSameMerchant(isObject && 'mchid' in body ? body.mchid : undefined, world.keys.mchid)
  );
}

import { checkFields, checkParameter } from '../checks/check-fields';
import { checkRelation, checkSigner, memberOf } from '../checks/check-parties';
import { ownOrder } from '../checks/find-order';
import { OUT_TRADE_NO } from '../checks/order-fields';
import { PARTY_NUMBERS } from '../checks/party-fields';
import type { Mode } from '../checks/party-fields';
import { readJsonBody } from '../checks/read-json-body';
import { tradeStateAt } from '../orders/order-record';
import type { OrderRecord } from '../orders/order-record';
import { closeOfCodepay, closeOfPaid } from '../orders/order-refusals';
import { INTERNAL_CODE, refused } from '../protocol/answer';
import type { ApiAnswer, ApiRefusal } from '../protocol/answer';
import type { ApiRequest } from '../protocol/api-request';
import type { World } from '../world';
import type { Endpoint } from './endpoint';
import { MODES, ORDER_ROOT } from './order-paths';

export const closeOrderEndpoints: readonly Endpoint[] = MODES.map((mode): Endpoint => ({
  name: 'orders.close',
  method: 'POST',
  path: `${ORDER_ROOT[mode]}/out-trade-no/:out_trade_no/close`,
  family: 'transactions',
  handle(request, world) {
    const body = readJsonBody(request);
    if (body.kind === 'refused') return body.refusal;
    const broken = checkClose(request, body.value, mode, world);
    if (broken !== undefined) return broken;
    const found = ownOrder(world.ledger.orderByNumber(request.param('out_trade_no')), mode, world);
    return found.kind === 'refused' ? found.refusal : close(found.order, world);
  },
}));

function close(order: OrderRecord, world: World): ApiAnswer {
  if (order.product === 'codepay') return closeOfCodepay();
  const nowMs = world.clock.nowMs();
  switch (tradeStateAt(order, nowMs)) {
    case 'SUCCESS':
    case 'REFUND':
      return closeOfPaid(world.variations);
    case 'NOTPAY':
      world.ledger.record({ kind: 'orderClosed', outTradeNo: order.outTradeNo, atMs: nowMs });
      return { kind: 'doneWithoutBody', status: 204 };
    case 'CLOSED':
      return { kind: 'doneWithoutBody', status: 204 };
    case 'USERPAYING':
    case 'PAYERROR':
    case 'REVOKED':
      throw new Error(`${order.outTradeNo} has a state of payment codes alone`);
  }
}

function checkClose(request: ApiRequest, body: unknown, mode: Mode, world: World): ApiRefusal | undefined {
  const { variations } = world;
  const at = { source: 'uri_template', name: 'out_trade_no' } as const;
  return (
    checkParameter(request.param('out_trade_no'), OUT_TRADE_NO, at, variations) ??
    checkNumbersThere(body, mode) ??
    checkFields(body, PARTY_NUMBERS[mode], variations) ??
    checkSigner(body, mode, world) ??
    (mode === 'partner' ? checkRelation(memberOf(body, 'sub_mchid'), world) : undefined)
  );
}

/** A capture of the live answer names the path template as the source of a missing number, not the body. */
function checkNumbersThere(body: unknown, mode: Mode): ApiRefusal | undefined {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) return undefined;
  const missing = Object.entries(PARTY_NUMBERS[mode]).find(([name]) => !Object.hasOwn(body, name));
  if (missing === undefined) return undefined;
  const [name, { label }] = missing;
  const message = `输入源“/uri_template/${name}”映射到字段“${label}”必填性规则校验失败，此字段为必填项`;
  return refused(400, 'PARAM_ERROR', message, {
    internalCode: INTERNAL_CODE.illegalParameter,
    detail: { location: 'uri_template', value: '' },
  });
}

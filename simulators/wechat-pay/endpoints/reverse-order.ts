import { checkFields, checkParameter } from '../checks/check-fields';
import { checkAppids, checkRelation, checkSigner, memberOf } from '../checks/check-parties';
import { ownOrder } from '../checks/find-order';
import { OUT_TRADE_NO } from '../checks/order-fields';
import { CODEPAY_PARTIES } from '../checks/party-fields';
import type { Mode } from '../checks/party-fields';
import { readJsonBody } from '../checks/read-json-body';
import { tradeStateAt } from '../orders/order-record';
import type { OrderRecord } from '../orders/order-record';
import { partiesOf } from '../orders/parties';
import { done, refused, spelled } from '../protocol/answer';
import type { ApiAnswer, ApiRefusal } from '../protocol/answer';
import type { ApiRequest } from '../protocol/api-request';
import type { World } from '../world';
import type { Endpoint } from './endpoint';
import { MODES, ORDER_ROOT } from './order-paths';

/** Payment codes only: ends the order, and gives the money back where it was paid. */
export const reverseOrderEndpoints: readonly Endpoint[] = MODES.map((mode): Endpoint => ({
  name: 'orders.reverse',
  method: 'POST',
  path: `${ORDER_ROOT[mode]}/out-trade-no/:out_trade_no/reverse`,
  family: 'transactions',
  handle(request, world) {
    const body = readJsonBody(request);
    if (body.kind === 'refused') return body.refusal;
    const broken = checkReverse(request, body.value, mode, world);
    if (broken !== undefined) return broken;
    const found = ownOrder(world.ledger.orderByNumber(request.param('out_trade_no')), mode, world);
    return found.kind === 'refused' ? found.refusal : reverse(found.order, world);
  },
}));

function checkReverse(request: ApiRequest, body: unknown, mode: Mode, world: World): ApiRefusal | undefined {
  const at = { source: 'uri_template', name: 'out_trade_no' } as const;
  return (
    checkParameter(request.param('out_trade_no'), OUT_TRADE_NO, at, world.variations) ??
    checkSigner(body, mode, world) ??
    checkFields(body, CODEPAY_PARTIES[mode], world.variations) ??
    (mode === 'partner' ? checkRelation(memberOf(body, 'sub_mchid'), world) : undefined) ??
    // The field table holds.
    checkAppids(body as object, world)
  );
}

/** Advised: not sooner than this after the scan. A shopper may be at the password. */
const EARLY_MS = 15_000;

/** An older payment is for the refund API. */
const REVERSIBLE_MS = 7 * 24 * 3_600_000;

function reverse(order: OrderRecord, world: World): ApiAnswer {
  if (order.product !== 'codepay') {
    return refused(400, 'INVALID_REQUEST', '订单的支付场景不支持该请求');
  }
  const nowMs = world.clock.nowMs();
  const answer = done({ ...partiesOf(order.request), out_trade_no: order.outTradeNo });
  const state = tradeStateAt(order, nowMs);
  if (state === 'REVOKED') return answer;
  if (state === 'REFUND') return refused(403, 'TRADE_ERROR', '订单已发起退款，不能撤销');
  if (nowMs > order.createdMs + REVERSIBLE_MS) {
    return refused(400, 'INVALID_REQUEST', '订单已超过可撤销的期限，请使用退款接口');
  }
  const early = state === 'USERPAYING' && nowMs < order.createdMs + EARLY_MS;
  const spelling = early ? world.variations.pick('reverseEarly') : 'accepted';
  if (spelling !== 'accepted') return spelled(spelling, '正在支付中，不能发起撤销');
  world.ledger.record({ kind: 'orderRevoked', outTradeNo: order.outTradeNo, atMs: nowMs });
  return answer;
}

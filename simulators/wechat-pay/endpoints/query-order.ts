import { checkParameter } from '../checks/check-fields';
import { MCHID, OUT_TRADE_NO, TRANSACTION_ID } from '../checks/order-fields';
import { checkSameMerchant } from '../checks/read-json-body';
import type { OrderRecord } from '../orders/order-record';
import { orderNotExist } from '../orders/order-refusals';
import { transactionOf } from '../orders/transaction-of';
import { done } from '../protocol/answer';
import type { ApiAnswer } from '../protocol/answer';
import type { ApiRequest } from '../protocol/api-request';
import type { World } from '../world';
import type { Endpoint } from './endpoint';

const QUERY = { name: 'orders.query', method: 'GET', family: 'transactions' } as const;

export const queryOrderEndpoints: readonly Endpoint[] = [
  {
    ...QUERY,
    path: '/v3/pay/transactions/id/:transaction_id',
    handle(request, world) {
      const transactionId = request.param('transaction_id');
      const at = { source: 'uri_template', name: 'transaction_id' } as const;
      return (
        checkParameter(transactionId, TRANSACTION_ID, at, world.variations) ??
        answerQuery(request, world, world.ledger.orderByTransactionId(transactionId))
      );
    },
  },
  {
    ...QUERY,
    path: '/v3/pay/transactions/out-trade-no/:out_trade_no',
    handle(request, world) {
      const outTradeNo = request.param('out_trade_no');
      const at = { source: 'uri_template', name: 'out_trade_no' } as const;
      return (
        checkParameter(outTradeNo, OUT_TRADE_NO, at, world.variations) ??
        answerQuery(request, world, world.ledger.orderByNumber(outTradeNo))
      );
    },
  },
];

function answerQuery(request: ApiRequest, world: World, order: OrderRecord | undefined): ApiAnswer {
  const mchid = request.query('mchid');
  const broken =
    checkParameter(mchid, MCHID, { source: 'query', name: 'mchid' }, world.variations) ??
    checkSameMerchant(mchid, world.keys.mchid);
  if (broken !== undefined) return broken;
  if (order === undefined) return orderNotExist(world.variations);
  const unpaid = world.variations.pick('unpaidAnswer');
  return done(transactionOf(order, { nowMs: world.clock.nowMs(), unpaid }));
}

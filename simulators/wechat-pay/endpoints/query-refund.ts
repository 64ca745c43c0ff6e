import { checkParameter, checkQuery } from '../checks/check-fields';
import { checkSubMerchant } from '../checks/check-sub-merchant';
import { OUT_REFUND_NO, REFUND_QUERY } from '../checks/refund-fields';
import { isPartnerOrder } from '../orders/parties';
import { done } from '../protocol/answer';
import type { ApiAnswer } from '../protocol/answer';
import type { ApiRequest } from '../protocol/api-request';
import { refundOf } from '../refunds/refund-of';
import { refundNotExist } from '../refunds/refund-refusals';
import type { World } from '../world';
import type { Endpoint } from './endpoint';

export const queryRefundEndpoint: Endpoint = {
  name: 'refunds.query',
  method: 'GET',
  path: '/v3/refund/domestic/refunds/:out_refund_no',
  family: 'general',
  handle: queryRefund,
};

function queryRefund(request: ApiRequest, world: World): ApiAnswer {
  const outRefundNo = request.param('out_refund_no');
  const at = { source: 'uri_template', name: 'out_refund_no' } as const;
  const subMchid = request.query('sub_mchid');
  const broken =
    checkParameter(outRefundNo, OUT_REFUND_NO, at, world.variations) ??
    checkQuery(request.queries(), REFUND_QUERY, world.variations) ??
    checkSubMerchant(subMchid, world.keys);
  if (broken !== undefined) return broken;
  const refund = world.ledger.books.refunds.byNumber(outRefundNo);
  const order = refund && world.ledger.orderByNumber(refund.outTradeNo);
  if (refund === undefined || order === undefined) return refundNotExist();
  // To a merchant the refunds of others do not exist, nor to a service provider those of its other merchants.
  const owner = isPartnerOrder(order.request) ? order.request.sub_mchid : undefined;
  if (owner !== subMchid) return refundNotExist();
  return done(refundOf(refund, order, world.variations.pick('refundAnswer')));
}

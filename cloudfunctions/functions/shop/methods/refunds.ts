import type { RefundMethods } from '../../../../miniprogram/contract/refund';
import type { RefundScope } from '../../../core/refund/refund-request';
import {
  listRefundRequests,
  requestRefund,
  viewRefundRequest,
  withdrawRefundRequest,
} from '../../../usecases/request-refund';
import type { RefundRequestResult } from '../../../usecases/request-refund';
import type { Answer, MethodsOf } from '../method';

function answered(result: RefundRequestResult): Answer<'refunds.get'> {
  return result.kind === 'refused' ? { refusal: result.refusal } : { value: result.request };
}

/** What the methods of refunds do. */
export const REFUNDS: MethodsOf<keyof RefundMethods> = {
  'refunds.request': async (deps, openid, params) => {
    const { clientToken, orderId, reason, text, photos } = params;
    const scope: RefundScope =
      'lines' in params ? { kind: 'lines', lines: params.lines } : { kind: 'amount', amount: params.amount };
    const wish = { openid, clientToken, orderId, reason, text, photos, scope };
    return answered(await requestRefund(deps, wish));
  },
  'refunds.get': async (deps, openid, { requestId }) =>
    answered(await viewRefundRequest(deps, { openid, requestId })),
  'refunds.list': async (deps, openid, { before }) => ({
    value: await listRefundRequests(deps, { openid, before }),
  }),
  'refunds.withdraw': async (deps, openid, { requestId }) =>
    answered(await withdrawRefundRequest(deps, { openid, requestId })),
};

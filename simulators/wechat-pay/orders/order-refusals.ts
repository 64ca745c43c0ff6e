import { INTERNAL_CODE, refused } from '../protocol/answer';
import type { ApiRefusal } from '../protocol/answer';
import type { Variations } from '../variations';

export function orderNotExist(variations: Variations): ApiRefusal {
  return refused(404, variations.pick('orderNotExist'), '订单不存在', {
    internalCode: INTERNAL_CODE.orderNotExist,
  });
}

export function reorderOfPaid(variations: Variations): ApiRefusal {
  return spelled(variations.pick('reorderPaid'), '该订单已支付', INTERNAL_CODE.alreadyPaidOnReorder);
}

export function reorderOfClosed(variations: Variations): ApiRefusal {
  return spelled(variations.pick('reorderClosed'), '该订单已失效', INTERNAL_CODE.orderExpired);
}

export function reorderDiffers(): ApiRefusal {
  return refused(403, 'OUT_TRADE_NO_USED', '请求重入时，参数与首次请求时不一致', {
    internalCode: INTERNAL_CODE.reorderDiffers,
  });
}

export function closeOfPaid(variations: Variations): ApiRefusal {
  return spelled(variations.pick('closePaid'), '该订单已支付', INTERNAL_CODE.alreadyPaid);
}

/** `'400 ORDER_PAID'` is a status and a code. */
function spelled(variation: string, message: string, internalCode: number): ApiRefusal {
  const [status, code = ''] = variation.split(' ');
  return refused(Number(status), code, message, { internalCode });
}

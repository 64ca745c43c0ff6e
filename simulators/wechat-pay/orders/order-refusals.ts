import { INTERNAL_CODE, refused, spelled } from '../protocol/answer';
import type { ApiRefusal } from '../protocol/answer';
import type { Variations } from '../variations';
import type { OrderProduct } from './order-record';

export function orderNotExist(variations: Variations): ApiRefusal {
  return refused(404, variations.pick('orderNotExist'), '订单不存在', {
    internalCode: INTERNAL_CODE.orderNotExist,
  });
}

/** The number belongs to an order of other parties. */
export function orderOfAnother(variations: Variations, internalCode: number): ApiRefusal {
  return spelled(variations.pick('orderOfAnother'), '商户号与订单号不匹配', internalCode);
}

export function reorderOfPaid(variations: Variations): ApiRefusal {
  return spelled(variations.pick('reorderPaid'), '该订单已支付', INTERNAL_CODE.alreadyPaidOnReorder);
}

/** Native's page names its code; the others leave it open. */
export function reorderOfClosed(product: OrderProduct, variations: Variations): ApiRefusal {
  const spelling = product === 'native' ? '400 ORDER_CLOSED' : variations.pick('reorderClosed');
  return spelled(spelling, '该订单已失效', INTERNAL_CODE.orderExpired);
}

export function reorderDiffers(): ApiRefusal {
  return refused(403, 'OUT_TRADE_NO_USED', '请求重入时，参数与首次请求时不一致', {
    internalCode: INTERNAL_CODE.reorderDiffers,
  });
}

export function closeOfPaid(variations: Variations): ApiRefusal {
  return spelled(variations.pick('closePaid'), '该订单已支付', INTERNAL_CODE.alreadyPaid);
}

export function closeOfCodepay(): ApiRefusal {
  return refused(400, 'INVALID_REQUEST', '付款码支付的订单不支持关单，请使用撤销订单接口', {
    internalCode: INTERNAL_CODE.reverseOnly,
  });
}

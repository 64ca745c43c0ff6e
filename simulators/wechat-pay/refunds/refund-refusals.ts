import { INTERNAL_CODE, refused, spelled } from '../protocol/answer';
import type { ApiRefusal } from '../protocol/answer';
import type { Variations } from '../variations';

const invalid = (message: string, internalCode?: number): ApiRefusal =>
  refused(400, 'INVALID_REQUEST', message, internalCode === undefined ? {} : { internalCode });

export function refundNotExist(): ApiRefusal {
  return refused(404, 'RESOURCE_NOT_EXISTS', '退款单不存在', { internalCode: INTERNAL_CODE.refundNotFound });
}

export function refundedOrderNotExist(): ApiRefusal {
  return refused(404, 'RESOURCE_NOT_EXISTS', '订单不存在', {
    internalCode: INTERNAL_CODE.refundedOrderNotFound,
  });
}

/** The refund number was used for another order. */
export function refundOfAnotherOrder(): ApiRefusal {
  return invalid('支付单号校验不一致，请核实后再试');
}

/** The refund number was used with another amount. */
export function refundAmountDiffers(): ApiRefusal {
  return invalid('订单金额或退款金额与之前请求不一致，请核实后再试', INTERNAL_CODE.refundAmountMismatch);
}

/** The refund number was used with other parameters. */
export function refundParametersDiffer(): ApiRefusal {
  return invalid('您的请求参数与订单信息不一致', INTERNAL_CODE.reorderDiffers);
}

export function orderTotalDiffers(): ApiRefusal {
  return invalid('订单金额或退款金额与之前请求不一致，请核实后再试', INTERNAL_CODE.refundAmountMismatch);
}

/** `state` is NOTPAY, CLOSED or another in which there is nothing to give back. */
export function orderNotRefundable(state: string): ApiRefusal {
  return invalid(`订单状态不支持退款：${state}`);
}

export function refundTooLate(): ApiRefusal {
  return invalid('订单已经超过退款期限', INTERNAL_CODE.refundTooLate);
}

export function fullyRefunded(): ApiRefusal {
  return invalid('订单已全额退款', INTERNAL_CODE.fullyRefunded);
}

export function exceedsRefundable(): ApiRefusal {
  return invalid('申请退款金额大于订单可退金额', INTERNAL_CODE.exceedsRefundable);
}

export function tooManyRefunds(): ApiRefusal {
  return invalid('订单退款次数超过限制', INTERNAL_CODE.refundCountLimit);
}

export function refundTooSoon(variations: Variations): ApiRefusal {
  return spelled(variations.pick('refundTooSoon'), '频率限制，请稍后再试', INTERNAL_CODE.refundTooSoon);
}

export function balanceShort(): ApiRefusal {
  return refused(403, 'NOT_ENOUGH', '基本账户余额不足，请充值后重新发起', {
    internalCode: INTERNAL_CODE.balanceShort,
  });
}

export function refundNotAbnormal(): ApiRefusal {
  return invalid('退款单状态不是退款异常，不支持发起异常退款');
}

import type { Address } from '../../../miniprogram/contract/address';
import { fen } from '../../../miniprogram/contract/money';
import type { Money } from '../../../miniprogram/contract/money';
import { PAY_WITHIN_MS, newOrder } from '../../../cloudfunctions/core/order/order';
import type { Order, OrderLine } from '../../../cloudfunctions/core/order/order';
import { newAttempt } from '../../../cloudfunctions/core/payment/attempt';
import type { Attempt } from '../../../cloudfunctions/core/payment/attempt';
import type { SucceededPayment } from '../../../cloudfunctions/core/payment/settlement';
import { newRefund } from '../../../cloudfunctions/core/refund/refund';
import type { Refund } from '../../../cloudfunctions/core/refund/refund';

/** 2026-03-01 10:00 in Shanghai. */
export const NOW_MS = Date.parse('2026-03-01T10:00:00+08:00');

/** An amount of a currency the books do not know, as only a corrupted row can hold it. */
export const FOREIGN: Money = { minor: 10_000, currency: 'USD' as Money['currency'] };

export const TEA: OrderLine = {
  skuId: 'tea-100g',
  productId: 'tea',
  title: '龙井',
  specification: '100 克',
  quantity: 2,
  unitPrice: fen(4_500),
};
export const CUP: OrderLine = {
  skuId: 'cup-white',
  productId: 'cup',
  title: '茶杯',
  specification: '白',
  quantity: 1,
  unitPrice: fen(1_000),
};

/** Where the goods go. */
export const HOME: Address = {
  name: '明明',
  mobile: '13800138000',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '龙井路1号',
};

/** An order of two teas and a cup, ¥100.00, placed at `NOW_MS`. */
export function sampleOrder(changes: Partial<Order> = {}): Order {
  const order = newOrder({
    orderId: 'order-1',
    openid: 'openid-ming',
    clientToken: 'token-12345678',
    requestHash: 'hash-1',
    lines: [TEA, CUP],
    freight: fen(0),
    total: fen(10_000),
    address: HOME,
    remark: '',
    nowMs: NOW_MS,
    payWithinMs: PAY_WITHIN_MS,
  });
  return { ...order, ...changes };
}

export function sampleAttempt(changes: Partial<Attempt> = {}): Attempt {
  const attempt = newAttempt({
    outTradeNo: 'trade-1',
    order: sampleOrder(),
    appid: 'wx-shop',
    mchid: '1900000001',
    nowMs: NOW_MS,
  });
  return { ...attempt, ...changes };
}

/** The payment that fits `sampleAttempt()` in everything; a coupon took ¥1.00. */
export function samplePayment(changes: Partial<SucceededPayment> = {}): SucceededPayment {
  return {
    state: 'succeeded',
    outTradeNo: 'trade-1',
    transactionId: '4200000001',
    appid: 'wx-shop',
    mchid: '1900000001',
    openid: 'openid-ming',
    total: fen(10_000),
    payerTotal: fen(9_900),
    succeededAtMs: NOW_MS + 5_000,
    refunded: false,
    ...changes,
  };
}

export function sampleRefund(changes: Partial<Refund> = {}): Refund {
  const refund = newRefund({
    outRefundNo: 'refund-1',
    outTradeNo: 'trade-1',
    orderId: 'order-1',
    amount: fen(10_000),
    reason: 'requested',
    nowMs: NOW_MS,
  });
  return { ...refund, ...changes };
}

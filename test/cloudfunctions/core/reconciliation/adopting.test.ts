import { describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../../../cloudfunctions/core/audit/audit';
import { decideSettlement } from '../../../../cloudfunctions/core/payment/settlement';
import { adoptPayment, decideAdoptingRefund } from '../../../../cloudfunctions/core/reconciliation/adopting';
import type { ReportedRefund } from '../../../../cloudfunctions/core/refund/outcome';
import type { Refund } from '../../../../cloudfunctions/core/refund/refund';
import { fen } from '../../../../miniprogram/contract/money';

const GIVEN = {
  orderId: 'o',
  outTradeNo: 'A1',
  amount: fen(1_000),
  appid: 'wx1',
  mchid: '1900',
  nowMs: 50,
};

/** The order as it stands after its payment was entered. */
function adopted() {
  const { order, attempt } = adoptPayment(GIVEN);
  const decision = decideSettlement({
    order,
    attempt,
    otherAttempts: [],
    refunds: [],
    payment: {
      state: 'succeeded',
      outTradeNo: 'A1',
      transactionId: '42',
      appid: 'wx1',
      mchid: '1900',
      openid: 'o-payer',
      total: fen(1_000),
      payerTotal: fen(1_000),
      succeededAtMs: 10,
      refunded: false,
    },
    nowMs: 50,
    stockCanRevive: false,
    refundNo: 'unused',
  });
  if (decision.kind !== 'paid') throw new Error(decision.kind);
  return { order: decision.order, attempt: decision.attempt };
}

const REPORTED: ReportedRefund = {
  state: 'succeeded',
  outRefundNo: 'R1',
  outTradeNo: 'A1',
  transactionId: '42',
  total: fen(1_000),
  amount: fen(600),
  refundId: '50',
};

function adopt(refunds: readonly Refund[], changes: Partial<ReportedRefund> = {}) {
  const reported = { ...REPORTED, ...changes };
  return decideAdoptingRefund({ ...adopted(), refunds, reported, by: 'o-owner', begunAtMs: 20, nowMs: 60 });
}

function booksOf(refunds: readonly Refund[]) {
  const { order, attempt } = adopted();
  return { stocks: [], movements: [], orders: [order], attempts: [attempt], refunds };
}

describe('a payment that only the gateway has', () => {
  it('gets an order of its amount, which its success completes, and the books hold', () => {
    const { order, attempt } = adopted();
    expect(order).toMatchObject({ kind: 'counter', state: 'completed', total: fen(1_000), paidAtMs: 10 });
    expect(attempt).toMatchObject({ state: 'succeeded', transactionId: '42', succeededAtMs: 10 });
    expect(order.timeline.map(({ text }) => text)).toEqual([
      '微信支付账单里有这笔收款 ¥10.00，店里没有订单，由商家补录',
      '已收款 ¥10.00',
    ]);
    expect(auditBooks(booksOf([]))).toEqual([]);
  });
});

describe('a refund that only the gateway has', () => {
  it.each(['succeeded', 'processing', 'abnormal', 'closed'] as const)(
    'is entered in the state the gateway proved: %s',
    (state) => {
      const decision = adopt([], { state });
      expect(decision).toMatchObject({
        kind: 'adopted',
        refund: { outRefundNo: 'R1', refundId: '50', state, sentAtMs: 20, asked: { by: 'o-owner' } },
      });
      if (decision.kind === 'adopted') expect(auditBooks(booksOf([decision.refund]))).toEqual([]);
    },
  );

  it('is entered once, and never beyond what was paid', () => {
    const first = adopt([]);
    if (first.kind !== 'adopted') throw new Error(first.kind);
    expect(adopt([first.refund])).toEqual({ kind: 'known' });
    expect(adopt([first.refund], { outRefundNo: 'R2', amount: fen(401) })).toEqual({ kind: 'refused' });
    expect(adopt([first.refund], { outRefundNo: 'R2', amount: fen(400) })).toMatchObject({ kind: 'adopted' });
  });

  it('of another payment is not entered', () => {
    expect(adopt([], { transactionId: '43' })).toEqual({ kind: 'refused' });
    expect(adopt([], { total: fen(999) })).toEqual({ kind: 'refused' });
  });
});

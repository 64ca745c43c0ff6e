import { newCollection } from '../../../../cloudfunctions/core/collection/counter-order';
import { COLLECT_WITHIN_MS, newCollecting } from '../../../../cloudfunctions/core/payment/collecting';
import type { Collecting } from '../../../../cloudfunctions/core/payment/collecting';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ATTEMPT_STATES } from '../../../../cloudfunctions/core/payment/attempt';
import type { Attempt, AttemptState } from '../../../../cloudfunctions/core/payment/attempt';
import { decideSettlement } from '../../../../cloudfunctions/core/payment/settlement';
import type {
  MismatchField,
  SettlementDecision,
  SettlementInput,
  SucceededPayment,
} from '../../../../cloudfunctions/core/payment/settlement';
import { newRefund } from '../../../../cloudfunctions/core/refund/refund';
import { fen } from '../../../../miniprogram/contract/money';
import { ORDER_STATES } from '../../../../miniprogram/contract/order';
import type { OrderState } from '../../../../miniprogram/contract/order';
import { openLedger } from '../ledger';
import type { Ledger, Step } from '../ledger';
import { FOREIGN, NOW_MS, sampleAttempt, sampleOrder, samplePayment, sampleRefund } from '../samples';

const nowMs = NOW_MS + 6_000;

function input(changes: Partial<SettlementInput> = {}): SettlementInput {
  return {
    order: sampleOrder({ attempts: ['trade-1'] }),
    attempt: sampleAttempt({ state: 'prepared', prepayId: 'wx-1', prepayExpiresAtMs: NOW_MS + 1 }),
    otherAttempts: [],
    refunds: [],
    payment: samplePayment(),
    nowMs,
    stockCanRevive: false,
    refundNo: 'refund-1',
    ...changes,
  };
}

const CLOSED = sampleOrder({
  state: 'closed',
  closeReason: 'expired',
  closedAtMs: NOW_MS + 1,
  stockHeld: 'released',
  attempts: ['trade-1'],
});
const OTHER_SUCCESS = sampleAttempt({
  outTradeNo: 'trade-0',
  state: 'succeeded',
  transactionId: '4200000000',
});

describe('settlement of the first success', () => {
  it('pays the order, keeps what the gateway said, and sells what was reserved', () => {
    const given = input();
    expect(decideSettlement(given)).toStrictEqual({
      kind: 'paid',
      order: {
        ...given.order,
        state: 'paid',
        paidAtMs: NOW_MS + 5_000,
        stockHeld: 'sold',
        timeline: [...given.order.timeline, { atMs: nowMs, text: '已付款 ¥100.00，等待发货' }],
      },
      attempt: {
        ...given.attempt,
        state: 'succeeded',
        transactionId: '4200000001',
        succeededAtMs: NOW_MS + 5_000,
        payerTotal: fen(9_900),
      },
      movements: [
        {
          movementId: 'order-1:sell:tea-100g',
          skuId: 'tea-100g',
          orderId: 'order-1',
          kind: 'sell',
          quantity: 2,
          atMs: nowMs,
        },
        {
          movementId: 'order-1:sell:cup-white',
          skuId: 'cup-white',
          orderId: 'order-1',
          kind: 'sell',
          quantity: 1,
          atMs: nowMs,
        },
      ],
    });
  });

  it('pays an order past its deadline, since its stock is still reserved', () => {
    expect(decideSettlement(input({ nowMs: sampleOrder().payBeforeMs + 1 })).kind).toBe('paid');
  });
});

describe('settlement on a closed order', () => {
  it('revives the order when the stock can be had again, and sells from on hand', () => {
    const given = input({ order: CLOSED, stockCanRevive: true });
    expect(decideSettlement(given)).toMatchObject({
      kind: 'revived',
      order: {
        state: 'paid',
        closeReason: null,
        closedAtMs: null,
        paidAtMs: NOW_MS + 5_000,
        stockHeld: 'sold',
        timeline: [{}, { atMs: nowMs, text: expect.stringMatching(/关闭后收到付款 ¥100\.00.*已恢复/) }],
      },
      attempt: { state: 'succeeded', transactionId: '4200000001' },
      movements: [
        { movementId: 'order-1:sellOnHand:tea-100g', kind: 'sellOnHand', quantity: 2 },
        { movementId: 'order-1:sellOnHand:cup-white', kind: 'sellOnHand', quantity: 1 },
      ],
    });
  });

  it('gives the money back in full when the stock is gone, and leaves the order closed', () => {
    const text = '订单关闭后收到付款 ¥100.00，将自动原路全额退款';
    expect(decideSettlement(input({ order: CLOSED }))).toStrictEqual({
      kind: 'refundDue',
      reason: 'orderClosed',
      order: { ...CLOSED, timeline: [...CLOSED.timeline, { atMs: nowMs, text }] },
      attempt: expect.objectContaining({ state: 'succeeded', transactionId: '4200000001' }),
      refund: newRefund({
        outRefundNo: 'refund-1',
        outTradeNo: 'trade-1',
        orderId: 'order-1',
        amount: fen(10_000),
        reason: 'orderClosed',
        nowMs,
      }),
    });
  });

  it('revives by no second success: another payment of the order is already on its way back', () => {
    const decision = decideSettlement(
      input({ order: CLOSED, otherAttempts: [OTHER_SUCCESS], stockCanRevive: true }),
    );
    expect(decision).toMatchObject({ kind: 'refundDue', reason: 'orderClosed' });
  });
});

describe('settlement of a second success', () => {
  it.each(['paid', 'shipped', 'completed'] as const)('gives it back in full on an order %s', (state) => {
    const order = sampleOrder({ state, stockHeld: 'sold', attempts: ['trade-0', 'trade-1'] });
    const decision = decideSettlement(input({ order, otherAttempts: [OTHER_SUCCESS], stockCanRevive: true }));
    const text = '订单重复付款 ¥100.00，将自动原路全额退款';
    expect(decision).toMatchObject({
      kind: 'refundDue',
      reason: 'secondSuccess',
      order: { ...order, timeline: [...order.timeline, { atMs: nowMs, text }] },
      attempt: { state: 'succeeded' },
      refund: { outRefundNo: 'refund-1', amount: fen(10_000), state: 'due', reason: 'secondSuccess' },
    });
  });

  it('gives back what the order asked for, not what the payer paid after coupons', () => {
    const order = sampleOrder({ state: 'paid' });
    const decision = decideSettlement(input({ order, payment: samplePayment({ payerTotal: fen(0) }) }));
    expect(decision).toMatchObject({ refund: { amount: fen(10_000) } });
  });

  it('does not pay an order twice even when the books forgot that it is paid', () => {
    const decision = decideSettlement(input({ otherAttempts: [OTHER_SUCCESS] }));
    expect(decision).toMatchObject({ kind: 'refundDue', reason: 'secondSuccess' });
  });
});

describe('settlement by state', () => {
  const first: Record<OrderState, readonly [withoutStock: string, withStock: string]> = {
    awaitingPayment: ['paid', 'paid'],
    paid: ['secondSuccess', 'secondSuccess'],
    shipped: ['secondSuccess', 'secondSuccess'],
    completed: ['secondSuccess', 'secondSuccess'],
    closed: ['orderClosed', 'revived'],
  };
  const outcome = (order: OrderState, attempt: AttemptState, stock: boolean): string =>
    attempt === 'succeeded' || attempt === 'reversed' ? 'alreadySettled' : first[order][stock ? 1 : 0];
  const rows = ORDER_STATES.flatMap((orderState) =>
    ATTEMPT_STATES.flatMap((attemptState) =>
      [false, true].map((stock) => ({
        orderState,
        attemptState,
        stock,
        answer: outcome(orderState, attemptState, stock),
      })),
    ),
  );

  it.each(rows)(
    'answers $answer for an order $orderState, an attempt $attemptState, stock $stock',
    ({ orderState, attemptState, stock, answer }) => {
      const transactionId = attemptState === 'succeeded' || attemptState === 'reversed' ? '4200000001' : null;
      const decision = decideSettlement(
        input({
          order: sampleOrder({ state: orderState }),
          attempt: sampleAttempt({ state: attemptState, transactionId }),
          stockCanRevive: stock,
        }),
      );
      expect(named(decision)).toBe(answer);
    },
  );
});

describe('settlement of a payment that is not the one asked for', () => {
  it.each<[MismatchField, Partial<SucceededPayment>]>([
    ['amount', { total: fen(9_999) }],
    ['amount', { total: fen(10_001) }],
    ['currency', { total: FOREIGN }],
    ['appid', { appid: 'wx-other' }],
    ['mchid', { mchid: '1900000002' }],
    ['openid', { openid: 'openid-hong' }],
    ['outTradeNo', { outTradeNo: 'trade-2' }],
    ['refunded', { refunded: true }],
  ])('answers a mismatch of %s for %p', (field, changes) => {
    const decision = decideSettlement(input({ payment: samplePayment(changes) }));
    expect(decision).toStrictEqual({ kind: 'mismatch', fields: [field] });
  });

  it('takes money that was given back for no payment, whatever became of the order', () => {
    for (const state of ['awaitingPayment', 'paid', 'shipped', 'completed', 'closed'] as const) {
      const decision = decideSettlement(
        input({ order: sampleOrder({ state }), payment: samplePayment({ refunded: true }) }),
      );
      expect(decision).toStrictEqual({ kind: 'mismatch', fields: ['refunded'] });
    }
  });

  it('is not surprised that a payment in the books was given back', () => {
    const attempt = sampleAttempt({ state: 'succeeded', transactionId: '4200000001' });
    const payment = samplePayment({ refunded: true });
    const order = sampleOrder({ state: 'paid' });
    expect(decideSettlement(input({ order, attempt, payment }))).toStrictEqual({ kind: 'alreadySettled' });
  });

  it('names every field that differs', () => {
    const payment = samplePayment({ total: { ...FOREIGN, minor: 1 }, appid: 'x', mchid: 'y', openid: 'z' });
    expect(decideSettlement(input({ payment }))).toStrictEqual({
      kind: 'mismatch',
      fields: ['amount', 'currency', 'appid', 'mchid', 'openid'],
    });
  });

  it('does not compare what the payer paid after coupons', () => {
    expect(decideSettlement(input({ payment: samplePayment({ payerTotal: fen(1) }) })).kind).toBe('paid');
  });

  it('does not compare the payer when the gateway does not tell who paid', () => {
    const { openid: _openid, ...payment } = samplePayment();
    expect(decideSettlement(input({ payment })).kind).toBe('paid');
  });

  it('answers a mismatch when attempt and payment agree but the order costs something else', () => {
    const order = sampleOrder({ total: fen(12_000) });
    expect(decideSettlement(input({ order }))).toStrictEqual({ kind: 'mismatch', fields: ['amount'] });
  });

  it('answers a mismatch when order and payment agree but the attempt asked for something else', () => {
    const attempt = sampleAttempt({ amount: fen(12_000) });
    expect(decideSettlement(input({ attempt }))).toStrictEqual({ kind: 'mismatch', fields: ['amount'] });
  });

  it('answers a mismatch when the attempt already succeeded with another transaction', () => {
    const attempt = sampleAttempt({ state: 'succeeded', transactionId: '4200000009' });
    expect(decideSettlement(input({ attempt }))).toStrictEqual({
      kind: 'mismatch',
      fields: ['transactionId'],
    });
  });

  it('answers a mismatch when the transaction already paid another attempt', () => {
    const otherAttempts = [{ ...OTHER_SUCCESS, transactionId: '4200000001' }];
    expect(decideSettlement(input({ otherAttempts }))).toStrictEqual({
      kind: 'mismatch',
      fields: ['transactionId'],
    });
  });

  it('answers a mismatch rather than settled when a repeat says something else', () => {
    const attempt = sampleAttempt({ state: 'succeeded', transactionId: '4200000001' });
    const payment = samplePayment({ total: fen(1) });
    expect(decideSettlement(input({ attempt, payment })).kind).toBe('mismatch');
  });
});

describe('settlement of what only a bug can bring', () => {
  it.each<[string, Partial<SettlementInput>]>([
    ['an attempt of another order', { attempt: sampleAttempt({ orderId: 'order-2' }) }],
    ['another attempt of another order', { otherAttempts: [sampleAttempt({ orderId: 'order-2' })] }],
    ['a refund of another attempt', { refunds: [sampleRefund({ outTradeNo: 'trade-9' })] }],
    ['a live refund before the success', { order: CLOSED, refunds: [sampleRefund({ amount: fen(1) })] }],
  ])('throws on %s', (_name, changes) => {
    expect(() => decideSettlement(input(changes))).toThrow(Error);
  });

  it('minds neither the attempt among the others nor a refund that was closed', () => {
    const otherAttempts = [sampleAttempt({ state: 'succeeded', transactionId: '4200000001' })];
    expect(decideSettlement(input({ otherAttempts })).kind).toBe('paid');
    const refunds = [sampleRefund({ state: 'closed' })];
    expect(decideSettlement(input({ order: CLOSED, refunds })).kind).toBe('refundDue');
  });
});

describe('settlement repeated', () => {
  it.each<[string, Partial<SettlementInput>]>([
    ['paid', {}],
    ['revived', { order: CLOSED, stockCanRevive: true }],
    ['orderClosed', { order: CLOSED }],
    ['secondSuccess', { order: sampleOrder({ state: 'paid' }), otherAttempts: [OTHER_SUCCESS] }],
  ])('answers a second identical notice after %s without a second effect', (answer, changes) => {
    const decision = decideSettlement(input(changes));
    expect(named(decision)).toBe(answer);
    if (!('order' in decision)) throw new Error(decision.kind);
    const refunds = decision.kind === 'refundDue' ? [decision.refund] : [];
    const { order, attempt } = decision;
    for (const stockCanRevive of [false, true]) {
      const again = decideSettlement(
        input({ ...changes, order, attempt, refunds, stockCanRevive, refundNo: 'refund-2' }),
      );
      expect(again).toEqual({ kind: 'alreadySettled' });
    }
  });
});

describe('books under random events', () => {
  const choice = fc.nat(5);
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('place' as const), lines: anyLines() }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('startPayment' as const), order: choice }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('raceAttempt' as const), order: choice }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('prepare' as const), attempt: choice }) },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('settle' as const),
        attempt: choice,
        wrongMinor: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('closeAttempt' as const), attempt: choice }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('closeOrder' as const), order: choice }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('closeFully' as const), order: choice }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('deliver' as const),
        order: choice,
        command: fc.constantFrom('ship' as const, 'complete' as const),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('askRefund' as const),
        attempt: choice,
        minor: fc.integer({ min: 1, max: 700 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('moveRefund' as const),
        refund: choice,
        command: fc.constantFrom(
          'request' as const,
          'succeed' as const,
          'close' as const,
          'turnAbnormal' as const,
        ),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('adjust' as const),
        sku: choice,
        quantity: fc.integer({ min: -3, max: 3 }).filter((quantity) => quantity !== 0),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 40_000 }) }),
    },
  );
  const steps = fc.array(step, { minLength: 20, maxLength: 80, size: 'max' });

  it('audit clean after every step, and no order is paid by two attempts', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.nat(6), steps, (initial, played) => {
        const ledger = openLedger(initial);
        for (const each of played) {
          seen.add(ledger.play(each));
          expect(ledger.audit()).toEqual([]);
          expectPaidOnce(ledger);
        }
      }),
      { numRuns: 300 },
    );
    // The property says nothing unless the random events reach every way a settlement can end.
    expect([...seen]).toEqual(
      expect.arrayContaining([
        'settle:paid',
        'settle:revived',
        'settle:secondSuccess',
        'settle:orderClosed',
        'settle:alreadySettled',
        'settle:mismatch',
        'closeOrder:attemptsOpen',
        'closeFully:closed',
        'closeFully:notClosable',
        'place:OUT_OF_STOCK',
        'askRefund:exceeds',
      ]),
    );
  });

  it('stand the same when every settlement and closing is repeated at once', () => {
    fc.assert(
      fc.property(fc.nat(6), steps, (initial, played) => {
        const once = openLedger(initial);
        const twice = openLedger(initial);
        for (const each of played) {
          once.play(each);
          twice.play(each);
          if (each.kind === 'settle' || each.kind === 'closeOrder') twice.play(each);
        }
        expect(twice.orders()).toEqual(once.orders());
        expect(twice.audit()).toEqual([]);
      }),
    );
  });
});

/** States money rule 4 in its own words, so that a slip in the audit cannot hide one in the settlement. */
function expectPaidOnce(ledger: Ledger): void {
  for (const order of ledger.orders()) {
    const kept = ledger.attemptsOf(order).filter((attempt) => {
      const back = ledger.refundsOf(attempt).filter((refund) => refund.reason !== 'requested');
      return attempt.state === 'succeeded' && back.length === 0;
    });
    const isPaid = order.state !== 'awaitingPayment' && order.state !== 'closed';
    expect(kept).toHaveLength(isPaid ? 1 : 0);
  }
}

function anyLines(): fc.Arbitrary<readonly { readonly sku: number; readonly quantity: number }[]> {
  const line = fc.record({ sku: fc.nat(2), quantity: fc.integer({ min: 1, max: 3 }) });
  return fc.array(line, { minLength: 1, maxLength: 3 });
}

function named(decision: SettlementDecision): string {
  return decision.kind === 'refundDue' ? decision.reason : decision.kind;
}

describe('settlement at the counter', () => {
  const { order, attempt } = newCollection({
    orderId: 'order-1',
    clientToken: 'token-1',
    requestHash: 'hash-1',
    amount: fen(10_000),
    remark: '散茶',
    nowMs: NOW_MS,
    payWithinMs: COLLECT_WITHIN_MS,
    outTradeNo: 'trade-1',
    scene: 'paymentCode',
    appid: 'wx-shop',
    mchid: '1900000001',
  });
  const collecting = (changes: Partial<Collecting>): Attempt => ({
    ...attempt,
    collecting: { ...newCollecting(NOW_MS), ...changes },
  });

  it('completes the order, moves no stock, and learns who paid', () => {
    expect(decideSettlement(input({ order, attempt }))).toMatchObject({
      kind: 'paid',
      order: { state: 'completed', stockHeld: 'none', paidAtMs: NOW_MS + 5_000, completedAtMs: nowMs },
      attempt: { state: 'succeeded', openid: 'openid-ming', collecting: { learnt: 'paid' } },
      movements: [],
    });
  });

  it('takes an unknown payer from anybody, but not another amount', () => {
    const payment = samplePayment({ total: fen(9_999) });
    expect(decideSettlement(input({ order, attempt, payment }))).toEqual({
      kind: 'mismatch',
      fields: ['amount'],
    });
  });

  it('changes nothing once a reverse went out', () => {
    const reversing = collecting({ reverseSentAtMs: NOW_MS + 1, learnt: 'waiting' });
    expect(decideSettlement(input({ order, attempt: reversing }))).toEqual({ kind: 'reversing' });
  });

  it('refunds in full, and closes the order, when the reverse was refused for good', () => {
    const stuck = collecting({ reverseSentAtMs: NOW_MS + 1, learnt: 'irreversible' });
    expect(decideSettlement(input({ order, attempt: stuck }))).toMatchObject({
      kind: 'refundDue',
      reason: 'orderClosed',
      order: { state: 'closed', closedAtMs: nowMs },
      attempt: { state: 'succeeded', collecting: { reverseSentAtMs: null } },
      refund: { amount: fen(10_000), state: 'due' },
    });
  });

  it('refunds what surfaces after the cashier was told that nothing was paid', () => {
    const closed = { ...order, state: 'closed', closeReason: 'expired', closedAtMs: NOW_MS + 1 } as const;
    const late = { ...attempt, state: 'closed' } as const;
    const decision = decideSettlement(input({ order: closed, attempt: late, stockCanRevive: true }));
    expect(named(decision)).toBe('orderClosed');
  });
});

import { describe, expect, it } from '@jest/globals';
import { decideClosing } from '../../../../cloudfunctions/core/order/closing';
import { ATTEMPT_STATES } from '../../../../cloudfunctions/core/payment/attempt';
import type { AttemptState } from '../../../../cloudfunctions/core/payment/attempt';
import { ORDER_STATES } from '../../../../miniprogram/contract/order';
import type { OrderState } from '../../../../miniprogram/contract/order';
import { NOW_MS, sampleAttempt, sampleOrder } from '../samples';

const nowMs = NOW_MS + 60_000;

describe('decideClosing', () => {
  it('closes an unpaid order and gives back one movement per SKU', () => {
    const order = sampleOrder();
    const decision = decideClosing({ order, attempts: [], reason: 'expired', nowMs });
    expect(decision).toStrictEqual({
      kind: 'closed',
      order: {
        ...order,
        state: 'closed',
        closeReason: 'expired',
        closedAtMs: nowMs,
        stockHeld: 'released',
        timeline: [...order.timeline, { atMs: nowMs, text: '超时未付款，订单已关闭' }],
      },
      movements: [
        {
          movementId: 'order-1:release:tea-100g',
          skuId: 'tea-100g',
          orderId: 'order-1',
          kind: 'release',
          quantity: 2,
          atMs: nowMs,
        },
        {
          movementId: 'order-1:release:cup-white',
          skuId: 'cup-white',
          orderId: 'order-1',
          kind: 'release',
          quantity: 1,
          atMs: nowMs,
        },
      ],
    });
  });

  it('tells the shopper who cancelled that the order is cancelled', () => {
    const decision = decideClosing({ order: sampleOrder(), attempts: [], reason: 'cancelled', nowMs });
    expect(decision).toMatchObject({
      order: { closeReason: 'cancelled', timeline: [{}, { text: '订单已取消' }] },
    });
  });

  const outcome: Record<OrderState, Record<AttemptState | 'none', string>> = {
    awaitingPayment: {
      none: 'closed',
      created: 'attemptsOpen',
      prepared: 'attemptsOpen',
      succeeded: 'notClosable',
      closed: 'closed',
      reversed: 'closed',
    },
    paid: all('notClosable'),
    shipped: all('notClosable'),
    completed: all('notClosable'),
    closed: all('alreadyClosed'),
  };
  const rows = ORDER_STATES.flatMap((state) =>
    ([...ATTEMPT_STATES, 'none'] as const).map((attempt) => ({
      state,
      attempt,
      kind: outcome[state][attempt],
    })),
  );
  it.each(rows)('answers $kind for an order $state with an attempt $attempt', ({ state, attempt, kind }) => {
    const attempts = attempt === 'none' ? [] : [sampleAttempt({ state: attempt })];
    const decision = decideClosing({ order: sampleOrder({ state }), attempts, reason: 'expired', nowMs });
    expect(decision.kind).toBe(kind);
    if (decision.kind === 'notClosable') expect(decision.state).toBe(state);
  });

  it('names every attempt that is still open, and no other', () => {
    const decision = decideClosing({
      order: sampleOrder({ attempts: ['trade-1', 'trade-2', 'trade-3'] }),
      attempts: [
        sampleAttempt({ outTradeNo: 'trade-1', state: 'closed' }),
        sampleAttempt({ outTradeNo: 'trade-2', state: 'created' }),
        sampleAttempt({ outTradeNo: 'trade-3', state: 'prepared' }),
      ],
      reason: 'expired',
      nowMs,
    });
    expect(decision).toEqual({ kind: 'attemptsOpen', outTradeNos: ['trade-2', 'trade-3'] });
  });

  it('takes an attempt the order lists but nobody loaded as open', () => {
    const order = sampleOrder({ attempts: ['trade-1'] });
    const decision = decideClosing({ order, attempts: [], reason: 'expired', nowMs });
    expect(decision).toEqual({ kind: 'attemptsOpen', outTradeNos: ['trade-1'] });
  });

  it('does not close for an open attempt when another has succeeded', () => {
    const decision = decideClosing({
      order: sampleOrder(),
      attempts: [sampleAttempt(), sampleAttempt({ outTradeNo: 'trade-2', state: 'succeeded' })],
      reason: 'expired',
      nowMs,
    });
    expect(decision).toEqual({ kind: 'notClosable', state: 'awaitingPayment' });
  });

  it('changes nothing when repeated on its own result', () => {
    const first = decideClosing({ order: sampleOrder(), attempts: [], reason: 'expired', nowMs });
    if (first.kind !== 'closed') throw new Error(first.kind);
    const again = decideClosing({ order: first.order, attempts: [], reason: 'cancelled', nowMs });
    expect(again).toEqual({ kind: 'alreadyClosed' });
  });
});

function all(kind: string): Record<AttemptState | 'none', string> {
  return { none: kind, created: kind, prepared: kind, succeeded: kind, closed: kind, reversed: kind };
}

import { describe, expect, it } from '@jest/globals';
import { PREPAY_MARGIN_MS, decidePaying } from '../../../../cloudfunctions/core/order/paying';
import { ATTEMPT_STATES, PREPAY_VALID_MS } from '../../../../cloudfunctions/core/payment/attempt';
import type { AttemptState } from '../../../../cloudfunctions/core/payment/attempt';
import { ORDER_STATES } from '../../../../miniprogram/contract/order';
import type { OrderState } from '../../../../miniprogram/contract/order';
import { NOW_MS, sampleAttempt, sampleOrder } from '../samples';

const PREPARED = {
  state: 'prepared',
  prepayId: 'wx-prepay',
  prepayExpiresAtMs: NOW_MS + PREPAY_VALID_MS,
} as const;

describe('decidePaying', () => {
  const outcome: Record<OrderState, Record<AttemptState | 'none', string>> = {
    awaitingPayment: {
      none: 'newAttempt',
      created: 'retryCreate',
      prepared: 'resume',
      succeeded: 'ORDER_ALREADY_PAID',
      closed: 'newAttempt',
      reversed: 'newAttempt',
    },
    paid: all('ORDER_ALREADY_PAID'),
    shipped: all('ORDER_ALREADY_PAID'),
    completed: all('ORDER_ALREADY_PAID'),
    closed: all('ORDER_CLOSED'),
  };
  const rows = ORDER_STATES.flatMap((state) =>
    ([...ATTEMPT_STATES, 'none'] as const).map((attempt) => ({
      state,
      attempt,
      answer: outcome[state][attempt],
    })),
  );
  it.each(rows)(
    'answers $answer for an order $state with an attempt $attempt',
    ({ state, attempt, answer }) => {
      const attempts = attempt === 'none' ? [] : [sampleAttempt({ ...PREPARED, state: attempt })];
      const decision = decidePaying({ order: sampleOrder({ state }), attempts, nowMs: NOW_MS });
      expect(decision.kind === 'refused' ? decision.refusal : decision.kind).toBe(answer);
    },
  );

  it.each([
    ['the moment before', -1, 'newAttempt'],
    ['exactly at', 0, 'refused'],
    ['after', 1, 'refused'],
  ])('answers %s the deadline with the right kind', (_name, offsetMs, kind) => {
    const order = sampleOrder();
    expect(decidePaying({ order, attempts: [], nowMs: order.payBeforeMs + offsetMs }).kind).toBe(kind);
  });

  it('says ORDER_CLOSED past the deadline, even while the order is not closed yet', () => {
    const order = sampleOrder();
    const decision = decidePaying({ order, attempts: [sampleAttempt(PREPARED)], nowMs: order.payBeforeMs });
    expect(decision).toEqual({ kind: 'refused', refusal: 'ORDER_CLOSED' });
  });

  it('says ORDER_ALREADY_PAID past the deadline when a payment has succeeded', () => {
    const order = sampleOrder();
    const attempts = [sampleAttempt({ state: 'succeeded' })];
    const decision = decidePaying({ order, attempts, nowMs: order.payBeforeMs });
    expect(decision).toEqual({ kind: 'refused', refusal: 'ORDER_ALREADY_PAID' });
  });

  it.each([
    ['a millisecond more than the margin', PREPAY_MARGIN_MS + 1, 'resume'],
    ['the margin exactly', PREPAY_MARGIN_MS, 'newAttempt'],
  ])('with %s left to the prepay id answers the right kind', (_name, leftMs, kind) => {
    const attempts = [sampleAttempt({ ...PREPARED, prepayExpiresAtMs: NOW_MS + leftMs })];
    expect(decidePaying({ order: sampleOrder(), attempts, nowMs: NOW_MS }).kind).toBe(kind);
  });

  it('resumes to the last moment an attempt that lasts to the deadline', () => {
    const attempt = sampleAttempt({ ...PREPARED, prepayExpiresAtMs: sampleOrder().payBeforeMs });
    const decision = decidePaying({
      order: sampleOrder(),
      attempts: [attempt],
      nowMs: attempt.payBeforeMs - 1,
    });
    expect(decision).toEqual({ kind: 'resume', attempt });
  });

  it('does not resume a prepared attempt without a prepay id', () => {
    const attempts = [sampleAttempt({ ...PREPARED, prepayId: null })];
    expect(decidePaying({ order: sampleOrder(), attempts, nowMs: NOW_MS })).toEqual({ kind: 'newAttempt' });
  });

  it('resumes rather than repeats a request whose outcome is unknown', () => {
    const created = sampleAttempt({ outTradeNo: 'trade-2', createdAtMs: NOW_MS + 1 });
    const prepared = sampleAttempt(PREPARED);
    const decision = decidePaying({ order: sampleOrder(), attempts: [created, prepared], nowMs: NOW_MS + 2 });
    expect(decision).toEqual({ kind: 'resume', attempt: prepared });
  });

  it('takes the newest of several that serve', () => {
    const older = sampleAttempt(PREPARED);
    const newer = sampleAttempt({ ...PREPARED, outTradeNo: 'trade-2', createdAtMs: NOW_MS + 1 });
    const decision = decidePaying({ order: sampleOrder(), attempts: [older, newer], nowMs: NOW_MS + 2 });
    expect(decision).toEqual({ kind: 'resume', attempt: newer });
  });

  it.each(['created', 'prepared'] as const)('uses no %s attempt past its own deadline', (state) => {
    const attempts = [sampleAttempt({ ...PREPARED, state, payBeforeMs: NOW_MS })];
    expect(decidePaying({ order: sampleOrder(), attempts, nowMs: NOW_MS })).toEqual({ kind: 'newAttempt' });
  });
});

function all(answer: string): Record<AttemptState | 'none', string> {
  return {
    none: answer,
    created: answer,
    prepared: answer,
    succeeded: answer,
    closed: answer,
    reversed: answer,
  };
}

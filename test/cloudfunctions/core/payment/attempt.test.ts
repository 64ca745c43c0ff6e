import { describe, expect, it } from '@jest/globals';
import { attemptMachine, newAttempt } from '../../../../cloudfunctions/core/payment/attempt';
import { everyStep } from '../machine-table';
import { NOW_MS, sampleOrder } from '../samples';

describe('attempt machine', () => {
  const steps = everyStep(attemptMachine, {
    'created prepare': 'prepared',
    'created succeed': 'succeeded',
    'created close': 'closed',
    'prepared prepare': 'prepared',
    'prepared succeed': 'succeeded',
    'prepared close': 'closed',
    'succeeded reverse': 'reversed',
    'closed succeed': 'succeeded',
  });

  it('has 5 states and 4 commands', () => {
    expect(steps).toHaveLength(20);
  });

  it.each(steps)('leads from $state by $command to $next', ({ state, command, next }) => {
    expect(attemptMachine.next(state, command)).toBe(next);
  });

  it('waits for nothing more when succeeded, closed or reversed', () => {
    expect(attemptMachine.states.filter(attemptMachine.isFinal)).toEqual(['succeeded', 'closed', 'reversed']);
  });
});

describe('new attempt', () => {
  it("takes amount, payer and deadline from the order and knows nothing of the gateway's", () => {
    const order = sampleOrder();
    const attempt = newAttempt({
      outTradeNo: 'trade-1',
      order,
      appid: 'wx-shop',
      mchid: '1900000001',
      nowMs: NOW_MS + 1,
    });
    expect(attempt).toStrictEqual({
      outTradeNo: 'trade-1',
      orderId: order.orderId,
      scene: 'miniProgram',
      codeUrl: null,
      collecting: null,
      openid: order.openid,
      amount: order.total,
      appid: 'wx-shop',
      mchid: '1900000001',
      state: 'created',
      prepayId: null,
      prepayExpiresAtMs: null,
      transactionId: null,
      createdAtMs: NOW_MS + 1,
      payBeforeMs: order.payBeforeMs,
      succeededAtMs: null,
      payerTotal: null,
    });
  });
});

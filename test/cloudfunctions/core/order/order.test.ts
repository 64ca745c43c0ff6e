import { describe, expect, it } from '@jest/globals';
import {
  PAY_WITHIN_MS,
  newOrder,
  orderMachine,
  withEvent,
} from '../../../../cloudfunctions/core/order/order';
import { PREPAY_VALID_MS } from '../../../../cloudfunctions/core/payment/attempt';
import { fen } from '../../../../miniprogram/contract/money';
import { everyStep } from '../machine-table';
import { CUP, HOME, NOW_MS, TEA, sampleOrder } from '../samples';

describe('order machine', () => {
  const steps = everyStep(orderMachine, {
    'awaitingPayment pay': 'paid',
    'awaitingPayment collect': 'completed',
    'awaitingPayment close': 'closed',
    'paid ship': 'shipped',
    'shipped complete': 'completed',
    'completed takeBack': 'closed',
    'closed revive': 'paid',
  });

  it('has 5 states and 7 commands', () => {
    expect(steps).toHaveLength(35);
  });

  it.each(steps)('leads from $state by $command to $next', ({ state, command, next }) => {
    expect(orderMachine.next(state, command)).toBe(next);
  });

  it('waits for nothing more when completed or closed', () => {
    expect(orderMachine.states.filter(orderMachine.isFinal)).toEqual(['completed', 'closed']);
  });
});

describe('new order', () => {
  it('awaits payment with its stock reserved', () => {
    const order = newOrder({
      orderId: 'order-1',
      openid: 'openid-ming',
      clientToken: 'token-12345678',
      requestHash: 'hash-1',
      lines: [TEA, CUP],
      freight: fen(800),
      total: fen(10_800),
      address: HOME,
      remark: '轻放',
      nowMs: NOW_MS,
      payWithinMs: 60_000,
    });
    expect(order).toStrictEqual({
      orderId: 'order-1',
      kind: 'delivery',
      note: null,
      openid: 'openid-ming',
      clientToken: 'token-12345678',
      requestHash: 'hash-1',
      state: 'awaitingPayment',
      closeReason: null,
      lines: [TEA, CUP],
      freight: fen(800),
      total: fen(10_800),
      address: HOME,
      remark: '轻放',
      parcels: [],
      completedAtMs: null,
      hidden: false,
      placedAtMs: NOW_MS,
      payBeforeMs: NOW_MS + 60_000,
      paidAtMs: null,
      closedAtMs: null,
      attempts: [],
      stockHeld: 'reserved',
      timeline: [{ atMs: NOW_MS, text: '订单已提交，等待付款' }],
    });
  });

  it('can be paid with one prepay id for its whole wait', () => {
    expect(PAY_WITHIN_MS).toBeLessThan(PREPAY_VALID_MS);
  });
});

describe('withEvent', () => {
  it('adds to the end and leaves the order as it was', () => {
    const order = sampleOrder();
    const event = { atMs: NOW_MS + 1, text: '已发货' };
    expect(withEvent(order, event)).toEqual([...order.timeline, event]);
    expect(order.timeline).toHaveLength(1);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addMoney, compareMoney, subtractMoney } from '../../../../cloudfunctions/core/money';
import {
  decideRefund,
  isAutomatic,
  isLive,
  newRefund,
  refundMachine,
  refundable,
} from '../../../../cloudfunctions/core/refund/refund';
import type { Refund } from '../../../../cloudfunctions/core/refund/refund';
import { fen } from '../../../../miniprogram/contract/money';
import { everyStep } from '../machine-table';
import { FOREIGN, NOW_MS, sampleRefund } from '../samples';

describe('refund machine', () => {
  const steps = everyStep(refundMachine, {
    'awaitingApproval approve': 'due',
    'awaitingApproval decline': 'closed',
    'due request': 'processing',
    'processing succeed': 'succeeded',
    'processing close': 'closed',
    'due settleByHand': 'byHand',
    'processing turnAbnormal': 'abnormal',
    'abnormal succeed': 'succeeded',
    'abnormal close': 'closed',
  });

  it('has 7 states and 7 commands', () => {
    expect(steps).toHaveLength(49);
  });

  it.each(steps)('leads from $state by $command to $next', ({ state, command, next }) => {
    expect(refundMachine.next(state, command)).toBe(next);
  });

  it('waits for nothing more when succeeded, closed or settled by hand', () => {
    expect(refundMachine.states.filter(refundMachine.isFinal)).toEqual(['succeeded', 'closed', 'byHand']);
  });

  it('is live in every state but closed', () => {
    expect(refundMachine.states.filter((state) => !isLive(state))).toEqual(['closed']);
  });
});

describe('new refund', () => {
  it('is due', () => {
    const given = {
      outRefundNo: 'refund-1',
      outTradeNo: 'trade-1',
      orderId: 'order-1',
      amount: fen(5),
      reason: 'requested',
    } as const;
    expect(newRefund({ ...given, nowMs: NOW_MS })).toStrictEqual({
      ...given,
      state: 'due',
      createdAtMs: NOW_MS,
      text: '商家退款',
      lines: [],
      asked: null,
      goodsBack: null,
      refundId: null,
      receivedBy: null,
      redirection: null,
      byHand: null,
      trouble: null,
      tries: 0,
      sentAtMs: null,
      begunAtMs: null,
      givenBackAtMs: null,
      nextStepAtMs: NOW_MS,
    });
  });

  it('waits for a second person where one has to agree, and is not to be sent', () => {
    const approval = { kind: 'awaited' } as const;
    const asked = { by: 'a', atMs: NOW_MS, token: 't', requestId: null, goods: 'later', approval } as const;
    const { outRefundNo, outTradeNo, orderId, amount, reason } = sampleRefund();
    const given = { outRefundNo, outTradeNo, orderId, amount, reason, nowMs: NOW_MS, asked };
    expect(newRefund(given)).toMatchObject({ state: 'awaitingApproval', nextStepAtMs: null });
  });

  it('is automatic unless somebody asked for it', () => {
    expect(isAutomatic('secondSuccess')).toBe(true);
    expect(isAutomatic('orderClosed')).toBe(true);
    expect(isAutomatic('requested')).toBe(false);
  });
});

describe('refundable', () => {
  it('is the whole payment while nothing was refunded', () => {
    expect(refundable(fen(100), [])).toEqual(fen(100));
  });

  it.each(refundMachine.states)('counts a refund that is %s as far as it is live', (state) => {
    const left = refundable(fen(100), [sampleRefund({ amount: fen(30), state })]);
    expect(left).toEqual(state === 'closed' ? fen(100) : fen(70));
  });

  it('is never below zero', () => {
    expect(refundable(fen(100), [sampleRefund({ amount: fen(101) })])).toEqual(fen(0));
  });

  it('throws on a refund of another currency', () => {
    expect(() => refundable(fen(100), [sampleRefund({ amount: FOREIGN })])).toThrow(RangeError);
  });
});

describe('decideRefund', () => {
  const paid = fen(100);
  const refunds = [sampleRefund({ amount: fen(60) })];

  it.each([
    [1, { kind: 'ok' }],
    [40, { kind: 'ok' }],
    [41, { kind: 'exceeds', left: fen(40) }],
  ])('answers for %i of the 40 that are left', (minor, decision) => {
    expect(decideRefund({ paid, refunds, amount: fen(minor) })).toEqual(decision);
  });

  it.each([0, -1])('throws on an amount of %i', (minor) => {
    expect(() => decideRefund({ paid, refunds, amount: fen(minor) })).toThrow(RangeError);
  });

  it('throws on an amount of another currency', () => {
    expect(() => decideRefund({ paid, refunds, amount: FOREIGN })).toThrow(RangeError);
  });

  it('never lets live refunds exceed the payment, whatever is asked and however refunds end', () => {
    const ask = fc.record({
      minor: fc.integer({ min: 1, max: 120 }),
      state: fc.constantFrom(...refundMachine.states),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }).map(fen), fc.array(ask), (payment, asks) => {
        const recorded: Refund[] = [];
        let live = fen(0);
        for (const { minor, state } of asks) {
          const decision = decideRefund({ paid: payment, refunds: recorded, amount: fen(minor) });
          if (decision.kind === 'exceeds') {
            expect(decision.left).toEqual(subtractMoney(payment, live));
            expect(minor).toBeGreaterThan(decision.left.minor);
            continue;
          }
          recorded.push(sampleRefund({ amount: fen(minor), state }));
          if (state !== 'closed') live = addMoney(live, fen(minor));
          expect(compareMoney(live, payment)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { refundMachine } from '../../../../cloudfunctions/core/refund/refund';
import type { Refund } from '../../../../cloudfunctions/core/refund/refund';
import { decideStep, triedAgain, troubled } from '../../../../cloudfunctions/core/refund/refund-steps';
import { NOW_MS, sampleRefund } from '../samples';

const MINUTE_MS = 60_000;

function step(changes: Partial<Refund>, others: readonly Refund[] = []) {
  return decideStep({ refund: sampleRefund(changes), others, nowMs: NOW_MS });
}

describe('the next step of a refund', () => {
  it.each([
    [0, 1],
    [1, 5],
    [2, 10],
    [3, 20],
    [4, 30],
    [5, 60],
    [99, 60],
  ])('after %i steps is followed by a pause of %i minutes', (tries, minutes) => {
    expect(step({ tries })).toMatchObject({
      kind: 'step',
      refund: { tries: tries + 1, sentAtMs: NOW_MS, nextStepAtMs: NOW_MS + minutes * MINUTE_MS },
    });
  });

  it('is none before its time, nor where nothing is to be done', () => {
    expect(step({ nextStepAtMs: NOW_MS + 1 })).toEqual({ kind: 'none' });
    expect(step({ nextStepAtMs: null })).toEqual({ kind: 'none' });
  });

  it('waits a minute and a little after another refund of the payment was sent, but asks at any time', () => {
    const other = sampleRefund({
      outRefundNo: 'refund-2',
      state: 'processing',
      sentAtMs: NOW_MS - MINUTE_MS,
    });
    expect(step({}, [other])).toMatchObject({
      kind: 'later',
      refund: { tries: 0, sentAtMs: null, nextStepAtMs: NOW_MS + 5_000 },
    });
    expect(step({ state: 'processing' }, [other]).kind).toBe('step');
    expect(step({}, [{ ...other, sentAtMs: NOW_MS - 2 * MINUTE_MS }]).kind).toBe('step');
  });

  it('asks about an abnormal one every hour and does not count it as sent', () => {
    expect(step({ state: 'abnormal', sentAtMs: 7 })).toMatchObject({
      refund: { sentAtMs: 7, nextStepAtMs: NOW_MS + 60 * MINUTE_MS },
    });
  });
});

describe('what stands in the way of a refund', () => {
  const due = sampleRefund({ nextStepAtMs: NOW_MS + 5 * MINUTE_MS });

  it.each([
    ['notEnough', NOW_MS + 5 * MINUTE_MS],
    ['payerAccount', null],
    ['refused', NOW_MS + 60 * MINUTE_MS],
  ] as const)('of kind %s leaves it due, with the next step at %s', (kind, nextStepAtMs) => {
    const trouble = { kind, code: 'CODE', atMs: NOW_MS };
    expect(troubled(due, trouble)).toMatchObject({ state: 'due', trouble, nextStepAtMs });
  });

  it.each(refundMachine.states.filter((state) => state !== 'due'))(
    'is not kept, and not tried again, when it is %s by then',
    (state) => {
      const trouble = { kind: 'refused', code: 'CODE', atMs: NOW_MS } as const;
      expect(troubled({ ...due, state }, trouble)).toBeNull();
      expect(triedAgain({ ...due, state }, NOW_MS)).toBeNull();
    },
  );
});

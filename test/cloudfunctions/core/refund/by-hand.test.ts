import { describe, expect, it } from '@jest/globals';
import { decideByHand } from '../../../../cloudfunctions/core/refund/by-hand';
import { refundMachine } from '../../../../cloudfunctions/core/refund/refund';
import type { Refund, RefundState } from '../../../../cloudfunctions/core/refund/refund';
import { triedAgain } from '../../../../cloudfunctions/core/refund/refund-steps';
import { NOW_MS, sampleOrder, sampleRefund } from '../samples';

const TROUBLE = { kind: 'payerAccount', code: 'USER_ACCOUNT_ABNORMAL', atMs: NOW_MS } as const;
const order = sampleOrder();
const decide = (refund: Refund, nowMs = NOW_MS) =>
  decideByHand({ order, refund, note: '现金', by: 'hong', nowMs });

describe('giving up on a refund', () => {
  const expected: Record<RefundState, string> = {
    awaitingApproval: 'NOT_STUCK',
    due: 'settled',
    processing: 'REFUND_UNDER_WAY',
    abnormal: 'REFUND_UNDER_WAY',
    succeeded: 'REFUND_DECIDED',
    closed: 'REFUND_DECIDED',
    byHand: 'already',
  };
  it.each(refundMachine.states)('in the state %s', (state) => {
    const decision = decide(sampleRefund({ state, trouble: TROUBLE }));
    expect(decision.kind === 'refused' ? decision.refusal : decision.kind).toBe(expected[state]);
  });

  it.each([null, { ...TROUBLE, kind: 'notEnough' as const }])('waits for no hand while %p', (trouble) => {
    expect(decide(sampleRefund({ trouble }))).toEqual({ kind: 'refused', refusal: 'NOT_STUCK' });
  });

  it('waits until a call that went out is certainly over', () => {
    const sent = sampleRefund({ trouble: TROUBLE, sentAtMs: NOW_MS });
    expect(decide(sent, NOW_MS + 59_999)).toEqual({ kind: 'refused', refusal: 'REFUND_JUST_SENT' });
    expect(decide(sent, NOW_MS + 60_000).kind).toBe('settled');
  });

  it('notes who gave it back and how, and leaves nothing to be done', () => {
    const decision = decide(sampleRefund({ trouble: TROUBLE }));
    if (decision.kind !== 'settled') throw new Error(decision.kind);
    expect(decision.refund).toMatchObject({
      state: 'byHand',
      byHand: { note: '现金', by: 'hong', atMs: NOW_MS },
      nextStepAtMs: null,
    });
    expect(triedAgain(decision.refund, NOW_MS)).toBeNull();
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideRefundOutcome } from '../../../../cloudfunctions/core/refund/outcome';
import type { ReportedRefund } from '../../../../cloudfunctions/core/refund/outcome';
import type { RefundReason, RefundState } from '../../../../cloudfunctions/core/refund/refund';
import { fen } from '../../../../miniprogram/contract/money';
import { FOREIGN, NOW_MS, sampleAttempt, sampleOrder, sampleRefund } from '../samples';

const REPORTED: ReportedRefund = {
  state: 'succeeded',
  outRefundNo: 'refund-1',
  outTradeNo: 'trade-1',
  transactionId: '4200000001',
  total: fen(10_000),
  amount: fen(4_000),
  refundId: '50000001',
};
const order = sampleOrder();
const attempt = sampleAttempt({ state: 'succeeded', transactionId: '4200000001' });

function decide(
  state: RefundState,
  changes: Partial<ReportedRefund> = {},
  reason: RefundReason = 'requested',
) {
  const refund = sampleRefund({ state, amount: fen(4_000), reason });
  return decideRefundOutcome({
    order,
    attempt,
    refund,
    reported: { ...REPORTED, ...changes },
    nowMs: NOW_MS,
    refundNo: 'refund-2',
  });
}
const after = (known: RefundState, told: ReportedRefund['state']): string => {
  const decision = decide(known, { state: told });
  return decision.kind === 'applied' ? decision.refund.state : decision.kind;
};

describe('outcome of a refund', () => {
  it.each<[RefundState, ReportedRefund['state'], string]>([
    ['awaitingApproval', 'processing', 'mismatch'],
    ['awaitingApproval', 'succeeded', 'mismatch'],
    ['awaitingApproval', 'closed', 'mismatch'],
    ['awaitingApproval', 'abnormal', 'mismatch'],
    ['due', 'processing', 'processing'],
    ['due', 'succeeded', 'succeeded'],
    ['due', 'closed', 'closed'],
    ['due', 'abnormal', 'abnormal'],
    ['processing', 'processing', 'unchanged'],
    ['processing', 'succeeded', 'succeeded'],
    ['processing', 'closed', 'closed'],
    ['processing', 'abnormal', 'abnormal'],
    ['abnormal', 'processing', 'unchanged'],
    ['abnormal', 'succeeded', 'succeeded'],
    ['abnormal', 'closed', 'closed'],
    ['abnormal', 'abnormal', 'unchanged'],
    ['succeeded', 'processing', 'unchanged'],
    ['succeeded', 'succeeded', 'unchanged'],
    ['succeeded', 'closed', 'mismatch'],
    ['succeeded', 'abnormal', 'unchanged'],
    ['closed', 'processing', 'unchanged'],
    ['closed', 'succeeded', 'mismatch'],
    ['closed', 'closed', 'unchanged'],
    ['closed', 'abnormal', 'unchanged'],
  ])('that is %s and told %s is then %s', (known, told, end) => {
    expect(after(known, told)).toBe(end);
  });

  it.each<[RefundReason, string | undefined]>([
    ['requested', undefined],
    ['secondSuccess', 'refund-2'],
    ['orderClosed', 'refund-2'],
  ])('that WeChat Pay closed, of kind %s, is followed by %s', (reason, successor) => {
    const decision = decide('processing', { state: 'closed' }, reason);
    if (decision.kind !== 'applied') throw new Error(decision.kind);
    expect(decision.successor?.outRefundNo).toBe(successor);
    expect(decision.successor?.amount).toEqual(successor === undefined ? undefined : fen(4_000));
  });

  it.each<[string, Partial<ReportedRefund>]>([
    ['outTradeNo', { outTradeNo: 'trade-2' }],
    ['transactionId', { transactionId: '4200000002' }],
    ['total', { total: fen(9_999) }],
    ['total', { total: FOREIGN }],
    ['amount', { amount: fen(4_001) }],
  ])('is a mismatch of %s for %j', (field, changes) => {
    expect(decide('processing', changes)).toEqual({ kind: 'mismatch', fields: [field] });
  });

  it('tells the shopper what became of the money, once', () => {
    const decision = decide('processing');
    expect(decision.kind === 'applied' ? decision.order.timeline.at(-1) : decision).toEqual({
      atMs: NOW_MS,
      text: '退款 ¥40.00 已原路退回',
    });
  });

  it('ends the same in whatever order the reports of one story come, and however often', () => {
    const stories = fc.constantFrom<ReportedRefund['state'][]>(
      ['processing', 'succeeded'],
      ['processing', 'closed'],
      ['processing', 'abnormal', 'succeeded'],
      ['processing', 'abnormal', 'closed'],
    );
    const told = stories.chain((story) =>
      fc.tuple(
        fc.constant(story.at(-1)),
        fc.shuffledSubarray([...story, ...story], { minLength: story.length * 2 }),
      ),
    );
    fc.assert(
      fc.property(told, ([end, reports]) => {
        let state: RefundState = 'due';
        for (const report of reports) {
          const decision = decide(state, { state: report });
          expect(decision.kind).not.toBe('mismatch');
          if (decision.kind === 'applied') state = decision.refund.state;
        }
        expect(state).toBe(end);
      }),
    );
  });
});

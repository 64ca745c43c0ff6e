import { describe, expect, it } from '@jest/globals';
import type { Refund } from '../../../../cloudfunctions/core/refund/refund';
import type { RefundBooks, RefundRequest } from '../../../../cloudfunctions/core/refund/refund-request';
import {
  decideApprovingRequest,
  decideRefunding,
  decideSecond,
} from '../../../../cloudfunctions/core/refund/refunding';
import type { RefundWish } from '../../../../cloudfunctions/core/refund/refunding';
import { fen } from '../../../../miniprogram/contract/money';
import { NOW_MS, sampleAttempt, sampleOrder, sampleRefund, TEA } from '../samples';

const DAY_MS = 24 * 60 * 60_000;
const PAID = sampleAttempt({ state: 'succeeded', transactionId: 't', succeededAtMs: NOW_MS });

function books(changes: Partial<RefundBooks> = {}): RefundBooks {
  return { order: sampleOrder({ state: 'paid' }), attempts: [PAID], refunds: [], requests: [], ...changes };
}

const WISH: RefundWish = {
  outRefundNo: 'refund-new',
  by: 'o-owner',
  nowMs: NOW_MS,
  secondAbove: null,
  goods: 'later',
  scope: { kind: 'amount', amount: fen(1) },
  token: 'token-of-the-tap',
  text: '',
};

function end(on: RefundBooks, changes: Partial<RefundWish> = {}): string {
  const decision = decideRefunding(on, { ...WISH, ...changes });
  return decision.kind === 'refused' ? decision.refusal : decision.change.refund.state;
}

/** As many refunds of a fen by a person. */
function fenRefunds(count: number, changes: Partial<Refund> = {}): readonly Refund[] {
  const approval = { kind: 'notNeeded' } as const;
  const asked = {
    by: 'o-owner',
    atMs: NOW_MS,
    token: 't',
    requestId: null,
    goods: 'later',
    approval,
  } as const;
  return Array.from({ length: count }, (_, n) =>
    sampleRefund({ outRefundNo: `refund-${n}`, amount: fen(1), asked, ...changes }),
  );
}

function request(changes: Partial<RefundRequest> = {}): RefundRequest {
  return {
    requestId: 'request-1',
    orderId: 'order-1',
    openid: 'openid-ming',
    state: 'requested',
    amount: fen(4_500),
    lines: [],
    reason: 'damaged',
    text: '',
    photos: [],
    requestedAtMs: NOW_MS,
    decidedAtMs: null,
    decidedBy: null,
    answer: '',
    outRefundNo: null,
    timeline: [],
    ...changes,
  };
}

describe('what WeChat Pay takes of refunds', () => {
  it('is fifty of one payment; those that gave nothing back do not count', () => {
    expect(end(books({ refunds: fenRefunds(49) }))).toBe('due');
    expect(end(books({ refunds: fenRefunds(50) }))).toBe('TOO_MANY_REFUNDS');
    expect(end(books({ refunds: [...fenRefunds(49), ...fenRefunds(9, { state: 'closed' })] }))).toBe('due');
  });

  it('is a year from the payment, to the millisecond', () => {
    expect(end(books(), { nowMs: NOW_MS + 365 * DAY_MS })).toBe('due');
    expect(end(books(), { nowMs: NOW_MS + 365 * DAY_MS + 1 })).toBe('REFUND_TOO_LATE');
  });
});

describe('goods that are given back', () => {
  const teas = (quantity: number): Pick<RefundWish, 'scope'> => ({
    scope: { kind: 'lines', lines: [{ skuId: TEA.skuId, quantity }] },
  });
  // Less than it cost was given back for it: the sum alone would leave room for all of them once more.
  const one = sampleRefund({ amount: fen(100), lines: [{ skuId: TEA.skuId, quantity: 1 }] });

  it('are given back once, whatever their money is waiting for', () => {
    for (const state of [
      'awaitingApproval',
      'due',
      'processing',
      'abnormal',
      'succeeded',
      'byHand',
    ] as const) {
      const refunds = [{ ...one, state }];
      expect([state, end(books({ refunds }), teas(1))]).toEqual([state, 'due']);
      expect([state, end(books({ refunds }), teas(2))]).toEqual([state, 'REFUND_EXCEEDS']);
    }
  });

  it('may be given back anew where nothing came of the first time', () => {
    expect(end(books({ refunds: [{ ...one, state: 'closed' }] }), teas(2))).toBe('due');
  });
});

describe('a second person', () => {
  it('is needed above the limit and not at it, over all that people gave back of the order', () => {
    const limit = { secondAbove: fen(100) };
    const of = (minor: number) => ({ ...limit, scope: { kind: 'amount', amount: fen(minor) } as const });
    expect(end(books(), of(100))).toBe('due');
    expect(end(books(), of(101))).toBe('awaitingApproval');
    const given = fenRefunds(1, { amount: fen(60) });
    expect(end(books({ refunds: given }), of(40))).toBe('due');
    expect(end(books({ refunds: given }), of(41))).toBe('awaitingApproval');
    const closed = fenRefunds(1, { amount: fen(60), state: 'closed' });
    expect(end(books({ refunds: closed }), of(100))).toBe('due');
  });

  it('who declines leaves the shopper’s request as it was, to be answered again', () => {
    const waits = decideApprovingRequest(books({ requests: [request()] }), {
      ...WISH,
      requestId: 'request-1',
      secondAbove: fen(100),
    });
    if (waits.kind === 'refused') throw new Error(waits.refusal);
    const { refund, request: bound } = waits.change;
    expect([refund.state, bound?.outRefundNo, bound?.state]).toEqual([
      'awaitingApproval',
      refund.outRefundNo,
      'requested',
    ]);
    const on = books({ refunds: [refund], requests: bound === null ? [] : [bound] });
    const said = {
      outRefundNo: refund.outRefundNo,
      by: 'o-manager',
      verdict: 'decline',
      nowMs: NOW_MS,
    } as const;
    const declined = decideSecond(on, said);
    if (declined.kind === 'refused') throw new Error(declined.refusal);
    const after = declined.change;
    expect([after.refund.state, after.request?.outRefundNo, after.request?.state]).toEqual([
      'closed',
      null,
      'requested',
    ]);
    const again = books({ refunds: [after.refund], requests: after.request === null ? [] : [after.request] });
    const anew = decideApprovingRequest(again, { ...WISH, requestId: 'request-1' });
    expect(anew.kind === 'changed' && anew.change.refund.state).toBe('due');
  });
});

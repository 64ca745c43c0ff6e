import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type {
  RefundBooks,
  RefundRequest,
  RefundScope,
} from '../../../../cloudfunctions/core/refund/refund-request';
import {
  askable,
  decideRequesting,
  refundRequestMachine,
  withdrawn,
} from '../../../../cloudfunctions/core/refund/refund-request';
import { fen } from '../../../../miniprogram/contract/money';
import { everyStep } from '../machine-table';
import { NOW_MS, sampleAttempt, sampleOrder, sampleRefund } from '../samples';

const PAID = sampleAttempt({ state: 'succeeded', transactionId: 't', succeededAtMs: NOW_MS });

function books(changes: Partial<RefundBooks> = {}): RefundBooks {
  return { order: sampleOrder({ state: 'paid' }), attempts: [PAID], refunds: [], requests: [], ...changes };
}

let numbers = 0;
function ask(on: RefundBooks, scope: RefundScope) {
  const requestId = `request-${++numbers}`;
  return decideRequesting(on, { requestId, scope, reason: 'damaged', text: '', photos: [], nowMs: NOW_MS });
}
const amount = (minor: number): RefundScope => ({ kind: 'amount', amount: fen(minor) });

function asked(on: RefundBooks, scope: RefundScope): RefundRequest {
  const decision = ask(on, scope);
  if (decision.kind === 'refused') throw new Error(decision.refusal);
  return decision.request;
}

describe('refund request machine', () => {
  it.each(
    everyStep(refundRequestMachine, {
      'requested approve': 'approved',
      'requested reject': 'rejected',
      'requested withdraw': 'withdrawn',
    }),
  )('$state, $command → $next', ({ state, command, next }) => {
    expect(refundRequestMachine.next(state, command)).toBe(next);
  });
});

describe('asking for money back', () => {
  it.each(['awaitingPayment', 'closed'] as const)('is refused on an order that is %s', (state) => {
    const on = books({ order: sampleOrder({ state }) });
    expect(ask(on, amount(1))).toEqual({ kind: 'refused', refusal: 'NOT_REFUNDABLE' });
  });

  it('is refused where the only payment is given back by itself', () => {
    const on = books({
      refunds: [sampleRefund({ outTradeNo: PAID.outTradeNo, reason: 'secondSuccess', amount: PAID.amount })],
    });
    expect(askable(on)).toEqual(fen(0));
  });

  it('counts live refunds and waiting requests, not closed refunds and ended requests', () => {
    const outTradeNo = PAID.outTradeNo;
    const on = books({
      refunds: [
        sampleRefund({
          outRefundNo: 'r1',
          outTradeNo,
          reason: 'requested',
          amount: fen(1_000),
          state: 'succeeded',
        }),
        sampleRefund({
          outRefundNo: 'r2',
          outTradeNo,
          reason: 'requested',
          amount: fen(5_000),
          state: 'closed',
        }),
      ],
    });
    const waiting = asked(on, amount(2_000));
    const ended = { ...asked(on, amount(3_000)), state: 'rejected' as const };
    expect(askable({ ...on, requests: [waiting, ended] })).toEqual(fen(7_000));
  });

  it('has the server’s price for goods, with freight when an unshipped order is given back whole', () => {
    const order = sampleOrder({ state: 'paid', freight: fen(800), total: fen(10_800) });
    const attempts = [{ ...PAID, amount: fen(10_800) }];
    const whole = order.lines.map(({ skuId, quantity }) => ({ skuId, quantity }));
    expect(asked(books({ order, attempts }), { kind: 'lines', lines: whole }).amount).toEqual(fen(10_800));
    const one = [{ skuId: 'tea-100g', quantity: 1 }];
    expect(asked(books({ order, attempts }), { kind: 'lines', lines: one }).amount).toEqual(fen(4_500));
    const shipped = books({ order: { ...order, state: 'shipped' }, attempts });
    expect(asked(shipped, { kind: 'lines', lines: whole }).amount).toEqual(fen(10_000));
  });

  it('cannot ask twice for the same piece', () => {
    const lines = [{ skuId: 'cup-white', quantity: 1 }];
    const first = asked(books(), { kind: 'lines', lines });
    const refused = { kind: 'refused', refusal: 'REFUND_EXCEEDS' };
    expect(ask(books({ requests: [first] }), { kind: 'lines', lines })).toEqual(refused);
    const back = withdrawn(first, NOW_MS);
    expect(ask(books({ requests: back === null ? [] : [back] }), { kind: 'lines', lines }).kind).toBe(
      'requested',
    );
  });

  it('never has more waiting than was paid, in any order of asking and withdrawing', () => {
    const step = fc.record({ minor: fc.integer({ min: 0, max: 12_000 }), withdraw: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let requests: readonly RefundRequest[] = [];
        for (const { minor, withdraw } of steps) {
          const decision = ask(books({ requests }), amount(minor));
          if (decision.kind === 'requested') requests = [...requests, decision.request];
          if (withdraw) requests = requests.map((one) => withdrawn(one, NOW_MS) ?? one);
          const waiting = requests.filter(({ state }) => state === 'requested');
          const sum = waiting.reduce((total, one) => total + one.amount.minor, 0);
          expect(sum).toBeLessThanOrEqual(PAID.amount.minor);
          expect(askable(books({ requests })).minor).toBe(PAID.amount.minor - sum);
        }
      }),
    );
  });
});

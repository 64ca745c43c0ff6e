import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ORDER_STATES } from '../../../../miniprogram/contract/order';
import {
  mayChange,
  pauseMs,
  paymentView,
  type PaymentFacts,
  type PaymentKind,
} from '../../../../miniprogram/packages/checkout/pay-result/payment-view';
import { countdownText, timeLeftMs } from '../../../../miniprogram/stores/countdown';
import { order, yuan } from '../../samples';

const NOTHING: PaymentFacts = { order: null, cashier: null, answers: 0, problem: '', missing: false };

function facts(change: Partial<PaymentFacts>): PaymentFacts {
  return { ...NOTHING, ...change };
}

const refund = { outRefundNo: 'r1', amount: yuan(9600), state: 'processing' as const };

describe('payment page', () => {
  it.each<[string, Partial<PaymentFacts>, PaymentKind]>([
    ['nothing is known', {}, 'asking'],
    ['the cashier opens', { cashier: 'opening' }, 'opening'],
    [
      'the phone says done and the server knows nothing yet',
      { order: order(), cashier: 'done' },
      'confirming',
    ],
    ['that lasts', { order: order(), cashier: 'done', answers: 5 }, 'slow'],
    ['the sheet was closed', { order: order(), cashier: 'cancelled', answers: 1 }, 'unpaid'],
    ['the cashier ended oddly', { order: order(), cashier: 'failed', answers: 1 }, 'confirming'],
    ['it did and the server was asked twice', { order: order(), cashier: 'failed', answers: 2 }, 'unpaid'],
    ['the page is opened on a waiting order', { order: order(), answers: 1 }, 'unpaid'],
    [
      'the sheet was closed and yet it is paid',
      { order: order({ state: 'paid' }), cashier: 'cancelled' },
      'paid',
    ],
    ['it is on its way', { order: order({ state: 'shipped' }) }, 'paid'],
    ['it expired', { order: order({ state: 'closed', closeReason: 'expired' }), cashier: 'done' }, 'closed'],
    [
      'it was paid too late',
      { order: order({ state: 'closed', refunds: [refund] }), cashier: 'done' },
      'refunding',
    ],
    ['the phone is offline', { problem: '网络连接不可用' }, 'unreachable'],
    ['the order is nobody’s', { missing: true, order: null }, 'missing'],
  ])('when %s', (_when, change, kind) => {
    expect(paymentView(facts(change)).kind).toBe(kind);
  });

  const anyFacts: fc.Arbitrary<PaymentFacts> = fc.record({
    order: fc.option(
      fc.constantFrom(...ORDER_STATES).map((state) => order({ state })),
      { nil: null },
    ),
    cashier: fc.constantFrom(
      'opening' as const,
      'done' as const,
      'cancelled' as const,
      'failed' as const,
      null,
    ),
    answers: fc.nat(20),
    problem: fc.constantFrom('', '网络有点慢，请稍后重试'),
    missing: fc.boolean(),
  });

  it('never says that it failed, and never that it is paid unless the server does', () => {
    fc.assert(
      fc.property(anyFacts, (known) => {
        const { kind, title, text } = paymentView(known);
        expect(`${title}${text}`).not.toMatch(/失败|undefined|null|NaN/);
        expect(title).not.toBe('');
        const paid = known.order !== null && ['paid', 'shipped', 'completed'].includes(known.order.state);
        expect(kind === 'paid').toBe(paid && !known.missing);
        expect(title === '支付成功').toBe(kind === 'paid');
      }),
    );
  });

  it('has a way on wherever it does not move on by itself', () => {
    fc.assert(
      fc.property(anyFacts, (known) => {
        const { kind, steps } = paymentView(known);
        expect(steps.length > 0 || mayChange(kind) || kind === 'opening').toBe(true);
      }),
    );
  });

  it('offers to pay only an order that waits, and never one that was just paid', () => {
    fc.assert(
      fc.property(anyFacts, (known) => {
        const pays = paymentView(known).steps.includes('pay');
        expect(pays && (known.order?.state !== 'awaitingPayment' || known.cashier === 'done')).toBe(false);
      }),
    );
  });

  it('asks less and less often', () => {
    const pauses = Array.from({ length: 12 }, (_, asked) => pauseMs(asked));
    expect(pauses).toEqual([...pauses].sort((one, other) => one - other));
    expect(pauses[0]).toBe(1000);
    expect(pauses.at(-1)).toBe(30_000);
  });
});

describe('countdown', () => {
  it('counts to the moment the server named', () => {
    expect(timeLeftMs(order(), Date.parse('2026-11-21T08:10:00Z'))).toBe(20 * 60_000);
    expect(timeLeftMs(order(), Date.parse('2026-11-21T08:31:00Z'))).toBe(0);
  });

  it('shows no more than the whole time on a phone whose clock is behind', () => {
    expect(timeLeftMs(order(), Date.parse('2026-11-20T08:00:00Z'))).toBe(30 * 60_000);
  });

  it.each([
    [1_799_100, '30:00'],
    [61_000, '01:01'],
    [400, '00:01'],
    [3_723_000, '1:02:03'],
  ])('writes %i milliseconds as %s', (leftMs, text) => {
    expect(countdownText(leftMs)).toBe(text);
  });
});

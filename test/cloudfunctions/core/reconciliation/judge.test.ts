import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type {
  BilledRefundState,
  OurPayment,
  OurRefund,
  TheirRow,
} from '../../../../cloudfunctions/core/reconciliation/facts';
import { hasComeRight } from '../../../../cloudfunctions/core/reconciliation/agreement';
import { rowDifference } from '../../../../cloudfunctions/core/reconciliation/difference';
import { feeAgrees, judgePayment, judgeRefund } from '../../../../cloudfunctions/core/reconciliation/judge';
import type { RefundState } from '../../../../cloudfunctions/core/refund/refund';
import { fen } from '../../../../miniprogram/contract/money';

const ROW: TheirRow = {
  kind: 'payment',
  outTradeNo: 'A1',
  transactionId: '42',
  outRefundNo: null,
  refundId: null,
  mchid: '1900',
  appid: 'wx1',
  amount: fen(1_000),
  atMs: 0,
  refundState: null,
  feeMicroyuan: 60_000,
  settlement: fen(1_000),
  ratePpm: 6_000,
};
const REFUND_ROW: TheirRow = {
  ...ROW,
  kind: 'refund',
  outRefundNo: 'R1',
  refundId: '50',
  refundState: 'succeeded',
};
const OURS: OurPayment = {
  outTradeNo: 'A1',
  orderId: 'o',
  amount: fen(1_000),
  transactionId: '42',
  mchid: '1900',
  appid: 'wx1',
  state: 'succeeded',
  atMs: 0,
  reverseSentAtMs: null,
};
const OUR_REFUND: OurRefund = {
  outRefundNo: 'R1',
  outTradeNo: 'A1',
  orderId: 'o',
  amount: fen(1_000),
  refundId: '50',
  state: 'succeeded',
  atMs: 0,
};

describe('a row of a payment', () => {
  it.each([
    ['nothing', {}, {}, null],
    ['another amount', {}, { amount: fen(1_001) }, 'amount'],
    ['another transaction', { transactionId: '43' }, {}, 'party'],
    ['another app', { appid: 'wx2' }, {}, 'party'],
    ['another merchant', { mchid: '1901' }, {}, 'party'],
    ['no app, as under a service provider', { appid: null }, {}, null],
    ['ours created', {}, { state: 'created', transactionId: null }, 'state'],
    ['ours prepared', {}, { state: 'prepared', transactionId: null }, 'state'],
    ['ours closed', {}, { state: 'closed', transactionId: null }, 'state'],
    ['ours closed after a reverse', {}, { state: 'closed', transactionId: null, reverseSentAtMs: 1 }, null],
    ['ours taken back', {}, { state: 'reversed', reverseSentAtMs: 1 }, null],
  ] as const)('differs in %s', (_what, row, ours, expected) => {
    expect(judgePayment({ ...ROW, ...row }, { ...OURS, ...ours })).toBe(expected);
  });

  it('that is revoked agrees only with a payment that was taken back', () => {
    const row = { ...ROW, kind: 'revoked' } as const;
    expect(judgePayment(row, OURS)).toBe('state');
    expect(judgePayment(row, { ...OURS, state: 'reversed', reverseSentAtMs: 1 })).toBeNull();
    expect(judgePayment(row, { ...OURS, state: 'closed', reverseSentAtMs: 1 })).toBeNull();
    expect(judgePayment(row, { ...OURS, state: 'reversed', amount: fen(1) })).toBe('amount');
  });

  it('that nobody here knows is theirs alone', () => {
    expect(judgePayment(ROW, null)).toBe('onlyTheirs');
    expect(judgeRefund(REFUND_ROW, null)).toBe('onlyTheirs');
  });
});

/** Which states of ours can follow the state a bill saw in the morning. */
const FOLLOWS: Record<BilledRefundState, readonly RefundState[]> = {
  succeeded: ['succeeded'],
  processing: ['processing', 'succeeded', 'abnormal', 'closed'],
  closed: ['closed'],
  abnormal: ['abnormal', 'succeeded', 'closed'],
  other: ['processing', 'succeeded', 'abnormal', 'closed'],
};
const OUR_STATES = ['awaitingApproval', 'due', 'processing', 'succeeded', 'closed', 'abnormal'] as const;

describe('a row of a refund', () => {
  const billed = Object.keys(FOLLOWS) as BilledRefundState[];
  it.each(billed.flatMap((theirs) => OUR_STATES.map((ours) => [theirs, ours] as const)))(
    'that was %s in the morning, with ours %s',
    (refundState, state) => {
      const agrees = FOLLOWS[refundState].includes(state);
      const row = { ...REFUND_ROW, refundState };
      const ours = { ...OUR_REFUND, state };
      expect(judgeRefund(row, ours)).toBe(agrees ? null : 'state');
      const difference = rowDifference({ date: '2026-11-20', run: 1 }, 'state', row, ours);
      expect(hasComeRight(difference, ours)).toBe(agrees);
    },
  );

  it.each([
    ['another amount', { amount: fen(999) }, 'amount'],
    ['another payment', { outTradeNo: 'A2' }, 'party'],
    ['another refund at WeChat Pay', { refundId: '51' }, 'party'],
    ['one whose number was not told yet', { refundId: null }, null],
  ] as const)('differs in %s', (_what, ours, expected) => {
    expect(judgeRefund(REFUND_ROW, { ...OUR_REFUND, ...ours })).toBe(expected);
  });
});

describe('a difference that was asked about', () => {
  const found = { date: '2026-11-20', run: 1 };
  it.each([
    ['a state that is right now', 'state', OURS, true],
    ['a payment that is here now', 'onlyTheirs', OURS, true],
    ['one that is still not here', 'onlyTheirs', null, false],
    ['a state, but another amount', 'state', { ...OURS, amount: fen(1_001) }, false],
    ['one that is not paid yet', 'state', { ...OURS, state: 'prepared' }, false],
    ['an amount, whatever the state', 'amount', OURS, false],
    ['one that nobody told of', 'onlyOurs', OURS, false],
  ] as const)('has come right: %s', (_what, kind, ours, right) => {
    expect(hasComeRight(rowDifference(found, kind, ROW, null), ours)).toBe(right);
  });

  it('about a revoked payment has come right only when it was taken back', () => {
    const difference = rowDifference(found, 'state', { ...ROW, kind: 'revoked' }, OURS);
    expect(hasComeRight(difference, OURS)).toBe(false);
    expect(hasComeRight(difference, { ...OURS, state: 'reversed', reverseSentAtMs: 1 })).toBe(true);
  });
});

describe('a fee', () => {
  it('agrees with its rate however a fen is rounded, and by no more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000_000 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.constantFrom(-1, 1),
        (minor, ratePpm, sign) => {
          const micro = BigInt(minor) * BigInt(ratePpm);
          const down = Number(micro / 1_000_000n);
          const up = Number((micro + 999_999n) / 1_000_000n);
          const agrees = (fenOfFee: number) =>
            feeAgrees({ settlement: fen(minor), ratePpm, feeMicroyuan: sign * fenOfFee * 10_000 });
          expect([agrees(down), agrees(up), agrees(up + 1)]).toEqual([true, true, false]);
          if (down > 0) expect(agrees(down - 1)).toBe(false);
        },
      ),
    );
  });

  it('with five decimals, as live bills have them, agrees with its rate', () => {
    // The published sample: 0.03 yuan at 39 % is 0.01170, told as 0.01000.
    expect(feeAgrees({ settlement: fen(3), ratePpm: 390_000, feeMicroyuan: 10_000 })).toBe(true);
    expect(feeAgrees({ settlement: fen(3), ratePpm: 390_000, feeMicroyuan: 11_700 })).toBe(true);
    expect(feeAgrees({ settlement: fen(3), ratePpm: null, feeMicroyuan: 999_999 })).toBe(true);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { auditBooks } from '../../../../cloudfunctions/core/audit/audit';
import { isCollectable, newCollection } from '../../../../cloudfunctions/core/collection/counter-order';
import { decideLearnt } from '../../../../cloudfunctions/core/collection/learning';
import type { CollectionChange } from '../../../../cloudfunctions/core/collection/learning';
import { collectionStanding } from '../../../../cloudfunctions/core/collection/standing';
import { decideTakingBack } from '../../../../cloudfunctions/core/collection/taking-back';
import type { Order } from '../../../../cloudfunctions/core/order/order';
import { ATTEMPT_STATES, isUnderWay } from '../../../../cloudfunctions/core/payment/attempt';
import type { Attempt, AttemptState } from '../../../../cloudfunctions/core/payment/attempt';
import {
  COLLECT_WITHIN_MS,
  decideCollecting,
  isReversing,
  REVERSE_WITHIN_MS,
} from '../../../../cloudfunctions/core/payment/collecting';
import type { Collecting, Learnt } from '../../../../cloudfunctions/core/payment/collecting';
import { decideSettlement } from '../../../../cloudfunctions/core/payment/settlement';
import { isLive } from '../../../../cloudfunctions/core/refund/refund';
import type { Refund } from '../../../../cloudfunctions/core/refund/refund';
import { NOT_COLLECTED } from '../../../../miniprogram/contract/collection';
import { fen, MAX_ORDER_MINOR } from '../../../../miniprogram/contract/money';
import { FOREIGN, NOW_MS, samplePayment, sampleRefund } from '../samples';

interface Books {
  readonly order: Order;
  readonly attempt: Attempt;
  readonly refunds: readonly Refund[];
}

function begun(scene: 'paymentCode' | 'native' = 'paymentCode'): Books {
  const { order, attempt } = newCollection({
    orderId: 'order-1',
    clientToken: 'token-1',
    requestHash: 'hash-1',
    amount: fen(10_000),
    remark: '',
    nowMs: NOW_MS,
    payWithinMs: COLLECT_WITHIN_MS,
    outTradeNo: 'trade-1',
    scene,
    appid: 'wx-shop',
    mchid: '1900000001',
  });
  return { order, attempt, refunds: [] };
}

function written(books: Books, change: CollectionChange | null): Books {
  if (change === null) return books;
  const [attempt = books.attempt] = change.attempts;
  return { order: change.order, attempt, refunds: [...books.refunds, ...(change.refunds ?? [])] };
}

function learn(books: Books, learnt: Learnt, nowMs = NOW_MS + 1): Books {
  const refundNo = `refund-${books.refunds.length + 1}`;
  return written(books, decideLearnt({ ...books, learnt, nowMs, refundNo }));
}

function changed(books: Books, collecting: Partial<Collecting>, state?: AttemptState): Books {
  const { attempt } = books;
  const known = attempt.collecting && { ...attempt.collecting, ...collecting };
  return { ...books, attempt: { ...attempt, state: state ?? attempt.state, collecting: known } };
}

function settle(books: Books): Books {
  const decision = decideSettlement({
    ...books,
    otherAttempts: [],
    payment: samplePayment(),
    nowMs: NOW_MS + 5_000,
    stockCanRevive: true,
    refundNo: `refund-${books.refunds.length + 1}`,
  });
  if (!('order' in decision)) return books;
  const refunds = decision.kind === 'refundDue' ? [...books.refunds, decision.refund] : books.refunds;
  return { order: decision.order, attempt: decision.attempt, refunds };
}

function takeBack(books: Books, nowMs = NOW_MS + 10_000): { kind: string; books: Books } {
  const anybody = { mayRefund: true, secondAbove: null };
  const refundNo = `refund-${books.refunds.length + 1}`;
  const decision = decideTakingBack({ ...books, ...anybody, nowMs, refundNo });
  return { kind: decision.kind, books: 'change' in decision ? written(books, decision.change) : books };
}

const standing = ({ order, attempt, refunds }: Books) => collectionStanding(order, attempt, refunds);
const audit = ({ order, attempt, refunds }: Books) =>
  auditBooks({ stocks: [], movements: [], orders: [order], attempts: [attempt], refunds });

describe('a new collection', () => {
  it('is an order of one free amount that belongs to nobody and moves nothing', () => {
    const books = begun();
    expect(books.order).toMatchObject({
      kind: 'counter',
      openid: null,
      address: null,
      stockHeld: 'none',
      lines: [{ title: '到店付款', quantity: 1, unitPrice: fen(10_000) }],
      attempts: ['trade-1'],
      payBeforeMs: NOW_MS + COLLECT_WITHIN_MS,
    });
    expect(books.attempt).toMatchObject({ scene: 'paymentCode', openid: null, state: 'created' });
    expect(audit(books)).toEqual([]);
  });

  it('remembers how far it has come only when it is by payment code', () => {
    expect(begun().attempt.collecting).toMatchObject({ learnt: 'nothing', reverseSentAtMs: null });
    expect(begun('native').attempt.collecting).toBeNull();
  });

  it.each([1, MAX_ORDER_MINOR])('can be for %d fen', (minor) => {
    expect(isCollectable(fen(minor))).toBe(true);
  });

  it.each([{ ...fen(1), minor: 0 }, { ...fen(1), minor: 0.5 }, fen(MAX_ORDER_MINOR + 1), fen(-1), FOREIGN])(
    'cannot be for %j',
    (amount) => {
      expect(isCollectable(amount)).toBe(false);
    },
  );
});

describe('what a call taught', () => {
  it.each<[Learnt, Partial<Collecting>, string]>([
    ['ended', {}, 'payerStopped'],
    ['ended', { refusal: 'gatewayRefused' }, 'payerStopped'],
    ['ended', { refusal: 'payerDeclined' }, 'payerDeclined'],
    ['ended', { reverseSentAtMs: NOW_MS }, 'timeout'],
    ['reversed', { reverseSentAtMs: NOW_MS }, 'timeout'],
    ['reversed', { reverseSentAtMs: NOW_MS, givenUp: true }, 'givenUp'],
    ['reversed', { reverseSentAtMs: NOW_MS, refusal: 'codeInvalid' }, 'codeInvalid'],
    ['notSent', { refusal: 'notWechatCode' }, 'notWechatCode'],
  ])('%s with %j ends it as not paid: %s', (learnt, collecting, reason) => {
    const books = learn(changed(begun(), collecting), learnt);
    expect(standing(books)).toEqual({ kind: 'notPaid', reason });
    expect(NOT_COLLECTED).toContain(reason);
    expect(books.order).toMatchObject({ state: 'closed', closedAtMs: NOW_MS + 1 });
    expect(audit(books)).toEqual([]);
  });

  it.each<Learnt>(['nothing', 'waiting', 'notThere', 'paid', 'irreversible'])(
    '%s leaves it open',
    (learnt) => {
      const books = learn(begun(), learnt);
      expect(books.attempt.collecting?.learnt).toBe(learnt);
      expect(isUnderWay(books.attempt)).toBe(true);
      expect(standing(books)).toEqual({ kind: 'waiting' });
    },
  );

  it.each<AttemptState>(['closed', 'reversed', 'succeeded'])('changes nothing of one that %s', (state) => {
    const books = changed(begun(), {}, state);
    for (const learnt of ['ended', 'reversed', 'waiting', 'irreversible'] as const)
      expect(learn(books, learnt)).toBe(books);
  });

  it('is nothing to an order that is not by payment code', () => {
    const books = begun('native');
    expect(learn(books, 'reversed')).toBe(books);
  });
});

describe('taking a collection back', () => {
  it.each<[string, Books, string]>([
    ['waits', begun(), 'giveUp'],
    ['is given up already', changed(begun(), { givenUp: true }), 'already'],
    ['waits on our screen', begun('native'), 'close'],
    ['is paid by code', settle(begun()), 'reverse'],
    ['is paid from our screen', settle(begun('native')), 'refund'],
    ['is being reversed', takeBack(settle(begun())).books, 'already'],
    ['was reversed', learn(takeBack(settle(begun())).books, 'reversed'), 'already'],
    ['was never paid', learn(begun(), 'ended'), 'already'],
    ['could not be reversed', learn(takeBack(settle(begun())).books, 'irreversible'), 'already'],
    ['went back in part', { ...settle(begun()), refunds: [sampleRefund({ amount: fen(1) })] }, 'refund'],
  ])('that %s: %#', (_name, books, kind) => {
    const taken = takeBack(books);
    expect(taken.kind).toBe(kind);
    expect(audit(taken.books)).toEqual([]);
    // A second tap finds nothing left to do; a code on our screen is closed until it is.
    expect(takeBack(taken.books).kind).toBe(kind === 'close' ? 'close' : 'already');
  });

  it('reverses up to the last moment of the seventh day', () => {
    const books = settle(begun());
    expect(REVERSE_WITHIN_MS).toBe(7 * 24 * 60 * 60_000);
    expect(takeBack(books, NOW_MS + REVERSE_WITHIN_MS - 1).kind).toBe('reverse');
    expect(takeBack(books, NOW_MS + REVERSE_WITHIN_MS).kind).toBe('refund');
  });
});

describe('a collection whatever happens to it', () => {
  type Step =
    { readonly kind: 'learn'; readonly learnt: Learnt } | { readonly kind: 'settle' | 'takeBack' | 'claim' };
  const learnt = fc.constantFrom<Learnt[]>(
    'nothing',
    'waiting',
    'notThere',
    'paid',
    'irreversible',
    'ended',
    'reversed',
    'notSent',
  );
  const step = fc.oneof(
    learnt.map((word): Step => ({ kind: 'learn', learnt: word })),
    fc.constantFrom<Step[]>({ kind: 'settle' }, { kind: 'takeBack' }, { kind: 'claim' }),
  );

  /** Writes down the call that is due, as whoever looks at it does. */
  function claim(books: Books, nowMs: number): Books {
    const { collecting } = books.attempt;
    if (collecting === null || !isUnderWay(books.attempt)) return books;
    const due = decideCollecting(collecting, nowMs);
    const reverseSentAtMs =
      due.kind === 'reverse' ? (collecting.reverseSentAtMs ?? nowMs) : collecting.reverseSentAtMs;
    return changed(books, { lastCallAtMs: nowMs, reverseSentAtMs });
  }

  function play(books: Books, one: Step, nowMs: number): Books {
    switch (one.kind) {
      case 'learn':
        return learn(books, one.learnt, nowMs);
      case 'settle':
        return settle(books);
      case 'takeBack':
        return takeBack(books, nowMs).books;
      case 'claim':
        return claim(books, nowMs);
    }
  }

  it('keeps clean books, is never both paid and given back, and is never kept once a reverse is out', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<('paymentCode' | 'native')[]>('paymentCode', 'native'),
        fc.array(fc.tuple(step, fc.nat(60_000)), { maxLength: 25 }),
        (scene, steps) => {
          let books = begun(scene);
          let nowMs = NOW_MS;
          for (const [one, passedMs] of steps) {
            const before = books;
            nowMs += passedMs;
            books = play(books, one, nowMs);
            expect(audit(books)).toEqual([]);
            const { kind } = standing(books);
            const live = books.refunds.filter(({ state }) => isLive(state));
            if (kind === 'paid' || kind === 'takenBack' || kind === 'notPaid') expect(live).toEqual([]);
            if (isReversing(before.attempt.collecting)) expect(kind).not.toBe('paid');
            if (live.length > 0) expect(kind).toBe('refundDue');
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it.each(ATTEMPT_STATES)('%s: is under way exactly while the timer must go on with it', (state) => {
    const sent = changed(begun(), { reverseSentAtMs: NOW_MS }, state).attempt;
    expect(isUnderWay(sent)).toBe(['created', 'prepared', 'succeeded'].includes(state));
    const settled = changed(begun(), {}, state).attempt;
    expect(isUnderWay(settled)).toBe(['created', 'prepared'].includes(state));
  });
});

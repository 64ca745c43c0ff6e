import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  ASK_EVERY_MS,
  COLLECT_WITHIN_MS,
  decideCollecting,
  REVERSE_NOT_BEFORE_MS,
} from '../../../../cloudfunctions/core/payment/collecting';
import type { Collecting, Learnt } from '../../../../cloudfunctions/core/payment/collecting';
import { NOW_MS } from '../samples';

const START: Collecting = {
  startedAtMs: NOW_MS,
  lastCallAtMs: NOW_MS,
  reverseSentAtMs: null,
  learnt: 'nothing',
  givenUp: false,
  refusal: null,
};
const LIMIT_MS = NOW_MS + COLLECT_WITHIN_MS;

describe('collecting by payment code', () => {
  it.each<[Learnt, string]>([
    ['paid', 'settle'],
    ['ended', 'end'],
    ['reversed', 'end'],
    ['notSent', 'end'],
    ['irreversible', 'refund'],
  ])('that has learnt %s comes to its end: %s', (learnt, kind) => {
    expect(decideCollecting({ ...START, learnt }, NOW_MS)).toEqual({ kind });
  });

  it.each<[string, Partial<Collecting>, number, ReturnType<typeof decideCollecting>]>([
    ['asks 5 seconds after the order', {}, 0, { kind: 'query', atMs: NOW_MS + ASK_EVERY_MS }],
    ['asks at once when it is late', {}, 20_000, { kind: 'query', atMs: NOW_MS + 20_000 }],
    [
      'asks at the limit rather than after it',
      { lastCallAtMs: LIMIT_MS - 1_000 },
      COLLECT_WITHIN_MS - 900,
      { kind: 'query', atMs: LIMIT_MS },
    ],
    [
      'asks once more after the limit when nobody asked at it',
      { lastCallAtMs: LIMIT_MS - 1 },
      COLLECT_WITHIN_MS + 60_000,
      { kind: 'query', atMs: LIMIT_MS + 60_000 },
    ],
    [
      'reverses when the question at the limit found nothing paid',
      { lastCallAtMs: LIMIT_MS, learnt: 'waiting' },
      COLLECT_WITHIN_MS,
      { kind: 'reverse', atMs: LIMIT_MS },
    ],
    [
      'reverses no sooner than 15 seconds after the order when the till gives up',
      { givenUp: true, lastCallAtMs: NOW_MS + 12_000 },
      13_000,
      { kind: 'query', atMs: NOW_MS + REVERSE_NOT_BEFORE_MS },
    ],
    [
      'reverses at once what was refused and is not there',
      { learnt: 'notThere', lastCallAtMs: NOW_MS },
      100,
      { kind: 'reverse', atMs: NOW_MS + 100 },
    ],
    [
      'reverses what was refused and is not there 5 seconds later again',
      { learnt: 'notThere', lastCallAtMs: NOW_MS, reverseSentAtMs: NOW_MS },
      100,
      { kind: 'reverse', atMs: NOW_MS + ASK_EVERY_MS },
    ],
    [
      'reverses again 5 seconds after a reverse whose end is not known',
      { lastCallAtMs: LIMIT_MS, reverseSentAtMs: LIMIT_MS },
      COLLECT_WITHIN_MS + 1_000,
      { kind: 'reverse', atMs: LIMIT_MS + ASK_EVERY_MS },
    ],
    [
      'reverses again although it is called paid, once a reverse went out',
      { lastCallAtMs: LIMIT_MS, reverseSentAtMs: LIMIT_MS, learnt: 'paid' },
      COLLECT_WITHIN_MS + 9_000,
      { kind: 'reverse', atMs: LIMIT_MS + 9_000 },
    ],
  ])('%s', (_rule, changes, afterMs, step) => {
    expect(decideCollecting({ ...START, ...changes }, NOW_MS + afterMs)).toEqual(step);
  });

  const any = fc.record({
    startedAtMs: fc.constant(NOW_MS),
    lastCallAtMs: fc.integer({ min: NOW_MS, max: NOW_MS + 200_000 }),
    reverseSentAtMs: fc.option(fc.integer({ min: NOW_MS, max: NOW_MS + 200_000 })),
    learnt: fc.constantFrom<Learnt[]>(
      'nothing',
      'waiting',
      'notThere',
      'paid',
      'irreversible',
      'ended',
      'reversed',
      'notSent',
    ),
    givenUp: fc.boolean(),
    refusal: fc.constant(null),
  });

  it('never looks back, never settles behind a reverse, and ends only on an end', () => {
    fc.assert(
      fc.property(any, fc.nat(300_000), (state, afterMs) => {
        const nowMs = NOW_MS + afterMs;
        const step = decideCollecting(state, nowMs);
        if ('atMs' in step) expect(step.atMs).toBeGreaterThanOrEqual(nowMs);
        if (step.kind === 'settle') expect(state).toMatchObject({ learnt: 'paid', reverseSentAtMs: null });
        if (step.kind === 'end') expect(['ended', 'reversed', 'notSent']).toContain(state.learnt);
        if (step.kind === 'reverse') {
          expect(step.atMs - state.startedAtMs).toBeGreaterThanOrEqual(
            state.reverseSentAtMs === null && state.learnt !== 'notThere' ? REVERSE_NOT_BEFORE_MS : 0,
          );
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

/** How one call fares: whether it arrives, whether its answer does, and how long the process then sleeps or is dead. */
const fate = fc.record({
  arrives: fc.boolean(),
  answers: fc.boolean(),
  sleptMs: fc.integer({ min: 0, max: 120_000 }),
});

/** WeChat Pay as far as one order by payment code is concerned. */
function till(paysAtMs: number | null, arrived: boolean) {
  let reversed = false;
  return {
    paid: (nowMs: number) => arrived && !reversed && paysAtMs !== null && nowMs >= paysAtMs,
    reverse: () => {
      reversed = true;
    },
    query(nowMs: number): Learnt {
      if (reversed) return 'ended';
      return this.paid(nowMs) ? 'paid' : 'waiting';
    },
  };
}

describe('collecting against a till whose calls get lost and whose process dies', () => {
  it('settles exactly what stays paid, and ends exactly what does not', () => {
    const story = fc.record({
      paysAfterMs: fc.option(fc.integer({ min: 0, max: 200_000 })),
      arrived: fc.boolean(),
      givesUp: fc.boolean(),
      fates: fc.array(fate, { maxLength: 30 }),
    });
    fc.assert(
      fc.property(story, ({ paysAfterMs, arrived, givesUp, fates }) => {
        const gateway = till(paysAfterMs === null ? null : NOW_MS + paysAfterMs, arrived);
        let state: Collecting = { ...START, givenUp: givesUp };
        let nowMs = NOW_MS;
        for (let call = 0; call < 60; call++) {
          const step = decideCollecting(state, nowMs);
          if (step.kind === 'settle') return expect(gateway.paid(nowMs)).toBe(true);
          if (step.kind === 'end') return expect(gateway.paid(Number.MAX_SAFE_INTEGER)).toBe(false);
          if (step.kind === 'refund') throw new Error('nobody refused a reverse');
          const { arrives, answers, sleptMs } = fates[call] ?? { arrives: true, answers: true, sleptMs: 0 };
          nowMs = step.atMs;
          state = { ...state, lastCallAtMs: nowMs, learnt: 'nothing' };
          if (step.kind === 'reverse') {
            state = { ...state, reverseSentAtMs: state.reverseSentAtMs ?? nowMs };
            if (arrives) gateway.reverse();
            if (arrives && answers) state = { ...state, learnt: 'reversed' };
          } else if (arrives && answers) state = { ...state, learnt: gateway.query(nowMs) };
          nowMs += sleptMs;
        }
        throw new Error('collecting came to no end');
      }),
      { numRuns: 1_000 },
    );
  });
});

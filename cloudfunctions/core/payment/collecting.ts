import type { NotCollected } from '../../../miniprogram/contract/collection';

/**
 * How long a till waits for a payer who is typing a password: 45 seconds, by the page on payment codes. Then the order
 * is reversed, so that nobody pays for goods that were put back.
 */
export const COLLECT_WITHIN_MS = 45_000;

/** Pause between two questions, by the same page: 5 to 10 seconds. */
export const ASK_EVERY_MS = 5_000;

/** An order is not to be reversed sooner after it was placed than this, by the page on reversing: 15 seconds. */
export const REVERSE_NOT_BEFORE_MS = 15_000;

/**
 * A payment by payment code is reversed at most this long after it was ordered: 7 days, by the page on reversing (V2;
 * the one of APIv3 names no term). What is older is given back by a refund.
 */
export const REVERSE_WITHIN_MS = 7 * 24 * 60 * 60 * 1000;

/** What the last answer about an order by payment code taught. */
export type Learnt =
  /** No answer yet, or one from which nothing follows; also all that is left after a process died. */
  | 'nothing'
  /** Not paid yet: the payer is typing a password, or the order has not arrived. */
  | 'waiting'
  /** The order was refused, and a query knows no such order: one reverse makes sure that none arrives late. */
  | 'notThere'
  | 'paid'
  /** It is paid, and a reverse of it was refused all the same: what was paid has to be refunded. */
  | 'irreversible'
  /** Closed or failed: it can no longer be paid, and nothing of it was. */
  | 'ended'
  /** The reverse was accepted, or refused because there is no such order. */
  | 'reversed'
  /** The order was refused on our side, before a word went out. */
  | 'notSent';

/** Where collecting stands. It is recorded before each call, so that another process can go on from it. */
export interface Collecting {
  /** When the order went out. */
  readonly startedAtMs: number;
  /** When the last call was made; `startedAtMs` at first. */
  readonly lastCallAtMs: number;
  /** When a reverse first went out, recorded before it did; null while none has. */
  readonly reverseSentAtMs: number | null;
  readonly learnt: Learnt;
  /** The till does not want to wait any longer. */
  readonly givenUp: boolean;
  /** Why the order was refused, for the cashier. No refusal is signed, so it decides nothing. */
  readonly refusal: NotCollected | null;
}

/** Collecting at the moment before its order goes out. */
export function newCollecting(nowMs: number): Collecting {
  return {
    startedAtMs: nowMs,
    lastCallAtMs: nowMs,
    reverseSentAtMs: null,
    learnt: 'nothing',
    givenUp: false,
    refusal: null,
  };
}

/**
 * Whether a reverse went out that can still take effect: until its end is known, nothing the gateway calls paid may be
 * counted on.
 */
export function isReversing(collecting: Collecting | null): boolean {
  return collecting !== null && collecting.reverseSentAtMs !== null && collecting.learnt !== 'irreversible';
}

/** What is to be done next about an order by payment code. `atMs` is never in the past. */
export type CollectingStep =
  | { readonly kind: 'query'; readonly atMs: number }
  | { readonly kind: 'reverse'; readonly atMs: number }
  /** It is paid: enter it in the books. */
  | { readonly kind: 'settle' }
  /** It is paid and cannot be reversed: enter it, and the refund of all of it. */
  | { readonly kind: 'refund' }
  /** It is over and nothing was paid, or it was all given back. */
  | { readonly kind: 'end' };

/**
 * Decides the next step of collecting by payment code. The order itself is never sent again: its code is good for one
 * try. Once a reverse went out, only its end counts: what a query still calls paid may be given back a moment later.
 * Repeats the same answer for the same input, so a job may go on where a process died.
 */
export function decideCollecting(state: Collecting, nowMs: number): CollectingStep {
  switch (state.learnt) {
    case 'reversed':
    case 'ended':
    case 'notSent':
      return { kind: 'end' };
    case 'irreversible':
      return { kind: 'refund' };
    case 'notThere':
      return state.reverseSentAtMs === null ? { kind: 'reverse', atMs: nowMs } : reverseAgain(state, nowMs);
    case 'paid':
      return state.reverseSentAtMs === null ? { kind: 'settle' } : reverseAgain(state, nowMs);
    case 'nothing':
    case 'waiting':
      return state.reverseSentAtMs === null ? askOrReverse(state, nowMs) : reverseAgain(state, nowMs);
  }
}

function reverseAgain({ lastCallAtMs }: Collecting, nowMs: number): CollectingStep {
  return { kind: 'reverse', atMs: Math.max(nowMs, lastCallAtMs + ASK_EVERY_MS) };
}

function askOrReverse({ startedAtMs, lastCallAtMs, givenUp }: Collecting, nowMs: number): CollectingStep {
  const limitMs = startedAtMs + (givenUp ? REVERSE_NOT_BEFORE_MS : COLLECT_WITHIN_MS);
  const askAtMs = Math.max(nowMs, lastCallAtMs + ASK_EVERY_MS);
  // The payer may have been faster than the limit: the last question is asked at it, not before.
  if (lastCallAtMs < limitMs) return { kind: 'query', atMs: Math.max(nowMs, Math.min(askAtMs, limitMs)) };
  return { kind: 'reverse', atMs: Math.max(nowMs, limitMs) };
}

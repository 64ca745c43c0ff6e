import type { Refund, RefundState, RefundTrouble } from './refund';

const MINUTE_MS = 60_000;

/**
 * Pauses between steps: asking after a minute, then 5, 10, 20 and 30 is the advice of the page of the refund query
 * (4013071041). Calls that are repeated keep the same distance.
 */
const PAUSES_MS = [1, 5, 10, 20, 30].map((minutes) => minutes * MINUTE_MS);
/** Once the pauses are used up; a card takes days. A setting that somebody has to mend is tried as often. */
const LONG_PAUSE_MS = 60 * MINUTE_MS;
/** Between two refunds of one payment: a minute (page 4013071031), and what their clock may differ from ours. */
const GAP_MS = MINUTE_MS + 5_000;

/** How long to wait after this many steps that did not bring the end. */
function pauseAfter(tries: number): number {
  return PAUSES_MS[tries - 1] ?? LONG_PAUSE_MS;
}

/** When a refund that has just come into `state` is looked at; null where nothing is to be done by itself. */
export function firstStepAfter(state: RefundState, nowMs: number): number | null {
  switch (state) {
    case 'due':
      return nowMs;
    case 'processing':
      return nowMs + pauseAfter(1);
    // A person decides where it goes, here or on the merchant platform; asking finds out.
    case 'abnormal':
      return nowMs + LONG_PAUSE_MS;
    case 'awaitingApproval':
    case 'succeeded':
    case 'closed':
    case 'byHand':
      return null;
  }
}

/** What a look at a refund leads to. */
export type StepDecision =
  /** The refund as it is to be written down before its call or query goes out. */
  | { readonly kind: 'step'; readonly refund: Refund }
  /** Another refund of the payment was just sent; this one waits its turn. */
  | { readonly kind: 'later'; readonly refund: Refund }
  /** Nothing is due now. */
  | { readonly kind: 'none' };

/** Decides on the next step of a refund. `others` are all other refunds of the same payment. */
export function decideStep(input: {
  readonly refund: Refund;
  readonly others: readonly Refund[];
  readonly nowMs: number;
}): StepDecision {
  const { refund, others, nowMs } = input;
  if (refund.nextStepAtMs === null || refund.nextStepAtMs > nowMs) return { kind: 'none' };
  const freeAtMs =
    refund.state === 'due' ? Math.max(0, ...others.map(({ sentAtMs }) => sentAtMs ?? 0)) + GAP_MS : 0;
  if (freeAtMs > nowMs) return { kind: 'later', refund: { ...refund, nextStepAtMs: freeAtMs } };
  const tries = refund.tries + 1;
  const pauseMs = refund.state === 'abnormal' ? LONG_PAUSE_MS : pauseAfter(tries);
  return {
    kind: 'step',
    refund: {
      ...refund,
      tries,
      ...(refund.state === 'due' && { sentAtMs: nowMs, begunAtMs: nowMs }),
      nextStepAtMs: nowMs + pauseMs,
    },
  };
}

/** The refund with what stands in its way; null when it is no longer due, so that the trouble is over. */
export function troubled(refund: Refund, trouble: RefundTrouble): Refund | null {
  if (refund.state !== 'due') return null;
  // Nothing but a person brings money to an account that is closed.
  if (trouble.kind === 'payerAccount') return { ...refund, trouble, nextStepAtMs: null };
  if (trouble.kind === 'notEnough') return { ...refund, trouble };
  return { ...refund, trouble, nextStepAtMs: trouble.atMs + LONG_PAUSE_MS };
}

/** The refund to be tried again at once, because a person has mended what stood in its way; null when it is not due. */
export function triedAgain(refund: Refund, nowMs: number): Refund | null {
  if (refund.state !== 'due') return null;
  return { ...refund, tries: 0, nextStepAtMs: nowMs };
}

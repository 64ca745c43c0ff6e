import type { NotCollected } from '../../miniprogram/contract/collection';
import { decideLearnt } from '../core/collection/learning';
import type { Attempt } from '../core/payment/attempt';
import { isUnderWay } from '../core/payment/attempt';
import { ASK_EVERY_MS, decideCollecting } from '../core/payment/collecting';
import type { Collecting, Learnt } from '../core/payment/collecting';
import type { GatewayPayment, Outcome } from '../ports/payment-gateway';
import type { Change, OrderFile } from '../ports/store';
import type { GatewayDeps } from './ask-gateway';
import { keepCallEvidence } from './evidence';
import { settlePayment } from './settle-payment';

/** One look takes at most this many calls: a question at the limit, a reverse, and a question why it was refused. */
const MAX_CALLS = 3;

/** What a call taught, and why the order was refused where it was. */
interface Lesson {
  readonly learnt: Learnt;
  readonly refusal?: NotCollected;
}

/** Enters what a call taught in the books; an end closes the order in the same write. Safe to repeat. */
export async function enterLearnt(deps: GatewayDeps, attempt: Attempt, lesson: Lesson): Promise<void> {
  const given = { ...lesson, nowMs: deps.clock.nowMs(), refundNo: deps.ids.outRefundNo() };
  await deps.store.changeOrder<null>(attempt.orderId, (file) => {
    const known = attemptIn(file, attempt.outTradeNo);
    if (file === null || known === undefined) return { result: null };
    const write = decideLearnt({ ...given, order: file.order, attempt: known, refunds: file.refunds });
    return write === null ? { result: null } : { result: null, write };
  });
}

function attemptIn(file: OrderFile | null, outTradeNo: string): Attempt | undefined {
  return file?.attempts.find((one) => one.outTradeNo === outTradeNo);
}

/**
 * Chooses the call that is due and writes it down before it is made, so that of several who look at the same moment
 * only one makes it, and a process that takes over knows of it.
 */
function claiming(
  outTradeNo: string,
  nowMs: number,
): (
  file: OrderFile | null,
) => Change<{ readonly call: 'query' | 'reverse'; readonly attempt: Attempt } | null> {
  return (file) => {
    const attempt = attemptIn(file, outTradeNo);
    if (file === null || attempt === undefined || !isUnderWay(attempt) || attempt.collecting === null)
      return { result: null };
    const call = callDue(attempt.collecting, nowMs);
    if (call === null) return { result: null };
    const { reverseSentAtMs } = attempt.collecting;
    const collecting: Collecting = {
      ...attempt.collecting,
      lastCallAtMs: nowMs,
      reverseSentAtMs: call === 'reverse' ? (reverseSentAtMs ?? nowMs) : reverseSentAtMs,
    };
    const claimed = { ...attempt, collecting };
    return { result: { call, attempt: claimed }, write: { order: file.order, attempts: [claimed] } };
  };
}

function callDue(collecting: Collecting, nowMs: number): 'query' | 'reverse' | null {
  const step = decideCollecting(collecting, nowMs);
  switch (step.kind) {
    case 'query':
    case 'reverse':
      return step.atMs <= nowMs ? step.kind : null;
    case 'settle':
    case 'refund':
      // What is entered in the books is what a query proves at that moment.
      return collecting.lastCallAtMs + ASK_EVERY_MS <= nowMs || step.kind === 'refund' ? 'query' : null;
    case 'end':
      return null;
  }
}

/** What a query means for a collection; a success goes into the books first. Null: nothing was learnt. */
async function learn(
  deps: GatewayDeps,
  attempt: Attempt,
  answer: Outcome<GatewayPayment>,
): Promise<Learnt | null> {
  const { collecting } = attempt;
  if (answer.kind === 'unknown') return null;
  if (answer.kind === 'refused') {
    if (answer.refusal.reason !== 'orderNotExist') return null;
    // An order that was not refused may still be on its way.
    return collecting === null || collecting.refusal === null ? 'waiting' : 'notThere';
  }
  switch (answer.value.state) {
    case 'succeeded': {
      const { kind } = await settlePayment(deps, answer.value);
      // Settled, or not ours to keep: a payment that does not fit is reversed at the limit like one that never came.
      return kind === 'reversing' || kind === 'alreadySettled' ? 'paid' : null;
    }
    case 'closed':
    case 'failed':
      return 'ended';
    case 'pending':
      return 'waiting';
  }
}

/** Asks what became of a collection and enters it. Safe to repeat. Answers what was learnt. */
export async function askCollection(deps: GatewayDeps, attempt: Attempt): Promise<Learnt | null> {
  const answer = await deps.gateway.query(attempt.outTradeNo);
  await keepCallEvidence(deps, 'query', attempt, answer);
  const learnt = await learn(deps, attempt, answer);
  if (learnt !== null) await enterLearnt(deps, attempt, { learnt });
  return learnt;
}

/**
 * Sends a reverse that the books already know of. A refusal is unsigned, so a query says what is true; one that is
 * refused although the money is there, and was known to be, cannot be reversed.
 */
export async function reverseCollection(deps: GatewayDeps, attempt: Attempt): Promise<void> {
  const outcome = await deps.gateway.reverse(attempt.outTradeNo);
  await keepCallEvidence(deps, 'reverse', attempt, outcome);
  if (outcome.kind === 'unknown') return;
  const paid = attempt.collecting?.learnt === 'paid';
  const neverThere = outcome.kind === 'refused' && outcome.refusal.reason === 'orderNotExist' && !paid;
  if (outcome.kind === 'accepted' || neverThere) return enterLearnt(deps, attempt, { learnt: 'reversed' });
  const asked = await askCollection(deps, attempt);
  if (asked === 'paid' && paid) await enterLearnt(deps, attempt, { learnt: 'irreversible' });
}

/**
 * Takes a collection by payment code as far as it can go now: asks, or reverses, whichever is due. Safe to repeat, at
 * any pace and by several at once; whoever does it goes on where another process died.
 */
export async function advanceCollection(deps: GatewayDeps, attempt: Attempt): Promise<void> {
  for (let call = 0; call < MAX_CALLS; call++) {
    const nowMs = deps.clock.nowMs();
    const due = await deps.store.changeOrder(attempt.orderId, claiming(attempt.outTradeNo, nowMs));
    if (due === null) return;
    if (due.call === 'query') await askCollection(deps, due.attempt);
    else await reverseCollection(deps, due.attempt);
  }
}

import { NOT_COLLECTED_WORDS } from '../../../miniprogram/contract/collection';
import type { NotCollected } from '../../../miniprogram/contract/collection';
import { formatMoney } from '../../../miniprogram/contract/money';
import { advance } from '../machine';
import { orderMachine, withEvent } from '../order/order';
import type { Order } from '../order/order';
import { attemptMachine } from '../payment/attempt';
import type { Attempt } from '../payment/attempt';
import type { Collecting, Learnt } from '../payment/collecting';
import { newRefund, refundable } from '../refund/refund';
import type { Refund } from '../refund/refund';

/** The rows of a collection that change together. */
export interface CollectionChange {
  readonly order: Order;
  readonly attempts: readonly Attempt[];
  readonly refunds?: readonly Refund[];
}

/** What a call taught about one attempt by payment code, and the order it pays. */
export interface Lesson {
  readonly order: Order;
  readonly attempt: Attempt;
  readonly refunds: readonly Refund[];
  readonly learnt: Learnt;
  /** The order was refused: why, for the cashier. */
  readonly refusal?: NotCollected;
  readonly nowMs: number;
  /** The `outRefundNo`, should a refund be due. */
  readonly refundNo: string;
}

/**
 * Enters what a call taught into the books. An attempt that is over closes its order in the same write; a payment that
 * was reversed takes its order back. Null where nothing changes: it is safe to repeat, and late news change no end.
 */
export function decideLearnt(lesson: Lesson): CollectionChange | null {
  const { order, attempt, learnt, refusal } = lesson;
  const { collecting } = attempt;
  if (collecting === null) return null;
  const known = { ...collecting, learnt, refusal: refusal ?? collecting.refusal };
  switch (attempt.state) {
    case 'created':
    case 'prepared':
      return isEnd(learnt)
        ? notCollected(lesson, known)
        : { order, attempts: [{ ...attempt, collecting: known }] };
    case 'succeeded':
      // Only one whose reverse went out can still change.
      return collecting.reverseSentAtMs === null ? null : takingBack(lesson, known);
    case 'closed':
    case 'reversed':
      return null;
  }
}

function isEnd(learnt: Learnt): boolean {
  return learnt === 'ended' || learnt === 'reversed' || learnt === 'notSent';
}

/** Why nothing was collected, as far as it is known. */
function reasonOf({ refusal, givenUp, learnt, reverseSentAtMs }: Collecting): NotCollected {
  const stopped = learnt === 'ended' && reverseSentAtMs === null;
  // A refusal without a word that is known says less than a payment that is called failed.
  if (refusal !== null) return stopped && refusal === 'gatewayRefused' ? 'payerStopped' : refusal;
  if (stopped) return 'payerStopped';
  return givenUp ? 'givenUp' : 'timeout';
}

function notCollected({ order, attempt, nowMs }: Lesson, collecting: Collecting): CollectionChange {
  const refusal = reasonOf(collecting);
  const state = advance(attemptMachine, attempt.state, 'close');
  return {
    order: closed(
      order,
      NOT_COLLECTED_WORDS[refusal],
      nowMs,
      refusal === 'timeout' ? 'expired' : 'cancelled',
    ),
    attempts: [{ ...attempt, state, collecting: { ...collecting, refusal } }],
  };
}

/** Its order may be closed already, by one who looked at the same moment. */
function closed(order: Order, text: string, nowMs: number, closeReason: Order['closeReason']): Order {
  const state = orderMachine.next(order.state, 'close');
  if (state === null) return order;
  return {
    ...order,
    state,
    closeReason,
    closedAtMs: nowMs,
    timeline: withEvent(order, { atMs: nowMs, text }),
  };
}

/** A paid one whose reverse is under way. Only its end counts; "ended" is what a query calls a reversed payment. */
function takingBack(lesson: Lesson, collecting: Collecting): CollectionChange {
  const { order, attempt, learnt, nowMs } = lesson;
  if (learnt === 'reversed' || learnt === 'ended') return takenBack(lesson, collecting);
  if (learnt === 'irreversible') {
    const given = { ...attempt, collecting: { ...collecting, reverseSentAtMs: null } };
    return refundRest({ ...lesson, attempt: given }) ?? { order, attempts: [given] };
  }
  return {
    order,
    attempts: [{ ...attempt, collecting: { ...collecting, learnt: 'paid', lastCallAtMs: nowMs } }],
  };
}

function takenBack({ order, attempt, nowMs }: Lesson, collecting: Collecting): CollectionChange {
  const text = `收款 ${formatMoney(attempt.amount)} 已撤销，原路退回顾客`;
  return {
    order: {
      ...order,
      state: advance(orderMachine, order.state, 'takeBack'),
      closeReason: 'cancelled',
      closedAtMs: nowMs,
      timeline: withEvent(order, { atMs: nowMs, text }),
    },
    attempts: [{ ...attempt, state: advance(attemptMachine, attempt.state, 'reverse'), collecting }],
  };
}

/** Gives back by a refund what of a paid collection was not given back yet; null when nothing is left. */
export function refundRest(
  given: Pick<Lesson, 'order' | 'attempt' | 'refunds' | 'nowMs' | 'refundNo'>,
): CollectionChange | null {
  const { order, attempt, nowMs, refundNo } = given;
  const { orderId } = order;
  const { outTradeNo } = attempt;
  const mine = given.refunds.filter((refund) => refund.outTradeNo === outTradeNo);
  const amount = refundable(attempt.amount, mine);
  if (amount.minor === 0) return null;
  const refund = newRefund({
    outRefundNo: refundNo,
    outTradeNo,
    orderId,
    amount,
    reason: 'requested',
    nowMs,
  });
  const text = `收款已取消，${formatMoney(amount)} 将原路退款`;
  return {
    order: { ...order, timeline: withEvent(order, { atMs: nowMs, text }) },
    attempts: [attempt],
    refunds: [refund],
  };
}

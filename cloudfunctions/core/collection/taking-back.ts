import type { Money } from '../../../miniprogram/contract/money';
import { compareMoney } from '../money';
import type { Order } from '../order/order';
import type { Attempt } from '../payment/attempt';
import { REVERSE_WITHIN_MS } from '../payment/collecting';
import type { Collecting } from '../payment/collecting';
import { isLive } from '../refund/refund';
import type { Refund } from '../refund/refund';
import { refundRest } from './learning';
import type { CollectionChange } from './learning';

/** How a collection is taken back. Everything in `change` belongs in one write. */
export type TakingBack =
  /** Not paid yet: the wait is over for the till, and what was sent is ended. */
  | { readonly kind: 'giveUp'; readonly change: CollectionChange }
  /** An unpaid code on our screen: it is closed like any unpaid order. */
  | { readonly kind: 'close' }
  /** Paid: to be reversed. The intent is in `change`, to be written before the call. */
  | { readonly kind: 'reverse'; readonly change: CollectionChange; readonly attempt: Attempt }
  /** Paid, and too late to be reversed, or some of it went back already: the rest is refunded. */
  | { readonly kind: 'refund'; readonly change: CollectionChange }
  /** Money that arrived is not this person's to give back, or not without a second one. */
  | { readonly kind: 'refused'; readonly refusal: 'VOID_NEEDS_MANAGER' | 'VOID_NEEDS_SECOND' }
  /** Under way or over. */
  | { readonly kind: 'already' };

/**
 * Decides how a collection is taken back. A reverse gives back the fee too and leaves no refund, so it goes first where
 * it is possible; a payment is never both reversed and refunded. Safe to repeat.
 */
export function decideTakingBack(given: {
  readonly order: Order;
  readonly attempt: Attempt;
  readonly refunds: readonly Refund[];
  readonly nowMs: number;
  /** The `outRefundNo`, should a refund be due. */
  readonly refundNo: string;
  /** Whether whoever asks may give back money that arrived. */
  readonly mayRefund: boolean;
  /** More than this needs a second person, whom a void has not; null where one is enough. */
  readonly secondAbove: Money | null;
}): TakingBack {
  const { order, attempt, refunds, nowMs, mayRefund, secondAbove } = given;
  const { collecting, state } = attempt;
  switch (state) {
    case 'created':
    case 'prepared': {
      if (collecting === null) return { kind: 'close' };
      if (collecting.givenUp) return { kind: 'already' };
      return { kind: 'giveUp', change: changed(order, attempt, { ...collecting, givenUp: true }) };
    }
    case 'succeeded': {
      if (collecting !== null && collecting.reverseSentAtMs !== null) return { kind: 'already' };
      if (!mayRefund) return { kind: 'refused', refusal: 'VOID_NEEDS_MANAGER' };
      if (secondAbove !== null && compareMoney(attempt.amount, secondAbove) > 0)
        return { kind: 'refused', refusal: 'VOID_NEEDS_SECOND' };
      if (collecting !== null && isReversible(collecting, refunds, nowMs)) {
        const sent: Collecting = {
          ...collecting,
          learnt: 'paid',
          reverseSentAtMs: nowMs,
          lastCallAtMs: nowMs,
        };
        return {
          kind: 'reverse',
          change: changed(order, attempt, sent),
          attempt: { ...attempt, collecting: sent },
        };
      }
      const change = refundRest(given);
      return change === null ? { kind: 'already' } : { kind: 'refund', change };
    }
    case 'closed':
    case 'reversed':
      return { kind: 'already' };
  }
}

function isReversible(collecting: Collecting, refunds: readonly Refund[], nowMs: number): boolean {
  if (collecting.learnt === 'irreversible') return false;
  return nowMs < collecting.startedAtMs + REVERSE_WITHIN_MS && !refunds.some(({ state }) => isLive(state));
}

function changed(order: Order, attempt: Attempt, collecting: Collecting): CollectionChange {
  return { order, attempts: [{ ...attempt, collecting }] };
}

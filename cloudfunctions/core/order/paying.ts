import type { ShopRefusal } from '../../../miniprogram/contract/shop';
import type { Attempt } from '../payment/attempt';
import type { Order } from './order';

/** Why an order cannot be paid now. */
export type PayingRefusal = Extract<ShopRefusal, 'ORDER_ALREADY_PAID' | 'ORDER_CLOSED'>;

/** What to do when the shopper wants to pay. */
export type PayingDecision =
  /** Its prepay id still serves: sign again, ask the gateway for nothing. */
  | { readonly kind: 'resume'; readonly attempt: Attempt }
  /** Recorded, but whether the gateway took it is unknown: repeat the identical request. */
  | { readonly kind: 'retryCreate'; readonly attempt: Attempt }
  | { readonly kind: 'newAttempt' }
  | { readonly kind: 'refused'; readonly refusal: PayingRefusal };

/** A prepay id is used again only with more than this left: 60 seconds, the time to type a password. */
export const PREPAY_MARGIN_MS = 60 * 1000;

/**
 * Decides how an order is to be paid, preferring the attempt that exists, so that a second tap cannot become a
 * second payment. `attempts` are all attempts of the order. Changes nothing.
 */
export function decidePaying(input: {
  readonly order: Order;
  readonly attempts: readonly Attempt[];
  readonly nowMs: number;
}): PayingDecision {
  const { order, attempts, nowMs } = input;
  const refusal = refusalOf(order, attempts, nowMs);
  if (refusal !== null) return { kind: 'refused', refusal };
  const usable = attempts
    .filter((attempt) => nowMs < attempt.payBeforeMs)
    .toSorted((a, b) => b.createdAtMs - a.createdAtMs);
  const prepared = usable.find((attempt) => attempt.state === 'prepared' && prepayServes(attempt, nowMs));
  if (prepared !== undefined) return { kind: 'resume', attempt: prepared };
  const created = usable.find((attempt) => attempt.state === 'created');
  if (created !== undefined) return { kind: 'retryCreate', attempt: created };
  return { kind: 'newAttempt' };
}

function refusalOf(order: Order, attempts: readonly Attempt[], nowMs: number): PayingRefusal | null {
  switch (order.state) {
    case 'paid':
    case 'shipped':
    case 'completed':
      return 'ORDER_ALREADY_PAID';
    case 'closed':
      return 'ORDER_CLOSED';
    case 'awaitingPayment':
      if (attempts.some((attempt) => attempt.state === 'succeeded')) return 'ORDER_ALREADY_PAID';
      return nowMs >= order.payBeforeMs ? 'ORDER_CLOSED' : null;
  }
}

/**
 * A prepay id that lasts to the deadline serves until then: another attempt would last no longer, and two that can
 * both be paid are what must not be.
 */
function prepayServes({ prepayId, prepayExpiresAtMs, payBeforeMs }: Attempt, nowMs: number): boolean {
  if (prepayId === null || prepayExpiresAtMs === null) return false;
  return prepayExpiresAtMs >= payBeforeMs || prepayExpiresAtMs - nowMs > PREPAY_MARGIN_MS;
}

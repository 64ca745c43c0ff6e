import { money } from '../../../miniprogram/contract/money';
import type { Money } from '../../../miniprogram/contract/money';
import type { RefundView } from '../../../miniprogram/contract/order';
import { defineMachine } from '../machine';
import { compareMoney, subtractMoney, sumMoney } from '../money';

/** The life of a refund; the same words the shopper's phone gets. */
export type RefundState = RefundView['state'];

/** Why money goes back: by itself (`secondSuccess`, `orderClosed`), or because somebody asked. */
export type RefundReason = 'secondSuccess' | 'orderClosed' | 'requested';

/** One refund, recorded as an intent before the gateway is called. */
export interface Refund {
  /** Our number at the gateway, stable for the whole life: never a new one after an unknown outcome. */
  readonly outRefundNo: string;
  readonly outTradeNo: string;
  readonly orderId: string;
  /** In terms of what the order asked for, before coupons, as the gateway counts refunds. */
  readonly amount: Money;
  readonly reason: RefundReason;
  readonly state: RefundState;
  /** Milliseconds since 1970. */
  readonly createdAtMs: number;
}

/** What can happen to a refund. */
export type RefundCommand = 'request' | 'succeed' | 'close' | 'turnAbnormal';

/** A refund's life (money rule 6). Abnormal means the money could not reach the payer's account: a person decides. */
export const refundMachine = defineMachine<RefundState, RefundCommand>({
  name: 'refund',
  initial: 'due',
  states: ['due', 'processing', 'succeeded', 'closed', 'abnormal'],
  transitions: {
    due: { request: 'processing' },
    processing: { succeed: 'succeeded', close: 'closed', turnAbnormal: 'abnormal' },
    abnormal: { succeed: 'succeeded', close: 'closed' },
    succeeded: {},
    closed: {},
  },
});

/** What a new refund is made from. */
export interface NewRefund {
  readonly outRefundNo: string;
  readonly outTradeNo: string;
  readonly orderId: string;
  readonly amount: Money;
  readonly reason: RefundReason;
  readonly nowMs: number;
}

/** A new refund intent that is due: to be recorded first, then asked of the gateway. */
export function newRefund({ nowMs, ...given }: NewRefund): Refund {
  return { ...given, state: refundMachine.initial, createdAtMs: nowMs };
}

/** Whether the refund still takes its share of the payment: in every state but closed, where nothing was given back. */
export function isLive(state: RefundState): boolean {
  switch (state) {
    case 'due':
    case 'processing':
    case 'succeeded':
    case 'abnormal':
      return true;
    case 'closed':
      return false;
  }
}

/** Whether the shop refunds for this reason by itself, because the payment should not have been taken. */
export function isAutomatic(reason: RefundReason): boolean {
  switch (reason) {
    case 'secondSuccess':
    case 'orderClosed':
      return true;
    case 'requested':
      return false;
  }
}

/**
 * What may still be refunded of one payment: `paid` (before coupons) less its live refunds, never below zero.
 * `refunds` are all refunds of that payment and of no other.
 * @throws RangeError when a refund is of another currency than the payment.
 */
export function refundable(paid: Money, refunds: Iterable<Pick<Refund, 'amount' | 'state'>>): Money {
  const live = [...refunds].filter((refund) => isLive(refund.state)).map((refund) => refund.amount);
  const left = subtractMoney(paid, sumMoney(live, paid.currency));
  return left.minor < 0 ? money(0, paid.currency) : left;
}

/** Whether a refund may be recorded; `left` is the most that may. */
export type RefundDecision = { readonly kind: 'ok' } | { readonly kind: 'exceeds'; readonly left: Money };

/**
 * Decides whether `amount` more may be refunded of one payment (money rule 6). To be asked in the same write that
 * records the refund.
 * @throws RangeError when `amount` is not more than zero or of another currency: edges parse their input.
 */
export function decideRefund(input: {
  readonly paid: Money;
  readonly refunds: Iterable<Pick<Refund, 'amount' | 'state'>>;
  readonly amount: Money;
}): RefundDecision {
  if (input.amount.minor <= 0)
    throw new RangeError(`a refund must be more than zero, got ${input.amount.minor}`);
  const left = refundable(input.paid, input.refunds);
  return compareMoney(input.amount, left) > 0 ? { kind: 'exceeds', left } : { kind: 'ok' };
}

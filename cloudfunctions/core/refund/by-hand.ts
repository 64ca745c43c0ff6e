import { formatMoney } from '../../../miniprogram/contract/money';
import { withEvent } from '../order/order';
import type { Order } from '../order/order';
import { refundMachine } from './refund';
import type { Refund } from './refund';

/** A call that went out this long ago is certainly over, whatever became of its answer. */
const CALL_IS_OVER_AFTER_MS = 60_000;

/** What giving up on a refund comes to. Order and refund belong in one write. */
export type SettlingByHand =
  | { readonly kind: 'settled'; readonly order: Order; readonly refund: Refund }
  | { readonly kind: 'already' }
  | {
      readonly kind: 'refused';
      readonly refusal: 'REFUND_DECIDED' | 'REFUND_UNDER_WAY' | 'NOT_STUCK' | 'REFUND_JUST_SENT';
    };

function refusalOf({ state }: Refund): 'REFUND_DECIDED' | 'REFUND_UNDER_WAY' | 'NOT_STUCK' {
  switch (state) {
    case 'processing':
    case 'abnormal':
      return 'REFUND_UNDER_WAY';
    case 'due':
    case 'awaitingApproval':
      return 'NOT_STUCK';
    case 'succeeded':
    case 'closed':
    case 'byHand':
      return 'REFUND_DECIDED';
  }
}

/**
 * Decides whether a refund the gateway refuses may be given back in another way. It keeps its share of the payment, so
 * that the same money is not refunded as well. To be asked only after the gateway said that it knows no such refund;
 * one that went out a moment ago may still reach it.
 */
export function decideByHand(given: {
  readonly order: Order;
  readonly refund: Refund;
  readonly note: string;
  readonly by: string;
  readonly nowMs: number;
}): SettlingByHand {
  const { order, refund, note, by, nowMs } = given;
  if (refund.state === 'byHand') return { kind: 'already' };
  const state = refundMachine.next(refund.state, 'settleByHand');
  // Without a balance it goes on by itself once there is one.
  const stuck = refund.trouble !== null && refund.trouble.kind !== 'notEnough';
  if (state === null || !stuck) return { kind: 'refused', refusal: refusalOf(refund) };
  if ((refund.sentAtMs ?? 0) + CALL_IS_OVER_AFTER_MS > nowMs)
    return { kind: 'refused', refusal: 'REFUND_JUST_SENT' };
  const text = `退款 ${formatMoney(refund.amount)} 无法原路退回，商家将用其他方式退给你`;
  return {
    kind: 'settled',
    order: { ...order, timeline: withEvent(order, { atMs: nowMs, text }) },
    refund: { ...refund, state, byHand: { note, by, atMs: nowMs }, nextStepAtMs: null },
  };
}

import { formatMoney } from '../../../miniprogram/contract/money';
import type { Money } from '../../../miniprogram/contract/money';
import { advance } from '../machine';
import { withEvent } from '../order/order';
import type { Order } from '../order/order';
import type { Attempt } from '../payment/attempt';
import { isAutomatic, newRefund, refundMachine } from './refund';
import type { Redirection, Refund, RefundCommand, RefundState } from './refund';
import { firstStepAfter } from './refund-steps';

/** A refund as the gateway tells of it, after its signature was verified. */
export interface ReportedRefund {
  readonly state: Exclude<RefundState, 'awaitingApproval' | 'due' | 'byHand'>;
  readonly outRefundNo: string;
  readonly outTradeNo: string;
  readonly transactionId: string;
  /** What the order asked for, before coupons. */
  readonly total: Money;
  readonly amount: Money;
  readonly refundId: string;
  /** When the gateway began it; a notification does not tell. */
  readonly begunAtMs?: number;
  /** In the gateway's words, where it arrived, e.g. `招商银行信用卡0403`. */
  readonly receivedBy?: string;
}

/** In what a report can contradict the refund it claims to be. */
export type RefundMismatch = 'outTradeNo' | 'transactionId' | 'total' | 'amount' | 'state';

/** What a report means for the books. Everything in one decision belongs in one write. */
export type RefundOutcome =
  | {
      readonly kind: 'applied';
      readonly order: Order;
      readonly refund: Refund;
      /** What takes its place, where money the shop must not keep was not given back. */
      readonly successor: Refund | null;
    }
  /** Known already, or older than what is known. */
  | { readonly kind: 'unchanged' }
  /** The report is not about the refund that was asked for. Nothing changes; a person has to look. */
  | { readonly kind: 'mismatch'; readonly fields: readonly RefundMismatch[] };

/** The command that leads to each state the gateway can tell. */
const COMMAND: Record<ReportedRefund['state'], RefundCommand> = {
  processing: 'request',
  succeeded: 'succeed',
  closed: 'close',
  abnormal: 'turnAbnormal',
};

/** What the shopper reads for each state. */
const TEXT: Record<ReportedRefund['state'], (amount: string, told: Arrival) => string> = {
  processing: (amount) => `退款 ${amount} 已提交，等待到账`,
  succeeded: (amount, told) => `退款 ${amount} ${arrived(told)}`,
  closed: (amount) => `退款 ${amount} 未能完成，商家会再次处理`,
  abnormal: (amount) => `退款 ${amount} 暂时无法退回原账户，商家会与你联系`,
};

interface Arrival {
  readonly redirection: Redirection | null;
  readonly receivedBy: string | undefined;
}

/** Money that went to the merchant's own card has not reached the shopper: the merchant hands it over. */
function arrived({ redirection, receivedBy }: Arrival): string {
  if (redirection?.to === 'merchantBankCard') return '无法退回原账户，商家将用其他方式退给你';
  const where = receivedBy === undefined ? '' : `（${receivedBy}）`;
  return redirection === null ? `已原路退回${where}` : `已退到你的银行卡${where}`;
}

function same(a: Money, b: Money): boolean {
  return a.minor === b.minor && a.currency === b.currency;
}

function mismatches(refund: Refund, attempt: Attempt, reported: ReportedRefund): readonly RefundMismatch[] {
  const differs: Record<Exclude<RefundMismatch, 'state'>, boolean> = {
    outTradeNo: reported.outTradeNo !== refund.outTradeNo,
    transactionId: reported.transactionId !== attempt.transactionId,
    total: !same(reported.total, attempt.amount),
    amount: !same(reported.amount, refund.amount),
  };
  const fields = ['outTradeNo', 'transactionId', 'total', 'amount'] as const;
  return fields.filter((field) => differs[field]);
}

/** The state after the report; null when the two cannot both be true. */
function stateAfter(known: RefundState, told: ReportedRefund['state']): RefundState | null {
  // Nobody has agreed to it yet, so nobody can have asked for it.
  if (known === 'awaitingApproval') return null;
  // The gateway tells of it, so it was asked for, whatever became of the answer to the call.
  const state = known === 'due' ? advance(refundMachine, known, 'request') : known;
  if (state === told) return state;
  const next = refundMachine.next(state, COMMAND[told]);
  if (next !== null) return next;
  // Reports overtake each other: one of a state that can still end is older than an end.
  return refundMachine.isFinal(told) ? null : state;
}

/**
 * Decides what a report about a refund (a verified notification or query answer) does to the books (money rule 6).
 * Safe to repeat, and in any order: a later state is never taken back by an older report.
 */
export function decideRefundOutcome(input: {
  readonly order: Order;
  readonly attempt: Attempt;
  readonly refund: Refund;
  readonly reported: ReportedRefund;
  readonly nowMs: number;
  /** The `outRefundNo` of a successor, should one be due. */
  readonly refundNo: string;
}): RefundOutcome {
  const { order, attempt, refund, reported, nowMs } = input;
  const fields = mismatches(refund, attempt, reported);
  if (fields.length > 0) return { kind: 'mismatch', fields };
  const state = stateAfter(refund.state, reported.state);
  if (state === null) return { kind: 'mismatch', fields: ['state'] };
  if (state === refund.state) return { kind: 'unchanged' };
  const { refundId, receivedBy, begunAtMs = refund.begunAtMs } = reported;
  const text = TEXT[reported.state](formatMoney(refund.amount), {
    redirection: refund.redirection,
    receivedBy,
  });
  return {
    kind: 'applied',
    order: { ...order, timeline: withEvent(order, { atMs: nowMs, text }) },
    refund: {
      ...refund,
      state,
      refundId,
      begunAtMs,
      receivedBy: receivedBy ?? null,
      trouble: null,
      tries: 0,
      nextStepAtMs: firstStepAfter(state, nowMs),
      givenBackAtMs: state === 'succeeded' ? nowMs : null,
    },
    successor: state === 'closed' ? successorOf(refund, input) : null,
  };
}

/** Closing is final and gave nothing back, so what the shop refunds by itself is begun again, under a new number. */
function successorOf(
  { outTradeNo, orderId, amount, reason }: Refund,
  { refundNo: outRefundNo, nowMs }: { readonly refundNo: string; readonly nowMs: number },
): Refund | null {
  if (!isAutomatic(reason)) return null;
  return newRefund({ outRefundNo, outTradeNo, orderId, amount, reason, nowMs });
}

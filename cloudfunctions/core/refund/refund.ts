import { money } from '../../../miniprogram/contract/money';
import type { Money } from '../../../miniprogram/contract/money';
import type { RefundView } from '../../../miniprogram/contract/order';
import { advance, defineMachine } from '../machine';
import { compareMoney, subtractMoney, sumMoney } from '../money';
import type { SkuQuantity } from '../stock/stock';

/** The life of a refund: the words the shopper's phone gets, and before them the wait for a second person. */
export type RefundState = RefundView['state'] | 'awaitingApproval';

/** Why money goes back: by itself (`secondSuccess`, `orderClosed`), or because somebody asked. */
export type RefundReason = 'secondSuccess' | 'orderClosed' | 'requested';

/** Whether a second person has to agree, and who did. */
export type Approval =
  | { readonly kind: 'notNeeded' | 'awaited' }
  | { readonly kind: 'given' | 'declined'; readonly by: string; readonly atMs: number };

/** Who wanted a refund, and who agreed. People are named by openid. */
export interface Asked {
  readonly by: string;
  readonly atMs: number;
  /** Names the wish: the same token again is the same refund. */
  readonly token: string;
  /** The shopper's request it carries out; null where the merchant began it. */
  readonly requestId: string | null;
  /** Whether its goods go back on hand with it, or when they arrive. */
  readonly goods: 'now' | 'later';
  readonly approval: Approval;
}

/** What stands in the way of a refund that is due. `notEnough` ends by itself; the others wait for a person. */
export interface RefundTrouble {
  readonly kind: 'notEnough' | 'payerAccount' | 'refused';
  /** The gateway's own word. */
  readonly code: string;
  readonly atMs: number;
}

/** Where an abnormal refund was sent, by whom. */
export interface Redirection {
  readonly to: 'userBankCard' | 'merchantBankCard';
  readonly by: string;
  readonly atMs: number;
}

/** How a refund the gateway cannot carry out was given back in another way. */
export interface ByHand {
  readonly note: string;
  readonly by: string;
  readonly atMs: number;
}

/** Goods that came back with a refund and went back on hand, once. */
export interface GoodsBack {
  readonly lines: readonly SkuQuantity[];
  readonly by: string;
  readonly atMs: number;
}

/** One refund, recorded as an intent before the gateway is called. Times are milliseconds since 1970. */
export interface Refund {
  /** Our number at the gateway, stable for the whole life: never a new one after an unknown outcome. */
  readonly outRefundNo: string;
  readonly outTradeNo: string;
  readonly orderId: string;
  /** In terms of what the order asked for, before coupons, as the gateway counts refunds. */
  readonly amount: Money;
  readonly reason: RefundReason;
  /** Told to the payer. Fixed, so that a repeated call is identical. */
  readonly text: string;
  readonly state: RefundState;
  readonly createdAtMs: number;
  /** The goods it is about; empty where it is about an amount. */
  readonly lines: readonly SkuQuantity[];
  /** Null exactly where the shop refunds by itself. */
  readonly asked: Asked | null;
  readonly goodsBack: GoodsBack | null;
  /** The gateway's number; null until it told. */
  readonly refundId: string | null;
  /** In the gateway's words, where the money arrived; null until told. */
  readonly receivedBy: string | null;
  readonly redirection: Redirection | null;
  /** Null but in the state of the same name. */
  readonly byHand: ByHand | null;
  /** Null when nothing is in the way. */
  readonly trouble: RefundTrouble | null;
  /** Steps taken in this state: calls while due, queries after. */
  readonly tries: number;
  /** When it may last have been sent to the gateway; null before the first call. */
  readonly sentAtMs: number | null;
  /** When the gateway began it, by its own word: on that day its bill has it. Until it told, when it was last sent. */
  readonly begunAtMs: number | null;
  /** When the shop learned that the money is back; null before. It stands on that day in the figures. */
  readonly givenBackAtMs: number | null;
  /** From when on the next step is to be taken; null while none is. */
  readonly nextStepAtMs: number | null;
}

/** What can happen to a refund. */
export type RefundCommand =
  'approve' | 'decline' | 'request' | 'settleByHand' | 'succeed' | 'close' | 'turnAbnormal';

/**
 * A refund's life (money rule 6). One that needs no second person is approved from the start. Abnormal means the money
 * could not reach the payer's account: a person decides. `byHand`: the gateway never took it in, and the shop gives the
 * money back in another way.
 */
export const refundMachine = defineMachine<RefundState, RefundCommand>({
  name: 'refund',
  initial: 'awaitingApproval',
  states: ['awaitingApproval', 'due', 'processing', 'succeeded', 'closed', 'abnormal', 'byHand'],
  transitions: {
    awaitingApproval: { approve: 'due', decline: 'closed' },
    due: { request: 'processing', settleByHand: 'byHand' },
    processing: { succeed: 'succeeded', close: 'closed', turnAbnormal: 'abnormal' },
    abnormal: { succeed: 'succeeded', close: 'closed' },
    succeeded: {},
    closed: {},
    byHand: {},
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
  readonly text?: string;
  readonly lines?: readonly SkuQuantity[];
  readonly asked?: Asked;
}

/** What the payer reads where nobody wrote anything. */
const TEXT: Record<RefundReason, string> = {
  secondSuccess: '重复付款，自动退款',
  orderClosed: '订单已关闭，自动退款',
  requested: '商家退款',
};

/**
 * A new refund intent: to be recorded first, then asked of the gateway. It is due at once, unless a second person has
 * to agree.
 */
export function newRefund(given: NewRefund): Refund {
  const { nowMs, lines = [], asked = null, text = '', ...rest } = given;
  const waits = asked?.approval.kind === 'awaited';
  return {
    ...rest,
    text: text === '' ? TEXT[given.reason] : text,
    state: waits ? refundMachine.initial : advance(refundMachine, refundMachine.initial, 'approve'),
    createdAtMs: nowMs,
    lines,
    asked,
    goodsBack: null,
    refundId: null,
    receivedBy: null,
    redirection: null,
    byHand: null,
    trouble: null,
    tries: 0,
    sentAtMs: null,
    begunAtMs: null,
    givenBackAtMs: null,
    nextStepAtMs: waits ? null : nowMs,
  };
}

/** Whether the refund still takes its share of the payment: in every state but closed, where nothing was given back. */
export function isLive(state: RefundState): boolean {
  switch (state) {
    case 'awaitingApproval':
    case 'due':
    case 'processing':
    case 'succeeded':
    case 'abnormal':
    case 'byHand':
      return true;
    case 'closed':
      return false;
  }
}

/** Where the staff finds the refund: what waits for a person, what ends by itself, and what is over. */
export function standsIn({
  state,
  trouble,
  redirection,
}: Refund): 'approvals' | 'troubles' | 'underWay' | 'ended' {
  switch (state) {
    case 'awaitingApproval':
      return 'approvals';
    case 'due':
      return trouble === null ? 'underWay' : 'troubles';
    case 'abnormal':
      return redirection === null ? 'troubles' : 'underWay';
    case 'processing':
      return 'underWay';
    case 'succeeded':
    case 'closed':
    case 'byHand':
      return 'ended';
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

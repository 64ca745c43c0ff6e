import type { Money } from '../../../miniprogram/contract/money';
import { defineMachine } from '../machine';
import type { Order } from '../order/order';

/** The life of one payment attempt, as far as the server knows it. */
export const ATTEMPT_STATES = ['created', 'prepared', 'succeeded', 'closed'] as const;
/** One of {@link ATTEMPT_STATES}. */
export type AttemptState = (typeof ATTEMPT_STATES)[number];

/** One try at paying an order, recorded before the gateway is called. Times are milliseconds since 1970. */
export interface Attempt {
  /** Our number at the gateway; never used for a second attempt. */
  readonly outTradeNo: string;
  readonly orderId: string;
  readonly openid: string;
  /** What the gateway is asked for, before coupons. */
  readonly amount: Money;
  readonly appid: string;
  readonly mchid: string;
  readonly state: AttemptState;
  readonly prepayId: string | null;
  readonly prepayExpiresAtMs: number | null;
  /** The gateway's number; null until success. */
  readonly transactionId: string | null;
  readonly createdAtMs: number;
  /** Told to the gateway as the latest moment to pay. Fixed, so that a repeated request is identical. */
  readonly payBeforeMs: number;
  /** By the gateway's clock; null until success. */
  readonly succeededAtMs: number | null;
  /** What the payer really paid, after coupons; null until success. */
  readonly payerTotal: Money | null;
}

/** What can happen to an attempt. */
export type AttemptCommand = 'prepare' | 'succeed' | 'close';

/**
 * An attempt's life (money rule 4). Whatever we believed, the gateway's money is a fact: even a closed attempt may
 * succeed. A prepared one may be prepared again, since the gateway answers a repeated request with a new prepay id.
 */
export const attemptMachine = defineMachine<AttemptState, AttemptCommand>({
  name: 'attempt',
  initial: 'created',
  states: ATTEMPT_STATES,
  transitions: {
    created: { prepare: 'prepared', succeed: 'succeeded', close: 'closed' },
    prepared: { prepare: 'prepared', succeed: 'succeeded', close: 'closed' },
    succeeded: {},
    closed: { succeed: 'succeeded' },
  },
  final: ['succeeded', 'closed'],
});

/** How long a prepay id can be paid with: two hours, by WeChat Pay's page on the JSAPI order (`prepay_id`). */
export const PREPAY_VALID_MS = 2 * 60 * 60 * 1000;

/** A new attempt at paying `order`: amount, payer and deadline are the order's own. */
export function newAttempt(given: {
  readonly outTradeNo: string;
  readonly order: Order;
  readonly appid: string;
  readonly mchid: string;
  readonly nowMs: number;
}): Attempt {
  const { outTradeNo, order, appid, mchid, nowMs } = given;
  return {
    outTradeNo,
    orderId: order.orderId,
    openid: order.openid,
    amount: order.total,
    appid,
    mchid,
    state: attemptMachine.initial,
    prepayId: null,
    prepayExpiresAtMs: null,
    transactionId: null,
    createdAtMs: nowMs,
    payBeforeMs: order.payBeforeMs,
    succeededAtMs: null,
    payerTotal: null,
  };
}

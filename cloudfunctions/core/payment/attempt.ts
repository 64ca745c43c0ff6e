import type { Money } from '../../../miniprogram/contract/money';
import { defineMachine } from '../machine';
import type { Order } from '../order/order';
import { newCollecting } from './collecting';
import type { Collecting } from './collecting';

/** The life of one payment attempt, as far as the server knows it. */
export const ATTEMPT_STATES = ['created', 'prepared', 'succeeded', 'closed', 'reversed'] as const;
/** One of {@link ATTEMPT_STATES}. */
export type AttemptState = (typeof ATTEMPT_STATES)[number];

/** How a person pays: inside the mini program, by scanning our code, or by showing one of their own. */
export type AttemptScene = 'miniProgram' | 'native' | 'paymentCode';

/** One try at paying an order, recorded before the gateway is called. Times are milliseconds since 1970. */
export interface Attempt {
  /** Our number at the gateway; never used for a second attempt. */
  readonly outTradeNo: string;
  readonly orderId: string;
  readonly scene: AttemptScene;
  /** Who pays; null while nobody knows, as with a code until the success tells. */
  readonly openid: string | null;
  /** What the gateway is asked for, before coupons. */
  readonly amount: Money;
  readonly appid: string;
  readonly mchid: string;
  readonly state: AttemptState;
  readonly prepayId: string | null;
  readonly prepayExpiresAtMs: number | null;
  /** What the code shown to the payer says; null but in the scene `native`. */
  readonly codeUrl: string | null;
  /** How far collecting by payment code has come; null in every other scene. */
  readonly collecting: Collecting | null;
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
export type AttemptCommand = 'prepare' | 'succeed' | 'close' | 'reverse';

/**
 * An attempt's life (money rule 4). Whatever we believed, the gateway's money is a fact: even a closed attempt may
 * succeed. A success may be reversed, as if it had not been; only one by payment code can. A prepared one may be prepared again, since the gateway answers a repeated request with a new prepay id.
 */
export const attemptMachine = defineMachine<AttemptState, AttemptCommand>({
  name: 'attempt',
  initial: 'created',
  states: ATTEMPT_STATES,
  transitions: {
    created: { prepare: 'prepared', succeed: 'succeeded', close: 'closed' },
    prepared: { prepare: 'prepared', succeed: 'succeeded', close: 'closed' },
    succeeded: { reverse: 'reversed' },
    closed: { succeed: 'succeeded' },
    reversed: {},
  },
  final: ['succeeded', 'closed', 'reversed'],
});

/**
 * Whether the gateway's money of this attempt can still change without our doing: it may be paid, or a payment is being
 * taken back. Such attempts are asked about until they end.
 */
export function isUnderWay({ state, collecting }: Attempt): boolean {
  switch (state) {
    case 'created':
    case 'prepared':
      return true;
    case 'succeeded':
      return collecting !== null && collecting.reverseSentAtMs !== null;
    case 'closed':
    case 'reversed':
      return false;
  }
}

/** How long a prepay id can be paid with: two hours, by WeChat Pay's page on the JSAPI order (`prepay_id`). */
export const PREPAY_VALID_MS = 2 * 60 * 60 * 1000;

/** A new attempt at paying `order`: amount, payer and deadline are the order's own. */
export function newAttempt(given: {
  readonly outTradeNo: string;
  readonly order: Order;
  /** The mini program unless said. */
  readonly scene?: AttemptScene;
  readonly appid: string;
  readonly mchid: string;
  readonly nowMs: number;
}): Attempt {
  const { outTradeNo, order, scene = 'miniProgram', appid, mchid, nowMs } = given;
  return {
    outTradeNo,
    orderId: order.orderId,
    scene,
    openid: order.openid,
    amount: order.total,
    appid,
    mchid,
    state: attemptMachine.initial,
    prepayId: null,
    prepayExpiresAtMs: null,
    codeUrl: null,
    collecting: scene === 'paymentCode' ? newCollecting(nowMs) : null,
    transactionId: null,
    createdAtMs: nowMs,
    payBeforeMs: order.payBeforeMs,
    succeededAtMs: null,
    payerTotal: null,
  };
}

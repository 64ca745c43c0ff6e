import type { RequestPaymentParams } from '../../miniprogram/contract/order';
import type { Order } from '../core/order/order';
import { decidePaying } from '../core/order/paying';
import type { Attempt } from '../core/payment/attempt';
import { attemptMachine, newAttempt, PREPAY_VALID_MS } from '../core/payment/attempt';
import type { GatewayRefusal, NextAction, Outcome } from '../ports/payment-gateway';
import type { Change, OrderFile } from '../ports/store';
import type { GatewayDeps } from './ask-gateway';
import { endAttempt } from './end-attempt';
import { keepCallEvidence } from './evidence';

/** What starting a payment needs; `merchant` is written into every attempt. */
export interface StartPaymentDeps extends GatewayDeps {
  readonly merchant: { readonly appid: string; readonly mchid: string };
}

/** `PAYMENT_PENDING`: the end of an earlier request is not known, ask again later and never with a new number. */
export type StartPaymentResult =
  | { readonly kind: 'started'; readonly requestPayment: RequestPaymentParams }
  | {
      readonly kind: 'refused';
      readonly refusal:
        'ORDER_NOT_FOUND' | 'ORDER_ALREADY_PAID' | 'ORDER_CLOSED' | 'PAYMENT_PENDING' | 'PAYMENT_REFUSED';
    };

type Refused = Extract<StartPaymentResult, { kind: 'refused' }>;
type Chosen =
  { readonly kind: 'resume' | 'create'; readonly attempt: Attempt; readonly order: Order } | Refused;

function refused(refusal: Refused['refusal']): Refused {
  return { kind: 'refused', refusal };
}

/** Chooses the attempt to pay with; a new one is written down before the gateway hears of it. */
function choosing(deps: StartPaymentDeps, openid: string): (file: OrderFile | null) => Change<Chosen> {
  const nowMs = deps.clock.nowMs();
  const outTradeNo = deps.ids.outTradeNo();
  return (file) => {
    if (file?.order.openid !== openid) return { result: refused('ORDER_NOT_FOUND') };
    const { order, attempts } = file;
    const decision = decidePaying({ order, attempts, nowMs });
    switch (decision.kind) {
      case 'refused':
        return { result: refused(decision.refusal) };
      case 'resume':
        return { result: { kind: 'resume', attempt: decision.attempt, order } };
      case 'retryCreate':
        return { result: { kind: 'create', attempt: decision.attempt, order } };
      case 'newAttempt': {
        const attempt = newAttempt({ ...deps.merchant, outTradeNo, order, nowMs });
        return {
          result: { kind: 'create', attempt, order },
          write: { order: { ...order, attempts: [...order.attempts, outTradeNo] }, attempts: [attempt] },
        };
      }
    }
  };
}

function preparing(
  outTradeNo: string,
  prepayId: string,
  prepayExpiresAtMs: number,
): (file: OrderFile | null) => Change<boolean> {
  return (file) => {
    const attempt = file?.attempts.find((one) => one.outTradeNo === outTradeNo);
    const state = attempt && attemptMachine.next(attempt.state, 'prepare');
    if (!file || !attempt || !state) return { result: false };
    const prepared = { ...attempt, state, prepayId, prepayExpiresAtMs };
    return { result: true, write: { order: file.order, attempts: [prepared] } };
  };
}

/**
 * A refusal is unsigned, so it is a hint: what a query proves decides. An order that stands at the gateway with other
 * values (the notification address changed, say) is closed there before a new number is taken; after any other refusal
 * the same number is tried again at the next tap, for no refusal proves that an earlier try did not arrive.
 */
async function afterRefusal(
  deps: StartPaymentDeps,
  attempt: Attempt,
  refusal: GatewayRefusal,
): Promise<Refused | 'again'> {
  switch (refusal.reason) {
    case 'orderPaid':
    case 'orderClosed':
    case 'outTradeNoUsed': {
      if (!(await endAttempt(deps, attempt))) return refused('PAYMENT_PENDING');
      return 'again';
    }
    case 'rateLimited':
      return refused('PAYMENT_PENDING');
    case 'orderNotExist':
    case 'authCode':
    case 'payerDeclined':
    case 'refundNotExist':
    case 'notEnough':
    case 'payerAccount':
    case 'parameter':
    case 'signature':
    case 'notAllowed':
    case 'other':
      deps.log.warn('payment.refused', { outTradeNo: attempt.outTradeNo, code: refusal.code });
      return refused('PAYMENT_REFUSED');
  }
}

async function afterCreate(
  deps: StartPaymentDeps,
  attempt: Attempt,
  outcome: Outcome<NextAction>,
): Promise<StartPaymentResult | 'again'> {
  if (outcome.kind === 'unknown') return refused('PAYMENT_PENDING');
  if (outcome.kind === 'refused') return afterRefusal(deps, attempt, outcome.refusal);
  const action = outcome.value;
  if (action.kind !== 'requestPayment') throw new Error(`a mini program cannot pay by ${action.kind}`);
  const expiresAtMs = Math.min(deps.clock.nowMs() + PREPAY_VALID_MS, attempt.payBeforeMs);
  const prepared = await deps.store.changeOrder(
    attempt.orderId,
    preparing(attempt.outTradeNo, action.prepayId, expiresAtMs),
  );
  return prepared ? { kind: 'started', requestPayment: action.params } : refused('ORDER_CLOSED');
}

async function tryOnce(
  deps: StartPaymentDeps,
  request: { readonly openid: string; readonly orderId: string },
): Promise<StartPaymentResult | 'again'> {
  const chosen = await deps.store.changeOrder(request.orderId, choosing(deps, request.openid));
  if (chosen.kind === 'refused') return chosen;
  const { attempt, order } = chosen;
  if (chosen.kind === 'resume' && attempt.prepayId !== null) {
    const action = deps.gateway.resume('miniProgram', attempt.prepayId);
    if (action.kind === 'requestPayment') return { kind: 'started', requestPayment: action.params };
  }
  const outcome = await deps.gateway.create({
    scene: 'miniProgram',
    outTradeNo: attempt.outTradeNo,
    description: describe(order),
    amount: attempt.amount,
    openid: request.openid,
    payBeforeMs: attempt.payBeforeMs,
  });
  await keepCallEvidence(deps, 'prepay', attempt, outcome);
  return afterCreate(deps, attempt, outcome);
}

/**
 * Answers what `wx.requestPayment` needs for one's own unpaid order. A second tap resumes the same attempt; after an
 * unknown end the identical request is sent again under the same number.
 */
export async function startPayment(
  deps: StartPaymentDeps,
  request: { readonly openid: string; readonly orderId: string },
): Promise<StartPaymentResult> {
  const first = await tryOnce(deps, request);
  if (first !== 'again') return first;
  // The old attempt is ended: the order is paid by it, or a new number is taken.
  const second = await tryOnce(deps, request);
  return second === 'again' ? refused('PAYMENT_PENDING') : second;
}

/** What the payer reads in the payment sheet and in the bill: the first product, and how many more. */
function describe({ lines }: Order): string {
  const first = lines[0]?.title ?? '商品';
  return lines.length > 1 ? `${first} 等${lines.length}种` : first;
}

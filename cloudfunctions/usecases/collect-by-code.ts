import type { NotCollected } from '../../miniprogram/contract/collection';
import type { Attempt } from '../core/payment/attempt';
import { COLLECT_WITHIN_MS } from '../core/payment/collecting';
import type { GatewayRefusal, NextAction, Outcome } from '../ports/payment-gateway';
import { advanceCollection, askCollection, enterLearnt } from './advance-collection';
import type { GatewayDeps } from './ask-gateway';
import { beginCollection, standingOf } from './begin-collection';
import type { CollectionResult, CollectionWish } from './begin-collection';
import { keepCallEvidence } from './evidence';
import { settlePayment } from './settle-payment';

/** A collection by the code a payer shows. */
export interface CollectByCode extends CollectionWish {
  /** What was scanned. It is sent on once and kept nowhere but as a hash. */
  readonly authCode: string;
  /** Address of the till, and the merchant's own name for the store. */
  readonly till: { readonly deviceIp: string; readonly storeId: string };
}

/** The adapter refuses what is no code of WeChat's without sending it: then there is no HTTP status. */
const NOT_SENT = 0;

function reasonOf({ reason, httpStatus }: GatewayRefusal): NotCollected {
  switch (reason) {
    case 'authCode':
      return httpStatus === NOT_SENT ? 'notWechatCode' : 'codeInvalid';
    case 'payerDeclined':
    case 'notEnough':
    case 'payerAccount':
      return 'payerDeclined';
    case 'notAllowed':
      return 'notOffered';
    case 'orderNotExist':
    case 'orderPaid':
    case 'orderClosed':
    case 'outTradeNoUsed':
    case 'refundNotExist':
    case 'parameter':
    case 'signature':
    case 'rateLimited':
    case 'other':
      return 'gatewayRefused';
  }
}

/**
 * A refusal is unsigned, so a query proves what it says; where that knows no order, one reverse makes sure that none
 * arrives late. Usually both are done before the cashier looks up.
 */
async function afterRefusal(deps: GatewayDeps, attempt: Attempt, refusal: GatewayRefusal): Promise<void> {
  const reason = reasonOf(refusal);
  deps.log.warn('collection.refused', { outTradeNo: attempt.outTradeNo, code: refusal.code });
  if (refusal.httpStatus === NOT_SENT)
    return enterLearnt(deps, attempt, { learnt: 'notSent', refusal: reason });
  await enterLearnt(deps, attempt, { learnt: 'nothing', refusal: reason });
  const refused = attempt.collecting && {
    ...attempt,
    collecting: { ...attempt.collecting, refusal: reason },
  };
  if (refused !== null && (await askCollection(deps, refused)) === 'notThere')
    await advanceCollection(deps, refused);
}

async function afterCreate(deps: GatewayDeps, attempt: Attempt, outcome: Outcome<NextAction>): Promise<void> {
  if (outcome.kind === 'unknown') return;
  if (outcome.kind === 'refused') return afterRefusal(deps, attempt, outcome.refusal);
  const action = outcome.value;
  if (action.kind !== 'settled') return enterLearnt(deps, attempt, { learnt: 'waiting' });
  if (action.payment.state === 'succeeded') return void (await settlePayment(deps, action.payment));
  return enterLearnt(deps, attempt, { learnt: 'ended' });
}

/**
 * Collects an amount with the code a payer shows: written down first, then one call that is never repeated. What it did
 * not decide is decided by `checkCollection`, by the screen or by the timer: paid, or ended and nothing kept.
 * Safe to repeat with the same token: a second tap sends nothing and answers how it stands.
 */
export async function collectByCode(deps: GatewayDeps, wish: CollectByCode): Promise<CollectionResult> {
  const { authCode, till, amount } = wish;
  const begun = await beginCollection(deps, wish, {
    scene: 'paymentCode',
    payWithinMs: COLLECT_WITHIN_MS,
    code: authCode,
  });
  if (begun.kind === 'refused') return begun;
  const { attempt, description } = begun;
  if (begun.kind === 'begun') {
    const { outTradeNo } = attempt;
    const order = { scene: 'paymentCode', outTradeNo, description, amount, authCode, ...till } as const;
    const outcome = await deps.gateway.create(order);
    await keepCallEvidence(deps, 'collect', attempt, outcome);
    await afterCreate(deps, attempt, outcome);
  }
  return standingOf(deps, attempt.orderId);
}

import { isUnderWay } from '../core/payment/attempt';
import type { Attempt } from '../core/payment/attempt';
import { advanceCollection } from './advance-collection';
import type { Asked, GatewayDeps } from './ask-gateway';
import { askGateway, markAttemptClosed } from './ask-gateway';
import { keepCallEvidence } from './evidence';

/** What was ordered by payment code is not closed but reversed, at the pace its page asks for. */
async function endCollection(deps: GatewayDeps, attempt: Attempt): Promise<boolean> {
  await advanceCollection(deps, attempt);
  const after = await deps.store.findAttempt(attempt.outTradeNo);
  return after !== null && !isUnderWay(after);
}

/**
 * Ends one attempt at the gateway: query, then close; one by payment code as its collecting has it. Answers true when
 * it can no longer be paid, or was paid.
 */
export async function endAttempt(deps: GatewayDeps, attempt: Attempt): Promise<boolean> {
  if (attempt.scene === 'paymentCode') return endCollection(deps, attempt);
  const before = await askGateway(deps, attempt);
  if (before !== 'open') return isEnd(before);
  const outcome = await deps.gateway.close(attempt.outTradeNo);
  await keepCallEvidence(deps, 'close', attempt, outcome);
  const gone = outcome.kind === 'refused' && outcome.refusal.reason === 'orderNotExist';
  if (outcome.kind === 'accepted' || gone) {
    await markAttemptClosed(deps, attempt);
    return true;
  }
  // Refused or unknown: perhaps it was paid in between. Only a query may say so.
  return isEnd(await askGateway(deps, attempt));
}

function isEnd(asked: Asked): boolean {
  return (
    asked !== 'open' &&
    asked !== 'unknown' &&
    asked !== 'reversing' &&
    asked !== 'mismatch' &&
    asked !== 'unknownAttempt'
  );
}

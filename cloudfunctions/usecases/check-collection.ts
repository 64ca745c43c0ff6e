import { isUnderWay } from '../core/payment/attempt';
import type { Attempt } from '../core/payment/attempt';
import { advanceCollection } from './advance-collection';
import type { GatewayDeps } from './ask-gateway';
import { askGateway } from './ask-gateway';
import { standingOf } from './begin-collection';
import type { CollectionResult } from './begin-collection';
import { closeOrder } from './close-order';
import { attemptOfCollection } from './collection-view';

async function advance(deps: GatewayDeps, attempt: Attempt): Promise<void> {
  if (attempt.scene === 'paymentCode') return advanceCollection(deps, attempt);
  if (deps.clock.nowMs() < attempt.payBeforeMs) return void (await askGateway(deps, attempt));
  await closeOrder(deps, { orderId: attempt.orderId, reason: 'expired' });
}

/**
 * How a collection stands, after doing what is due about it: ask, or end it at its limit. The screen calls it every few
 * seconds until it answers an end; the timer goes on with what no screen asks about. Safe to repeat at any pace.
 */
export async function checkCollection(deps: GatewayDeps, orderId: string): Promise<CollectionResult> {
  const attempt = attemptOfCollection(await deps.store.findOrder(orderId));
  if (attempt !== null && isUnderWay(attempt)) await advance(deps, attempt);
  return standingOf(deps, orderId);
}

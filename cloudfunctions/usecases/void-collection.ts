import { decideTakingBack } from '../core/collection/taking-back';
import type { TakingBack } from '../core/collection/taking-back';
import type { Change, OrderFile } from '../ports/store';
import { advanceCollection, reverseCollection } from './advance-collection';
import type { GatewayDeps } from './ask-gateway';
import { standingOf } from './begin-collection';
import type { CollectionResult } from './begin-collection';
import { closeOrder } from './close-order';
import { attemptOfCollection } from './collection-view';

function takingBack(nowMs: number, refundNo: string): (file: OrderFile | null) => Change<TakingBack | null> {
  return (file) => {
    const attempt = attemptOfCollection(file);
    if (file === null || attempt === null) return { result: null };
    const { order, refunds } = file;
    const decision = decideTakingBack({ order, attempt, refunds, nowMs, refundNo });
    return 'change' in decision ? { result: decision, write: decision.change } : { result: decision };
  };
}

/**
 * Takes a collection back. Unpaid, it is ended; paid by code, it is reversed while that is possible; else a refund of
 * what is left is recorded, which the timer sends. The intent is written before the call, so that the timer finishes
 * what a dead process began. Safe to repeat.
 */
export async function voidCollection(deps: GatewayDeps, orderId: string): Promise<CollectionResult> {
  const decide = takingBack(deps.clock.nowMs(), deps.ids.outRefundNo());
  const decision = await deps.store.changeOrder(orderId, decide);
  switch (decision?.kind) {
    case 'giveUp':
      for (const attempt of decision.change.attempts) await advanceCollection(deps, attempt);
      break;
    case 'reverse':
      await reverseCollection(deps, decision.attempt);
      break;
    case 'close':
      await closeOrder(deps, { orderId, reason: 'cancelled' });
      break;
    case 'refund':
    case 'already':
    case undefined:
      break;
  }
  return standingOf(deps, orderId);
}

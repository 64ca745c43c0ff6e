import type { Attempt } from '../core/payment/attempt';
import { attemptMachine } from '../core/payment/attempt';
import type { Change, OrderFile } from '../ports/store';
import type { GatewayDeps } from './ask-gateway';
import { beginCollection, standingOf } from './begin-collection';
import type { CollectionResult, CollectionWish } from './begin-collection';
import { attemptOfCollection } from './collection-view';
import { closeOrder } from './close-order';
import { keepCallEvidence } from './evidence';

/**
 * How long a code on our screen can be paid: 5 minutes, in which somebody at the counter has paid or left, and no
 * sooner than WeChat Pay lets an order be closed.
 */
const QR_WITHIN_MS = 5 * 60 * 1000;

function showing(attempt: Attempt, codeUrl: string): (file: OrderFile | null) => Change<null> {
  return (file) => {
    const known = attemptOfCollection(file);
    const state = known && attemptMachine.next(known.state, 'prepare');
    if (file === null || known === null || state === null) return { result: null };
    if (known.outTradeNo !== attempt.outTradeNo) return { result: null };
    return { result: null, write: { order: file.order, attempts: [{ ...known, state, codeUrl }] } };
  };
}

/**
 * Shows a code for an amount, to be scanned by whoever pays: written down first, then placed. Safe to repeat with the
 * same token: the code that is shown stays the same, and after an unknown end the identical order is placed again.
 */
export async function collectByQr(deps: GatewayDeps, wish: CollectionWish): Promise<CollectionResult> {
  const payment = { scene: 'native', payWithinMs: QR_WITHIN_MS, code: '' } as const;
  const begun = await beginCollection(deps, wish, payment);
  if (begun.kind === 'refused') return begun;
  const { attempt, description } = begun;
  const { orderId, outTradeNo, amount, payBeforeMs } = attempt;
  if (attempt.state === 'created' && deps.clock.nowMs() < payBeforeMs) {
    const order = { scene: 'native', outTradeNo, description, amount, payBeforeMs } as const;
    const outcome = await deps.gateway.create(order);
    await keepCallEvidence(deps, 'prepay', attempt, outcome);
    if (outcome.kind === 'accepted' && outcome.value.kind === 'qrCode')
      await deps.store.changeOrder(orderId, showing(attempt, outcome.value.codeUrl));
    // A code that nobody was shown is paid by nobody: its order is closed, after a query, and another can be made.
    else if (outcome.kind === 'refused') await closeOrder(deps, { orderId, reason: 'cancelled' });
  }
  return standingOf(deps, orderId);
}

import type { Refund } from '../core/refund/refund';
import type { OrderFile } from '../ports/store';
import type { GatewayDeps } from './ask-gateway';
import { advanceCollection } from './advance-collection';
import { askGateway, isOpen } from './ask-gateway';
import { followRefund } from './send-refund';

/** A refund that was just taken in is not done yet. */
const ASK_AFTER_MS = 5_000;

/** Refunds the gateway may have news of, where it is not too soon to ask again. */
function toAskAbout({ refunds }: OrderFile, nowMs: number): readonly Refund[] {
  return refunds.filter(
    ({ state, sentAtMs }) => state === 'processing' && (sentAtMs ?? 0) + ASK_AFTER_MS <= nowMs,
  );
}

/**
 * Brings one order's books up to what the gateway knows, so that a lost notification makes no difference. Asks only
 * about attempts that are still open and refunds that are under way; answers the file as it then stands.
 */
export async function healOrder(deps: GatewayDeps, file: OrderFile): Promise<OrderFile> {
  const open = file.attempts.filter(isOpen);
  const underWay = toAskAbout(file, deps.clock.nowMs());
  if (open.length === 0 && underWay.length === 0) return file;
  for (const attempt of open) {
    if (attempt.scene === 'paymentCode') await advanceCollection(deps, attempt);
    else await askGateway(deps, attempt);
  }
  for (const refund of underWay) await followRefund(deps, refund);
  return (await deps.store.findOrder(file.order.orderId)) ?? file;
}

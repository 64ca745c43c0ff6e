import type { Refund } from '../core/refund/refund';
import type { OrderFile } from '../ports/store';
import type { GatewayDeps } from './ask-gateway';
import { advanceCollection } from './advance-collection';
import { askGateway, isOpen } from './ask-gateway';
import { sendAtOnce } from './send-at-once';
import { followRefund } from './send-refund';

/** A refund that was just taken in is not done yet. */
const ASK_AFTER_MS = 5_000;

/** Refunds the gateway may have news of, where it is not too soon to ask again. */
function toAskAbout({ refunds }: OrderFile, nowMs: number): readonly Refund[] {
  return refunds.filter(
    ({ state, sentAtMs }) => state === 'processing' && (sentAtMs ?? 0) + ASK_AFTER_MS <= nowMs,
  );
}

/** Refunds that wait for nobody: whoever looks has them sent, as the timer would. */
function toSend({ refunds }: OrderFile, nowMs: number): readonly Refund[] {
  return refunds.filter(
    ({ state, nextStepAtMs }) => state === 'due' && nextStepAtMs !== null && nextStepAtMs <= nowMs,
  );
}

/**
 * Brings one order's books up to what the gateway knows, so that a lost notification or a late timer makes no
 * difference. Asks only about attempts that are still open and refunds that are under way, and sends refunds that are
 * due; answers the file as it then stands.
 */
export async function healOrder(deps: GatewayDeps, file: OrderFile): Promise<OrderFile> {
  const open = file.attempts.filter(isOpen);
  const nowMs = deps.clock.nowMs();
  const [underWay, due] = [toAskAbout(file, nowMs), toSend(file, nowMs)];
  if (open.length + underWay.length + due.length === 0) return file;
  for (const attempt of open) {
    if (attempt.scene === 'paymentCode') await advanceCollection(deps, attempt);
    else await askGateway(deps, attempt);
  }
  for (const refund of underWay) await followRefund(deps, refund);
  for (const refund of due) await sendAtOnce(deps, refund);
  return (await deps.store.findOrder(file.order.orderId)) ?? file;
}

import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import type { Store } from '../ports/store';

/** What hearing an event needs: it is only told where to look. */
export interface HearDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/** WeChat is asked about one order this often at most, however many events come. */
const AT_MOST_EVERY_MS = 30_000;

/**
 * Something happened to a payment's order at WeChat: the next tick asks what. Nothing of the event is believed, so one
 * that is forged or comes twice makes no difference but a question. Safe to repeat.
 */
export async function hearEvent(deps: HearDeps, outTradeNo: string): Promise<void> {
  const attempt = await deps.store.findAttempt(outTradeNo);
  if (attempt === null) return deps.log.warn('event.unknownOrder', { outTradeNo });
  const nowMs = deps.clock.nowMs();
  await deps.store.changeOrder<null>(attempt.orderId, (file) => {
    const shipment = file?.shipment ?? null;
    if (file === null || shipment === null) return { result: null };
    const { nextStepAtMs, seen, upload } = shipment;
    // What is to be sent is on its way anyway; and what is over stays over.
    const told = upload.state === 'sent' || upload.state === 'received';
    if (!told || nextStepAtMs === null) return { result: null };
    const atMs = Math.max(nowMs, (seen?.atMs ?? 0) + AT_MOST_EVERY_MS);
    if (nextStepAtMs <= atMs) return { result: null };
    return { result: null, write: { order: file.order, shipment: { ...shipment, nextStepAtMs: atMs } } };
  });
}

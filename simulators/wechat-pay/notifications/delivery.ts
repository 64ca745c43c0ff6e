import { faultOf } from '../faults/fault';
import type { FaultSpec } from '../faults/fault';
import type { FaultRegistry } from '../faults/fault-registry';
import type { Ledger } from '../ledger';
import { attemptNotification } from './attempt-notification';
import type { AttemptDeps } from './attempt-notification';
import { afterAttempt, describeOutcome, unmoved } from './notification-moves';
import type { NotificationRecord } from './notification-record';
import { RETRY_LADDER_MS } from './retry-ladder';

export interface DeliveryDeps extends AttemptDeps {
  readonly ledger: Ledger;
  readonly faults: FaultRegistry;
  readonly log: (line: string) => void;
}

/** Carries one notification through one attempt and writes down what came of it. */
export interface Delivery {
  deliver(record: NotificationRecord): Promise<void>;
  /** Notifications a fault holds back. */
  clearHeld(): void;
}

export function createDelivery(deps: DeliveryDeps): Delivery {
  const { ledger, nowMs } = deps;
  const held = new Set<string>();
  /** A reset or a stop in the meantime leaves nothing to write to. */
  const gone = (id: string): boolean => deps.stopping.aborted || ledger.notification(id) === undefined;

  const send = async (record: NotificationRecord, faults: readonly FaultSpec[]): Promise<void> => {
    const outcome = await attemptNotification(record, faults, deps);
    if (gone(record.id)) return;
    const result = { outcome, faults, atMs: nowMs(), mode: deps.settings.notifications };
    ledger.record(afterAttempt(record, result));
    deps.log(`notification ${record.id} ${describeOutcome(outcome)}`);
  };
  const sendAgain = async (record: NotificationRecord): Promise<void> => {
    const outcome = await attemptNotification(record, [], deps);
    const latest = ledger.notification(record.id);
    if (latest === undefined || gone(record.id)) return;
    // An extra: it neither uses up a try nor changes what the first one reached.
    ledger.record({ ...unmoved(latest), send: { atMs: nowMs(), outcome, faults: ['duplicate'] } });
  };
  const releaseOthers = (than: string): void => {
    for (const id of held) {
      const record = ledger.notification(id);
      if (id !== than && record?.state === 'pending')
        ledger.record({ ...unmoved(record), nextTryMs: nowMs() });
    }
  };

  return {
    async deliver(record) {
      const struck = deps.faults.strike('notifications', record.id);
      if (faultOf(struck, 'lose') !== undefined) {
        ledger.record({ ...unmoved(record), state: 'lost', nextTryMs: null });
        return;
      }
      const wasHeld = held.delete(record.id);
      if (faultOf(struck, 'reorder') !== undefined && !wasHeld) {
        held.add(record.id);
        ledger.record({ ...unmoved(record), nextTryMs: nowMs() + (RETRY_LADDER_MS[0] ?? 0) });
        return;
      }
      await send(record, struck);
      if (faultOf(struck, 'duplicate') !== undefined && !gone(record.id)) await sendAgain(record);
      releaseOthers(record.id);
    },
    clearHeld: () => held.clear(),
  };
}

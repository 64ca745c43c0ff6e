import type { Ledger } from '../ledger';
import type { NotificationRecord } from './notification-record';

/** The notifications that still await an attempt, and the attempts under way. */
export interface PendingSends {
  /** Takes over what the ledger says of one notification. */
  refresh(id: string): void;
  refreshAll(): void;
  all(): readonly NotificationRecord[];
  /** Due and not under way, earliest first. */
  due(nowMs: number): readonly NotificationRecord[];
  nextDueMs(): number | null;
  started(id: string, run: Promise<void>): void;
  finished(id: string): void;
  inFlightCount(): number;
  /** Waits until nothing is under way. */
  landed(): Promise<void>;
}

export function createPendingSends(ledger: Ledger): PendingSends {
  const ids = new Set<string>();
  const inFlight = new Map<string, Promise<void>>();
  const all = (): NotificationRecord[] =>
    [...ids].map((id) => ledger.notification(id)).filter((record) => record !== undefined);
  const waiting = (): NotificationRecord[] => all().filter(({ id }) => !inFlight.has(id));
  const refresh = (id: string): void => {
    if (ledger.notification(id)?.state === 'pending') ids.add(id);
    else ids.delete(id);
  };
  return {
    refresh,
    refreshAll() {
      ids.clear();
      for (const { id } of ledger.notifications()) refresh(id);
    },
    all,
    due: (nowMs) =>
      waiting()
        .filter(({ nextTryMs }) => nextTryMs !== null && nextTryMs <= nowMs)
        .sort((a, b) => (a.nextTryMs ?? 0) - (b.nextTryMs ?? 0)),
    nextDueMs: () =>
      waiting().reduce<number | null>(
        (earliest, { nextTryMs }) =>
          nextTryMs === null || (earliest !== null && earliest <= nextTryMs) ? earliest : nextTryMs,
        null,
      ),
    started: (id, run) => inFlight.set(id, run),
    finished(id) {
      inFlight.delete(id);
      refresh(id);
    },
    inFlightCount: () => inFlight.size,
    async landed() {
      while (inFlight.size > 0) await Promise.allSettled(inFlight.values());
    },
  };
}

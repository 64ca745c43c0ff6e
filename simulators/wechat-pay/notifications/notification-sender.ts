import type { Ledger } from '../ledger';
import type { SeededRandom } from '../seeded-random';
import { createTurns } from '../turns';
import type { Variations } from '../variations';
import type { Delivery } from './delivery';
import { newNotification } from './notification-moves';
import type { QueueRequest } from './notification-moves';
import type { NotificationRecord } from './notification-record';
import { createPendingSends } from './pending-sends';
import type { PendingSends } from './pending-sends';

/** Delivers notifications, and repeats those that were not received. */
export interface NotificationSender {
  queue(request: QueueRequest): NotificationRecord;
  /** Starts sending what is due, and what was left over from before a restart. */
  start(): void;
  /** When the next attempt is due on the simulated clock; null when nothing is pending. */
  nextDueMs(): number | null;
  /** Sends everything due now, one after another in the order it falls due, and waits for it. */
  sendDue(): Promise<void>;
  /** Attempts now whatever the ladder says: one notification, or every pending one. */
  deliverNow(id?: string): Promise<void>;
  /** Forgets what is pending, for a reset. */
  clear(): void;
  /** Stops by itself starting anything. Unfinished sends stay in the ledger for the next start. */
  stop(): Promise<void>;
}

export interface SenderDeps {
  readonly ledger: Ledger;
  readonly delivery: Delivery;
  readonly random: SeededRandom;
  readonly variations: Variations;
  readonly nowMs: () => number;
}

/** Attempts under way at once while the clock runs by itself. */
const MAX_IN_FLIGHT = 64;

/** The longest wait a Node timer can hold. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export function createNotificationSender(deps: SenderDeps): NotificationSender {
  const pending = createPendingSends(deps.ledger);
  const line = createLine(pending, deps);
  return {
    queue(request) {
      const record = newNotification(request, deps);
      deps.ledger.record({ kind: 'notificationQueued', notification: record });
      pending.refresh(record.id);
      line.pump();
      return record;
    },
    start() {
      pending.refreshAll();
      line.run();
    },
    nextDueMs: () => pending.nextDueMs(),
    sendDue: () =>
      line.oneByOne(async (launch, stopped) => {
        for (
          let due = pending.due(deps.nowMs());
          due[0] !== undefined && !stopped();
          due = pending.due(deps.nowMs())
        ) {
          await launch(due[0]);
        }
      }),
    deliverNow: (id) =>
      line.oneByOne(async (launch, stopped) => {
        const one = id === undefined ? undefined : deps.ledger.notification(id);
        const wanted = id === undefined ? pending.all() : [one];
        for (const record of wanted) {
          if (record !== undefined && !stopped()) await launch(record);
        }
      }),
    clear() {
      pending.refreshAll();
      deps.delivery.clearHeld();
    },
    stop: () => line.stop(),
  };
}

type Launch = (record: NotificationRecord) => Promise<void>;

/** Decides when attempts start: by themselves as they fall due, or one by one on request. */
interface Line {
  run(): void;
  pump(): void;
  oneByOne(work: (launch: Launch, stopped: () => boolean) => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

function createLine(pending: PendingSends, deps: SenderDeps): Line {
  let mode: 'idle' | 'running' | 'oneByOne' | 'stopped' = 'idle';
  let timer: NodeJS.Timeout | undefined;
  const turns = createTurns();
  const stopped = (): boolean => mode === 'stopped';

  const launch: Launch = (record) => {
    const run = deps.delivery.deliver(record).finally(() => {
      pending.finished(record.id);
      pump();
    });
    pending.started(record.id, run);
    return run;
  };
  const pump = (): void => {
    if (mode !== 'running') return;
    clearTimeout(timer);
    for (const record of pending.due(deps.nowMs())) {
      if (pending.inFlightCount() >= MAX_IN_FLIGHT) return;
      void launch(record);
    }
    const dueMs = pending.nextDueMs();
    if (dueMs === null) return;
    timer = setTimeout(pump, Math.min(Math.max(dueMs - deps.nowMs(), 0), MAX_TIMER_MS));
    timer.unref();
  };
  return {
    pump,
    run() {
      mode = 'running';
      pump();
    },
    oneByOne: (work) =>
      turns(async () => {
        if (mode !== 'running') return;
        mode = 'oneByOne';
        clearTimeout(timer);
        try {
          await pending.landed();
          await work(launch, stopped);
        } finally {
          if (!stopped()) mode = 'running';
          pump();
        }
      }),
    async stop() {
      mode = 'stopped';
      clearTimeout(timer);
      await pending.landed();
    },
  };
}

import type { SimulatedClock } from './clock';
import type { NotificationSender } from './notifications/notification-sender';
import { createTurns } from './turns';

/** Moves the simulated clock forward, letting everything that falls due on the way happen at its own moment. */
export interface TimeTravel {
  advance(ms: number): Promise<void>;
  /** A moment already past is ignored. */
  moveTo(ms: number): Promise<void>;
}

export function createTimeTravel(clock: SimulatedClock, sender: NotificationSender): TimeTravel {
  const turns = createTurns();
  const travel = async (targetMs: number): Promise<void> => {
    for (;;) {
      const dueMs = sender.nextDueMs();
      if (dueMs === null || dueMs > targetMs) break;
      clock.jumpTo(dueMs);
      await sender.sendDue();
      // Nothing moved: the sender has stopped, and waiting for it would not end.
      if (sender.nextDueMs() === dueMs) break;
    }
    clock.jumpTo(targetMs);
    await sender.sendDue();
  };
  // The target is worked out when the journey's turn comes.
  return {
    advance: (ms) => turns(() => travel(clock.nowMs() + ms)),
    moveTo: (ms) => turns(() => travel(ms)),
  };
}

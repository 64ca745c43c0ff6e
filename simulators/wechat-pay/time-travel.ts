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
  // In offsets, because real time goes on during the journey: an advance of an hour adds exactly an hour.
  const travel = async (targetOffsetMs: number): Promise<void> => {
    for (;;) {
      const dueMs = sender.nextDueMs();
      if (dueMs === null || clock.offsetAt(dueMs) > targetOffsetMs) break;
      clock.moveToOffset(clock.offsetAt(dueMs));
      await sender.sendDue();
      // Nothing moved: the sender has stopped, and waiting for it would not end.
      if (sender.nextDueMs() === dueMs) break;
    }
    clock.moveToOffset(targetOffsetMs);
    await sender.sendDue();
  };
  // The target is worked out when the journey's turn comes.
  return {
    advance: (ms) => turns(() => travel(clock.offsetMs() + Math.round(ms))),
    moveTo: (ms) => turns(() => travel(clock.offsetAt(ms))),
  };
}

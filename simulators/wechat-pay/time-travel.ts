import type { Agenda } from './agenda';
import type { SimulatedClock } from './clock';
import { createTurns } from './turns';

/** Moves the simulated clock forward, letting everything that falls due on the way happen at its own moment. */
export interface TimeTravel {
  advance(ms: number): Promise<void>;
  /** A moment already past is ignored. */
  moveTo(ms: number): Promise<void>;
}

/** Earlier agendas come first at one moment: what they do may put something on a later one. */
export function createTimeTravel(clock: SimulatedClock, agendas: readonly Agenda[]): TimeTravel {
  const turns = createTurns();
  const nextDueMs = (): number | null =>
    agendas
      .map((agenda) => agenda.nextDueMs())
      .reduce((first, ms) => (first === null || (ms !== null && ms < first) ? ms : first), null);
  const runDue = async (): Promise<void> => {
    for (const agenda of agendas) await agenda.runDue();
  };
  // In offsets, because real time goes on during the journey: an advance of an hour adds exactly an hour.
  const travel = async (targetOffsetMs: number): Promise<void> => {
    for (;;) {
      const dueMs = nextDueMs();
      if (dueMs === null || clock.offsetAt(dueMs) > targetOffsetMs) break;
      clock.moveToOffset(clock.offsetAt(dueMs));
      await runDue();
      // Nothing moved: whoever it waits for has stopped, and waiting for it would not end.
      if (nextDueMs() === dueMs) break;
    }
    clock.moveToOffset(targetOffsetMs);
    await runDue();
  };
  // The target is worked out when the journey's turn comes.
  return {
    advance: (ms) => turns(() => travel(clock.offsetMs() + Math.round(ms))),
    moveTo: (ms) => turns(() => travel(clock.offsetAt(ms))),
  };
}

/** Rings as things fall due while the clock runs by itself. */
export interface Alarm {
  /** Looks again at what is due next. */
  set(): void;
  start(): void;
  stop(): void;
}

export interface AlarmDeps {
  readonly nextDueMs: () => number | null;
  readonly nowMs: () => number;
  readonly ring: () => void;
}

/** The longest wait a Node timer can hold. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export function createAlarm({ nextDueMs, nowMs, ring }: AlarmDeps): Alarm {
  let running = false;
  let timer: NodeJS.Timeout | undefined;
  const set = (): void => {
    clearTimeout(timer);
    const dueMs = nextDueMs();
    if (!running || dueMs === null) return;
    const waitMs = Math.min(Math.max(dueMs - nowMs(), 0), MAX_TIMER_MS);
    timer = setTimeout(() => {
      ring();
      set();
    }, waitMs);
    timer.unref();
  };
  return {
    set,
    start() {
      running = true;
      set();
    },
    stop() {
      running = false;
      clearTimeout(timer);
    },
  };
}

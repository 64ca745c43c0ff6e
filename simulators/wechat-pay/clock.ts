/** The simulator's own time: the machine's clock plus an offset that only moves forward. */
export interface SimulatedClock {
  nowMs(): number;
  offsetMs(): number;
  /** The offset that would make it `ms` now. */
  offsetAt(ms: number): number;
  /** Moves to an offset. A smaller one is ignored: simulated time never runs backwards. */
  moveToOffset(offsetMs: number): void;
  /** Back to the machine's clock, for a reset of the whole world. */
  restart(): void;
}

export interface SimulatedClockOptions {
  readonly offsetMs: number;
  readonly realNowMs?: () => number;
  /** Told after every change, with the new offset. */
  readonly onChange: (offsetMs: number) => void;
}

export function createSimulatedClock(options: SimulatedClockOptions): SimulatedClock {
  const realNowMs = options.realNowMs ?? Date.now;
  let offsetMs = options.offsetMs;
  const change = (next: number): void => {
    offsetMs = next;
    options.onChange(next);
  };
  return {
    nowMs: () => realNowMs() + offsetMs,
    offsetMs: () => offsetMs,
    offsetAt: (ms) => Math.round(ms - realNowMs()),
    moveToOffset(next) {
      if (next > offsetMs) change(next);
    },
    restart() {
      change(0);
    },
  };
}

/** RFC 3339 in Beijing time without a fraction, the form WeChat Pay prints. */
export function beijingTime(ms: number): string {
  const shifted = new Date(ms + 8 * 3_600_000);
  return `${shifted.toISOString().slice(0, 19)}+08:00`;
}

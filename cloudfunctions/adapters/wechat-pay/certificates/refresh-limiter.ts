import type { Clock } from '../../../ports/clock';

/** A piece of work that many ask for and that is done seldom. */
export interface LimitedWork<Args extends readonly unknown[], Result> {
  /**
   * Joins the run under way, or starts one when the last began at least a window ago; otherwise answers what the last
   * one answered. Rejects only where the work does.
   */
  run(...args: Args): Promise<Result>;
  /** The run under way, if any. */
  current(): Promise<Result> | undefined;
}

/**
 * Limits work to one run at a time and one per window of `windowMs`. A clock that was set back opens a new window,
 * once: it must not stop the work for as long as it was ahead. A clock that tells no number opens none.
 */
export function limitWork<Args extends readonly unknown[], Result>(
  work: (...args: Args) => Promise<Result>,
  { clock, windowMs }: { readonly clock: Clock; readonly windowMs: number },
): LimitedWork<Args, Result> {
  let begun: { readonly atMs: number; readonly result: Promise<Result> } | undefined;
  let underWay: Promise<Result> | undefined;
  return {
    current: () => underWay,
    run: (...args) => {
      if (underWay !== undefined) return underWay;
      const nowMs = clock.nowMs();
      if (begun !== undefined) {
        const sinceMs = nowMs - begun.atMs;
        if (!(sinceMs >= windowMs || sinceMs < 0)) return begun.result;
      }
      const result = work(...args).finally(() => {
        underWay = undefined;
      });
      underWay = result;
      begun = { atMs: nowMs, result };
      return result;
    },
  };
}

import { setTimeout as sleep } from 'node:timers/promises';

/** Waits in real time, but no longer than until `stopping` is aborted. */
export async function pause(ms: number, stopping: AbortSignal): Promise<void> {
  // The only rejection is the abort, and being woken by it is the point.
  await sleep(ms, undefined, { signal: stopping, ref: false }).catch(() => undefined);
}

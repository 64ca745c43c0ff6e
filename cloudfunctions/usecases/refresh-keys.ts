import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { Log } from '../ports/log';
import type { KeyRefresh, KeyUpkeep } from '../ports/platform-keys';
import type { Store } from '../ports/store';

/** What keeping the platform keys fresh needs. */
export interface RefreshKeysDeps {
  readonly keys: KeyUpkeep;
  readonly store: Pick<Store, 'claimJob' | 'releaseJob'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** Longer than a download with its repeats; a holder that died frees it by itself before the next tick. */
const LEASE_MS = 30_000;

function tell({ log }: RefreshKeysDeps, result: KeyRefresh): void {
  switch (result.kind) {
    case 'held':
      return log.info('platform-keys.refreshed', {
        serials: result.serials.join(' '),
        newestEndsAtMs: result.newestEndsAtMs,
      });
    case 'none':
      return log.info('platform-keys.none');
    case 'failed':
      return log.warn('platform-keys.failed', { cause: result.cause, detail: result.detail });
  }
}

/**
 * Asks the gateway for its keys when those kept are due, one function at a time. Orders go on with the keys they have
 * whatever happens here, so trouble is logged and not thrown; the next tick tries again.
 */
export async function refreshKeys(deps: RefreshKeysDeps): Promise<void> {
  const { keys, store, clock, ids, log } = deps;
  try {
    if (!(await keys.due())) return;
    const lease = { name: 'platform-keys', holder: ids.unique() };
    if (!(await store.claimJob({ ...lease, nowMs: clock.nowMs(), leaseMs: LEASE_MS }))) return;
    try {
      tell(deps, await keys.refresh());
    } finally {
      await store.releaseJob(lease);
    }
  } catch (error) {
    log.error('platform-keys.failed', error);
  }
}

import { describe, expect, it } from '@jest/globals';
import type { Log } from '../../../cloudfunctions/ports/log';
import type { KeyRefresh } from '../../../cloudfunctions/ports/platform-keys';
import { StoreUnavailable } from '../../../cloudfunctions/ports/store';
import type { RefreshKeysDeps } from '../../../cloudfunctions/usecases/refresh-keys';
import { refreshKeys } from '../../../cloudfunctions/usecases/refresh-keys';

const HELD: KeyRefresh = { kind: 'held', serials: ['AB', 'CD'], newestEndsAtMs: 5 };

/** Everything around a refresh, and the words it leaves in the log. */
function scene(given: { due?: boolean; taken?: boolean; end?: KeyRefresh | Error } = {}) {
  const { due = true, taken = false, end = HELD } = given;
  const words: string[] = [];
  let held = taken;
  let refreshes = 0;
  const log: Log = {
    info: (event) => void words.push(event),
    warn: (event, fields) => void words.push(`${event} ${String(fields?.['detail'])}`),
    error: (event, error) => void words.push(`${event} ${String(error)}`),
  };
  const deps: RefreshKeysDeps = {
    log,
    clock: { nowMs: () => 0 },
    ids: { unique: () => 'me', outTradeNo: () => '', outRefundNo: () => '', derived: () => '' },
    store: {
      claimJob: async () => {
        if (held) return false;
        held = true;
        return true;
      },
      releaseJob: async () => {
        held = false;
      },
    },
    keys: {
      due: async () => due,
      refresh: async () => {
        refreshes += 1;
        await Promise.resolve();
        if (end instanceof Error) throw end;
        return end;
      },
    },
  };
  return { deps, words, refreshes: () => refreshes, isHeld: () => held };
}

describe('refreshing the platform keys', () => {
  it('asks nobody while they are not due', async () => {
    const { deps, refreshes, words } = scene({ due: false });
    await refreshKeys(deps);
    expect([refreshes(), words]).toEqual([0, []]);
  });

  it('is done by one function at a time, and the lease is given back', async () => {
    const { deps, refreshes, isHeld } = scene();
    await Promise.all([refreshKeys(deps), refreshKeys(deps), refreshKeys(deps)]);
    expect([refreshes(), isHeld()]).toEqual([1, false]);
  });

  it('leaves it to whoever has the lease', async () => {
    const { deps, refreshes, isHeld } = scene({ taken: true });
    await refreshKeys(deps);
    expect([refreshes(), isHeld()]).toEqual([0, true]);
  });

  const ends: readonly (readonly [string, KeyRefresh | Error, string])[] = [
    ['keys', HELD, 'platform-keys.refreshed'],
    ['none', { kind: 'none' }, 'platform-keys.none'],
    [
      'a failure',
      { kind: 'failed', cause: 'timeout', detail: 'no answer' },
      'platform-keys.failed no answer',
    ],
    ['a store that is away', new StoreUnavailable('away'), 'platform-keys.failed StoreUnavailable: away'],
  ];
  it.each(ends)('tells the log of %s, throws nothing and keeps no lease', async (_name, end, word) => {
    const { deps, words, isHeld } = scene({ end });
    await refreshKeys(deps);
    expect([words, isHeld()]).toEqual([[word], false]);
  });
});

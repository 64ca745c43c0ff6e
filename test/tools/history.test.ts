import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { auditStore } from '../../tools/world/audit-books';
import { historyBeginsAtOffsetMs, makeHistory } from '../../tools/world/history/make-history';
import { historyPlan } from '../../tools/world/history/plan';
import { startWorld } from '../../tools/world/world';

const DAYS = 4;

it('lives through days that end now, with clean books and every bill matched', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'xiaopu-history-'));
  const beginsAtOffsetMs = historyBeginsAtOffsetMs(DAYS);
  const options = { payPort: 0, cloudPort: 0, dir, timers: false, instances: 2, beginsAtOffsetMs };
  const world = await startWorld(options);
  try {
    const counts = await makeHistory(world, { days: DAYS, seed: 2, say: () => undefined });
    expect(world.wechatPay.clock.offsetMs()).toBe(0);
    expect(Math.min(counts.paid, counts.shipped, counts.collections)).toBeGreaterThan(0);
    expect((await auditStore(world.store)).problems).toEqual([]);
    const days = await world.store.listBillDays({ from: '2000-01-01', to: '2100-01-01' });
    const done = days.filter(({ state }) => state !== 'waiting');
    expect(done.map(({ state }) => state)).toEqual(Array.from({ length: DAYS }, () => 'matched'));
  } finally {
    await world.close();
    await rm(dir, { recursive: true, force: true });
  }
});

it('draws the same days from the same seed, each in its order', () => {
  const dayStartMs = Date.UTC(2026, 10, 20, 16);
  const [one, two] = [historyPlan(7), historyPlan(7)].map((plan) => plan.day(dayStartMs, 0.5));
  expect(one).toEqual(two);
  const times = (one ?? []).map(({ atMs }) => atMs - dayStartMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(Math.max(...times)).toBeLessThan(86_400_000);
});

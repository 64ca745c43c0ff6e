import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { lastDays } from '../../cloudfunctions/core/sales/day-sales';
import { auditStore } from '../../tools/world/audit-books';
import { catchUp, historyBeginsAtOffsetMs, makeHistory } from '../../tools/world/history/make-history';
import { historyPlan } from '../../tools/world/history/plan';
import { startWorld } from '../../tools/world/world';

const DAYS = 4;
/** A day's bill can be had from ten in the morning of the next one. */
const BILL_AFTER_MS = 10 * 3_600_000;
/** Some hundred calls of functions, one after the other, on a machine that may be busy with other tests. */
const TEST_LIMIT_MS = 180_000;

async function postAs(url: string, openid: string, fileList: readonly string[]) {
  const headers = { 'x-dev-openid': openid };
  const body = JSON.stringify({ fileList });
  const answer = await fetch(`${url}/__files/temp-urls`, { method: 'POST', headers, body });
  return ((await answer.json()) as { readonly fileList: readonly { readonly errMsg: string }[] }).fileList;
}

it(
  'lives through days that end now, with clean books and every bill matched',
  async () => {
    const startedMs = Date.now();
    const dir = await mkdtemp(path.join(tmpdir(), 'xiaopu-history-'));
    const beginsAtOffsetMs = historyBeginsAtOffsetMs(DAYS);
    const options = { payPort: 0, cloudPort: 0, dir, timers: false, instances: 2, beginsAtOffsetMs };
    const world = await startWorld({ ...options, survives: 'process' });
    try {
      const told: number[] = [];
      const counts = await makeHistory(world, { days: DAYS, seed: 2, onDay: ({ day }) => told.push(day) });
      expect(told).toEqual([1, 2, 3, 4]);
      await catchUp(world);
      expect(world.wechatPay.clock.offsetMs()).toBe(0);
      expect(Math.min(counts.paid, counts.shipped, counts.collections)).toBeGreaterThan(0);
      expect((await auditStore(world.store)).problems).toEqual([]);
      const days = await world.store.listBillDays({ from: '2000-01-01', to: '2100-01-01' });
      const done = days.filter(({ state }) => state !== 'waiting');
      expect(new Set(done.map(({ state }) => state))).toEqual(new Set(['matched']));
      // Whatever the hour: by then the last of these was over for ten hours, or there was one more.
      const over = lastDays(startedMs - BILL_AFTER_MS, DAYS).slice(0, -1);
      expect(done.map(({ date }) => date)).toEqual(expect.arrayContaining([...over]));
      // What was kept of the bills is nothing for a phone.
      const fileList = done.flatMap(({ trade }) => (trade?.kind === 'kept' ? trade.fileIds : []));
      expect(fileList.length).toBeGreaterThan(0);
      const asked = await postAs(world.cloud.url, 'o-guest-1', fileList);
      expect(new Set(asked.map(({ errMsg }) => errMsg))).toEqual(new Set(['STORAGE_EXCEED_AUTHORITY']));
    } finally {
      await world.close();
      await rm(dir, { recursive: true, force: true });
    }
  },
  TEST_LIMIT_MS,
);

it('draws the same days from the same seed, each in its order', () => {
  const dayStartMs = Date.UTC(2026, 10, 20, 16);
  const [one, two] = [historyPlan(7), historyPlan(7)].map((plan) => plan.day(dayStartMs, 0.5));
  expect(one).toEqual(two);
  const times = (one ?? []).map(({ atMs }) => atMs - dayStartMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(Math.max(...times)).toBeLessThan(86_400_000);
});

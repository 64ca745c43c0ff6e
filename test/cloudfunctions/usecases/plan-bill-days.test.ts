import { describe, expect, it } from '@jest/globals';
import { startOfDay } from '../../../cloudfunctions/core/reconciliation/beijing-day';
import type { BillDay } from '../../../cloudfunctions/core/reconciliation/bill-day';
import type { BillStore } from '../../../cloudfunctions/ports/bill-store';
import { planBillDays } from '../../../cloudfunctions/usecases/plan-bill-days';

const NOON_MS = 12 * 3_600_000;
const noonOf = (date: string) => startOfDay(date) + NOON_MS;

/** What planning reads and writes, with payments on these days. */
function booksWith(paidOn: readonly string[]) {
  const days = new Map<string, BillDay>();
  const store = {
    findBillDay: async (date) => days.get(date) ?? null,
    newestBillDay: async () => [...days.keys()].sort().at(-1) ?? null,
    changeBillDay: async (date, decide) => {
      const change = decide(days.get(date) ?? null);
      if (change.write !== undefined) days.set(date, change.write);
      return change.result;
    },
    walkPayments: async ({ fromMs, toMs, limit }) =>
      paidOn
        .map((date, index) => ({ atMs: noonOf(date), cursor: String(index) }))
        .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
        .slice(0, limit) as unknown as Awaited<ReturnType<BillStore['walkPayments']>>,
  } satisfies Partial<BillStore>;
  // Planning asks for nothing else.
  const deps = { store: store as unknown as Parameters<typeof planBillDays>[0]['store'] };
  return {
    days: () => [...days.keys()].sort(),
    planAt: (date: string) => planBillDays({ ...deps, clock: { nowMs: () => noonOf(date) } }),
  };
}

describe('planning the days whose bills are asked for', () => {
  it('begins with yesterday in a shop that took nothing yet, and goes on day by day', async () => {
    const books = booksWith([]);
    await books.planAt('2026-03-02');
    await books.planAt('2026-03-02');
    expect(books.days()).toEqual(['2026-03-01']);
    await books.planAt('2026-03-04');
    expect(books.days()).toEqual(['2026-03-01', '2026-03-02', '2026-03-03']);
  });

  it('begins with the day of the first payment after days without a tick', async () => {
    const books = booksWith(['2026-03-01', '2026-03-04']);
    await books.planAt('2026-03-05');
    expect(books.days()).toEqual(['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04']);
  });

  it('goes back to a payment of before the first planned day that is learnt of afterwards', async () => {
    const paidOn: string[] = [];
    const books = booksWith(paidOn);
    await books.planAt('2026-03-05');
    expect(books.days()).toEqual(['2026-03-04']);
    paidOn.push('2026-03-02');
    await books.planAt('2026-03-06');
    expect(books.days()).toEqual(['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05']);
  });

  it('leaves out no day between the last planned one and the first payment after it', async () => {
    const paidOn: string[] = [];
    const books = booksWith(paidOn);
    await books.planAt('2026-03-02');
    paidOn.push('2026-03-05');
    await books.planAt('2026-03-07');
    expect(books.days()).toEqual(['01', '02', '03', '04', '05', '06'].map((day) => `2026-03-${day}`));
  });

  it('notes the days with money that are older than bills are kept, and no others of that time', async () => {
    const paidOn = ['2025-12-31', '2026-02-01', '2026-02-28', '2026-08-30'];
    const books = booksWith(paidOn);
    await books.planAt('2026-01-02');
    expect(books.days()).toEqual(['2025-12-31', '2026-01-01']);
    await books.planAt('2026-09-01');
    const old = books.days().filter((date) => date < '2026-06-01');
    expect(old).toEqual(['2025-12-31', '2026-01-01', '2026-02-01', '2026-02-28']);
    expect(books.days().filter((date) => date >= '2026-06-01')).toHaveLength(89);
  });

  it('begins a shop that was never looked at with all of its money', async () => {
    const books = booksWith(['2025-03-01', '2026-08-30']);
    await books.planAt('2026-09-01');
    expect(books.days().slice(0, 2)).toEqual(['2025-03-01', '2026-06-04']);
  });
});

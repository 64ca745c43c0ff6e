import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  beijingDay,
  billAskableAtMs,
  daysAfter,
  oldestBillDay,
  startOfDay,
} from '../../../../cloudfunctions/core/reconciliation/beijing-day';
import { billDayMachine, retryAtMs } from '../../../../cloudfunctions/core/reconciliation/bill-day';
import { neighbourOf } from '../../../../cloudfunctions/core/reconciliation/midnight';
import { BILL_DAY_STATES } from '../../../../miniprogram/contract/bills';

describe('a day in Beijing', () => {
  it('begins at 16:00 of the day before in UTC, and every moment is in one day', () => {
    expect(startOfDay('2026-11-21')).toBe(Date.UTC(2026, 10, 20, 16));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(2200, 0, 1) }), (atMs) => {
        const date = beijingDay(atMs);
        expect(startOfDay(date)).toBeLessThanOrEqual(atMs);
        expect(startOfDay(daysAfter(date, 1))).toBeGreaterThan(atMs);
      }),
    );
  });

  it.each(['2026-02-30', '2026-13-01', '2026-1-1', '', 'today', '2026-11-21T00:00'])('is not %s', (text) => {
    expect(startOfDay(text)).toBeNaN();
  });

  it('has a bill from 10:00 of the next day on, for 89 days', () => {
    expect(new Date(billAskableAtMs('2026-11-21')).toISOString()).toBe('2026-11-22T02:00:00.000Z');
    expect(oldestBillDay(Date.UTC(2026, 10, 21, 3))).toBe('2026-08-24');
  });
});

describe('the state of a day', () => {
  const table = {
    waiting: { ask: 'fetching', expire: 'unavailable' },
    fetching: {
      wait: 'waiting',
      agree: 'matched',
      differ: 'differences',
      close: 'closed',
      expire: 'unavailable',
    },
    matched: { reopen: 'differences', askAgain: 'fetching' },
    differences: { close: 'closed', askAgain: 'fetching' },
    closed: { reopen: 'differences', askAgain: 'fetching' },
    unavailable: { askAgain: 'fetching' },
  } as const;
  it.each(
    BILL_DAY_STATES.flatMap((state) => billDayMachine.commands.map((command) => [state, command] as const)),
  )('%s, on %s', (state, command) => {
    const row: Partial<Record<string, string>> = table[state];
    expect(billDayMachine.next(state, command)).toBe(row[command] ?? null);
  });

  it('is tried again after 1, 5, 15 and then every 30 minutes', () => {
    expect([1, 2, 3, 4, 5, 50].map((tries) => retryAtMs(tries, 0) / 60_000)).toEqual([1, 5, 15, 30, 30, 30]);
  });
});

describe('what happens near midnight', () => {
  const at = (time: string) => Date.parse(`2026-11-21T${time}+08:00`);
  it.each([
    ['00:00:00', '2026-11-20'],
    ['00:59:59', '2026-11-20'],
    ['01:00:00', null],
    ['22:59:59', null],
    ['23:00:00', '2026-11-22'],
    ['23:59:59', '2026-11-22'],
  ])('at %s may stand in the bill of %s', (time, expected) => {
    expect(neighbourOf('2026-11-21', at(time))).toBe(expected);
  });
});

import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  addedUp,
  chinaDay,
  figuresBetween,
  figuresOf,
  lastDays,
} from '../../../../cloudfunctions/core/sales/day-sales';
import type { DayFigures } from '../../../../cloudfunctions/core/sales/day-sales';
import { fen } from '../../../../miniprogram/contract/money';
import { sampleOrder, sampleRefund } from '../samples';

const NOON = Date.UTC(2026, 10, 21, 4);
const figures = fc.record({
  day: fc.constantFrom('2026-11-20', '2026-11-21', '2026-11-22'),
  paidOrders: fc.integer({ min: -9, max: 9 }),
  paidMinor: fc.integer({ min: -1e9, max: 1e9 }),
  refundedMinor: fc.integer({ min: -1e9, max: 1e9 }),
});
const someFigures = fc.array(figures, { maxLength: 20 });

describe('a day in China', () => {
  it.each([
    [Date.UTC(2026, 10, 20, 15, 59, 59, 999), '2026-11-20'],
    [Date.UTC(2026, 10, 20, 16), '2026-11-21'],
    [Date.UTC(2026, 11, 31, 16), '2027-01-01'],
    [Date.UTC(2028, 1, 28, 16), '2028-02-29'],
  ])('of %p is %s', (atMs, day) => {
    expect(chinaDay(atMs)).toBe(day);
  });

  it('is followed by the next one', () => {
    expect(lastDays(Date.UTC(2026, 2, 1, 1), 3)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  });
});

describe('the figures of an order', () => {
  const paid = sampleOrder({ state: 'paid', paidAtMs: NOON });
  const refund = sampleRefund({ amount: fen(300), givenBackAtMs: NOON + 86_400_000 });

  it('are nothing before it is paid', () => {
    expect(figuresOf({ order: sampleOrder(), refunds: [] })).toEqual([]);
  });

  it('stand on the day of the payment, and on that of each refund', () => {
    const second = sampleRefund({ outRefundNo: 'r2', amount: fen(50), givenBackAtMs: NOON });
    expect(figuresOf({ order: paid, refunds: [refund, second] })).toEqual([
      { day: '2026-11-21', paidOrders: 1, paidMinor: 10_000, refundedMinor: 50 },
      { day: '2026-11-22', paidOrders: 0, paidMinor: 0, refundedMinor: 300 },
    ]);
  });

  it('leave out a refund that is under way, and what the shop gives back by itself', () => {
    const automatic = sampleRefund({ reason: 'secondSuccess', givenBackAtMs: NOON });
    const underWay = sampleRefund({ state: 'processing' });
    expect(figuresOf({ order: paid, refunds: [automatic, underWay] })).toMatchObject([{ refundedMinor: 0 }]);
  });

  it('are nothing of a collection that was reversed', () => {
    const reversed = { ...paid, kind: 'counter', state: 'closed' } as const;
    expect(figuresOf({ order: reversed, refunds: [] })).toEqual([]);
  });
});

describe('figures', () => {
  it('added up keep their sums, each day once', () => {
    fc.assert(
      fc.property(someFigures, (list) => {
        const added = addedUp(list);
        expect(new Set(added.map(({ day }) => day)).size).toBe(added.length);
        const sum = (of: readonly DayFigures[]) => of.reduce((total, { paidMinor }) => total + paidMinor, 0);
        expect(sum(added)).toBe(sum(list));
      }),
    );
  });

  it('between two states lead from the one to the other', () => {
    fc.assert(
      fc.property(someFigures, someFigures, (before, after) => {
        const there = figuresBetween([], addedUp([...before, ...figuresBetween(before, after)]));
        expect(there).toEqual(figuresBetween([], after));
      }),
    );
  });
});

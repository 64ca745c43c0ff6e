import type { Order } from '../order/order';
import { isAutomatic } from '../refund/refund';
import type { Refund } from '../refund/refund';

/** What was sold and given back on one day in China. Sums in minor units of CNY. */
export interface DayFigures {
  /** e.g. `2026-11-21`. */
  readonly day: string;
  readonly paidOrders: number;
  readonly paidMinor: number;
  readonly refundedMinor: number;
}

const CHINA_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** The day in China a moment belongs to. The whole country has one time, and no summer time. */
export function chinaDay(atMs: number): string {
  return new Date(atMs + CHINA_OFFSET_MS).toISOString().slice(0, 10);
}

/** The last `count` days in China up to the one of this moment, the oldest first. */
export function lastDays(nowMs: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => chinaDay(nowMs - (count - 1 - n) * DAY_MS));
}

/**
 * What one order adds to the figures: on the day it was paid, and on each day money of it went back. A collection that
 * was reversed never was a sale; what the shop gives back by itself was never one either.
 */
export function figuresOf(file: {
  readonly order: Order;
  readonly refunds: readonly Refund[];
}): readonly DayFigures[] {
  const { order, refunds } = file;
  const { paidAtMs, state, total } = order;
  const nothing = { paidOrders: 0, paidMinor: 0, refundedMinor: 0 };
  const sale =
    paidAtMs === null || state === 'closed'
      ? []
      : [{ ...nothing, day: chinaDay(paidAtMs), paidOrders: 1, paidMinor: total.minor }];
  const given = refunds.flatMap(({ reason, givenBackAtMs, amount }) =>
    givenBackAtMs === null || isAutomatic(reason)
      ? []
      : [{ ...nothing, day: chinaDay(givenBackAtMs), refundedMinor: amount.minor }],
  );
  return addedUp([...sale, ...given]);
}

function sum(a: DayFigures, b: DayFigures): DayFigures {
  return {
    day: a.day,
    paidOrders: a.paidOrders + b.paidOrders,
    paidMinor: a.paidMinor + b.paidMinor,
    refundedMinor: a.refundedMinor + b.refundedMinor,
  };
}

/** The figures of each day once, in the order of the days. */
export function addedUp(figures: Iterable<DayFigures>): readonly DayFigures[] {
  const days = new Map<string, DayFigures>();
  for (const one of figures) {
    const sofar = days.get(one.day);
    days.set(one.day, sofar === undefined ? one : sum(sofar, one));
  }
  return [...days.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

/** What a change of an order adds to each day, which may be less than nothing; only days that change. */
export function figuresBetween(
  before: readonly DayFigures[],
  after: readonly DayFigures[],
): readonly DayFigures[] {
  const taken = before.map(({ day, paidOrders, paidMinor, refundedMinor }) => ({
    day,
    paidOrders: -paidOrders,
    paidMinor: -paidMinor,
    refundedMinor: -refundedMinor,
  }));
  return addedUp([...taken, ...after]).filter((one) => !isNothing(one));
}

/** Whether nothing happened on the day. */
export function isNothing({ paidOrders, paidMinor, refundedMinor }: DayFigures): boolean {
  return paidOrders === 0 && paidMinor === 0 && refundedMinor === 0;
}

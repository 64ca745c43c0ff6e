import { STOCK_LIMITS } from '../../miniprogram/contract/desk-stock';
import { SALES_DAYS } from '../../miniprogram/contract/desk-today';
import type { SalesSum, TodayMethods } from '../../miniprogram/contract/desk-today';
import { fen } from '../../miniprogram/contract/money';
import { lastDays } from '../core/sales/day-sales';
import type { DayFigures } from '../core/sales/day-sales';
import type { Clock } from '../ports/clock';
import type { Store } from '../ports/store';

/** Days of the sum in the middle. */
const WEEK = 7;

function summed(figures: readonly DayFigures[]): SalesSum {
  const total = (pick: (one: DayFigures) => number) => figures.reduce((sum, one) => sum + pick(one), 0);
  return {
    paidOrders: total(({ paidOrders }) => paidOrders),
    paid: fen(total(({ paidMinor }) => paidMinor)),
    refunded: fen(total(({ refundedMinor }) => refundedMinor)),
  };
}

/** What waits for somebody, and the sales of the last days in China. */
export async function viewToday(deps: {
  readonly store: Store;
  readonly clock: Clock;
}): Promise<TodayMethods['today.get']['value']> {
  const { store, clock } = deps;
  const days = lastDays(clock.nowMs(), SALES_DAYS);
  const [from = '', to = ''] = [days[0], days.at(-1)];
  const [todo, figures] = await Promise.all([
    store.countTodo({ lowAt: STOCK_LIMITS.lowAt }),
    store.readDays({ from, to }),
  ]);
  const byDay = new Map(figures.map((one) => [one.day, one]));
  const series = days.map((day) => byDay.get(day) ?? { day, paidOrders: 0, paidMinor: 0, refundedMinor: 0 });
  return {
    todo,
    today: summed(series.slice(-1)),
    days7: summed(series.slice(-WEEK)),
    days30: summed(series),
    series: series.map((one) => ({ day: one.day, ...summed([one]) })),
  };
}

import type { Money } from './money';

/** What can be waiting for somebody, in the order it is shown. */
export const TODO_WORDS = {
  toShip: '待发货',
  refusedUploads: '上传被拒',
  refundRequests: '退款申请',
  secondApprovals: '待复核',
  abnormalRefunds: '异常退款',
  lowStock: '库存紧张',
} as const;
export type TodoKind = keyof typeof TODO_WORDS;

/** Days of the series. */
export const SALES_DAYS = 30;

/** One day in China, from midnight to midnight. */
export interface DaySales {
  /** e.g. `2026-11-21`. */
  readonly day: string;
  readonly paidOrders: number;
  readonly paid: Money;
  /** What went back on this day, whenever it had been paid. */
  readonly refunded: Money;
}

/** Sums of several days. */
export type SalesSum = Omit<DaySales, 'day'>;

/** The methods of the desk's first page. */
export interface TodayMethods {
  'today.get': {
    params: Record<never, never>;
    value: {
      /** Everything that can wait, also where nothing does. */
      readonly todo: Readonly<Record<TodoKind, number>>;
      readonly today: SalesSum;
      readonly days7: SalesSum;
      readonly days30: SalesSum;
      /** The last 30 days, the oldest first; days without a sale too. */
      readonly series: readonly DaySales[];
    };
  };
}

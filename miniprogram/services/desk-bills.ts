import type { BillMethods } from '../contract/bills';
import { callDesk, type DeskEnd } from './desk';

/** The days of a month before today, `yyyy-MM`, oldest first. */
export function loadBillMonth(month: string): Promise<DeskEnd<'bills.month'>> {
  return callDesk('bills.month', { month });
}

/** One day with its sums and differences. */
export function loadBillDay(date: string): Promise<DeskEnd<'bills.day'>> {
  return callDesk('bills.day', { date });
}

/** Does something about a difference. Safe to repeat. */
export function resolveDifference(
  params: BillMethods['bills.resolve']['params'],
): Promise<DeskEnd<'bills.resolve'>> {
  return callDesk('bills.resolve', params);
}

/** Asks WeChat Pay for a day's bills again. */
export function refetchBills(date: string): Promise<DeskEnd<'bills.refetch'>> {
  return callDesk('bills.refetch', { date });
}

const BEIJING_MS = 8 * 60 * 60 * 1000;

function beijing(at: string): string {
  return new Date(Date.parse(at) + BEIJING_MS).toISOString();
}

/** A time of the server as the shop's clock showed it: `2026-11-21 16:08`. */
export function timeText(at: string): string {
  return beijing(at).slice(0, 16).replace('T', ' ');
}

/** Its day: `2026-11-21`. */
export function dayText(at: string): string {
  return beijing(at).slice(0, 10);
}

/** The month the shop's clock shows: `2026-11`. */
export function thisMonth(nowMs: number): string {
  return new Date(nowMs + BEIJING_MS).toISOString().slice(0, 7);
}

/** Moments of an order, as the server tells them. */
interface OrderTimes {
  readonly placedAt: string;
  readonly paidAt?: string;
  readonly shippedAt?: string;
  readonly completedAt?: string;
  readonly closedAt?: string;
}

/** What there is to read about an order, line by line. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** When what happened to an order; what has not happened is left out. */
export function orderTimes(order: OrderTimes): readonly Fact[] {
  const times: readonly (readonly [name: string, at: string | undefined])[] = [
    ['下单时间', order.placedAt],
    ['付款时间', order.paidAt],
    ['发货时间', order.shippedAt],
    ['完成时间', order.completedAt],
    ['关闭时间', order.closedAt],
  ];
  return times.flatMap(([name, at]) => (at === undefined ? [] : [{ name, value: timeText(at) }]));
}

import type { OrderView } from '../contract/order';

/**
 * How long an order still waits, in milliseconds, never more than it waits altogether: a phone whose clock is wrong
 * shows a full countdown and not hours. The server alone decides when it ends.
 */
export function timeLeftMs(
  { placedAt, payBefore }: Pick<OrderView, 'placedAt' | 'payBefore'>,
  nowMs: number,
): number {
  const until = Date.parse(payBefore);
  return Math.max(0, Math.min(until - nowMs, until - Date.parse(placedAt)));
}

/** What an unpaid order has left, `29:07`; empty when the time is over. */
export function leftText(order: Pick<OrderView, 'placedAt' | 'payBefore'>, nowMs: number): string {
  const leftMs = timeLeftMs(order, nowMs);
  return leftMs === 0 ? '' : countdownText(leftMs);
}

/** A countdown: `29:07`, and with hours `1:02:03`. */
export function countdownText(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = `${two(minutes)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

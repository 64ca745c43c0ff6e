import type { DeadlineLevel } from '../../../miniprogram/contract/shipping';

const HOUR_MS = 60 * 60_000;

/** WeChat wants to hear of the shipment within 48 hours of the payment. */
export const SHIP_WITHIN_MS = 48 * HOUR_MS;
/** From then on the merchant is warned. */
export const SOON_AFTER_MS = 36 * HOUR_MS;
/** From then on the merchant is urged. */
const URGENT_AFTER_MS = 44 * HOUR_MS;

/** Until when an order has to be sent, and how near that is. */
export interface Deadline {
  readonly atMs: number;
  readonly level: DeadlineLevel;
  /** Less than zero once it is over. */
  readonly leftMs: number;
}

function levelOf(sinceMs: number): DeadlineLevel {
  if (sinceMs >= SHIP_WITHIN_MS) return 'late';
  if (sinceMs >= URGENT_AFTER_MS) return 'urgent';
  return sinceMs >= SOON_AFTER_MS ? 'soon' : 'calm';
}

/** The deadline of an order that was paid then. */
export function deadlineOf(paidAtMs: number, nowMs: number): Deadline {
  const atMs = paidAtMs + SHIP_WITHIN_MS;
  return { atMs, level: levelOf(nowMs - paidAtMs), leftMs: atMs - nowMs };
}

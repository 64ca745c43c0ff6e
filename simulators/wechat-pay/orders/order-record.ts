import type { JsapiOrderWire, TradeStateWire } from '../wire';

/** An order as the simulator keeps it. `request` is the body it was placed with. */
export interface OrderRecord {
  readonly product: 'jsapi';
  readonly outTradeNo: string;
  readonly request: JsapiOrderWire;
  /** Canonical form of the request; equal for a repeat with identical parameters. */
  readonly fingerprint: string;
  readonly createdMs: number;
  /** The last moment the shopper may pay, from time_expire or its default. */
  readonly payUntilMs: number;
  readonly prepays: readonly { readonly id: string; readonly createdMs: number }[];
  readonly payment?: PaymentRecord;
  readonly closedMs?: number;
}

export interface PaymentRecord {
  readonly transactionId: string;
  readonly paidAtMs: number;
  readonly openid: string;
  readonly bankType: string;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A prepay_id opens the payment sheet for two hours, whatever time_expire says. */
export const PREPAY_LIFE_MS = 120 * MINUTE_MS;

/** An order nobody pays is closed by WeChat Pay after seven days. */
const UNPAID_LIFE_MS = 7 * DAY_MS;

/** The trade state at a moment. A closed-by-age order is closed without anyone writing it down. */
export function tradeStateAt(order: OrderRecord, nowMs: number): TradeStateWire {
  if (order.payment !== undefined) return 'SUCCESS';
  if (order.closedMs !== undefined) return 'CLOSED';
  // A longer time_expire is a promise to the shopper, so it outlives the seven days.
  const closesMs = Math.max(order.createdMs + UNPAID_LIFE_MS, order.payUntilMs);
  return nowMs >= closesMs ? 'CLOSED' : 'NOTPAY';
}

/**
 * The latest moment to pay: seven days by default, never less than a minute after ordering, never more
 * than fifteen days.
 */
export function payUntil(createdMs: number, timeExpireMs: number | undefined): number {
  const wanted = timeExpireMs ?? createdMs + UNPAID_LIFE_MS;
  return Math.min(Math.max(wanted, createdMs + MINUTE_MS), createdMs + 15 * DAY_MS);
}

/** JSON with its keys in order: the order of keys is no difference between two requests. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

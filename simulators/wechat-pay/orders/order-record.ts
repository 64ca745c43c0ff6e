import type { OrderWire, TradeStateWire } from '../wire';

/** How the shopper pays: the last word of the path that places the order. */
export type OrderProduct = 'jsapi' | 'native' | 'h5' | 'app' | 'codepay';

/**
 * An order as the simulator keeps it. `request` is the body it was placed with; whether a merchant or a
 * service provider placed it stands there and nowhere else.
 */
export interface OrderRecord {
  readonly product: OrderProduct;
  readonly outTradeNo: string;
  readonly request: OrderWire;
  /** Canonical form of the request; equal for a repeat with identical parameters. */
  readonly fingerprint: string;
  readonly createdMs: number;
  /** The last moment the shopper may pay, from time_expire or its default. */
  readonly payUntilMs: number;
  /** The ways into the payment sheet handed out so far, newest last. None with a payment code. */
  readonly prepays: readonly PrepayRecord[];
  readonly payment?: PaymentRecord;
  readonly closedMs?: number;
  /** Payment codes only: an attempt that has not become a payment. */
  readonly attempt?: CodeAttemptRecord;
  /** Payment codes only: when the order was reversed, paid or not. */
  readonly revokedMs?: number;
  /** out_refund_no of every refund the order's state shows, oldest first: a closed one may have left it. */
  readonly refunds?: readonly string[];
}

export interface PrepayRecord {
  readonly id: string;
  readonly createdMs: number;
  /** Native only: what the QR code says. */
  readonly codeUrl?: string;
}

export interface PaymentRecord {
  readonly transactionId: string;
  readonly paidAtMs: number;
  /** Under the appid of the merchant, or of the service provider. */
  readonly openid: string;
  /** Under the appid of the sub merchant, where the order names one. */
  readonly subOpenid?: string;
  readonly bankType: string;
}

export interface CodeAttemptRecord {
  readonly state: 'USERPAYING' | 'PAYERROR';
  readonly authCode: string;
  readonly atMs: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** An order nobody pays is closed by WeChat Pay after seven days. */
const UNPAID_LIFE_MS = 7 * DAY_MS;

/** The trade state at a moment. A closed-by-age order is closed without anyone writing it down. */
export function tradeStateAt(order: OrderRecord, nowMs: number): TradeStateWire {
  if (order.revokedMs !== undefined) return 'REVOKED';
  // A partial refund shows as REFUND too; how much was refunded is for the refund API to say.
  if (order.payment !== undefined) return (order.refunds ?? []).length > 0 ? 'REFUND' : 'SUCCESS';
  if (order.closedMs !== undefined) return 'CLOSED';
  // A longer time_expire is a promise to the shopper, so it outlives the seven days.
  const closesMs = Math.max(order.createdMs + UNPAID_LIFE_MS, order.payUntilMs);
  return nowMs >= closesMs ? 'CLOSED' : (order.attempt?.state ?? 'NOTPAY');
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

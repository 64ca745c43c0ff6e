import { ENDPOINT_NAMES } from '../endpoints/endpoint-names';

/** What can be limited: each endpoint, and two kinds of refund applications on top. */
export const RATE_NAMES = [
  ...ENDPOINT_NAMES,
  /** Applications that were refused. */
  'refunds.apply.failing',
  /** Applications for orders older than a month. */
  'refunds.apply.oldOrders',
] as const;

export type RateName = (typeof RATE_NAMES)[number];

/** Requests in a window, by name. What is not named has no limit. */
export type RateLimits = Readonly<Partial<Record<RateName, number>>>;

/** The limits WeChat Pay publishes. That of old orders is what a list of its endpoints says: 5000 a minute. */
export const PUBLISHED_RATE_LIMITS: RateLimits = {
  certificates: 1000,
  'orders.jsapi': 500,
  'orders.codepay': 33,
  'orders.reverse': 150,
  'refunds.apply': 150,
  'refunds.apply.failing': 6,
  'refunds.apply.oldOrders': 5000,
  'refunds.query': 300,
  'refunds.abnormal': 150,
  'bills.fundflow': 3,
};

export type RateWindow = 'second' | 'minute';

const WINDOW_MS: Readonly<Record<RateWindow, number>> = { second: 1000, minute: 60_000 };

/** The time in which so many are let through. */
export function rateWindow(name: RateName): RateWindow {
  return name === 'refunds.apply.oldOrders' ? 'minute' : 'second';
}

/** Counts what happened in the last window of each name. */
export interface RateMeter {
  /** Counts this request, or says that it is one too many. */
  admits(name: RateName, limits: RateLimits, nowMs: number): boolean;
  /** Whether one more would be too many. Counts nothing. */
  hasRoom(name: RateName, limits: RateLimits, nowMs: number): boolean;
  clear(): void;
}

export function createRateMeter(): RateMeter {
  const seen = new Map<RateName, readonly number[]>();
  const recent = (name: RateName, nowMs: number): readonly number[] => {
    const sinceMs = nowMs - WINDOW_MS[rateWindow(name)];
    const times = (seen.get(name) ?? []).filter((atMs) => atMs > sinceMs);
    seen.set(name, times);
    return times;
  };
  const hasRoom: RateMeter['hasRoom'] = (name, limits, nowMs) => {
    const limit = limits[name];
    return limit === undefined || recent(name, nowMs).length < limit;
  };
  return {
    hasRoom,
    admits(name, limits, nowMs) {
      if (!hasRoom(name, limits, nowMs)) return false;
      if (limits[name] !== undefined) seen.set(name, [...recent(name, nowMs), nowMs]);
      return true;
    },
    clear: () => seen.clear(),
  };
}

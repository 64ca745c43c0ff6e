import type { EndpointName } from '../endpoints/endpoint-names';

/** Requests a second, by endpoint. An endpoint that is not named has no limit. */
export type RateLimits = Readonly<Partial<Record<EndpointName, number>>>;

/** The limits WeChat Pay publishes. */
export const PUBLISHED_RATE_LIMITS: RateLimits = {
  certificates: 1000,
  'orders.jsapi': 500,
  'orders.codepay': 33,
  'orders.reverse': 150,
  'refunds.apply': 150,
  'refunds.query': 300,
  'refunds.abnormal': 150,
  'bills.fundflow': 3,
};

/** Counts requests of the last second. */
export interface RateMeter {
  /** Counts this request, or says that it is one too many. */
  admits(name: EndpointName, limits: RateLimits, nowMs: number): boolean;
  clear(): void;
}

const WINDOW_MS = 1000;

export function createRateMeter(): RateMeter {
  const seen = new Map<EndpointName, readonly number[]>();
  return {
    admits(name, limits, nowMs) {
      const limit = limits[name];
      if (limit === undefined) return true;
      const recent = (seen.get(name) ?? []).filter((atMs) => atMs > nowMs - WINDOW_MS);
      const admitted = recent.length < limit;
      seen.set(name, admitted ? [...recent, nowMs] : recent);
      return admitted;
    },
    clear: () => seen.clear(),
  };
}

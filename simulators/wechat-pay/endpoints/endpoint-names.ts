/** The names endpoints go by in faults, limits and logs. A service provider's has the name of the direct one. */
export const ENDPOINT_NAMES = [
  'orders.jsapi',
  'orders.native',
  'orders.h5',
  'orders.app',
  'orders.codepay',
  'orders.query',
  'orders.close',
  'orders.reverse',
  'orders.combine',
  'refunds.apply',
  'refunds.query',
  'refunds.abnormal',
  'bills.trade',
  'bills.fundflow',
  'bills.download',
  'certificates',
  'security.echo',
] as const;

export type EndpointName = (typeof ENDPOINT_NAMES)[number];

import type { RateLimits } from './protocol/rate-limits';

/** Where the merchant stands with WeChat Pay; everything but `ready` is a 401 of its own. */
export const MERCHANT_STATES = [
  'ready',
  'certificateExpired',
  'certificateRevoked',
  'certificateReplaced',
  'noCertificate',
  'noApiV3Key',
] as const;

export type MerchantState = (typeof MERCHANT_STATES)[number];

/** Switches that may be turned while the simulator runs. */
export interface Settings {
  /** `ladder`: WeChat Pay's waits between repeats; `atOnce`: repeats follow each other without waiting. */
  notifications: 'ladder' | 'atOnce';
  /** Whether refusals carry `Wechatpay-*` headers as well. */
  signErrors: boolean;
  rateLimits: RateLimits;
  merchantState: MerchantState;
  /** How long a refund is under way; `seeded`: seconds to a balance, working days to a bank card. */
  refundDelayMs: number | 'seeded';
  /** When a day's bills are ready the next day, after midnight in Beijing; `seeded`: between nine and ten. */
  billReadyMs: number | 'seeded';
}

/** As they are at every start. */
export function startSettings(notifications: Settings['notifications']): Settings {
  return {
    notifications,
    signErrors: false,
    rateLimits: {},
    merchantState: 'ready',
    refundDelayMs: 'seeded',
    billReadyMs: 'seeded',
  };
}

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

/**
 * The keys WeChat Pay has for the merchant: a new merchant has a public key only; an old one has certificates, then
 * both kinds while it switches over.
 */
export const SIGNING_KEYS = ['both', 'publicKey', 'platformCertificate'] as const;

export type SigningKeys = (typeof SIGNING_KEYS)[number];

/** Switches that may be turned while the simulator runs. */
export interface Settings {
  /** `ladder`: WeChat Pay's waits between repeats; `atOnce`: repeats follow each other without waiting. */
  notifications: 'ladder' | 'atOnce';
  /** Whether refusals carry `Wechatpay-*` headers as well. */
  signErrors: boolean;
  rateLimits: RateLimits;
  merchantState: MerchantState;
  signingKeys: SigningKeys;
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
    signingKeys: 'both',
    refundDelayMs: 'seeded',
    billReadyMs: 'seeded',
  };
}

import { DIGITS } from '../seeded-random';
import type { SeededRandom } from '../seeded-random';

/** What comes of scanning a shopper's payment code. */
export const CODE_BEHAVIOURS = [
  'pays',
  'passwordPays',
  'passwordCancels',
  'passwordNever',
  'noMoney',
  'otherWallet',
  'expired',
] as const;

export type CodeBehaviour = (typeof CODE_BEHAVIOURS)[number];

export interface PaymentCodeRecord {
  readonly code: string;
  readonly openid: string;
  readonly behaviour: CodeBehaviour;
  readonly issuedMs: number;
  /** How long the shopper takes to answer when asked for the password. */
  readonly answersAfterMs: number;
  /** The order it was spent on: one code is one attempt. */
  readonly spentOn?: string;
}

/** The code on a shopper's screen changes every minute. */
export const CODE_LIFE_MS = 60_000;

/** WeChat Pay's own codes: 18 digits that begin with 10 to 15. */
export const WECHAT_CODE = /^1[0-5]\d{16}$/;

export interface CodeWish {
  readonly behaviour: CodeBehaviour;
  readonly openid: string;
  readonly answersAfterMs: number;
}

export function newPaymentCode(wish: CodeWish, nowMs: number, random: SeededRandom): PaymentCodeRecord {
  const prefix =
    wish.behaviour === 'otherWallet' ? '28' : `1${Math.floor(random.fraction('codePrefix') * 6)}`;
  return {
    ...wish,
    code: `${prefix}${random.text('paymentCode', 16, DIGITS)}`,
    issuedMs: wish.behaviour === 'expired' ? nowMs - 2 * CODE_LIFE_MS : nowMs,
  };
}

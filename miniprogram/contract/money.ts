/** Currencies the books know. CNY through WeChat Pay direct; others only through a gateway that offers them. */
export const CURRENCIES = ['CNY'] as const;
export type Currency = (typeof CURRENCIES)[number];

/** An amount of money: an integer of minor units (fen for CNY) with its currency. Never a fraction, never yuan. */
export interface Money {
  readonly minor: number;
  readonly currency: Currency;
}

/**
 * The largest amount one order may reach, in minor units: 1,000,000.00 yuan.
 * WeChat Pay publishes no maximum; this one is ours, so that a slip of the finger is refused and sums stay far
 * from the 2^53 limit of exact integers.
 */
export const MAX_ORDER_MINOR = 100_000_000;

/**
 * Makes an amount of minor units.
 * @throws RangeError when `minor` is not a safe integer: only a bug can cause that, since edges parse their input.
 */
export function money(minor: number, currency: Currency): Money {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`money must be whole minor units, got ${minor}`);
  return { minor, currency };
}

/** Makes an amount in fen (CNY). */
export function fen(minor: number): Money {
  return money(minor, 'CNY');
}

const SYMBOL: Record<Currency, string> = { CNY: '¥' };

/** Draws an amount for a person, e.g. `¥1,234.50`. The only place that turns minor units into a decimal text. */
export function formatMoney(amount: Money): string {
  const sign = amount.minor < 0 ? '-' : '';
  const digits = String(Math.abs(amount.minor)).padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${sign}${SYMBOL[amount.currency]}${whole}.${digits.slice(-2)}`;
}

import { money } from '../../miniprogram/contract/money';
import type { Currency, Money } from '../../miniprogram/contract/money';

/**
 * The sum of two amounts of one currency.
 * @throws RangeError on two currencies or beyond exact integers: only a bug can cause either.
 */
export function addMoney(a: Money, b: Money): Money {
  assertSameCurrency(a, b);
  return money(a.minor + b.minor, a.currency);
}

/**
 * What is left of `a` after `b`; negative when `b` is larger.
 * @throws RangeError on two currencies or beyond exact integers.
 */
export function subtractMoney(a: Money, b: Money): Money {
  assertSameCurrency(a, b);
  return money(a.minor - b.minor, a.currency);
}

/**
 * The price of `quantity` pieces. Quantities are whole, so no rounding exists anywhere in the books.
 * @throws RangeError when `quantity` is not a safe integer or the product is beyond exact integers.
 */
export function multiplyMoney(a: Money, quantity: number): Money {
  if (!Number.isSafeInteger(quantity))
    throw new RangeError(`quantity must be a whole number, got ${quantity}`);
  // `+ 0` turns the -0 of `-5 * 0` into 0, which strict comparisons would otherwise tell apart.
  return money(a.minor * quantity + 0, a.currency);
}

/**
 * The sum of any number of amounts; an empty list is zero of `currency`.
 * @throws RangeError when an amount is of another currency or the sum is beyond exact integers.
 */
export function sumMoney(list: Iterable<Money>, currency: Currency): Money {
  let sum = money(0, currency);
  for (const amount of list) sum = addMoney(sum, amount);
  return sum;
}

/**
 * Whether two amounts of one currency are the same.
 * @throws RangeError on two currencies. To compare with what an outsider sent, compare the fields.
 */
export function equalMoney(a: Money, b: Money): boolean {
  return compareMoney(a, b) === 0;
}

/**
 * Negative when `a` is less than `b`, zero when equal, positive when more: fit for sorting.
 * @throws RangeError on two currencies.
 */
export function compareMoney(a: Money, b: Money): number {
  assertSameCurrency(a, b);
  return a.minor - b.minor;
}

function assertSameCurrency(a: Money, b: Money): void {
  const currencies: readonly string[] = [a.currency, b.currency];
  if (currencies[0] !== currencies[1]) throw new RangeError(`cannot mix ${currencies.join(' and ')}`);
}

import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { MAX_ORDER_MINOR } from '../../../../miniprogram/contract/money';
import {
  AMOUNT_KEYS,
  amountTyped,
  pressKey,
  type AmountKey,
} from '../../../../miniprogram/packages/desk/collect/amount-entry';

function typed(keys: readonly AmountKey[]): string {
  return keys.reduce(pressKey, '');
}

const keys = (text: string): readonly AmountKey[] => text.split('') as AmountKey[];
const anyKeys = fc.array(fc.constantFrom(...AMOUNT_KEYS), { maxLength: 20 });

describe('keypad for an amount', () => {
  it.each([
    ['12.50', '12.50', 1250],
    ['0012', '12', 1200],
    ['.5', '0.5', 50],
    ['1.234', '1.23', 123],
    ['1..5', '1.5', 150],
    ['1000000', '1000000', 100_000_000],
    ['1000000.01', '1000000.0', 100_000_000],
    ['10000000', '1000000', 100_000_000],
    ['0.00', '0.00', null],
  ])('shows %s as %s', (pressed, shown, minor) => {
    const text = typed(keys(pressed));
    expect(text).toBe(shown);
    expect(amountTyped(text)?.minor ?? null).toBe(minor);
  });

  it('never shows what cannot be collected, except on the way to an amount', () => {
    fc.assert(
      fc.property(anyKeys, (pressed) => {
        const text = typed(pressed);
        expect(text).toMatch(/^(\d{1,7}(\.\d{0,2})?)?$/);
        const minor = amountTyped(text)?.minor ?? 0;
        expect(minor).toBeLessThanOrEqual(MAX_ORDER_MINOR);
        // The value on the screen is the value that is collected.
        if (minor > 0) expect(minor).toBe(Math.round(Number(text) * 100));
      }),
    );
  });

  it('takes back one sign at a time', () => {
    fc.assert(
      fc.property(anyKeys, (pressed) => {
        const text = typed(pressed);
        expect(pressKey(text, 'back')).toBe(text.slice(0, -1));
      }),
    );
  });
});

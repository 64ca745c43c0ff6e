import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fen, formatMoney, MAX_ORDER_MINOR } from '../../../miniprogram/contract/money';
import { readYuan } from '../../../miniprogram/stores/yuan';

describe('an amount as people type it', () => {
  it.each([
    ['12', 1200],
    ['12.', 1200],
    ['12.5', 1250],
    ['0.07', 7],
    ['19.90', 1990],
    ['¥1,234.50', 123_450],
    ['１２．５元', 1250],
    ['8。8', 880],
  ])('reads %s', (text, minor) => {
    expect(readYuan(text)).toEqual(fen(minor));
  });

  it.each([
    '',
    '0',
    '0.00',
    '.5',
    '-1',
    '1.234',
    '1.2.3',
    '1e3',
    'abc',
    '1000000.01',
    '９９９９９９９９９９',
  ])('does not guess at “%s”', (text) => {
    expect(readYuan(text)).toBeNull();
  });

  it('reads back every amount the shop writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_ORDER_MINOR }), (minor) => {
        expect(readYuan(formatMoney(fen(minor)))).toEqual(fen(minor));
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = readYuan(text);
        expect(read === null || Number.isSafeInteger(read.minor)).toBe(true);
      }),
    );
  });
});

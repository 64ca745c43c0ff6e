import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addMoney,
  compareMoney,
  equalMoney,
  multiplyMoney,
  subtractMoney,
  sumMoney,
} from '../../../cloudfunctions/core/money';
import { fen } from '../../../miniprogram/contract/money';
import { FOREIGN } from './samples';

const MOST = Number.MAX_SAFE_INTEGER;
const amounts = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map(fen);

describe('money', () => {
  it('adds and subtracts minor units', () => {
    expect(addMoney(fen(1_010), fen(90))).toEqual(fen(1_100));
    expect(subtractMoney(fen(1_010), fen(2_000))).toEqual(fen(-990));
  });

  it('multiplies by a whole quantity', () => {
    expect(multiplyMoney(fen(333), 3)).toEqual(fen(999));
  });

  it('knows no minus zero', () => {
    expect(multiplyMoney(fen(-5), 0)).toStrictEqual(fen(0));
    expect(multiplyMoney(fen(0), -5)).toStrictEqual(fen(0));
  });

  it('sums nothing to zero of the named currency', () => {
    expect(sumMoney([], 'CNY')).toEqual(fen(0));
  });

  it('sorts from the least to the most', () => {
    expect([fen(3), fen(-1), fen(2)].sort(compareMoney)).toEqual([fen(-1), fen(2), fen(3)]);
  });

  it.each([
    ['addMoney', () => addMoney(fen(1), FOREIGN)],
    ['subtractMoney', () => subtractMoney(FOREIGN, fen(1))],
    ['sumMoney', () => sumMoney([fen(1), FOREIGN], 'CNY')],
    ['sumMoney of one', () => sumMoney([FOREIGN], 'CNY')],
    ['equalMoney', () => equalMoney(fen(10_000), FOREIGN)],
    ['compareMoney', () => compareMoney(fen(1), FOREIGN)],
  ])('throws when %s is given two currencies', (_name, act) => {
    expect(act).toThrow(RangeError);
  });

  it.each([
    ['a sum', () => addMoney(fen(MOST), fen(1))],
    ['a difference', () => subtractMoney(fen(-MOST), fen(1))],
    ['a product', () => multiplyMoney(fen(MOST), 2)],
    ['a long sum', () => sumMoney([fen(MOST), fen(MOST)], 'CNY')],
    ['a fractional quantity', () => multiplyMoney(fen(2), 0.5)],
    ['a quantity that is not a number', () => multiplyMoney(fen(2), Number.NaN)],
  ])('throws on %s beyond exact integers', (_name, act) => {
    expect(act).toThrow(RangeError);
  });

  it('takes back by subtraction what addition gave', () => {
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        expect(subtractMoney(addMoney(a, b), b)).toStrictEqual(a);
        expect(addMoney(a, b)).toStrictEqual(addMoney(b, a));
      }),
    );
  });

  it('multiplies as often as it would add', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 60 }), (a, quantity) => {
        const added = sumMoney(
          Array.from({ length: quantity }, () => a),
          'CNY',
        );
        expect(multiplyMoney(a, quantity)).toStrictEqual(added);
      }),
    );
  });

  it('compares in agreement with equality and difference', () => {
    const near = fc.tuple(amounts, fc.integer({ min: -1, max: 1 }));
    fc.assert(
      fc.property(near, ([a, step]) => {
        const b = addMoney(a, fen(step));
        expect(equalMoney(a, b)).toBe(step === 0);
        expect(Math.sign(compareMoney(b, a))).toBe(step);
      }),
    );
  });

  it('gives an exact amount or throws, and never a rounded one', () => {
    const any = fc.maxSafeInteger();
    fc.assert(
      fc.property(any, any, (a, b) => {
        const exact = BigInt(a) + BigInt(b);
        const fits = exact <= BigInt(MOST) && exact >= -BigInt(MOST);
        if (fits) expect(BigInt(addMoney(fen(a), fen(b)).minor)).toBe(exact);
        else expect(() => addMoney(fen(a), fen(b))).toThrow(RangeError);
      }),
    );
  });
});

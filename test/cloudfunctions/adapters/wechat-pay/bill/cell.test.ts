import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  readBeijingTime,
  readDecimal,
  readFen,
  readPpm,
} from '../../../../../cloudfunctions/adapters/wechat-pay/bill/cell';

type Read = (bytes: Buffer, from: number, to: number) => number;

/** Reads the text between two others, so that a reader that looks beyond its cell shows. */
function inside(text: string, read: Read): number {
  const bytes = Buffer.from(`7${text}7`);
  return read(bytes, 1, bytes.length - 1);
}
const places =
  (count: number): Read =>
  (bytes, from, to) =>
    readDecimal(bytes, from, to, count);

describe('decimal number', () => {
  it.each([
    ['0.03', 2, 3],
    ['0.00', 2, 0],
    ['45.0', 0, 45],
    ['0.0', 2, 0],
    ['12', 2, 1_200],
    ['12.3', 2, 1_230],
    ['7.000', 2, 700],
    ['-0.00', 2, 0],
    ['-0.01000', 6, -10_000],
    ['0.01000', 6, 10_000],
    ['0.00018', 6, 180],
    ['90071992547409.91', 2, Number.MAX_SAFE_INTEGER],
    ['0.29', 2, 29],
    ['1.005', 3, 1_005],
  ])('%s with %i places is %i', (text, count, value) => {
    expect(Object.is(inside(text, places(count)), value)).toBe(true);
  });

  it.each([
    '',
    '-',
    '.',
    '.5',
    '5.',
    '1,000.00',
    '1.2.3',
    '--1',
    '1e3',
    '+1',
    ' 1',
    '1 ',
    '0x1',
    '０.０３',
    '¥1',
  ])('is not %j', (text) => expect(inside(text, places(2))).toBeNaN());

  it('loses no fen: what is smaller, or beyond exact integers, is unreadable', () => {
    expect(inside('0.001', places(2))).toBeNaN();
    expect(inside('90071992547409.92', places(2))).toBeNaN();
    expect(inside('9'.repeat(400), places(2))).toBeNaN();
  });

  it('reads back every integer from its decimal text', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 6 }), (value, count) => {
        const digits = String(Math.abs(value)).padStart(count + 1, '0');
        const cut = digits.length - count;
        const text = `${value < 0 ? '-' : ''}${digits.slice(0, cut)}${count === 0 ? '' : '.'}${digits.slice(cut)}`;
        expect(inside(text, places(count))).toBe(value + 0);
      }),
    );
  });

  it('says of any text what the definition of a decimal says', () => {
    const texts = fc.string({ unit: fc.constantFrom(...'0123456789.-'), maxLength: 9 });
    fc.assert(
      fc.property(texts, (text) => {
        const [, sign, whole = '', part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
        const kept = part.slice(0, 2).padEnd(2, '0');
        const exact = sign !== undefined && /^0*$/.test(part.slice(2));
        const value = exact ? Number(`${sign}${whole}${kept}`) + 0 : NaN;
        expect(inside(text, places(2))).toBe(value);
      }),
    );
  });
});

describe('amount', () => {
  it('is never negative', () => {
    expect(inside('0.01', readFen)).toBe(1);
    expect(inside('-0.01', readFen)).toBeNaN();
  });
});

describe('rate', () => {
  it.each([
    ['0.60%', 6_000],
    ['39.00%', 390_000],
    ['0%', 0],
    ['0.0001%', 1],
  ])('%s is %i millionths', (text, value) => expect(inside(text, readPpm)).toBe(value));
  it.each(['', '%', '0.60', '0.60％', '0.60%%', '0.00001%'])('is not %j', (text) => {
    expect(inside(text, readPpm)).toBeNaN();
  });
});

describe('time of Beijing', () => {
  it('is eight hours ahead of UTC', () => {
    expect(inside('2019-02-19 01:51:59', readBeijingTime)).toBe(Date.parse('2019-02-18T17:51:59Z'));
    expect(inside('1970-01-01 08:00:00', readBeijingTime)).toBe(0);
  });

  it('is read for every second of four centuries', () => {
    const second = fc.integer({ min: 0, max: Date.parse('2370-01-01T00:00:00Z') / 1000 });
    fc.assert(
      fc.property(second, (seconds) => {
        const ms = seconds * 1000;
        const text = new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
        expect(inside(text, readBeijingTime)).toBe(ms);
      }),
    );
  });

  it.each([
    '',
    '2019-02-19',
    '2019-02-19T01:51:59',
    '2019/02/19 01:51:59',
    '2019-02-29 01:51:59',
    '2100-02-29 00:00:00',
    '2019-00-19 01:51:59',
    '2019-13-19 01:51:59',
    '2019-04-31 01:51:59',
    '2019-02-00 01:51:59',
    '2019-02-19 24:00:00',
    '2019-02-19 23:60:00',
    '2019-02-19 23:59:60',
    '2019-02-19 1:51:59 ',
    '2019-02-19 01:5a:59',
    '2o19-02-19 01:51:59',
    '0000-00-00 00:00:00',
    '2019-02-19 01.51:59',
    '2019-02-19 01:51.59',
  ])('is not %j', (text) => expect(inside(text, readBeijingTime)).toBeNaN());
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TableRow } from '../../../../cloudfunctions/core/reconciliation/row-table';
import { RowTable } from '../../../../cloudfunctions/core/reconciliation/row-table';

const DAY = { from: 0, to: 86_401 };

function aRow(changes: Partial<TableRow> = {}): TableRow {
  return {
    kind: 'payment',
    number: 'A1',
    identity: 'T1',
    party: 0,
    amountMinor: 100,
    second: 10,
    refundState: null,
    foreign: false,
    suspicious: false,
    ...changes,
  };
}

const rows = fc.uniqueArray(
  fc.record({
    kind: fc.constantFrom('payment', 'refund', 'revoked' as const),
    // Few of them: a refund may have the number of a payment.
    number: fc.oneof(fc.nat(60).map(String), fc.string({ minLength: 1, maxLength: 6 })),
    amountMinor: fc.integer({ min: 1, max: 100_000_000 }),
    second: fc.integer({ min: 0, max: 86_399 }),
  }),
  { selector: ({ kind, number }) => `${kind}:${number}`, maxLength: 200 },
);

describe('the table of a day', () => {
  it('finds every row it was given by kind and number, and no other', () => {
    fc.assert(
      fc.property(rows, fc.integer(), fc.string(), (given, seed, stranger) => {
        const table = new RowTable({ maxRows: 200, seed });
        for (const row of given) table.add(aRow(row));
        for (const { kind, number, amountMinor } of given) {
          expect(table.agrees(table.find(kind, number), amountMinor, 'T1', 0)).toBe(true);
          expect(table.agrees(table.find(kind, number), amountMinor + 1, 'T1', 0)).toBe(false);
          expect(table.agrees(table.find(kind, number), amountMinor, 'T2', 0)).toBe(false);
        }
        const known = given.some(({ kind, number }) => kind === 'payment' && number === stranger);
        expect(table.find('payment', stranger) !== -1).toBe(known);
      }),
    );
  });

  it('keeps the earliest when more come than fit, and says from which second on some are missing', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 8, max: 60 }), (given, maxRows) => {
        const perSecond = new Map<number, number>();
        for (const { second } of given) perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
        fc.pre(Math.max(0, ...perSecond.values()) <= maxRows / 2);
        const table = new RowTable({ maxRows, seed: 1 });
        for (const row of given) table.add(aRow(row));
        expect(table.rows).toBeLessThanOrEqual(maxRows);
        const early = given.filter(({ second }) => second < table.limitSecond);
        expect(table.rows).toBe(early.length);
        for (const { kind, number, amountMinor } of early)
          expect(table.agrees(table.find(kind, number), amountMinor, 'T1', 0)).toBe(true);
        if (given.length <= maxRows) expect(table.limitSecond).toBe(86_401);
      }),
    );
  });

  it('wants a second look at what nobody saw, what differs, what came twice, and what was noted', () => {
    const table = new RowTable({ maxRows: 10, seed: 1 });
    const numbers = ['seen', 'unseen', 'differs', 'twice', 'noted'];
    for (const number of numbers) table.add(aRow({ number, suspicious: number === 'noted' }));
    table.add(aRow({ number: 'twice' }));
    for (const number of numbers.filter((one) => one !== 'unseen')) {
      table.see(table.find('payment', number), number !== 'differs');
    }
    expect(numbers.filter((number) => table.isOpen('payment', number, DAY))).toEqual(numbers.slice(1));
    expect(table.countOpen('payment', DAY)).toBe(4);
    expect(table.countOpen('refund', DAY)).toBe(0);
    expect(numbers.filter((number) => table.cameTwice('payment', number))).toEqual(['twice']);
  });

  it('does not ask for rows of another shop, nor for those whose time has not come', () => {
    const table = new RowTable({ maxRows: 10, seed: 1 });
    table.add(aRow({ number: 'foreign', foreign: true }));
    table.add(aRow({ number: 'later', second: 500 }));
    expect(table.countOpen('payment', { from: 0, to: 500 })).toBe(0);
    expect(table.countOpen('payment', DAY)).toBe(1);
    table.see(table.find('payment', 'foreign'), false);
    expect(table.isOpen('payment', 'foreign', DAY)).toBe(true);
  });

  it('takes an amount no order can have for none of ours', () => {
    const table = new RowTable({ maxRows: 10, seed: 1 });
    table.add(aRow({ amountMinor: 2 ** 32 + 100 }));
    expect(table.agrees(table.find('payment', 'A1'), 100, 'T1', 0)).toBe(false);
  });
});

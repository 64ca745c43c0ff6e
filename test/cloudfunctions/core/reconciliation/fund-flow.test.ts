import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FundMovement } from '../../../../cloudfunctions/core/reconciliation/fund-flow';
import { compareTotals, FundFlowSum } from '../../../../cloudfunctions/core/reconciliation/fund-flow';

const TYPES = [
  ['交易', true],
  ['扣除交易手续费', false],
  ['退款', false],
  ['退还交易手续费', true],
  ['提现', false],
  ['充值', true],
] as const;

/** Movements whose balances follow, from an opening balance on. */
const followed = fc
  .tuple(
    fc.integer({ min: 0, max: 1_000_000 }),
    fc.array(fc.tuple(fc.constantFrom(...TYPES), fc.integer({ min: 1, max: 10_000 })), { maxLength: 60 }),
  )
  .map(([opening, moves]) => {
    let balanceMinor = opening;
    const movements = moves.map(([[businessType, income], amountMinor], at): FundMovement => {
      balanceMinor += income ? amountMinor : -amountMinor;
      return { line: at + 2, businessType, businessId: `id-${at}`, income, amountMinor, balanceMinor };
    });
    return { opening, closing: balanceMinor, movements };
  });

function sumOf(movements: readonly FundMovement[]) {
  const sum = new FundFlowSum();
  for (const movement of movements) sum.add(movement);
  return sum.end();
}

describe('the movements of an account', () => {
  it('whose balances follow have no break, and their opening and closing balance', () => {
    fc.assert(
      fc.property(followed, ({ opening, closing, movements }) => {
        expect(sumOf(movements)).toMatchObject({
          rows: movements.length,
          breakCount: 0,
          balance: movements.length === 0 ? null : { openingMinor: opening, closingMinor: closing },
        });
      }),
    );
  });

  it('show the line from which a balance does not follow', () => {
    fc.assert(
      fc.property(followed, fc.nat(), fc.constantFrom('lose', 'change'), ({ movements }, pick, how) => {
        fc.pre(movements.length >= 3);
        const at = 1 + (pick % (movements.length - 2));
        const hurt = movements.flatMap((movement, index) => {
          if (index !== at) return [movement];
          return how === 'lose' ? [] : [{ ...movement, amountMinor: movement.amountMinor + 1 }];
        });
        const { breaks, breakCount } = sumOf(hurt);
        expect(breakCount).toBe(1);
        expect(breaks[0]?.line).toBe(how === 'lose' ? at + 3 : at + 2);
      }),
    );
  });

  it('come to what the trade bill tells, fees taken and given back', () => {
    fc.assert(
      fc.property(
        followed,
        fc.constantFrom('settlementMinor', 'settlementRefundMinor', 'feeMicroyuan'),
        (day, field) => {
          const of = (type: string) =>
            day.movements
              .filter(({ businessType }) => businessType === type)
              .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
          const trade = {
            settlementMinor: of('交易'),
            settlementRefundMinor: of('退款'),
            feeMicroyuan: (of('扣除交易手续费') - of('退还交易手续费')) * 10_000,
          };
          const fund = sumOf(day.movements);
          expect(compareTotals(trade, fund)).toEqual([]);
          expect(compareTotals({ ...trade, [field]: trade[field] + 10_000 }, fund)).toHaveLength(1);
        },
      ),
    );
  });

  it('do not count what comes back of a closed refund, nor the fee that is taken again with it', () => {
    const { givenBackMinor, feeMinor } = sumOf([
      {
        line: 2,
        businessType: '退还交易手续费',
        businessId: '50',
        income: true,
        amountMinor: 6,
        balanceMinor: 6,
      },
      { line: 3, businessType: '退款', businessId: '50', income: false, amountMinor: 6, balanceMinor: 0 },
      { line: 4, businessType: '退款', businessId: '50', income: true, amountMinor: 6, balanceMinor: 6 },
      {
        line: 5,
        businessType: '扣除交易手续费',
        businessId: '50',
        income: false,
        amountMinor: 6,
        balanceMinor: 0,
      },
    ]);
    expect({ givenBackMinor, feeMinor }).toEqual({ givenBackMinor: 6, feeMinor: -6 });
  });
});

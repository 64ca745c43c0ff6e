import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DAY_MS, startOfDay } from '../../../cloudfunctions/core/reconciliation/beijing-day';
import { DaySum, newBillDay } from '../../../cloudfunctions/core/reconciliation/bill-day';
import type { OurPayment } from '../../../cloudfunctions/core/reconciliation/facts';
import { RowTable } from '../../../cloudfunctions/core/reconciliation/row-table';
import type { Walk } from '../../../cloudfunctions/ports/bill-store';
import type { BillDeps } from '../../../cloudfunctions/usecases/bill-deps';
import type { WalkFindings } from '../../../cloudfunctions/usecases/match-day';
import { walkBooks } from '../../../cloudfunctions/usecases/match-day';
import { fen } from '../../../miniprogram/contract/money';

const DATE = '2026-11-20';
const START_MS = startOfDay(DATE);
const BILLED = { mchid: '1', appids: ['wx1'], subMchid: null };

function aPayment(atMs: number, index: number): OurPayment {
  return {
    outTradeNo: `A${String(index).padStart(6, '0')}`,
    orderId: 'o',
    amount: fen(1),
    transactionId: `T${index}`,
    mchid: '1',
    appid: 'wx1',
    state: 'succeeded',
    atMs,
    reverseSentAtMs: null,
  };
}

/** Books of payments alone, in pages no longer than they are asked for. */
function depsOf(payments: readonly OurPayment[]): BillDeps {
  const walkPayments = ({ fromMs, toMs, after, limit }: Walk) => {
    const key = (atMs: number, number: string) => `${String(atMs).padStart(15, '0')}${number}`;
    const left = payments.filter(({ atMs, outTradeNo }) => {
      if (atMs === null || atMs < fromMs || atMs >= toMs) return false;
      return after === null || key(atMs, outTradeNo) > key(after.atMs, after.number);
    });
    return Promise.resolve(left.slice(0, limit).map((ours) => ({ atMs: ours.atMs ?? 0, ours })));
  };
  // Walking asks the books for nothing else.
  return { store: { walkPayments }, billed: BILLED } as unknown as BillDeps;
}

describe('walking the books', () => {
  it('looks for everything once, wherever the time runs out', async () => {
    const times = fc.array(fc.integer({ min: 0, max: DAY_MS - 1 }), { minLength: 2_200, maxLength: 2_600 });
    await fc.assert(
      fc.asyncProperty(
        times,
        fc.array(fc.boolean(), { minLength: 1 }),
        fc.boolean(),
        async (at, budget, crowd) => {
          // A crowd comes within a second and a half: its pages end inside of one second.
          const sorted = at.map((ms) => START_MS + (crowd ? ms % 1_500 : ms)).sort((a, b) => a - b);
          const payments = sorted.map(aPayment);
          const table = new RowTable({ maxRows: 3_000, seed: 1 });
          for (const { outTradeNo, transactionId, atMs } of payments.slice(1))
            table.add({
              kind: 'payment',
              number: outTradeNo,
              identity: transactionId ?? '',
              party: 0,
              amountMinor: 1,
              second: Math.floor(((atMs ?? 0) - START_MS) / 1_000),
              refundState: null,
              foreign: false,
              suspicious: false,
            });
          let asked = 0;
          const inBudget = () => budget[asked++ % budget.length] ?? false;
          const findings: WalkFindings = { ours: new DaySum(), missing: [], more: 0 };
          const matching = {
            deps: depsOf(payments),
            day: newBillDay(DATE, 0),
            table,
            inBudget,
            elsewhere: new Set<string>(),
            isToCome: () => false,
          };
          let untilMs = START_MS;
          while (untilMs < START_MS + DAY_MS) {
            const nextMs = await walkBooks(matching, 'payment', untilMs, findings);
            expect(nextMs).toBeGreaterThan(untilMs);
            expect((nextMs - START_MS) % 1_000).toBe(0);
            untilMs = nextMs;
          }
          expect(findings.ours.totals().payments).toBe(payments.length);
          expect(findings.missing.map(({ outTradeNo }) => outTradeNo)).toEqual(['A000000']);
          expect(table.countOpen('payment', { from: 0, to: 86_401 })).toBe(0);
        },
      ),
      // A day of thousands takes minutes to make smaller; the seed says enough.
      { numRuns: 20, endOnFailure: true },
    );
  });
});

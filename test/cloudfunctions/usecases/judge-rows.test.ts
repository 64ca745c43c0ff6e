import { describe, expect, it } from '@jest/globals';
import { DAY_MS, startOfDay } from '../../../cloudfunctions/core/reconciliation/beijing-day';
import { newBillDay } from '../../../cloudfunctions/core/reconciliation/bill-day';
import type { OurPayment } from '../../../cloudfunctions/core/reconciliation/facts';
import { BILL_PAGE } from '../../../cloudfunctions/ports/bill-store';
import type { TradeBillRow } from '../../../cloudfunctions/ports/bills';
import type { BillDeps } from '../../../cloudfunctions/usecases/bill-deps';
import { judgeRows } from '../../../cloudfunctions/usecases/judge-rows';
import { tradePass } from '../../../cloudfunctions/usecases/trade-pass';
import { fen } from '../../../miniprogram/contract/money';

const DATE = '2026-11-20';
const START_MS = startOfDay(DATE);
const BILLED = { mchid: '1', appids: ['wx1'], subMchid: null };
const WHOLE_DAY = {
  fromMs: { payment: START_MS, refund: START_MS, revoked: START_MS },
  toMs: { payment: START_MS + DAY_MS, refund: START_MS + DAY_MS, revoked: START_MS + DAY_MS },
};

function aRow(index: number): TradeBillRow {
  const row = {
    kind: 'payment',
    line: index + 2,
    tradedAtMs: START_MS + index * 1_000,
    appid: 'wx1',
    mchid: '1',
    subMchid: null,
    transactionId: `T${index}`,
    outTradeNo: `A${index}`,
    total: fen(100),
    settlementTotal: fen(100),
    feeMicroyuan: 0,
    ratePpm: null,
  };
  // The columns that nobody compares are left out.
  return row as unknown as TradeBillRow;
}

/** A day of so many rows of which those of `unseen` have no counterpart, and the numbers the books are asked for. */
async function judged(rows: number, unseen: (index: number) => boolean) {
  const all = Array.from({ length: rows }, (_, index) => aRow(index));
  const pass = tradePass({ date: DATE, party: BILLED, rowsAtOnce: 10_000, fromSecond: 0, seed: 7 });
  const { table } = all.reduce((so, row) => pass.add(so, row), pass.start());
  all.forEach(({ outTradeNo }, index) => {
    if (!unseen(index)) table.see(table.find('payment', outTradeNo), true);
  });
  const asked: (readonly string[])[] = [];
  const deps = {
    billed: BILLED,
    archive: { read: () => [] },
    bills: {
      readKeptTrades: (_kept: unknown, fold: ReturnType<typeof tradePass>) =>
        Promise.resolve({ kind: 'read', value: all.reduce((so, row) => fold.add(so, row), fold.start()) }),
    },
    store: {
      findPayments: (numbers: readonly string[]): Promise<readonly OurPayment[]> => {
        asked.push(numbers);
        return Promise.resolve([]);
      },
      findRefunds: () => Promise.resolve([]),
    },
  } as unknown as BillDeps;
  const trade = { kind: 'kept', sha1: '', bytes: 0, rows, fileIds: ['f'] } as const;
  const found = await judgeRows(
    {
      deps,
      day: { ...newBillDay(DATE, 0), trade },
      table,
      inBudget: () => true,
      elsewhere: new Set(),
      isToCome: () => false,
    },
    WHOLE_DAY,
  );
  if (found.kind === 'unknown') throw new Error('the kept file did not come');
  return { ...found, asked };
}

describe('the second look at rows', () => {
  it('is taken at those nobody has claimed, and at no others', async () => {
    const { differences, strays, more, asked } = await judged(500, (index) => index === 77);
    expect(asked).toEqual([['A77']]);
    expect(differences.map(({ outTradeNo, kind }) => [outTradeNo, kind])).toEqual([['A77', 'onlyTheirs']]);
    expect({ strays, more }).toEqual({ strays: [], more: 0 });
  });

  it('is not taken where everything is claimed', async () => {
    expect((await judged(50, () => false)).asked).toEqual([]);
  });

  it('is at a page of rows at most, and counts the others', async () => {
    const { differences, more, asked } = await judged(BILL_PAGE + 250, () => true);
    expect(asked.map(({ length }) => length)).toEqual([BILL_PAGE]);
    expect([differences.length, more]).toEqual([BILL_PAGE, 250]);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fen, fetchBill, sum } from './bill-file';
import type { BillFile, BillRow } from './bill-file';
import { createRefundWorld, MINUTE_MS } from './refund-world';
import { useSimulator } from './simulator-fixture';

const fixture = useSimulator();
const { pay, refund, tell, goTo, day } = createRefundWorld(fixture);

/** What a day's customers do: what each pays, and in which shares of the whole it is given back. */
interface Purchase {
  readonly total: number;
  readonly shares: readonly number[];
  readonly outcome: 'success' | 'closed' | 'abnormal';
}

const purchase: fc.Arbitrary<Purchase> = fc.record({
  total: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 10_000_000 })),
  shares: fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 3 }),
  outcome: fc.constantFrom('success', 'closed', 'abnormal'),
});

interface Tally {
  paid: number;
  refunded: number;
  closed: number;
  refunds: number;
}

/** Lives through a day and counts by itself; what the simulator says is not asked. */
async function live(purchases: readonly Purchase[]): Promise<Tally> {
  const tally: Tally = { paid: 0, refunded: 0, closed: 0, refunds: 0 };
  for (const [i, { total, shares, outcome }] of purchases.entries()) {
    await pay(`DAY-00${i}`, total);
    tally.paid += total;
    let left = total;
    for (const [k, share] of shares.entries()) {
      const amount =
        k === shares.length - 1 && share > 50 ? left : Math.min(left, Math.ceil((total * share) / 100));
      if (amount === 0) break;
      await tell('/refunds', { outcome });
      const change = { amount: { refund: amount, total, currency: 'CNY' } };
      const answer = await refund(`DAY-00${i}`, `R-DAY-00${i}-${k}`, amount, change);
      expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
      await fixture.simulator.clock.advance(MINUTE_MS);
      tally.refunded += amount;
      tally.refunds += 1;
      if (outcome === 'closed') tally.closed += amount;
      else left -= amount;
    }
  }
  return tally;
}

const isRefund = (row: BillRow): boolean => row['交易状态'] === 'REFUND';

/** Each payment's fee by the published rate, and no order's refunds bring back more fee than it cost. */
function checkFees(bill: BillFile): void {
  for (const paid of bill.rows.filter((row) => !isRefund(row))) {
    const total = fen(paid['订单金额']);
    const fee = fen(paid['手续费']);
    expect(Math.abs(fee * 1000 - total * 6)).toBeLessThanOrEqual(500);
    const standing = bill.rows.filter(
      (row) => isRefund(row) && row['商户订单号'] === paid['商户订单号'] && row['退款状态'] !== 'FAIL',
    );
    const back = 0 - sum(standing, '手续费');
    const refunded = sum(standing, '申请退款金额');
    expect(refunded).toBeLessThanOrEqual(total);
    // Pro rata to the nearest fen, and everything with everything.
    expect(Math.abs(back * total - fee * refunded)).toBeLessThanOrEqual(total / 2);
    if (refunded === total) expect(back).toBe(fee);
  }
}

/** Every line follows from the one before. */
function checkChain(flow: BillFile, opening: number): void {
  let balance = opening;
  for (const row of flow.rows) {
    balance += fen(row['收支金额(元)']) * (row['收支类型'] === '收入' ? 1 : -1);
    expect(fen(row['账户结余(元)'])).toBe(balance);
  }
}

describe('the bills of any day', () => {
  it('say what happened on it, and add up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(purchase, { minLength: 1, maxLength: 5 }), async (purchases) => {
        await tell('/reset', {});
        await tell('/settings', { bill_ready: '09:00', refund_delay_seconds: 10 });
        await goTo(1, '08:00');
        await tell('/balance', { unsettled: 1_000 });
        const tally = await live(purchases);
        const date = day();
        await goTo(1, '10:00');

        const all = await fetchBill(fixture, `/v3/bill/tradebill?bill_date=${date}&tar_type=GZIP`);
        expect(sum(all.rows, '订单金额')).toBe(tally.paid);
        expect(sum(all.rows, '申请退款金额')).toBe(tally.refunded);
        const failed = all.rows.filter((row) => row['退款状态'] === 'FAIL');
        expect(sum(failed, '申请退款金额')).toBe(tally.closed);
        expect(all.rows).toHaveLength(purchases.length + tally.refunds);
        expect(fen(all.summary['订单总金额'])).toBe(tally.paid);
        expect(fen(all.summary['申请退款总金额'])).toBe(tally.refunded);
        expect(fen(all.summary['手续费总金额'])).toBe(sum(all.rows, '手续费'));
        expect(Number(all.summary['总交易单数'])).toBe(all.rows.length);
        checkFees(all);

        const flow = await fetchBill(fixture, `/v3/bill/fundflowbill?bill_date=${date}`);
        checkChain(flow, 0);
        const standingFees = sum(all.rows, '手续费') - sum(failed, '手续费');
        const expected = 1_000 + tally.paid - (tally.refunded - tally.closed) - standingFees;
        expect(fen(flow.rows.at(-1)!['账户结余(元)'])).toBe(expected);
        const held = await tell('/balance', {});
        expect(held.json['unsettled']).toBe(expected);
        const income = fen(flow.summary['收入金额']) - fen(flow.summary['支出金额']);
        expect(income).toBe(expected);
        expect(Number(flow.summary['资金流水总笔数'])).toBe(flow.rows.length);
      }),
      { numRuns: 15 },
    );
  });
});

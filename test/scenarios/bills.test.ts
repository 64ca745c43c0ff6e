import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../cloudfunctions/core/audit/audit';
import { voidCollection } from '../../cloudfunctions/usecases/void-collection';
import { runJobs } from '../../cloudfunctions/usecases/run-jobs';
import type { BillDesk } from './bill-desk';
import { openBillDesk } from './bill-desk';
import { AMOUNT, openCounter } from './counter';
import type { InProcessShop } from './in-process-shop';
import { openInProcessShop, PRICE } from './in-process-shop';
import type { RefundDesk } from './refund-desk';
import { openRefundDesk } from './refund-desk';

let shop: InProcessShop;
let desk: BillDesk;
let refunds: RefundDesk;

beforeAll(async () => {
  shop = await openInProcessShop(47);
  desk = openBillDesk(shop);
  refunds = openRefundDesk(shop);
  await desk.control('settings', { refund_delay_seconds: 30, bill_ready: '09:30' });
  await desk.goTo(1, '09:00:00');
});
afterEach(async () => {
  await desk.clearFaults();
  expect({ problems: auditBooks(await shop.deps.store.readBooks()), errors: shop.errors }).toEqual({
    problems: [],
    errors: [],
  });
});
afterAll(() => shop.close());

/** Sends what is due and asks until it is done. */
async function carryRefunds(): Promise<void> {
  await runJobs(shop.deps);
  await refunds.tick(2 * 60_000);
}

describe('an ordinary day', () => {
  it('agrees: orders, refunds of parts, a second payment given back, the counter, a collection that is voided', async () => {
    const date = desk.today();
    const counter = openCounter(shop);
    const paid = await refunds.paidOrder(2);
    await refunds.paidOrder();
    await refunds.refundFen(paid.orderId, 1_000);
    await carryRefunds();
    await refunds.refundFen(paid.orderId, 2_345);
    await carryRefunds();
    await shop.shelve('twice', 1);
    const { orderId, outTradeNo } = await refunds.order('twice');
    const second = await refunds.secondAttempt(orderId);
    await refunds.pay(outTradeNo);
    await refunds.pay(second);
    await carryRefunds();
    const kept = await counter.collect(await counter.showCode('pays'));
    const voided = await counter.collect(await counter.showCode('pays'));
    for (const one of [kept, voided]) expect(await counter.watch(one.orderId)).toEqual({ kind: 'paid' });
    await voidCollection(shop.deps, voided.orderId);
    expect(await counter.watch(voided.orderId)).toEqual({ kind: 'takenBack' });
    await desk.goTo(1, '10:00:30');
    await desk.tick();
    expect(await desk.differences(date)).toEqual([]);
    expect(await desk.day(date)).toMatchObject({
      state: 'matched',
      theirs: {
        payments: 6,
        paidMinor: 5 * PRICE.minor + 2 * AMOUNT.minor,
        refunds: 4,
        refundedMinor: 3_345 + PRICE.minor + AMOUNT.minor,
      },
      ours: { payments: 6, refunds: 4 },
      foreignRows: 0,
      nextStepAtMs: null,
      openDifferences: 0,
      trade: { kind: 'kept', rows: 10 },
      fundFlow: { kind: 'kept' },
    });
  });

  it('agrees although nothing moved', async () => {
    const date = desk.today();
    await desk.goTo(1, '10:00:30');
    await desk.tick();
    expect(await desk.day(date)).toMatchObject({
      state: 'matched',
      trade: { kind: 'none' },
      fundFlow: { kind: 'none' },
    });
  });
});

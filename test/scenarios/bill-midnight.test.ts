import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { daysAfter } from '../../cloudfunctions/core/reconciliation/beijing-day';
import { runJobs } from '../../cloudfunctions/usecases/run-jobs';
import type { BillDesk } from './bill-desk';
import { openBillDesk } from './bill-desk';
import type { InProcessShop } from './in-process-shop';
import { openInProcessShop, PRICE } from './in-process-shop';
import type { RefundDesk } from './refund-desk';
import { openRefundDesk } from './refund-desk';

let shop: InProcessShop;
let desk: BillDesk;
let refunds: RefundDesk;

beforeAll(async () => {
  shop = await openInProcessShop(59);
  desk = openBillDesk(shop);
  refunds = openRefundDesk(shop);
  await desk.control('settings', { refund_delay_seconds: 30, bill_ready: '09:30' });
  await desk.goTo(1, '09:00:00');
});
afterEach(async () => {
  shop.setClockLead(0);
  await desk.clearFaults();
  expect(shop.errors).toEqual([]);
});
afterAll(() => shop.close());

/** The refund arrives, but nothing is answered about it: only the notification tells, and that not when it was begun. */
async function loseAnswers(): Promise<void> {
  await desk.plant('refunds.apply', { kind: 'drop', times: 10 });
  await desk.plant('refunds.query', { kind: 'drop', times: 10 });
}

/** Sends a refund at a moment by WeChat Pay's clock, while ours is so far ahead. */
async function refundAt(days: number, time: string, leadMs: number): Promise<string> {
  const { orderId } = await refunds.paidOrder();
  const { outRefundNo } = await refunds.refundFen(orderId, 500);
  await desk.goTo(days, time);
  shop.setClockLead(leadMs);
  await runJobs(shop.deps);
  shop.setClockLead(0);
  return outRefundNo;
}

const figuresOf = async (date: string) => {
  const { state, ours, theirs, strays } = await desk.day(date);
  return { state, ours: ours?.refunds, theirs: theirs?.refunds, strays };
};

describe('a refund near midnight, with two clocks that differ', () => {
  it('is of the day on which WeChat Pay says that it was begun', async () => {
    const date = desk.today();
    await refundAt(0, '23:59:55', 20_000);
    await desk.goTo(1, '10:00:30');
    await runJobs(shop.deps);
    await desk.tick();
    expect(await figuresOf(date)).toEqual({ state: 'matched', ours: 1, theirs: 1, strays: [] });
  });

  it('is of that day too when it is sent again on the next one because no answer came', async () => {
    const date = desk.today();
    await desk.plant('notifications', { kind: 'lose', times: 50 });
    await loseAnswers();
    await refundAt(0, '23:58:00', 0);
    const next = daysAfter(date, 1);
    await desk.goTo(1, '09:00:00');
    await desk.clearFaults();
    await runJobs(shop.deps);
    await desk.goTo(0, '10:00:30');
    await desk.tick();
    expect(await figuresOf(date)).toEqual({ state: 'matched', ours: 1, theirs: 1, strays: [] });
    await desk.goTo(1, '10:00:30');
    await desk.tick();
    expect(await figuresOf(next)).toMatchObject({ state: 'matched', ours: 0 });
  });

  it('that our clock has in the next day stands in the bill of the day before, and both days agree', async () => {
    const date = desk.today();
    await loseAnswers();
    const outRefundNo = await refundAt(0, '23:59:55', 20_000);
    await desk.clearFaults();
    await desk.goTo(1, '10:00:30');
    await runJobs(shop.deps);
    const next = desk.today();
    await desk.tick();
    const strays = [`refund:${outRefundNo}`];
    expect(await figuresOf(date)).toEqual({ state: 'matched', ours: 1, theirs: 1, strays });
    await desk.goTo(1, '10:00:30');
    await desk.tick();
    expect(await desk.day(next)).toMatchObject({
      state: 'matched',
      openDifferences: 0,
      ours: { refunds: 0 },
    });
    expect(await desk.differences(next)).toEqual([]);
  });

  it('that our clock has in the day before is looked for in the next bill, and alarms nobody meanwhile', async () => {
    const date = desk.today();
    await loseAnswers();
    const outRefundNo = await refundAt(1, '00:00:05', -20_000);
    await desk.clearFaults();
    const next = desk.today();
    await desk.goTo(0, '10:00:30');
    await runJobs(shop.deps);
    await desk.tick();
    expect(await desk.day(date)).toMatchObject({ state: 'matched', openDifferences: 0 });
    expect(await desk.differences(date, 'awaiting')).toMatchObject([
      { kind: 'onlyOurs', outRefundNo, awaits: next },
    ]);
    await desk.goTo(1, '10:00:30');
    await desk.tick();
    expect(await desk.day(next)).toMatchObject({ state: 'matched', strays: [`refund:${outRefundNo}`] });
    expect(await desk.day(date)).toMatchObject({ openDifferences: 0, resolvedDifferences: 1 });
    expect(await desk.differences(date, 'resolved')).toMatchObject([
      { outRefundNo, resolution: { action: 'foundLater', by: null } },
    ]);
  });

  it('that no bill tells of is a difference as soon as both were read', async () => {
    const date = desk.today();
    const outRefundNo = await refundAt(0, '23:59:30', 0);
    await desk.goTo(1, '10:00:30');
    await runJobs(shop.deps);
    await desk.plant('bills.trade', {
      kind: 'billDifference',
      difference: 'missingRow',
      number: outRefundNo,
    });
    await desk.tick();
    expect((await desk.differences(date, 'awaiting')).map((one) => one.outRefundNo)).toEqual([outRefundNo]);
    await desk.goTo(1, '10:00:30');
    await desk.tick();
    expect(await desk.day(date)).toMatchObject({ state: 'differences' });
    expect((await desk.differences(date)).map((one) => one.outRefundNo)).toContain(outRefundNo);
  });
});

describe('rows of another shop in the same bill', () => {
  it('are counted and looked for by nobody', async () => {
    const date = desk.today();
    const { gateway, clock, billed } = shop.deps;
    const payBeforeMs = clock.nowMs() + 600_000;
    const order = {
      scene: 'native',
      outTradeNo: 'OF-ANOTHER-TILL',
      description: '茶',
      amount: PRICE,
    } as const;
    await gateway.create({ ...order, payBeforeMs });
    await refunds.pay('OF-ANOTHER-TILL');
    await desk.goTo(1, '10:00:30');
    await desk.tick({ billed: { ...billed, appids: ['wx-of-this-shop-alone'] } });
    expect(await desk.day(date)).toMatchObject({ state: 'matched', foreignRows: 1, theirs: { payments: 0 } });
  });
});

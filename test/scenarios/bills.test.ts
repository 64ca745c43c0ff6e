import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { listBillMonth } from '../../cloudfunctions/usecases/look-at-bills';
import { refetchBills } from '../../cloudfunctions/usecases/refetch-bills';
import { voidCollection } from '../../cloudfunctions/usecases/void-collection';
import { runJobs } from '../../cloudfunctions/usecases/run-jobs';
import type { BillDesk, BillWorld } from './bill-desk';
import { expectCleanBooks, openBillWorld } from './bill-desk';
import { AMOUNT, openCounter } from './counter';
import type { InProcessShop } from './in-process-shop';
import { PRICE } from './in-process-shop';
import type { RefundDesk } from './refund-desk';
import { OWNER } from './refund-desk';

let world: BillWorld;
let shop: InProcessShop;
let desk: BillDesk;
let refunds: RefundDesk;

beforeAll(async () => {
  world = await openBillWorld(47);
  ({ shop, desk, refunds } = world);
});
afterEach(() => expectCleanBooks(world));
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
    await voidCollection(shop.deps, { actor: OWNER, orderId: voided.orderId });
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

describe('a refund that WeChat Pay did not take in', () => {
  it('for want of money is looked for in no bill, until the day it is taken in', async () => {
    const { orderId } = await refunds.paidOrder();
    const date = desk.today();
    await desk.control('balance', { unsettled: 0 });
    await refunds.refundFen(orderId, 700);
    await runJobs(shop.deps);
    expect((await refunds.file(orderId)).refunds).toMatchObject([{ trouble: { kind: 'notEnough' } }]);
    await desk.goTo(1, '10:00:30');
    await desk.tick();
    const found = (await desk.differences(date)).filter(({ subject }) => subject !== 'account');
    expect(found).toEqual([]);
    expect(await desk.day(date)).toMatchObject({ ours: { refunds: 0 }, theirs: { refunds: 0 } });
    await desk.control('balance', { unsettled: 1_000_000 });
    const next = desk.today();
    await carryRefunds();
    await desk.goTo(1, '10:00:30');
    await desk.tick();
    expect(await refunds.states(orderId)).toEqual(['succeeded']);
    expect(await desk.day(next)).toMatchObject({ ours: { refunds: 1 }, theirs: { refunds: 1 } });
  });
});

describe('a bill that does not come', () => {
  it('because it is being made is asked for again later, and the day waits', async () => {
    await refunds.paidOrder();
    const date = desk.today();
    await desk.control('settings', { bill_ready: '17:00' });
    await desk.goTo(1, '10:00:30');
    await desk.tick();
    const { state, nextStepAtMs, trouble } = await desk.day(date);
    expect({ state, trouble }).toEqual({ state: 'waiting', trouble: null });
    expect((nextStepAtMs ?? 0) - shop.wechatPay.clock.nowMs()).toBeGreaterThan(29 * 60_000);
    await desk.goTo(0, '17:30:00');
    await desk.tick();
    expect((await desk.day(date)).state).toBe('matched');
    await desk.control('settings', { bill_ready: '09:30' });
  });

  it.each(['bills.trade', 'bills.fundflow'])(
    'because it is said not to exist (%s), against what is known of the day, is asked for again for an hour',
    async (endpoint) => {
      await refunds.paidOrder();
      const date = desk.today();
      await desk.goTo(1, '10:00:30');
      const never = { kind: 'status', status: 400, code: 'NO_STATEMENT_EXIST', times: 4 };
      await desk.plant(endpoint, never);
      for (const time of ['10:00:31', '10:02:00', '10:08:00', '10:25:00']) {
        await desk.goTo(0, time);
        await desk.tick();
        const { state, trouble } = await desk.day(date);
        expect({ state, text: trouble?.text }).toEqual({
          state: 'fetching',
          text: expect.stringMatching(/说这一天没有账单.*稍后自动再问/),
        });
      }
      await desk.goTo(0, '11:00:00');
      await desk.tick();
      expect((await desk.day(date)).state).toBe('matched');
    },
  );

  it('because it is said not to exist, again and again, is believed in the end', async () => {
    await refunds.paidOrder();
    const date = desk.today();
    await desk.goTo(1, '10:00:30');
    for (const endpoint of ['bills.trade', 'bills.fundflow'])
      await desk.plant(endpoint, { kind: 'status', status: 400, code: 'NO_STATEMENT_EXIST', times: 9 });
    for (const time of ['10:00:31', '10:02:00', '10:08:00', '10:25:00', '11:00:00']) {
      await desk.goTo(0, time);
      await desk.tick();
    }
    expect(await desk.day(date)).toMatchObject({ state: 'differences', trade: { kind: 'none' } });
    expect((await desk.differences(date)).map(({ kind }) => kind)).toEqual(['onlyOurs']);
    await desk.clearFaults();
    await refetchBills(shop.deps, { actor: OWNER, date });
    await desk.tick();
    expect(await desk.day(date)).toMatchObject({ state: 'closed', resolvedDifferences: 1 });
  });

  it('for the account alone waits for it, and then agrees', async () => {
    const date = desk.today();
    await refunds.paidOrder();
    await desk.goTo(1, '10:00:30');
    const creating = { kind: 'status', status: 400, code: 'STATEMENT_CREATING' };
    await desk.plant('bills.fundflow', creating);
    await desk.tick();
    expect(await desk.day(date)).toMatchObject({
      state: 'waiting',
      trade: { kind: 'kept' },
      fundFlow: null,
      progress: null,
    });
    await desk.goTo(0, '10:35:00');
    await desk.tick();
    expect(await desk.day(date)).toMatchObject({ state: 'matched', run: 1, fundFlow: { kind: 'kept' } });
  });

  it('into the archive is asked for again: what cannot be read a second time proves nothing', async () => {
    await refunds.paidOrder();
    const date = desk.today();
    await desk.goTo(1, '10:00:30');
    const said: string[] = [];
    const full = () => Promise.reject(new Error('the storage is full'));
    const archive = { ...shop.deps.archive, begin: () => ({ write: full, end: full }) };
    await desk.tick({ archive, log: { ...shop.deps.log, error: (event: string) => void said.push(event) } });
    const day = await desk.day(date);
    expect(day).toMatchObject({ state: 'fetching', trade: null, theirs: null });
    expect(day.trouble?.text).toMatch(/STORAGE.*稍后自动重试/);
    expect(said).toEqual(['bills.archive']);
    await desk.goTo(0, '10:02:00');
    await desk.tick();
    expect(await desk.day(date)).toMatchObject({ state: 'matched', trade: { kind: 'kept' } });
  });

  it('back from the archive as it was kept is asked for again', async () => {
    const date = desk.today();
    await refunds.paidOrder();
    await desk.goTo(1, '10:00:30');
    await desk.plant('bills.fundflow', { kind: 'drop', times: 5 });
    await desk.tick();
    await desk.clearFaults();
    await desk.goTo(0, '10:05:00');
    const archive = {
      ...shop.deps.archive,
      async *read() {
        yield await Promise.resolve(Buffer.from('not what was kept'));
      },
    };
    await desk.tick({ archive });
    expect(await desk.day(date)).toMatchObject({ state: 'fetching', run: 2, trade: null });
    await desk.tick();
    expect(await desk.day(date)).toMatchObject({ state: 'matched', run: 2 });
  });

  it.each([
    ['cutFile', /^交易账单：(文件没有收完整|压缩文件已损坏|.*合计).*原文件已留存，稍后自动重新获取$/],
    ['alteredFile', /^交易账单：.*(SHA-1（40 位）|压缩文件已损坏|公布的格式|合计).*原文件已留存/],
  ])(
    'whole (%s) is refused in words, kept as evidence, and asked for again; nothing of it is written',
    async (kind, words) => {
      const date = desk.today();
      await refunds.paidOrder();
      await desk.goTo(1, '10:00:30');
      await desk.plant('bills.download', { kind, ...(kind === 'cutFile' && { bytes: 40 }) });
      await desk.tick();
      const day = await desk.day(date);
      expect(day).toMatchObject({
        state: 'fetching',
        trade: null,
        theirs: null,
        openDifferences: 0,
        tries: 1,
      });
      expect(day.trouble?.text).toMatch(words);
      const [kept] = day.trouble?.fileIds ?? [];
      const bytes = [];
      for await (const piece of shop.deps.archive.read([kept ?? ''])) bytes.push(piece);
      expect(Buffer.concat(bytes).length).toBeGreaterThan(40);
      await desk.tick();
      expect((await desk.day(date)).tries).toBe(1);
      await desk.goTo(0, '10:05:00');
      await desk.tick();
      expect(await desk.day(date)).toMatchObject({ state: 'matched', trouble: null });
    },
  );

  it.each([
    ['wrongHash', 'bills.trade'],
    ['wrongHash', 'bills.fundflow'],
    ['status', 'bills.trade'],
    ['drop', 'bills.fundflow'],
    ['badSignature', 'bills.trade'],
  ])('as announced (%s of %s) is asked for again', async (kind, endpoint) => {
    const date = desk.today();
    await refunds.paidOrder();
    await desk.goTo(1, '10:00:30');
    await desk.plant(endpoint, { kind, times: 5, ...(kind === 'status' && { status: 500 }) });
    await desk.tick();
    const day = await desk.day(date);
    expect(day.state).toBe('fetching');
    expect(day.trouble?.text).toMatch(/稍后自动重/);
    await desk.clearFaults();
    await desk.goTo(0, '10:05:00');
    await desk.tick();
    expect((await desk.day(date)).state).toBe('matched');
  });
});

describe('days of downtime', () => {
  it('are caught up, the oldest first, each for itself', async () => {
    const dates: string[] = [];
    for (let day = 0; day < 4; day += 1) {
      dates.push(desk.today());
      if (day !== 2) await refunds.paidOrder();
      await desk.goTo(1, '09:00:00');
    }
    await desk.goTo(0, '10:00:30');
    await desk.plant('bills.download', { kind: 'alteredFile' });
    await desk.tick();
    const states = await Promise.all(dates.map(async (date) => (await desk.day(date)).state));
    expect(states).toEqual(['fetching', 'matched', 'matched', 'matched']);
    await desk.goTo(0, '10:05:00');
    await desk.tick();
    expect((await desk.day(dates[0] ?? '')).state).toBe('matched');
    const month = await listBillMonth(shop.deps, (dates[3] ?? '').slice(0, 7));
    expect(month.days.map(({ date }) => date)).toEqual(
      expect.arrayContaining(dates.filter((date) => date.startsWith((dates[3] ?? '').slice(0, 7)))),
    );
  });

  it('longer than bills are kept are given up, and the rest is caught up', async () => {
    const lost = desk.today();
    await refunds.paidOrder();
    await desk.goTo(1, '09:00:00');
    await desk.tick();
    expect((await desk.day(lost)).state).toBe('waiting');
    await desk.goTo(95, '10:00:30');
    for (let tick = 0; tick < 12; tick += 1) await desk.tick();
    const days = await shop.deps.store.listBillDays({ from: lost, to: desk.today() });
    expect(days[0]).toMatchObject({ date: lost, state: 'unavailable', nextStepAtMs: null });
    expect(days.slice(1).every(({ state }) => state === 'matched')).toBe(true);
    expect(days).toHaveLength(90);
  });
});

describe('a day that is matched in parts', () => {
  const paid: string[] = [];
  let date = '';
  beforeAll(async () => {
    date = desk.today();
    for (let count = 0; count < 9; count += 1) {
      const { orderId } = await refunds.paidOrder();
      paid.push((await refunds.file(orderId)).attempts[0]?.outTradeNo ?? '');
      if (count % 3 === 0) await refunds.refundFen(orderId, 100 + count);
      await carryRefunds();
    }
    await desk.goTo(1, '10:00:30');
  });

  it('because the table is small or the time is short comes to the same end, whatever dies in between', async () => {
    const planted = { kind: 'billDifference', difference: 'wrongAmount', number: paid[4], times: 50 };
    await desk.plant('bills.trade', planted);
    // Every write of the day but the last fails once, as in a process that dies there.
    let writes = 0;
    let deaths = 0;
    const store = {
      ...shop.deps.store,
      changeBillDay: ((day, decide) => {
        writes += 1;
        if (writes % 2 === 0 && deaths < 6) {
          deaths += 1;
          throw new Error('the process died');
        }
        return shop.deps.store.changeBillDay(day, decide);
      }) satisfies typeof shop.deps.store.changeBillDay,
    };
    const died: unknown[] = [];
    const log = { ...shop.deps.log, error: (_event: string, error: unknown) => void died.push(error) };
    for (let tick = 0; tick < 20; tick += 1)
      await desk.tick({ rowsAtOnce: 4, store, log }, () => tick % 2 === 0);
    expect({ deaths, died: died.map(String) }).toEqual({
      deaths: 6,
      died: Array.from({ length: 6 }, () => 'Error: the process died'),
    });
    // A fen too many is also one the account does not tell of.
    expect((await desk.differences(date)).map(({ kind, outTradeNo }) => [kind, outTradeNo])).toEqual([
      ['fundTotals', null],
      ['amount', paid[4]],
    ]);
    expect(await desk.day(date)).toMatchObject({
      state: 'differences',
      openDifferences: 2,
      ours: { payments: 9, refunds: 3 },
      theirs: { payments: 9, refunds: 3 },
    });
  });
});

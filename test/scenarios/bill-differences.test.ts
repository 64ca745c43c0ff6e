import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { refetchBills } from '../../cloudfunctions/usecases/refetch-bills';
import type { ResolveDifference } from '../../cloudfunctions/usecases/resolve-difference';
import { resolveDifference } from '../../cloudfunctions/usecases/resolve-difference';
import { runJobs } from '../../cloudfunctions/usecases/run-jobs';
import { viewBillDay } from '../../cloudfunctions/usecases/look-at-bills';
import { fen } from '../../miniprogram/contract/money';
import { appoint } from './appoint';
import type { BillDesk, BillWorld } from './bill-desk';
import { expectCleanBooks, openBillWorld } from './bill-desk';
import { callDesk } from './desk-call';
import type { InProcessShop } from './in-process-shop';
import { PRICE } from './in-process-shop';
import type { RefundDesk } from './refund-desk';
import { MANAGER, OWNER } from './refund-desk';

let world: BillWorld;
let shop: InProcessShop;
let desk: BillDesk;
let refunds: RefundDesk;

beforeAll(async () => {
  world = await openBillWorld(53);
  ({ shop, desk, refunds } = world);
});
afterEach(() => expectCleanBooks(world));
afterAll(() => shop.close());

/** A paid order with a refund of a part of it, and a second one; the numbers of the first. */
async function aDay() {
  const date = desk.today();
  const { orderId } = await refunds.paidOrder(2);
  await refunds.paidOrder();
  await refunds.refundFen(orderId, 1_000);
  await runJobs(shop.deps);
  await refunds.tick(2 * 60_000);
  const file = await refunds.file(orderId);
  const outTradeNo = file.attempts[0]?.outTradeNo ?? '';
  const outRefundNo = file.refunds[0]?.outRefundNo ?? '';
  return { date, orderId, outTradeNo, outRefundNo };
}

/** The next morning; `fault` is planted in the next bill of the kind. */
async function morning(fault: object, endpoint = 'bills.trade'): Promise<void> {
  await desk.plant(endpoint, { kind: 'billDifference', ...fault });
  await desk.goTo(1, '10:00:30');
  await desk.tick();
}

/** The only open difference about one payment or refund of a day. */
async function theDifference(date: string) {
  const [difference, ...others] = (await desk.differences(date)).filter(
    ({ subject }) => subject !== 'account',
  );
  if (difference === undefined || others.length > 0) throw new Error(`${others.length} others`);
  return difference;
}

async function resolve(differenceId: string, changes: Partial<ResolveDifference>) {
  const wish = { actor: OWNER, differenceId, action: 'query', ...changes } as const;
  return resolveDifference(shop.deps, wish);
}

/** Ends what is left of a day as a person would who knows that the bill is wrong. */
async function ignoreRest(date: string): Promise<void> {
  for (const { differenceId } of await desk.differences(date))
    expect(await resolve(differenceId, { action: 'ignore', reason: '演练：账单有误' })).toMatchObject({
      kind: 'done',
    });
}

describe('the account of a day', () => {
  it('that does not begin where the one before ended is a difference of its own', async () => {
    const before = await aDay();
    await desk.goTo(1, '10:00:30');
    await desk.tick();
    const day = await desk.day(before.date);
    expect(day.state).toBe('matched');
    const { date } = await aDay();
    // As if somebody had taken money out of the account that no line of a bill tells of.
    const { closingMinor = 0 } = day.balance ?? {};
    const other = { ...day, balance: { openingMinor: 0, closingMinor: closingMinor + 1_234 } };
    await shop.deps.store.changeBillDay(before.date, () => ({ result: null, write: other }));
    await desk.goTo(1, '10:00:30');
    await desk.tick();
    const found = await desk.differences(date);
    expect(found.map(({ kind }) => kind)).toEqual(['opening']);
    expect(found[0]?.detail).toMatch(/^前一日期末 ¥[\d,.]+，当日期初 ¥[\d,.]+$/);
    await shop.deps.store.changeBillDay(before.date, () => ({ result: null, write: day }));
    await ignoreRest(date);
  });
});

describe('a row of a bill that does not say what happened', () => {
  it('missing: ours alone, asked about, and fetched again, after which the day agrees', async () => {
    const { date, outTradeNo } = await aDay();
    await morning({ difference: 'missingRow', number: outTradeNo });
    const difference = await theDifference(date);
    expect(difference).toMatchObject({ kind: 'onlyOurs', subject: 'payment', outTradeNo });
    expect(await resolve(difference.differenceId, {})).toMatchObject({
      kind: 'done',
      difference: { status: 'open', learnt: '微信支付确认已收款 ¥138.00' },
    });
    expect((await desk.day(date)).state).toBe('differences');
    expect(await refetchBills(shop.deps, { actor: MANAGER, date })).toMatchObject({ kind: 'done' });
    await desk.tick();
    expect(await desk.day(date)).toMatchObject({ state: 'closed', run: 2, openDifferences: 0 });
    expect((await desk.differences(date, 'resolved')).map(({ resolution }) => resolution?.action)).toEqual(
      expect.arrayContaining(['foundLater']),
    );
  });

  it.each([
    ['wrongAmount', 'amount'],
    ['wrongState', 'state'],
    ['wrongFee', 'fee'],
  ] as const)('%s of a payment: %s, ignored with a reason, and the day is closed', async (planted, kind) => {
    const { date, outTradeNo } = await aDay();
    await morning({ difference: planted, number: outTradeNo });
    const difference = await theDifference(date);
    expect(difference).toMatchObject({ kind, outTradeNo });
    const { differenceId } = difference;
    for (const reason of ['', '错', '错'.repeat(201)])
      expect(await resolve(differenceId, { action: 'ignore', reason })).toEqual({
        kind: 'refused',
        refusal: 'BILL_REASON_MISSING',
      });
    const cashier = { openid: 'o-cashier', role: 'cashier' } as const;
    expect(await resolve(differenceId, { action: 'ignore', reason: '已核实', actor: cashier })).toEqual({
      kind: 'refused',
      refusal: 'BILL_NOT_ALLOWED',
    });
    expect(await resolve(differenceId, { action: 'settle' })).toMatchObject({
      refusal: 'BILL_ACTION_INVALID',
    });
    await ignoreRest(date);
    expect(await desk.day(date)).toMatchObject({ state: 'closed', openDifferences: 0 });
    // A bill that says the same again opens nothing that was resolved.
    await desk.plant('bills.trade', { kind: 'billDifference', difference: planted, number: outTradeNo });
    await refetchBills(shop.deps, { actor: OWNER, date });
    await desk.tick();
    expect(await desk.day(date)).toMatchObject({ state: 'closed', run: 2 });
  });

  it.each([
    ['missingRow', 'onlyOurs'],
    ['wrongAmount', 'amount'],
    ['wrongState', 'state'],
    ['wrongFee', 'fee'],
  ] as const)('%s of a refund: %s', async (planted, kind) => {
    const { date, outRefundNo } = await aDay();
    await morning({ difference: planted, number: outRefundNo });
    expect(await theDifference(date)).toMatchObject({ kind, subject: 'refund', outRefundNo });
    await ignoreRest(date);
    expect((await desk.day(date)).state).toBe('closed');
  });

  it('extra: theirs alone, and not entered in the books while the gateway does not confirm it', async () => {
    const { date, outTradeNo } = await aDay();
    await morning({ difference: 'extraRow', number: outTradeNo });
    const difference = await theDifference(date);
    expect(difference).toMatchObject({ kind: 'onlyTheirs', orderId: null });
    for (const action of ['settle', 'refund'] as const)
      expect(await resolve(difference.differenceId, { action })).toEqual({
        kind: 'refused',
        refusal: 'BILL_NOT_CONFIRMED',
      });
    expect(await resolve(difference.differenceId, {})).toMatchObject({
      difference: { learnt: '微信支付查不到这笔交易' },
    });
    await ignoreRest(date);
  });

  it.each(['missingRow', 'extraRow', 'wrongAmount', 'wrongState'] as const)(
    'of the account, %s: the balances or the totals show it',
    async (planted) => {
      const { date, outTradeNo } = await aDay();
      await morning({ difference: planted, number: outTradeNo }, 'bills.fundflow');
      const found = await desk.differences(date);
      expect(found.length).toBeGreaterThan(0);
      expect(found.every(({ subject }) => subject === 'account')).toBe(true);
      const detail = await viewBillDay(shop.deps, date);
      expect(detail?.differences[0]?.text).toMatch(/¥/);
      await ignoreRest(date);
      expect((await desk.day(date)).state).toBe('closed');
    },
  );
});

describe('at the desk', () => {
  beforeAll(() => appoint(shop.deps, { [OWNER.openid]: 'owner' }));

  it('every difference that is shown can be resolved, of the account too, and the log goes on behind it', async () => {
    const { date, outTradeNo } = await aDay();
    await morning({ difference: 'wrongAmount', number: outTradeNo });
    const shown = await viewBillDay(shop.deps, date);
    expect(shown?.differences.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['account', 'payment']),
    );
    const who = OWNER.openid;
    for (const { differenceId } of shown?.differences ?? []) {
      const params = { differenceId, action: 'ignore', reason: '演练：账单有误' } as const;
      const reply = await callDesk(shop.deps, { who, method: 'bills.resolve', params });
      expect(reply).toMatchObject({ ok: true, value: { resolution: { action: 'ignore' } } });
    }
    expect((await desk.day(date)).state).toBe('closed');
    const [newest] = await shop.deps.store.listActions({ what: 'bill.resolve', limit: 1 });
    const before = `${newest?.atMs}.${newest?.actionId}`;
    expect(await callDesk(shop.deps, { who, method: 'actions.list', params: { before } })).toMatchObject({
      ok: true,
    });
  });

  it.each([
    '',
    'x',
    '2026-11-20',
    '2026-11-20:payment:',
    '2026-11-20:order:1',
    '2026-11-20:payment:$where.',
    {},
  ])('a difference by the id %j is no call', async (differenceId) => {
    const params = { differenceId, action: 'query' } as never;
    expect(await callDesk(shop.deps, { who: OWNER.openid, method: 'bills.resolve', params })).toMatchObject({
      refusal: { code: 'INVALID_PARAMS' },
    });
  });
});

describe('money the books did not have', () => {
  it('that the shop missed is asked about by itself, and the day needs nobody', async () => {
    const date = desk.today();
    await shop.shelve('missed', 1);
    const { orderId, outTradeNo } = await refunds.order('missed');
    await desk.plant('notifications', { kind: 'lose', times: 50 });
    await refunds.pay(outTradeNo);
    await desk.goTo(1, '10:00:30');
    await desk.tick();
    expect(await desk.day(date)).toMatchObject({
      state: 'closed',
      openDifferences: 0,
      resolvedDifferences: 1,
    });
    expect((await refunds.file(orderId)).order.state).toBe('paid');
    const [difference] = await desk.differences(date, 'resolved');
    expect(difference?.resolution).toMatchObject({ action: 'query', by: null });
  });

  it('is entered in the books, and refunded where somebody wants that', async () => {
    const date = desk.today();
    const { gateway, clock } = shop.deps;
    const strange = ['STRANGE-KEPT-1', 'STRANGE-BACK-2'];
    for (const outTradeNo of strange) {
      const payBeforeMs = clock.nowMs() + 600_000;
      const order = { scene: 'native', outTradeNo, description: '茶', amount: PRICE, payBeforeMs } as const;
      await gateway.create(order);
      await refunds.pay(outTradeNo);
    }
    await desk.goTo(1, '10:00:30');
    await desk.tick();
    const found = await desk.differences(date);
    expect(found.map(({ kind, outTradeNo }) => [kind, outTradeNo])).toEqual([
      ['onlyTheirs', 'STRANGE-BACK-2'],
      ['onlyTheirs', 'STRANGE-KEPT-1'],
    ]);
    const [back, kept] = found.map(({ differenceId }) => differenceId);
    // What the gateway confirms is not what the bill told of: nothing is entered.
    const tell = (minor: number) =>
      shop.deps.store.changeDifference(kept ?? '', (known) => {
        if (known?.theirs === undefined || known.theirs === null) return { result: null };
        return { result: null, write: { ...known, theirs: { ...known.theirs, amount: fen(minor) } } };
      });
    await tell(PRICE.minor + 1);
    expect(await resolve(kept ?? '', { action: 'settle' })).toMatchObject({ refusal: 'BILL_NOT_CONFIRMED' });
    await tell(PRICE.minor);
    expect(await resolve(kept ?? '', { action: 'settle' })).toMatchObject({
      difference: { status: 'resolved', resolution: { action: 'settle', by: OWNER.openid } },
    });
    for (let tap = 0; tap < 2; tap += 1)
      expect(await resolve(back ?? '', { action: 'refund' })).toMatchObject({
        difference: { status: 'resolved', resolution: { action: 'refund' } },
      });
    expect((await desk.day(date)).state).toBe('closed');
    await runJobs(shop.deps);
    await refunds.tick(2 * 60_000);
    const books = await shop.deps.store.readBooks();
    expect(books.attempts.filter(({ outTradeNo }) => strange.includes(outTradeNo))).toMatchObject([
      { state: 'succeeded' },
      { state: 'succeeded' },
    ]);
    expect(books.refunds.filter(({ outTradeNo }) => strange.includes(outTradeNo))).toMatchObject([
      { outTradeNo: 'STRANGE-BACK-2', state: 'succeeded', amount: PRICE },
    ]);
  });

  it('went back without us: the refund is entered under its payment, once', async () => {
    const date = desk.today();
    const { orderId } = await refunds.paidOrder();
    const outTradeNo = (await refunds.file(orderId)).attempts[0]?.outTradeNo ?? '';
    const total = PRICE;
    await shop.deps.gateway.refund({
      outRefundNo: 'AT-THE-PLATFORM-1',
      payment: { outTradeNo },
      total,
      amount: fen(900),
    });
    await desk.goTo(1, '10:00:30');
    await desk.tick();
    const difference = await theDifference(date);
    expect(difference).toMatchObject({ kind: 'onlyTheirs', subject: 'refund', outTradeNo });
    for (let tap = 0; tap < 2; tap += 1)
      expect(await resolve(difference.differenceId, { action: 'settle' })).toMatchObject({
        difference: { status: 'resolved' },
      });
    expect((await refunds.file(orderId)).refunds).toMatchObject([
      { outRefundNo: 'AT-THE-PLATFORM-1', state: 'succeeded', amount: fen(900) },
    ]);
    await refetchBills(shop.deps, { actor: OWNER, date });
    await desk.tick();
    const { state, ours, theirs } = await desk.day(date);
    expect({ state, refunds: ours?.refunds }).toEqual({ state: 'closed', refunds: theirs?.refunds });
  });
});

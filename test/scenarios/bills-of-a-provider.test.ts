import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../cloudfunctions/core/audit/audit';
import { systemClock } from '../../cloudfunctions/adapters/system/clock';
import { runJobs } from '../../cloudfunctions/usecases/run-jobs';
import { gatewayEnvironment } from '../../tools/world/function-environment';
import type { BillDesk } from './bill-desk';
import { openBillDesk } from './bill-desk';
import type { InProcessShop } from './in-process-shop';
import { openInProcessShop, PRICE } from './in-process-shop';
import type { RefundDesk } from './refund-desk';
import { openRefundDesk } from './refund-desk';
import { wireUseCases } from './use-case-deps';

let shop: InProcessShop;
let desk: BillDesk;
let refunds: RefundDesk;

beforeAll(async () => {
  shop = await openInProcessShop(83, ({ mchid, appid, subMchid, subAppid }) => ({
    WECHAT_PAY_MCHID: subMchid,
    WECHAT_PAY_APPID: subAppid,
    WECHAT_PAY_SP_MCHID: mchid,
    WECHAT_PAY_SP_APPID: appid,
  }));
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

/** A payment the service provider takes under its own number, in the same bill where nobody asks for one merchant. */
async function providersOwnPayment(): Promise<string> {
  const clock = { ...systemClock, nowMs: () => shop.wechatPay.clock.nowMs() };
  const environment = {
    ...shop.cloud.environment(),
    ...(await gatewayEnvironment(shop.wechatPay.merchant, shop.notifyUrl)),
  };
  const { deps } = wireUseCases(environment, { clock, log: shop.deps.log });
  const outTradeNo = deps.ids.outTradeNo();
  const payBeforeMs = clock.nowMs() + 600_000;
  const wish = {
    scene: 'native',
    outTradeNo,
    description: '服务商自己的货',
    amount: PRICE,
    payBeforeMs,
  } as const;
  expect((await deps.gateway.create(wish)).kind).toBe('accepted');
  await refunds.control('payments', { out_trade_no: outTradeNo });
  return outTradeNo;
}

/** Two orders, a part of one given back, and the provider's own business beside it. */
async function aDay() {
  const date = desk.today();
  const { orderId } = await refunds.paidOrder(2);
  await refunds.paidOrder();
  await refunds.refundFen(orderId, 1_000);
  await runJobs(shop.deps);
  await refunds.tick(2 * 60_000);
  await providersOwnPayment();
  const file = await refunds.file(orderId);
  const outRefundNo = file.refunds[0]?.outRefundNo ?? '';
  return { date, orderId, outTradeNo: file.attempts[0]?.outTradeNo ?? '', outRefundNo };
}

describe('the bills of a shop behind a service provider', () => {
  it('hold its own rows alone and agree; the account is the provider’s and is not asked for', async () => {
    const { date, orderId } = await aDay();
    expect(shop.deps.billed).toMatchObject({ subMchid: shop.wechatPay.merchant.subMchid });
    expect((await refunds.states(orderId))[0]).toBe('succeeded');
    await desk.goTo(1, '10:00:30');
    await desk.tick();
    expect(await desk.differences(date)).toEqual([]);
    expect(await desk.day(date)).toMatchObject({
      state: 'matched',
      theirs: { payments: 2, paidMinor: 3 * PRICE.minor, refunds: 1, refundedMinor: 1_000 },
      ours: { payments: 2, paidMinor: 3 * PRICE.minor, refunds: 1, refundedMinor: 1_000 },
      foreignRows: 0,
      trade: { kind: 'kept', rows: 3 },
      fundFlow: { kind: 'notOffered' },
    });
  });

  it.each([
    ['missingRow', 'onlyOurs', 'payment'],
    ['wrongAmount', 'amount', 'payment'],
    ['wrongAmount', 'amount', 'refund'],
    ['wrongState', 'state', 'refund'],
  ] as const)('show a planted %s as %s of the %s, and nothing else', async (difference, kind, subject) => {
    const { date, outTradeNo, outRefundNo } = await aDay();
    const number = subject === 'payment' ? outTradeNo : outRefundNo;
    await desk.plant('bills.trade', { kind: 'billDifference', difference, number });
    await desk.goTo(1, '10:00:30');
    await desk.tick();
    expect(await desk.differences(date)).toMatchObject([
      { kind, subject, ...(subject === 'payment' ? { outTradeNo } : { outRefundNo }) },
    ]);
    expect(await desk.day(date)).toMatchObject({ state: 'differences', openDifferences: 1, foreignRows: 0 });
  });

  it('agree on a day without business, of which there is no bill', async () => {
    await desk.goTo(1, '09:00:00');
    const date = desk.today();
    await desk.goTo(1, '10:00:30');
    await desk.tick();
    expect(await desk.day(date)).toMatchObject({ state: 'matched', trade: { kind: 'none' } });
  });
});

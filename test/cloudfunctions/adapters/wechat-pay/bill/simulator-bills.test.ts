import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createWechatPayBills } from '../../../../../cloudfunctions/adapters/wechat-pay/bill/bills';
import type {
  BillFold,
  BillRequest,
  Bills,
  FundFlowRow,
  ReadyBill,
  TradeBillRequest,
  TradeBillRow,
} from '../../../../../cloudfunctions/ports/bills';
import { fen } from '../../../../../miniprogram/contract/money';
import { createRefundWorld } from '../../../../simulators/wechat-pay/refund-world';
import { PLAIN, useSimulator } from '../../../../simulators/wechat-pay/simulator-fixture';

const fixture = useSimulator({ seed: 11 });
const { pay, refund, tell, goTo, day } = createRefundWorld(fixture);
const NAME = '龙井, "明前" 250`g\\';

let bills: Bills;
beforeEach(async () => {
  await goTo(1, '08:00');
  const { simulator } = fixture;
  const { merchant, clock } = simulator;
  const { publicKeyId, publicKeyFile, merchantKeyFile } = merchant;
  let nonces = 0;
  bills = createWechatPayBills(
    {
      ...merchant,
      merchant: { mode: 'direct', mchid: merchant.mchid, appid: merchant.appid },
      merchantPrivateKey: readFileSync(merchantKeyFile, 'utf8'),
      trust: {
        mode: 'publicKey',
        publicKeys: [{ publicKeyId, publicKeyPem: readFileSync(publicKeyFile, 'utf8') }],
      },
      notifyUrl: fixture.receiver.url,
    },
    { clock, nonce: () => `nonce${(nonces += 1)}` },
  );
});

/** Two payments, one with a name that needs every escape, and a refund of part of it. Answers their day. */
async function busyDay(): Promise<string> {
  await fixture.client.place('ADAPTER1', { description: NAME, amount: { total: 12_345, currency: 'CNY' } });
  await tell('/payments', { out_trade_no: 'ADAPTER1' });
  await pay('ADAPTER2', 100);
  await refund('ADAPTER1', 'R-ADAPTER1', 345, { amount: { refund: 345, total: 12_345, currency: 'CNY' } });
  const date = day();
  await goTo(1, '10:00');
  return date;
}

async function readyBill<Request extends BillRequest>(request: Request): Promise<ReadyBill<Request>> {
  const outcome = await bills.request(request);
  if (outcome.kind !== 'ready') throw new Error(JSON.stringify(outcome));
  return outcome.bill;
}

const list = <Row, Kept>(keep: (row: Row) => Kept): BillFold<Row, readonly Kept[]> => ({
  start: () => [],
  add: (kept, row) => [...kept, keep(row)],
});
const trades = list((row: TradeBillRow) => [
  row.kind,
  row.outTradeNo,
  row.kind === 'payment' ? row.total.minor : row.refund.minor,
  row.description,
]);
const flows = list((row: FundFlowRow) => [row.businessType, row.direction, row.amount.minor, row.voucherId]);

describe('the bills of the simulator', () => {
  const forms = [
    {},
    { billByteOrderMark: 'absent', billFigures: 'docs', billDownloadPath: 'downloadurl' },
    { billLineEnd: 'LF', billParentheses: 'full', billDownloadPath: 'file with tartype' },
    { billLastLineEnd: 'absent', billRowOrder: 'mixed' },
    { billLineEnd: 'LF', billLastLineEnd: 'absent', billByteOrderMark: 'absent', billRowOrder: 'mixed' },
  ];
  const packings = ['gzip', 'plain'] as const;
  it.each(forms.flatMap((form) => packings.map((packing) => ({ form, packing }))))(
    'are read in the form $form, $packing',
    async ({ form, packing }) => {
      await tell('/settings', { variations: { ...PLAIN, ...form } });
      const date = await busyDay();
      const of = async (type: TradeBillRequest['type']) =>
        bills.readTrades(await readyBill({ kind: 'trade', type, date, packing }), trades);
      const payments = [
        ['payment', 'ADAPTER1', 12_345, NAME],
        ['payment', 'ADAPTER2', 100, '小铺-苹果'],
      ];
      const refunds = [['refund', 'ADAPTER1', 345, NAME]];
      const sums = { settlementTotal: fen(12_445), total: fen(12_445) };
      const back = { refund: fen(345), settlementRefund: fen(345), couponRefund: fen(0) };
      expect(await of('all')).toMatchObject({
        kind: 'read',
        value: expect.arrayContaining([...payments, ...refunds]),
        summary: { rows: 3, ...sums, ...back, feeMicroyuan: 730_000 },
      });
      expect(await of('success')).toMatchObject({
        kind: 'read',
        value: expect.arrayContaining(payments),
        summary: { rows: 2, ...sums, feeMicroyuan: 750_000 },
      });
      expect(await of('refund')).toMatchObject({
        kind: 'read',
        value: refunds,
        summary: { rows: 1, ...back },
      });
      const flow = await readyBill({ kind: 'fundFlow', account: 'basic', date, packing });
      expect(await bills.readFundFlow(flow, flows)).toMatchObject({
        kind: 'read',
        value: [
          ['交易', 'income', 12_345, 'ADAPTER1'],
          ['扣除交易手续费', 'expense', 74, 'ADAPTER1'],
          ['交易', 'income', 100, 'ADAPTER2'],
          ['扣除交易手续费', 'expense', 1, 'ADAPTER2'],
          ['退还交易手续费', 'income', 2, 'R-ADAPTER1'],
          ['退款', 'expense', 345, 'R-ADAPTER1'],
        ],
        summary: { rows: 6, incomeRows: 3, income: fen(12_447), expenseRows: 3, expense: fen(420) },
      });
    },
  );

  it('are none for a day without trades, not yet there before they are made, and refused after three months', async () => {
    const date = day();
    await goTo(1, '10:00');
    expect(await bills.request({ kind: 'trade', type: 'all', date })).toMatchObject({ kind: 'none' });
    await tell('/settings', { bill_ready: '17:00' });
    const late = await busyDay();
    const notYet = await bills.request({ kind: 'trade', type: 'all', date: late });
    expect(notYet).toMatchObject({ kind: 'notYet', askAgainAtMs: expect.any(Number) });
    await goTo(100, '10:00');
    expect((await bills.request({ kind: 'trade', type: 'all', date: late })).kind).toBe('refused');
  });

  it('are asked for again when their address has expired', async () => {
    const bill = await readyBill({ kind: 'trade', type: 'all', date: await busyDay() });
    await goTo(0, '11:00');
    const reading = await bills.readTrades(bill, trades);
    expect(reading).toMatchObject({ kind: 'read', summary: { rows: 3 } });
    // An address that looks young and is not: the clock of the machine that asked was slow.
    const young = { ...bill, givenAtMs: fixture.simulator.clock.nowMs() };
    expect(await bills.readTrades(young, trades)).toEqual(reading);
  });

  it.each([
    ['wrongHash', 'bills.trade', 'hash'],
    ['cutFile', 'bills.download', expect.stringMatching(/^(length|format)$/)],
    ['alteredFile', 'bills.download', expect.stringMatching(/^(hash|summary|format)$/)],
  ])('are not believed with %s', async (kind, endpoint, stage) => {
    const date = await busyDay();
    await tell('/faults', { kind, endpoint });
    const bill = await readyBill({ kind: 'trade', type: 'all', date, packing: 'plain' });
    expect(await bills.readTrades(bill, trades)).toMatchObject({ kind: 'defective', defect: { stage } });
  });

  it.each(['missingRow', 'wrongAmount'])(
    'keep a planted %s that agrees with sums and hash, for the books to find',
    async (difference) => {
      const date = await busyDay();
      await tell('/faults', {
        kind: 'billDifference',
        endpoint: 'bills.trade',
        difference,
        number: 'ADAPTER2',
      });
      const reading = await bills.readTrades(await readyBill({ kind: 'trade', type: 'all', date }), trades);
      if (reading.kind !== 'read') throw new Error(JSON.stringify(reading));
      const told = reading.value.filter(([, outTradeNo]) => outTradeNo === 'ADAPTER2');
      expect(told.filter(([, , minor]) => minor === 100)).toEqual([]);
      expect(reading.summary.rows).toBe(difference === 'missingRow' ? 2 : 3);
    },
  );
});

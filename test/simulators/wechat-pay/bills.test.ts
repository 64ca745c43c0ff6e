import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { downloadBill, fen, fetchBill, readBill, sum } from './bill-file';
import type { Answer } from './merchant-client';
import { issueCode, postOrder, reverseOrder } from './order-bodies';
import { createRefundWorld, MINUTE_MS } from './refund-world';
import { PLAIN, useSimulator } from './simulator-fixture';

const fixture = useSimulator();
const { pay, refund, tell, goTo, day } = createRefundWorld(fixture);

const TRADE = '/v3/bill/tradebill';
const FUND = '/v3/bill/fundflowbill';
const get = (path: string): Promise<Answer> => fixture.client.call('GET', path);
const verdict = ({ status, json, headers }: Answer): unknown[] => [
  status,
  json['code'],
  headers['request-id']?.split('-')[1],
];
const part = (amount: number, total: number): Record<string, unknown> => ({
  amount: { refund: amount, total, currency: 'CNY' },
});

const ALL_HEADER =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const SUCCESS_HEADER =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,商品名称,商户数据包,手续费,费率,订单金额,费率备注';
const REFUND_HEADER =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,退款申请时间,退款成功时间,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const FUND_HEADER =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号';

/** A morning far from midnight, so that a test has one day. */
beforeEach(() => goTo(1, '08:00'));

/** Two payments and a refund of the first; answers the day they happened on, and goes to the next at ten. */
async function busyDay(): Promise<string> {
  await pay('BILL0001', 12_345);
  await pay('BILL0002', 100);
  await refund('BILL0001', 'R-BILL0001', 345, { ...part(345, 12_345), reason: '缺货' });
  const today = day();
  await goTo(1, '10:00');
  return today;
}

describe('a trade bill', () => {
  it('of all has a row for every payment and every refund, and their sums', async () => {
    const date = await busyDay();
    const bill = await fetchBill(fixture, `${TRADE}?bill_date=${date}`);
    expect(bill.header).toBe(ALL_HEADER);
    const [first, second, refunded] = bill.rows;
    const { appid, mchid } = fixture.simulator.merchant;
    const order = (await fixture.client.query('BILL0001')).json;
    expect(first).toEqual({
      交易时间: expect.stringMatching(new RegExp(`^${date} 08:0\\d:\\d\\d$`)),
      公众账号ID: appid,
      商户号: mchid,
      特约商户号: '0',
      设备号: '',
      微信订单号: order['transaction_id'],
      商户订单号: 'BILL0001',
      用户标识: 'oShopper_1',
      交易类型: 'JSAPI',
      交易状态: 'SUCCESS',
      付款银行: order['bank_type'],
      货币种类: 'CNY',
      应结订单金额: '123.45',
      代金券金额: '0.00',
      微信退款单号: '0',
      商户退款单号: '0',
      退款金额: '0.00',
      充值券退款金额: '0.00',
      退款类型: '',
      退款状态: '',
      商品名称: '小铺-苹果',
      商户数据包: '',
      手续费: '0.74000',
      费率: '0.60%',
      订单金额: '123.45',
      申请退款金额: '0.00',
      费率备注: '',
    });
    expect(second).toMatchObject({ 商户订单号: 'BILL0002', 手续费: '0.01000' });
    expect(refunded).toMatchObject({
      商户订单号: 'BILL0001',
      交易状态: 'REFUND',
      应结订单金额: '0.00',
      微信退款单号: expect.stringMatching(/^50/),
      商户退款单号: 'R-BILL0001',
      退款金额: '3.45',
      退款类型: 'ORIGINAL',
      退款状态: 'SUCCESS',
      手续费: '-0.02000',
      订单金额: '0.00',
      申请退款金额: '3.45',
    });
    expect(bill.summary).toEqual({
      总交易单数: '3.0',
      应结订单总金额: '124.45',
      退款总金额: '3.45',
      充值券退款总金额: '0.0',
      手续费总金额: '0.73',
      订单总金额: '124.45',
      申请退款总金额: '3.45',
    });
  });

  it('begins with a mark, ends every line with CRLF and stands behind backticks', async () => {
    const { text } = await fetchBill(fixture, `${TRADE}?bill_date=${await busyDay()}`);
    expect(text.startsWith('\uFEFF交易时间,')).toBe(true);
    expect(text.endsWith('\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text.split('\r\n')[1]).toMatch(/^`\d{4}-/);
  });

  it('of payments leaves out every column of refunds', async () => {
    const bill = await fetchBill(fixture, `${TRADE}?bill_date=${await busyDay()}&bill_type=SUCCESS`);
    expect([bill.header, bill.rows.length]).toEqual([SUCCESS_HEADER, 2]);
    expect(bill.summary).toEqual({
      总交易单数: '2.0',
      应结订单总金额: '124.45',
      手续费总金额: '0.75',
      订单总金额: '124.45',
    });
  });

  it('of refunds says when they were asked for and when they arrived', async () => {
    const bill = await fetchBill(fixture, `${TRADE}?bill_date=${await busyDay()}&bill_type=REFUND`);
    expect([bill.header, bill.rows.length]).toEqual([REFUND_HEADER, 1]);
    const [row] = bill.rows;
    const asked = Date.parse(`${row!['退款申请时间']!.replace(' ', 'T')}+08:00`);
    const arrived = Date.parse(`${row!['退款成功时间']!.replace(' ', 'T')}+08:00`);
    expect(Math.abs(arrived - asked - MINUTE_MS)).toBeLessThanOrEqual(1000);
  });

  it('in the form of the documents has whole counts and two decimals', async () => {
    await tell('/settings', { variations: { ...PLAIN, billFigures: 'docs' } });
    await pay('BILL0003', 30);
    await refund('BILL0003', 'R-BILL0003', 30, part(30, 30));
    const date = day();
    await goTo(1, '10:00');
    const bill = await fetchBill(fixture, `${TRADE}?bill_date=${date}`);
    expect(bill.rows.map((row) => row['手续费'])).toEqual(['0.00', '-0.00']);
    expect(bill.summary).toMatchObject({ 总交易单数: '2', 退款总金额: '0.30', 充值券退款总金额: '0.00' });
  });

  it.each([
    ['billByteOrderMark', 'absent', (text: string) => !text.startsWith('\uFEFF')],
    ['billLineEnd', 'LF', (text: string) => !text.includes('\r') && text.endsWith('\n')],
    ['billLastLineEnd', 'absent', (text: string) => !text.endsWith('\n')],
  ])('may have its %s %s', async (name, value, holds) => {
    await tell('/settings', { variations: { ...PLAIN, [name]: value } });
    const bill = await fetchBill(fixture, `${TRADE}?bill_date=${await busyDay()}`);
    expect([holds(bill.text), bill.rows.length]).toEqual([true, 3]);
  });

  it('may have its rows in another order, all of them once', async () => {
    await tell('/settings', { variations: { ...PLAIN, billRowOrder: 'mixed' } });
    const numbers = Array.from({ length: 12 }, (_, i) => `BILLMIX${i}`);
    for (const number of numbers) await pay(number);
    const date = day();
    await goTo(1, '10:00');
    const rows = (await fetchBill(fixture, `${TRADE}?bill_date=${date}`)).rows.map(
      (row) => row['商户订单号'],
    );
    expect(rows).not.toEqual(numbers);
    expect([rows.length, new Set(rows)]).toEqual([numbers.length, new Set(numbers)]);
  });

  it('escapes what a value may not contain', async () => {
    const description = 'a,b`c"d\'e\\f\tg';
    await fixture.client.place('BILLESC1', { description, attach: '1\n2\r3\u001A4' });
    await tell('/payments', { out_trade_no: 'BILLESC1' });
    await refund('BILLESC1', 'R-BILLESC1', 100);
    const date = day();
    await goTo(1, '10:00');
    const [paid, refunded] = (await fetchBill(fixture, `${TRADE}?bill_date=${date}`)).rows;
    expect(paid!['商品名称']).toBe('a\\ b\\`c\\"d\\\'e\\\\f\\tg');
    expect(paid!['商户数据包']).toBe(String.raw`1\n2\r3\SUB4`);
    expect(refunded!['商品名称']).toBe(String.raw`a\ b\140c\"d'e\\f\tg`);
  });

  it('shows refunds as they stood at nine, by the names a bill has for it', async () => {
    const outcomes = ['closed', 'abnormal', 'success'] as const;
    for (const [i, outcome] of outcomes.entries()) {
      await pay(`BILLOUT${i}`);
      await tell('/refunds', { outcome });
      await refund(`BILLOUT${i}`, `R-BILLOUT${i}`, 100);
    }
    await tell('/settings', { refund_delay_seconds: 26 * 3600 });
    await pay('BILLOUT3');
    await refund('BILLOUT3', 'R-BILLOUT3', 100);
    const date = day();
    await goTo(1, '09:30');
    const early = await fetchBill(fixture, `${TRADE}?bill_date=${date}&bill_type=REFUND`);
    expect(early.rows.map((row) => row['退款状态'])).toEqual(['FAIL', 'CHANGE', 'SUCCESS', 'PROCESSING']);
    await goTo(3, '10:00');
    const late = await fetchBill(fixture, `${TRADE}?bill_date=${date}&bill_type=REFUND`);
    expect(late.text).toBe(early.text);
  });

  it('has a row for a reversed payment', async () => {
    const code = await issueCode(fixture);
    await postOrder(fixture, { product: 'codepay', mode: 'direct' }, { payer: { auth_code: code } });
    expect((await reverseOrder(fixture, 'direct', 'ORDER001')).status).toBe(200);
    const date = day();
    await goTo(1, '10:00');
    const bill = await fetchBill(fixture, `${TRADE}?bill_date=${date}`);
    expect(bill.rows.map((row) => [row['交易类型'], row['交易状态'], row['申请退款金额']])).toEqual([
      ['MICROPAY', 'SUCCESS', '0.00'],
      ['MICROPAY', 'REVOKED', '1.00'],
    ]);
    expect(sum(bill.rows, '手续费')).toBe(0);
  });

  it('of a service provider names its sub merchants and can be had for one of them', async () => {
    await pay('BILLDIR1');
    await postOrder(fixture, { product: 'native', mode: 'partner' }, { out_trade_no: 'BILLSUB1' });
    await tell('/payments', { out_trade_no: 'BILLSUB1' });
    const date = day();
    await goTo(1, '10:00');
    const { subMchid } = fixture.simulator.merchant;
    const all = await fetchBill(fixture, `${TRADE}?bill_date=${date}`);
    expect(all.rows.map((row) => row['特约商户号'])).toEqual(['0', subMchid]);
    const one = await fetchBill(fixture, `${TRADE}?bill_date=${date}&sub_mchid=${subMchid}`);
    expect(one.rows.map((row) => row['商户订单号'])).toEqual(['BILLSUB1']);
    expect(verdict(await get(`${TRADE}?bill_date=${date}&sub_mchid=1999999999`)).slice(0, 2)).toEqual([
      403,
      'NO_AUTH',
    ]);
    const flow = await fetchBill(fixture, `${FUND}?bill_date=${date}`);
    expect(flow.rows.map((row) => row['业务凭证号'])).toEqual(['BILLDIR1', 'BILLDIR1']);
  });
});

describe('a fund flow bill', () => {
  it('has a row for everything that moved money, each with what was left', async () => {
    await tell('/balance', { available: 500 });
    const date = await busyDay();
    const bill = await fetchBill(fixture, `${FUND}?bill_date=${date}`);
    expect(bill.header).toBe(FUND_HEADER);
    const names = ['业务名称', '业务类型', '收支类型', '收支金额(元)', '账户结余(元)', '业务凭证号'] as const;
    expect(bill.rows.map((row) => names.map((name) => row[name]))).toEqual([
      ['充值', '充值', '收入', '5.00', '5.00', ''],
      ['交易', '交易', '收入', '123.45', '128.45', 'BILL0001'],
      ['扣除交易手续费', '扣除交易手续费', '支出', '0.74', '127.71', 'BILL0001'],
      ['交易', '交易', '收入', '1.00', '128.71', 'BILL0002'],
      ['扣除交易手续费', '扣除交易手续费', '支出', '0.01', '128.70', 'BILL0002'],
      ['退还交易手续费', '退还交易手续费', '收入', '0.02', '128.72', 'R-BILL0001'],
      ['退款', '退款', '支出', '3.45', '125.27', 'R-BILL0001'],
    ]);
    expect(bill.summary).toEqual({
      资金流水总笔数: '7.0',
      收入笔数: '4.0',
      收入金额: '129.47',
      支出笔数: '3.0',
      支出金额: '4.2',
    });
    const refunded = bill.rows.at(-1)!;
    expect(refunded).toMatchObject({ 微信支付业务单号: expect.stringMatching(/^50/), 备注: '缺货' });
    expect(new Set(bill.rows.map((row) => row['资金流水单号'])).size).toBe(7);
  });

  it('may have its unit in full-width parentheses', async () => {
    await tell('/settings', { variations: { ...PLAIN, billParentheses: 'full' } });
    const { header } = await fetchBill(fixture, `${FUND}?bill_date=${await busyDay()}`);
    expect(header).toBe(FUND_HEADER.replaceAll('(元)', '（元）'));
  });

  it('goes on the next day with what was left', async () => {
    await pay('FLOW0001', 1000);
    const first = day();
    await goTo(1, '08:00');
    await pay('FLOW0002', 1000);
    await goTo(1, '10:00');
    const before = await fetchBill(fixture, `${FUND}?bill_date=${first}`);
    const after = await fetchBill(fixture, `${FUND}?bill_date=${day(-1)}`);
    expect(fen(after.rows[0]!['账户结余(元)'])).toBe(fen(before.rows.at(-1)!['账户结余(元)']) + 1000);
  });

  it.each([
    ['OPERATION', { operation: 700 }],
    ['FEES', { fees: 700 }],
  ])('of the account %s has what was put there', async (account, balance) => {
    await tell('/balance', balance);
    await pay('FLOW0003');
    const date = day();
    await goTo(1, '10:00');
    const { rows } = await fetchBill(fixture, `${FUND}?bill_date=${date}&account_type=${account}`);
    expect(rows).toMatchObject([{ 业务类型: '充值', '账户结余(元)': '7.00' }]);
  });

  it('never dates a line before the one above it, however late payments come to light', async () => {
    for (const [i, seconds] of [40, 5].entries()) {
      const code = await issueCode(fixture, { behaviour: 'passwordPays', answers_after_seconds: seconds });
      const change = { payer: { auth_code: code }, out_trade_no: `FLOW005${i}` };
      await postOrder(fixture, { product: 'codepay', mode: 'direct' }, change);
    }
    const date = day();
    await goTo(1, '10:00');
    const { rows } = await fetchBill(fixture, `${FUND}?bill_date=${date}`);
    expect(rows).toHaveLength(4);
    expect(new Set(rows.map((row) => row['记账时间'])).size).toBe(1);
  });

  it('returns the money of a closed refund', async () => {
    await pay('FLOW0004', 1000);
    await refund('FLOW0004', 'R-FLOW0004', 1000, part(1000, 1000));
    await tell('/refunds', { out_refund_no: 'R-FLOW0004', outcome: 'closed' });
    const date = day();
    await goTo(1, '10:00');
    const { rows } = await fetchBill(fixture, `${FUND}?bill_date=${date}`);
    expect(rows.map((row) => [row['收支类型'], row['账户结余(元)']])).toEqual([
      ['收入', '10.00'],
      ['支出', '9.94'],
      ['收入', '10.00'],
      ['支出', '0.00'],
      ['收入', '10.00'],
      ['支出', '9.94'],
    ]);
  });
});

describe('a bill can be had', () => {
  it('from nine the next day, not sooner', async () => {
    await pay('WHEN0001');
    const date = day();
    expect(verdict(await get(`${TRADE}?bill_date=${date}`))).toEqual([400, 'INVALID_REQUEST', '270522884']);
    await goTo(1, '08:59');
    expect(verdict(await get(`${TRADE}?bill_date=${date}`))).toEqual([
      400,
      'STATEMENT_CREATING',
      '270522882',
    ]);
    expect(verdict(await get(`${FUND}?bill_date=${date}`))).toEqual([400, 'STATEMENT_CREATING', '270522882']);
    await goTo(0, '09:00');
    expect((await get(`${TRADE}?bill_date=${date}`)).status).toBe(200);
  });

  it('between nine and ten when the moment is seeded, always the same for a day', async () => {
    await tell('/settings', { bill_ready: 'seeded' });
    await pay('WHEN0002');
    const bills = async (): Promise<readonly { readonly ready: string }[]> =>
      (await fixture.client.control('GET', '/bills')).json['bills'] as Awaited<ReturnType<typeof bills>>;
    const [{ ready } = { ready: '' }] = await bills();
    expect(ready).toMatch(new RegExp(`^${day(1)}T09:`));
    expect(await bills()).toMatchObject([{ ready }]);
    const date = day();
    await goTo(1, '10:00');
    expect((await get(`${TRADE}?bill_date=${date}`)).status).toBe(200);
  });

  it('at seventeen when it is late', async () => {
    await tell('/settings', { bill_ready: '17:00' });
    const date = await busyDay();
    expect((await get(`${TRADE}?bill_date=${date}`)).json['code']).toBe('STATEMENT_CREATING');
    await goTo(0, '17:00');
    expect((await get(`${TRADE}?bill_date=${date}`)).status).toBe(200);
  });

  it('for three months', async () => {
    const date = await busyDay();
    await tell('/clock', { advance_seconds: 80 * 86_400 });
    expect((await get(`${TRADE}?bill_date=${date}`)).status).toBe(200);
    await tell('/clock', { advance_seconds: 15 * 86_400 });
    expect(verdict(await get(`${TRADE}?bill_date=${date}`))).toEqual([400, 'INVALID_REQUEST', '270522880']);
  });

  it('not of a day on which nothing happened', async () => {
    const date = await busyDay();
    expect(verdict(await get(`${TRADE}?bill_date=${day(-20)}`))).toEqual([
      400,
      'NO_STATEMENT_EXIST',
      '270522881',
    ]);
    expect(verdict(await get(`${FUND}?bill_date=${day(-20)}`)).slice(1)).toEqual([
      'NO_STATEMENT_EXIST',
      '270522881',
    ]);
    const fees = await get(`${FUND}?bill_date=${date}&account_type=FEES`);
    expect(fees.json['code']).toBe('NO_STATEMENT_EXIST');
  });

  it.each([
    '',
    '?bill_date=',
    '?bill_date=20260101',
    '?bill_date=2026-02-30',
    '?bill_date=2026-13-01',
    '?bill_date=2026-1-1',
    '?bill_date=yesterday',
    '?bill_date=2026-01-01&tar_type=ZIP',
    '?bill_date=2026-01-01&bill_type=NONE&account_type=NONE',
    '?bill_date=2026-01-01&sub_mchid=',
    '?bill_date=2026-01-01&account_type=',
  ])('not by the query %j', async (query) => {
    expect((await get(`${TRADE}${query}`)).json['code']).toBe('PARAM_ERROR');
    expect((await get(`${FUND}${query}`)).json['code']).toBe('PARAM_ERROR');
  });

  it('not of a day to come', async () => {
    expect(verdict(await get(`${TRADE}?bill_date=${day(1)}`)).slice(0, 2)).toEqual([400, 'INVALID_REQUEST']);
  });

  it('is listed for whoever drives the simulator', async () => {
    const date = await busyDay();
    const bills = await fixture.client.control('GET', '/bills');
    expect(bills.json['bills']).toEqual([
      {
        bill_date: date,
        ready: `${day()}T09:00:00+08:00`,
        tradebill: { ALL: 3, SUCCESS: 2, REFUND: 1 },
        fundflowbill: { BASIC: 6, OPERATION: 0, FEES: 0 },
      },
    ]);
  });
});

describe('the download', () => {
  it('is of bytes without a signature', async () => {
    const asked = await get(`${TRADE}?bill_date=${await busyDay()}`);
    expect(asked.json).toEqual({
      hash_type: 'SHA1',
      hash_value: expect.stringMatching(/^[0-9a-f]{40}$/),
      download_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v3\/billdownload\/file\?token=\w+$/),
    });
    expect(asked.headers['wechatpay-signature']).toBeDefined();
    const file = await downloadBill(fixture, String(asked.json['download_url']));
    expect(Object.keys(file.headers).filter((name) => name.startsWith('wechatpay-'))).toEqual([]);
    expect(createHash('sha1').update(file.bytes).digest('hex')).toBe(asked.json['hash_value']);
  });

  it.each(['file', 'file with tartype', 'downloadurl'])(
    'by the address of the kind %j',
    async (billDownloadPath) => {
      await tell('/settings', { variations: { ...PLAIN, billDownloadPath } });
      const date = await busyDay();
      const bill = await fetchBill(fixture, `${TRADE}?bill_date=${date}&tar_type=GZIP`);
      expect(bill.rows).toHaveLength(3);
    },
  );

  it('packed is the same file, and the hash is of what is in it', async () => {
    const date = await busyDay();
    const plain = await get(`${TRADE}?bill_date=${date}`);
    const packed = await get(`${TRADE}?bill_date=${date}&tar_type=GZIP`);
    expect(packed.json['hash_value']).toBe(plain.json['hash_value']);
    const file = await downloadBill(fixture, String(packed.json['download_url']));
    expect(file.headers['content-encoding']).toBeUndefined();
    const hash = createHash('sha1').update(gunzipSync(file.bytes)).digest('hex');
    expect(hash).toBe(packed.json['hash_value']);
  });

  it('has to be signed, and ends after five minutes', async () => {
    const date = await busyDay();
    const url = String((await get(`${TRADE}?bill_date=${date}`)).json['download_url']);
    const { pathname, search } = new URL(url);
    const unsigned = await fixture.client.call('GET', pathname + search, {
      headers: { Authorization: undefined },
    });
    expect(unsigned.status).toBe(401);
    await tell('/clock', { advance_seconds: 270 });
    expect((await downloadBill(fixture, url)).status).toBe(200);
    await tell('/clock', { advance_seconds: 40 });
    expect(verdict(await downloadBill(fixture, url)).slice(0, 2)).toEqual([400, 'INVALID_REQUEST']);
    expect((await get('/v3/billdownload/file?token=nonsense')).status).toBe(400);
    expect((await get('/v3/billdownload/file')).status).toBe(400);
  });
});

describe('a fault on a bill', () => {
  const difference = (kind: string, number?: string): Promise<Answer> =>
    tell('/faults', { kind: 'billDifference', endpoint: 'bills.trade', difference: kind, number });

  it.each([
    ['missingRow', 'BILL0002', ['BILL0001', 'R-BILL0001']],
    ['extraRow', 'BILL0002', ['BILL0001', 'BILL0002', 'EXTRABILL0002', 'R-BILL0001']],
    ['extraRow', 'R-BILL0001', ['BILL0001', 'BILL0002', 'R-BILL0001', 'EXTRAR-BILL0001']],
  ])('%s at %s changes which rows there are, and its sums agree', async (kind, number, numbers) => {
    const date = await busyDay();
    await difference(kind, number);
    const bill = await fetchBill(fixture, `${TRADE}?bill_date=${date}`);
    const shown = bill.rows.map((row) =>
      row['商户退款单号'] === '0' ? row['商户订单号'] : row['商户退款单号'],
    );
    expect(shown).toEqual(numbers);
    expect(fen(bill.summary['订单总金额'])).toBe(sum(bill.rows, '订单金额'));
    expect(fen(bill.summary['申请退款总金额'])).toBe(sum(bill.rows, '申请退款金额'));
    expect((await fetchBill(fixture, `${TRADE}?bill_date=${date}`)).rows).toHaveLength(3);
  });

  it.each([
    ['wrongAmount', 'BILL0002', { 订单金额: '1.01' }],
    ['wrongAmount', 'R-BILL0001', { 申请退款金额: '3.46' }],
    ['wrongState', 'BILL0002', { 交易状态: 'REVOKED' }],
    ['wrongState', 'R-BILL0001', { 退款状态: 'FAIL' }],
    ['wrongFee', 'BILL0002', { 手续费: '0.02000' }],
  ])('%s at %s is in that row alone', async (kind, number, cell) => {
    const date = await busyDay();
    const honest = await fetchBill(fixture, `${TRADE}?bill_date=${date}`);
    await difference(kind, number);
    const planted = await fetchBill(fixture, `${TRADE}?bill_date=${date}`);
    const other = planted.rows.filter((row, i) => JSON.stringify(row) !== JSON.stringify(honest.rows[i]));
    expect(other).toMatchObject([cell]);
  });

  it('without a number strikes some row', async () => {
    const date = await busyDay();
    await difference('missingRow');
    expect((await fetchBill(fixture, `${TRADE}?bill_date=${date}`)).rows).toHaveLength(2);
  });

  it.each([
    ['missingRow', 5],
    ['extraRow', 7],
  ])('%s in a fund flow bill breaks the chain of balances', async (kind, count) => {
    const date = await busyDay();
    await tell('/faults', {
      kind: 'billDifference',
      endpoint: 'bills.fundflow',
      difference: kind,
      number: 'BILL0002',
    });
    const { rows } = await fetchBill(fixture, `${FUND}?bill_date=${date}`);
    expect(rows).toHaveLength(count);
    const broken = rows.filter((row, i) => {
      const before = i === 0 ? 0 : fen(rows[i - 1]!['账户结余(元)']);
      const moved = fen(row['收支金额(元)']) * (row['收支类型'] === '收入' ? 1 : -1);
      return before + moved !== fen(row['账户结余(元)']);
    });
    expect(broken).toHaveLength(1);
  });

  it('gives a hash of no file', async () => {
    const date = await busyDay();
    await tell('/faults', { kind: 'wrongHash', endpoint: 'bills.trade' });
    await expect(fetchBill(fixture, `${TRADE}?bill_date=${date}`)).rejects.toThrow(
      'the hash is of another file',
    );
  });

  it.each(['', '&tar_type=GZIP'])('cuts the file or changes a digit%s', async (packed) => {
    const date = await busyDay();
    const asked = await get(`${TRADE}?bill_date=${date}${packed}`);
    const url = String(asked.json['download_url']);
    const whole = (await downloadBill(fixture, url)).bytes;
    await tell('/faults', { kind: 'cutFile', endpoint: 'bills.download', bytes: 20 });
    const cut = await downloadBill(fixture, url);
    expect([cut.status, cut.bytes.equals(whole.subarray(0, -20))]).toEqual([200, true]);
    await tell('/faults', { kind: 'alteredFile', endpoint: 'bills.download' });
    const altered = (await downloadBill(fixture, url)).bytes;
    const plain = packed === '' ? altered : gunzipSync(altered);
    expect(readBill(plain).rows).toHaveLength(3);
    expect(createHash('sha1').update(plain).digest('hex')).not.toBe(asked.json['hash_value']);
  });

  it('can make the service say anything else', async () => {
    const date = await busyDay();
    await tell('/faults', {
      kind: 'status',
      endpoint: 'bills.trade',
      status: 400,
      code: 'STATEMENT_CREATING',
    });
    expect((await get(`${TRADE}?bill_date=${date}`)).json['code']).toBe('STATEMENT_CREATING');
    await tell('/faults', { kind: 'drop', endpoint: 'bills.download' });
    const url = String((await get(`${TRADE}?bill_date=${date}`)).json['download_url']);
    await expect(downloadBill(fixture, url)).rejects.toThrow('socket hang up');
  });
});

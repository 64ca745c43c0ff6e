import { describe, expect, it } from '@jest/globals';
import type { Answer } from './merchant-client';
import { useSimulator } from './simulator-fixture';

const fixture = useSimulator();
const PATH = '/v3/pay/transactions/jsapi';
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

function place(outTradeNo: string, change: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
  return fixture.client.call('POST', PATH, { body: fixture.client.order(outTradeNo, change) });
}

function moment(aheadMs: number): string {
  return new Date(fixture.simulator.clock.nowMs() + aheadMs).toISOString();
}

const pay = (body: Readonly<Record<string, unknown>>): Promise<Answer> =>
  fixture.client.control('POST', '/payments', body);

describe('a JSAPI order', () => {
  it('is answered with a prepay_id of 36 characters and a Request-ID that ends in 0', async () => {
    const answer = await place('ORDER001');
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ prepay_id: expect.stringMatching(/^wx\d{34}$/) });
    expect(answer.headers['request-id']).toMatch(/-0$/);
  });

  it('takes every documented member', async () => {
    const answer = await place('ORDER002', {
      time_expire: moment(DAY_MS),
      attach: 'a'.repeat(128),
      goods_tag: 'WXG',
      support_fapiao: true,
      detail: {
        cost_price: 100,
        invoice_id: 'i1',
        goods_detail: [{ merchant_goods_id: 'A-1_b', goods_name: '苹果', quantity: 1, unit_price: 100 }],
      },
      scene_info: { payer_client_ip: '127.0.0.1', device_id: '013467007045764', store_info: { id: '1' } },
      settle_info: { profit_sharing: false },
    });
    expect(answer.status).toBe(200);
  });

  it.each([
    ['amount', { total: 0 }, '输入源“/body/amount/total”映射到数值字段“总金额”规则校验失败，值低于最小值 1'],
    [
      'amount',
      { total: 1.5 },
      '无法将输入源“/body/amount/total”映射到目标字段“总金额”中，此字段需要一个合法的 64 位有符号整数',
    ],
    [
      'amount',
      { total: '100' },
      '无法将输入源“/body/amount/total”映射到目标字段“总金额”中，此字段需要一个合法的 64 位有符号整数',
    ],
    ['amount', {}, '输入源“/body/amount/total”映射到字段“总金额”必填性规则校验失败，此字段为必填项'],
    [
      'out_trade_no',
      'ABC',
      '输入源“/body/out_trade_no”映射到值字段“商户订单号”字符串规则校验失败，字节数 3，小于最小值 6',
    ],
    [
      'out_trade_no',
      'A'.repeat(33),
      '输入源“/body/out_trade_no”映射到值字段“商户订单号”字符串规则校验失败，字节数 33，大于最大值 32',
    ],
    [
      'out_trade_no',
      'ABC 123',
      String.raw`输入源“/body/out_trade_no”映射到值字段“商户订单号”字符串规则校验失败，字符串必须匹配正则表达式“^[0-9a-zA-Z_\-\|\*]+$”`,
    ],
    [
      'attach',
      '好'.repeat(43),
      '输入源“/body/attach”映射到值字段“附加数据”字符串规则校验失败，字节数 129，大于最大值 128',
    ],
    [
      'payer',
      { openid: 4 },
      '无法将 JSON 输入源“/body/payer/openid”映射到目标字段“用户标识”中，此字段需要一个 string 类型的 Json 值',
    ],
    [
      'payer',
      { openid: '' },
      '输入源“/body/payer/openid”映射到值字段“用户标识”字符串规则校验失败，字符数 0，小于最小值 1',
    ],
  ])('refuses %s %j in the words of the live service', async (name, value, message) => {
    const answer = await place('ORDER003', { [name]: value });
    expect([answer.status, answer.json['code'], answer.json['message']]).toEqual([
      400,
      'PARAM_ERROR',
      message,
    ]);
  });

  it.each([
    ['a null member', { attach: null }],
    ['a null object', { detail: null }],
    ['an unknown member', { colour: 'red' }],
    ['an unknown member further down', { amount: { total: 1, payer_total: 1 } }],
    ['an emoji', { description: '苹果🍎' }],
    ['half an emoji', { description: '\uD83C' }],
    ['a description over 127 characters', { description: '果'.repeat(128) }],
    ['an empty goods list', { detail: { goods_detail: [] } }],
    ['a detail over 6144 bytes', { detail: { goods_detail: bigGoodsDetail() } }],
    ['a notify_url with a query', { notify_url: 'https://shop.example/n?a=1' }],
    ['a notify_url without a scheme', { notify_url: 'shop.example/n' }],
    ['a time_expire that is none', { time_expire: '2030-01-01' }],
    ['another currency', { amount: { total: 1, currency: 'USD' } }],
    ['an openid no account has', { payer: { openid: 'o no' } }],
    ['the mchid of another', { mchid: '1999999999' }],
  ])('refuses %s', async (_name, change) => {
    const answer = await place('ORDER004', change);
    expect([answer.status, answer.json['code']]).toEqual([400, 'PARAM_ERROR']);
    expect((await fixture.client.query('ORDER004')).status).toBe(404);
  });

  it('accepts a description of 127 characters of three bytes', async () => {
    expect((await place('ORDER005', { description: '果'.repeat(127) })).status).toBe(200);
  });

  it('gives an unknown member the published internal code', async () => {
    expect((await place('ORDER006', { colour: 'red' })).headers['request-id']).toMatch(/-270924358$/);
  });

  it('shows the count or the text as the value of a live error detail', async () => {
    const short = await place('ABC');
    expect(short.json['detail']).toEqual({ location: 'body', value: 3 });
    const odd = await place('订单订单');
    expect(odd.json['detail']).toEqual({ location: 'body', value: '订单订单' });
  });

  it('names field and issue in the detail of the documentation', async () => {
    await fixture.client.control('POST', '/settings', { variations: { paramErrorDetail: 'docs' } });
    const answer = await place('ABC');
    expect(answer.json['detail']).toEqual({
      field: '/out_trade_no',
      value: 3,
      issue: 'too short',
      location: 'body',
    });
  });

  it('says that header and body name different merchants', async () => {
    const answer = await place('ORDER007', { mchid: '1999999999' });
    expect(answer.json['message']).toBe('http header中的mchid与post payload中的mchid不匹配');
  });

  it('refuses an appid that is not bound to the merchant', async () => {
    const answer = await place('ORDER008', { appid: 'wxffffffffffffffff' });
    expect([answer.status, answer.json['code']]).toEqual([400, 'APPID_MCHID_NOT_MATCH']);
  });

  it.each(['{"appid":', '[]', '"text"', 'null', ''])('refuses the body %j', async (rawBody) => {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fixture.client.call('POST', PATH, { rawBody, headers });
    expect([answer.status, answer.json['code']]).toEqual([400, 'PARAM_ERROR']);
  });

  it('refuses bytes that are not UTF-8, and a body of another type', async () => {
    const text = JSON.stringify(fixture.client.order('ORDER009', { attach: '#' }));
    const broken = Buffer.from(text);
    broken[text.indexOf('#')] = 0xff;
    const bytes = await fixture.client.call('POST', PATH, { rawBody: broken });
    const headers = { 'Content-Type': 'text/plain' };
    const type = await fixture.client.call('POST', PATH, { rawBody: text, headers });
    expect([bytes.status, type.status]).toEqual([400, 400]);
  });
});

describe('a repeated order number', () => {
  it('gets a new prepay_id for identical parameters, whatever the order of keys', async () => {
    const first = await place('AGAIN001');
    const reversed = Object.fromEntries(Object.entries(fixture.client.order('AGAIN001')).reverse());
    const second = await fixture.client.call('POST', PATH, { body: reversed });
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.json['prepay_id']).not.toBe(first.json['prepay_id']);
  });

  it.each([[{ amount: { total: 101, currency: 'CNY' } }], [{ attach: 'more' }], [{ description: 'other' }]])(
    'is refused as used when a parameter differs: %j',
    async (change) => {
      await place('AGAIN002');
      const answer = await place('AGAIN002', change);
      expect([answer.status, answer.json['code']]).toEqual([403, 'OUT_TRADE_NO_USED']);
      expect(answer.headers['request-id']).toMatch(/-268498688$/);
    },
  );

  it.each([
    ['400 ORDERPAID', 400, 'ORDERPAID'],
    ['403 ORDERPAID', 403, 'ORDERPAID'],
    ['403 OUT_TRADE_NO_USED', 403, 'OUT_TRADE_NO_USED'],
  ])('is refused once paid, as %s', async (reorderPaid, status, code) => {
    await fixture.client.control('POST', '/settings', { variations: { reorderPaid } });
    await place('AGAIN003');
    await pay({ out_trade_no: 'AGAIN003' });
    const answer = await place('AGAIN003');
    expect([answer.status, answer.json['code']]).toEqual([status, code]);
  });

  it('is refused once closed', async () => {
    await place('AGAIN004');
    const { mchid } = fixture.simulator.merchant;
    await fixture.client.call('POST', '/v3/pay/transactions/out-trade-no/AGAIN004/close', {
      body: { mchid },
    });
    const answer = await place('AGAIN004');
    expect([answer.status, answer.json['code']]).toEqual([400, 'ORDER_CLOSED']);
  });

  it('is refused past its time_expire', async () => {
    const change = { time_expire: moment(5 * MINUTE_MS) };
    await place('AGAIN005', change);
    await fixture.simulator.clock.advance(5 * MINUTE_MS);
    expect((await place('AGAIN005', change)).json['code']).toBe('ORDER_CLOSED');
  });
});

describe('the life of an order', () => {
  it('lets the shopper pay until time_expire and no later', async () => {
    await place('LIFE0001', { time_expire: moment(10 * MINUTE_MS) });
    await fixture.simulator.clock.advance(10 * MINUTE_MS);
    const late = await pay({ out_trade_no: 'LIFE0001' });
    expect([late.status, late.json['error']]).toEqual([
      409,
      expect.objectContaining({ code: 'TIME_EXPIRED' }),
    ]);
    expect((await fixture.client.query('LIFE0001')).json['trade_state']).toBe('NOTPAY');
  });

  it('raises a time_expire of less than a minute to a minute', async () => {
    await place('LIFE0002', { time_expire: moment(-DAY_MS) });
    await fixture.simulator.clock.advance(50_000);
    expect((await pay({ out_trade_no: 'LIFE0002' })).status).toBe(200);
  });

  it('ends a prepay_id after two hours; ordering again opens a new one', async () => {
    const prepayId = await fixture.client.place('LIFE0003');
    await fixture.simulator.clock.advance(121 * MINUTE_MS);
    const late = await pay({ prepay_id: prepayId });
    expect(late.json['error']).toMatchObject({ code: 'PREPAY_EXPIRED' });
    const renewed = await fixture.client.place('LIFE0003');
    expect((await pay({ prepay_id: renewed })).status).toBe(200);
  });

  it('closes an unpaid order after seven days', async () => {
    await place('LIFE0004');
    await fixture.simulator.clock.advance(7 * DAY_MS - MINUTE_MS);
    expect((await fixture.client.query('LIFE0004')).json['trade_state']).toBe('NOTPAY');
    await fixture.simulator.clock.advance(MINUTE_MS);
    expect((await fixture.client.query('LIFE0004')).json['trade_state']).toBe('CLOSED');
  });

  it('cuts a time_expire beyond fifteen days', async () => {
    await place('LIFE0005', { time_expire: moment(30 * DAY_MS) });
    await fixture.simulator.clock.advance(14 * DAY_MS);
    expect((await fixture.client.query('LIFE0005')).json['trade_state']).toBe('NOTPAY');
    await fixture.simulator.clock.advance(DAY_MS);
    expect((await fixture.client.query('LIFE0005')).json['trade_state']).toBe('CLOSED');
  });
});

function bigGoodsDetail(): object[] {
  const item = { merchant_goods_id: 'A'.repeat(32), goods_name: 'n'.repeat(200), quantity: 1, unit_price: 1 };
  return Array.from({ length: 25 }, () => item);
}

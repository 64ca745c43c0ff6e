import { describe, expect, it } from '@jest/globals';
import { isSigned } from './merchant-client';
import type { Answer } from './merchant-client';
import { PLAIN, useSimulator } from './simulator-fixture';

const fixture = useSimulator();
const BY_NUMBER = '/v3/pay/transactions/out-trade-no';

function close(outTradeNo: string): Promise<Answer> {
  const body = { mchid: fixture.simulator.merchant.mchid };
  return fixture.client.call('POST', `${BY_NUMBER}/${outTradeNo}/close`, { body });
}

async function pin(variations: Readonly<Record<string, string>>): Promise<void> {
  await fixture.client.control('POST', '/settings', { variations: { ...PLAIN, ...variations } });
}

describe('the query of an order', () => {
  it('shows the payment once it is paid, by either number', async () => {
    const { client, simulator } = fixture;
    const change = { attach: '附加', scene_info: { payer_client_ip: '::1', device_id: 'POS1' } };
    const prepayId = await client.place('QUERY001', change);
    const paid = await client.control('POST', '/payments', { prepay_id: prepayId });
    const transactionId = String(paid.json['transaction_id']);
    const byNumber = await client.query('QUERY001');
    const path = `/v3/pay/transactions/id/${transactionId}?mchid=${simulator.merchant.mchid}`;
    const byId = await client.call('GET', path);
    expect(byNumber.json).toEqual({
      appid: simulator.merchant.appid,
      mchid: simulator.merchant.mchid,
      out_trade_no: 'QUERY001',
      transaction_id: expect.stringMatching(/^42000\d{23}$/),
      trade_type: 'JSAPI',
      trade_state: 'SUCCESS',
      trade_state_desc: '支付成功',
      bank_type: expect.any(String),
      attach: '附加',
      success_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/),
      payer: { openid: 'oShopper_1' },
      amount: { total: 100, payer_total: 100, currency: 'CNY', payer_currency: 'CNY' },
      scene_info: { device_id: 'POS1' },
    });
    expect(byId.json).toEqual(byNumber.json);
    expect(isSigned(simulator, byNumber.headers, byNumber.text)).toBe(true);
  });

  it.each([
    ['bare', {}],
    ['amount', { amount: { total: 100, currency: 'CNY' } }],
    ['empties', { amount: { total: 100, currency: 'CNY' }, attach: '', payer: {}, promotion_detail: [] }],
  ])('shows an unpaid order in the shape %s', async (unpaidAnswer, extra) => {
    await pin({ unpaidAnswer });
    await fixture.client.place('QUERY002');
    const { mchid, appid } = fixture.simulator.merchant;
    const identity = { appid, mchid, out_trade_no: 'QUERY002' };
    const state = { trade_state: 'NOTPAY', trade_state_desc: '订单未支付' };
    expect((await fixture.client.query('QUERY002')).json).toEqual({ ...identity, ...state, ...extra });
  });

  it.each(['ORDER_NOT_EXIST', 'ORDERNOTEXIST'])('answers an unknown number 404 %s', async (orderNotExist) => {
    await pin({ orderNotExist });
    const answer = await fixture.client.query('NOSUCH01');
    expect([answer.status, answer.json['code']]).toEqual([404, orderNotExist]);
    expect(answer.headers['request-id']).toMatch(/-268512771$/);
  });

  it('varies what it leaves open when nothing is pinned', async () => {
    await fixture.client.control('POST', '/settings', { variations: {} });
    const codes = new Set<unknown>();
    for (let i = 0; i < 20; i += 1) codes.add((await fixture.client.query('NOSUCH01')).json['code']);
    expect(codes.size).toBe(2);
  });

  it('refuses a query without mchid, or with the mchid of another', async () => {
    await fixture.client.place('QUERY003');
    const without = await fixture.client.call('GET', `${BY_NUMBER}/QUERY003`);
    const other = await fixture.client.call('GET', `${BY_NUMBER}/QUERY003?mchid=1999999999`);
    expect([without, other].map(({ status, json }) => [status, json['code']])).toEqual([
      [400, 'PARAM_ERROR'],
      [400, 'PARAM_ERROR'],
    ]);
  });

  it('refuses a number no order can have', async () => {
    const { mchid } = fixture.simulator.merchant;
    const answer = await fixture.client.call('GET', `${BY_NUMBER}/${'A'.repeat(35)}?mchid=${mchid}`);
    expect(answer.json).toEqual({
      code: 'PARAM_ERROR',
      detail: { location: 'uri_template', value: 35 },
      message:
        '输入源“/uri_template/out_trade_no”映射到值字段“商户订单号”字符串规则校验失败，字节数 35，大于最大值 32',
    });
  });
});

describe('the close of an order', () => {
  it('answers 204 without a body, signed over nothing, and again for a closed order', async () => {
    await fixture.client.place('CLOSE001');
    const answers = [await close('CLOSE001'), await close('CLOSE001')];
    for (const answer of answers) {
      expect([answer.status, answer.text]).toEqual([204, '']);
      expect(isSigned(fixture.simulator, answer.headers, '')).toBe(true);
    }
    const state = await fixture.client.query('CLOSE001');
    expect([state.json['trade_state'], state.json['trade_state_desc']]).toEqual(['CLOSED', '订单已关闭']);
  });

  it('keeps the shopper from paying', async () => {
    const prepayId = await fixture.client.place('CLOSE002');
    await close('CLOSE002');
    const late = await fixture.client.control('POST', '/payments', { prepay_id: prepayId });
    expect([late.status, late.json['error']]).toEqual([
      409,
      expect.objectContaining({ code: 'ORDER_CLOSED' }),
    ]);
  });

  it.each([
    ['400 ORDER_PAID', 400, 'ORDER_PAID'],
    ['400 ORDERPAID', 400, 'ORDERPAID'],
    ['403 TRADE_ERROR', 403, 'TRADE_ERROR'],
  ])('is refused for a paid order, as %s', async (closePaid, status, code) => {
    await pin({ closePaid });
    await fixture.client.place('CLOSE003');
    await fixture.client.control('POST', '/payments', { out_trade_no: 'CLOSE003' });
    const answer = await close('CLOSE003');
    expect([answer.status, answer.json['code']]).toEqual([status, code]);
    expect((await fixture.client.query('CLOSE003')).json['trade_state']).toBe('SUCCESS');
  });

  it('is refused for an order that was never placed', async () => {
    expect((await close('NOSUCH01')).status).toBe(404);
  });

  it('words a missing mchid as captured from the live service', async () => {
    await fixture.client.place('CLOSE004');
    const answer = await fixture.client.call('POST', `${BY_NUMBER}/CLOSE004/close`, { body: {} });
    expect([answer.status, answer.text]).toEqual([
      400,
      '{"code":"PARAM_ERROR","detail":{"location":"uri_template","value":""},"message":"输入源“/uri_template/mchid”映射到字段“直连商户号”必填性规则校验失败，此字段为必填项"}',
    ]);
  });

  it('refuses the mchid of another and an unknown member', async () => {
    await fixture.client.place('CLOSE005');
    const { mchid } = fixture.simulator.merchant;
    for (const body of [{ mchid: '1999999999' }, { mchid, reason: 'x' }]) {
      const answer = await fixture.client.call('POST', `${BY_NUMBER}/CLOSE005/close`, { body });
      expect([answer.status, answer.json['code']]).toEqual([400, 'PARAM_ERROR']);
    }
    expect((await fixture.client.query('CLOSE005')).json['trade_state']).toBe('NOTPAY');
  });
});

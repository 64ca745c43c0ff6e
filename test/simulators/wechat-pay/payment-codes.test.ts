import { describe, expect, it } from '@jest/globals';
import type { Answer } from './merchant-client';
import { closeOrder, issueCode, MODES, parties, postOrder, queryOrder, reverseOrder } from './order-bodies';
import type { Mode } from './order-bodies';
import { useSimulator } from './simulator-fixture';

const fixture = useSimulator();

function scan(
  auth_code: string,
  change: Readonly<Record<string, unknown>> = {},
  mode: Mode = 'direct',
): Promise<Answer> {
  return postOrder(fixture, { product: 'codepay', mode }, { payer: { auth_code }, ...change });
}

async function stateOf(outTradeNo = 'ORDER001', mode: Mode = 'direct'): Promise<unknown> {
  return (await queryOrder(fixture, mode, outTradeNo)).json['trade_state'];
}

const pin = (variations: object): Promise<Answer> =>
  fixture.client.control('POST', '/settings', { variations });

describe('a payment code', () => {
  it.each(MODES)('pays at once, and its answer is the transaction, %s', async (mode) => {
    const answer = await scan(await issueCode(fixture, { openid: 'oCounter' }), { attach: 'a' }, mode);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      ...parties(fixture.simulator.merchant, mode),
      out_trade_no: 'ORDER001',
      transaction_id: expect.stringMatching(/^42000\d{23}$/),
      trade_type: 'MICROPAY',
      trade_state: 'SUCCESS',
      trade_state_desc: '支付成功',
      bank_type: expect.any(String),
      attach: 'a',
      success_time: expect.any(String),
      payer:
        mode === 'direct'
          ? { openid: 'oCounter' }
          : { sp_openid: 'oCounter', sub_openid: expect.stringMatching(/^o[\w-]{27}$/) },
      amount: { total: 100, payer_total: 100, currency: 'CNY', payer_currency: 'CNY' },
    });
    expect((await queryOrder(fixture, mode, 'ORDER001')).json).toEqual(answer.json);
    const notifications = await fixture.client.control('GET', '/notifications');
    expect(notifications.json['count']).toBe(0);
  });

  it('is 18 digits that begin with 10 to 15, and lives for a minute', async () => {
    const code = await issueCode(fixture);
    expect(code).toMatch(/^1[0-5]\d{16}$/);
    await fixture.simulator.clock.advance(61_000);
    const late = await scan(code);
    expect([late.status, late.json['code']]).toEqual([400, 'AUTHCODEEXPIRE']);
    expect((await queryOrder(fixture, 'direct', 'ORDER001')).status).toBe(404);
  });

  it('is spent by one attempt', async () => {
    const code = await issueCode(fixture);
    await scan(code);
    const again = await scan(code, { out_trade_no: 'ORDER002' });
    expect([again.status, again.json['code']]).toEqual([400, 'AUTH_CODE_INVALID']);
  });

  it.each([
    ['another wallet', { behaviour: 'otherWallet' }, 400, 'AUTH_CODE_INVALID'],
    ['an expired screen', { behaviour: 'expired' }, 400, 'AUTHCODEEXPIRE'],
    ['an empty purse', { behaviour: 'noMoney' }, 403, 'NOT_ENOUGH'],
  ])('is refused for %s', async (_name, wish, status, code) => {
    const answer = await scan(await issueCode(fixture, wish));
    expect([answer.status, answer.json['code']]).toEqual([status, code]);
  });

  it.each(['130000000000000000', '160000000000000000', '13000000000000000', '13000000000000000a', '1'])(
    'is refused when nobody shows it: %s',
    async (code) => {
      expect((await scan(code)).json['code']).toBe('AUTH_CODE_INVALID');
    },
  );

  it('takes no notify_url, no time_expire and no pipe sign in its number', async () => {
    const code = await issueCode(fixture);
    const changes = [
      { notify_url: 'https://shop.example/n' },
      { time_expire: '2030-01-01T00:00:00Z' },
      { out_trade_no: 'PIPE|001' },
      { scene_info: undefined },
      { scene_info: { device_ip: 'nowhere' } },
      {
        detail: {
          goods_detail: [{ merchant_goods_id: 'A', wechatpay_goods_id: 'B', quantity: 1, unit_price: 1 }],
        },
      },
    ];
    for (const change of changes) expect((await scan(code, change)).json['code']).toBe('PARAM_ERROR');
    const detail = {
      goods_detail: [{ merchant_goods_id: 'A', wxpay_goods_id: 'B', quantity: 1, unit_price: 1 }],
    };
    expect((await scan(code, { detail })).status).toBe(200);
  });
});

describe('a shopper who is asked for the password', () => {
  it('leaves the order USERPAYING with 202, and pays after a while', async () => {
    const code = await issueCode(fixture, { behaviour: 'passwordPays', answers_after_seconds: 8 });
    const answer = await scan(code);
    expect([answer.status, answer.json['trade_state'], answer.json['trade_state_desc']]).toEqual([
      202,
      'USERPAYING',
      '需要用户输入支付密码',
    ]);
    expect(answer.headers['wechatpay-signature']).toBeDefined();
    await fixture.simulator.clock.advance(5_000);
    expect((await scan(code)).status).toBe(202);
    await fixture.simulator.clock.advance(5_000);
    const repeated = await scan(code);
    expect([repeated.status, repeated.json['trade_state']]).toEqual([200, 'SUCCESS']);
  });

  it('may cancel, which is PAYERROR', async () => {
    await scan(await issueCode(fixture, { behaviour: 'passwordCancels' }));
    await fixture.simulator.clock.advance(9_000);
    expect(await stateOf()).toBe('PAYERROR');
  });

  it.each([
    ['success', 'SUCCESS'],
    ['cancel', 'PAYERROR'],
    ['fail', 'PAYERROR'],
  ])('never answers until the test does: %s', async (outcome, state) => {
    const code = await issueCode(fixture, { behaviour: 'passwordNever' });
    await scan(code);
    await fixture.simulator.clock.advance(600_000);
    expect(await stateOf()).toBe('USERPAYING');
    const list = await fixture.client.control('GET', '/payment-codes');
    expect(list.json['payment_codes']).toEqual([
      expect.objectContaining({ auth_code: code, out_trade_no: 'ORDER001', waiting_for_password: true }),
    ]);
    const told = await fixture.client.control('POST', `/payment-codes/${code}`, { outcome });
    expect([told.status, told.json['trade_state'], await stateOf()]).toEqual([200, state, state]);
    const again = await fixture.client.control('POST', `/payment-codes/${code}`, { outcome });
    expect(again.json['error']).toMatchObject({ code: 'NOT_USERPAYING' });
  });

  it('can be answered for by the order number too', async () => {
    await scan(await issueCode(fixture, { behaviour: 'passwordNever' }));
    const told = await fixture.client.control('POST', '/payments', { out_trade_no: 'ORDER001' });
    expect(told.json).toMatchObject({ trade_state: 'SUCCESS', transaction_id: expect.any(String) });
  });

  it('is asked once only: the code of nobody is not found', async () => {
    const unspent = await issueCode(fixture);
    const answer = await fixture.client.control('POST', `/payment-codes/${unspent}`, {});
    expect([answer.status, answer.json['error']]).toMatchObject([404, { code: 'NO_SUCH_CODE' }]);
  });
});

describe('the same number again with a payment code', () => {
  it.each([
    ['transaction', 200, undefined],
    ['refused', 400, 'ORDERPAID'],
  ])('once paid is answered as %s', async (codepayAgainPaid, status, errorCode) => {
    await pin({ codepayAgainPaid, reorderPaid: '400 ORDERPAID' });
    const code = await issueCode(fixture);
    await scan(code);
    const again = await scan(code);
    expect([again.status, again.json['code']]).toEqual([status, errorCode]);
  });

  it('with another code is refused, whatever became of the first', async () => {
    await scan(await issueCode(fixture, { behaviour: 'noMoney' }));
    const failed = await scan(await issueCode(fixture));
    expect([failed.status, failed.json['code']]).toEqual([403, 'OUT_TRADE_NO_USED']);
    await scan(await issueCode(fixture), { out_trade_no: 'ORDER002' });
    const paid = await scan(await issueCode(fixture), { out_trade_no: 'ORDER002' });
    expect([paid.status, paid.json['code']]).toEqual([400, 'ORDERPAID']);
  });

  it('after a failure repeats the failure', async () => {
    const code = await issueCode(fixture, { behaviour: 'noMoney' });
    await scan(code);
    const again = await scan(code);
    expect([again.status, again.json['code'], await stateOf()]).toEqual([403, 'TRADE_ERROR', 'PAYERROR']);
  });

  it('after a reversal is refused', async () => {
    const code = await issueCode(fixture);
    await scan(code);
    await reverseOrder(fixture, 'direct', 'ORDER001');
    expect((await scan(code)).json['code']).toBe('ORDERREVERSED');
  });
});

describe('a reversal', () => {
  it.each(MODES)('ends a waiting order for good, %s', async (mode) => {
    const code = await issueCode(fixture, { behaviour: 'passwordNever' });
    await scan(code, {}, mode);
    const answer = await reverseOrder(fixture, mode, 'ORDER001');
    expect([answer.status, answer.json]).toEqual([
      200,
      { ...parties(fixture.simulator.merchant, mode), out_trade_no: 'ORDER001' },
    ]);
    const state = await queryOrder(fixture, mode, 'ORDER001');
    expect(state.json).toMatchObject({ trade_state: 'REVOKED', trade_state_desc: '订单已撤销' });
    const late = await fixture.client.control('POST', `/payment-codes/${code}`, {});
    expect(late.json['error']).toMatchObject({ code: 'NOT_USERPAYING' });
  });

  it('takes a payment back, and may be repeated', async () => {
    await scan(await issueCode(fixture));
    const answers = [
      await reverseOrder(fixture, 'direct', 'ORDER001'),
      await reverseOrder(fixture, 'direct', 'ORDER001'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await stateOf()).toBe('REVOKED');
  });

  it('ends a failed attempt', async () => {
    await scan(await issueCode(fixture, { behaviour: 'noMoney' }));
    await reverseOrder(fixture, 'direct', 'ORDER001');
    expect(await stateOf()).toBe('REVOKED');
  });

  it('may be too early while the shopper is at the password', async () => {
    await pin({ reverseEarly: '403 TRADE_ERROR' });
    await scan(await issueCode(fixture, { behaviour: 'passwordNever' }));
    const early = await reverseOrder(fixture, 'direct', 'ORDER001');
    expect([early.status, early.json['code'], await stateOf()]).toEqual([403, 'TRADE_ERROR', 'USERPAYING']);
    await fixture.simulator.clock.advance(15_000);
    expect((await reverseOrder(fixture, 'direct', 'ORDER001')).status).toBe(200);
  });

  it('is too late after seven days', async () => {
    await scan(await issueCode(fixture));
    await fixture.simulator.clock.advance(7 * 24 * 3_600_000 + 1000);
    const late = await reverseOrder(fixture, 'direct', 'ORDER001');
    expect([late.status, late.json['code'], await stateOf()]).toEqual([400, 'INVALID_REQUEST', 'SUCCESS']);
  });

  it('is refused for other products, unknown numbers and other appids', async () => {
    await fixture.client.place('ORDER002');
    const sheet = await reverseOrder(fixture, 'direct', 'ORDER002');
    const unknown = await reverseOrder(fixture, 'direct', 'NOSUCH01');
    const path = '/v3/pay/transactions/out-trade-no/ORDER002/reverse';
    const body = { ...parties(fixture.simulator.merchant, 'direct'), appid: 'wxffffffffffffffff' };
    const appid = await fixture.client.call('POST', path, { body });
    expect([sheet, unknown, appid].map(({ status, json }) => [status, json['code']])).toEqual([
      [400, 'INVALID_REQUEST'],
      [404, 'ORDER_NOT_EXIST'],
      [400, 'APPID_MCHID_NOT_MATCH'],
    ]);
  });

  it('is what a close of a payment code order asks for', async () => {
    await scan(await issueCode(fixture, { behaviour: 'passwordNever' }));
    const answer = await closeOrder(fixture, 'direct', 'ORDER001');
    expect([answer.status, answer.headers['request-id']]).toEqual([
      400,
      expect.stringMatching(/-268449641$/),
    ]);
  });
});

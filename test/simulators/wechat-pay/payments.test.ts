import { describe, expect, it } from '@jest/globals';
import { useSimulator } from './simulator-fixture';

const fixture = useSimulator();

describe('the shopper', () => {
  it('pays an order by its prepay_id', async () => {
    const prepayId = await fixture.client.place('SHOP0001');
    const answer = await fixture.client.control('POST', '/payments', {
      prepay_id: prepayId,
      openid: 'oShopper_1',
    });
    expect(answer.json).toMatchObject({
      out_trade_no: 'SHOP0001',
      trade_state: 'SUCCESS',
      err_msg: 'requestPayment:ok',
      transaction_id: expect.any(String),
    });
  });

  it.each([
    ['cancel', 'requestPayment:fail cancel'],
    ['fail', 'requestPayment:fail (payment failed)'],
  ])('leaves the order unpaid with the outcome %s', async (outcome, message) => {
    await fixture.client.place('SHOP0002');
    const answer = await fixture.client.control('POST', '/payments', { out_trade_no: 'SHOP0002', outcome });
    expect(answer.json['err_msg']).toBe(message);
    expect((await fixture.client.query('SHOP0002')).json['trade_state']).toBe('NOTPAY');
    const notifications = await fixture.client.control('GET', '/notifications');
    expect(notifications.json['count']).toBe(0);
  });

  it('pays once only', async () => {
    await fixture.client.place('SHOP0003');
    const first = await fixture.client.control('POST', '/payments', { out_trade_no: 'SHOP0003' });
    const second = await fixture.client.control('POST', '/payments', { out_trade_no: 'SHOP0003' });
    expect([first.status, second.status]).toEqual([200, 409]);
    expect(second.json['error']).toMatchObject({ code: 'ALREADY_PAID' });
  });

  it('is refused when another account placed the order', async () => {
    const prepayId = await fixture.client.place('SHOP0004');
    const answer = await fixture.client.control('POST', '/payments', {
      prepay_id: prepayId,
      openid: 'oSomeoneElse',
    });
    expect([answer.status, answer.json['error']]).toEqual([
      409,
      expect.objectContaining({ code: 'PAYER_MISMATCH', what: '下单账号与支付账号不一致' }),
    ]);
  });

  it('may still use the older of two prepay_ids', async () => {
    const older = await fixture.client.place('SHOP0005');
    await fixture.client.place('SHOP0005');
    expect((await fixture.client.control('POST', '/payments', { prepay_id: older })).status).toBe(200);
  });

  it.each([
    { prepay_id: 'wx0' },
    { out_trade_no: 'NOSUCH01' },
    { code_url: 'weixin://wxpay/bizpayurl?pr=0' },
  ])('finds no order by %j', async (body) => {
    expect((await fixture.client.control('POST', '/payments', body)).status).toBe(404);
  });

  it.each([
    {},
    { prepay_id: 'a', out_trade_no: 'b' },
    { prepay_id: 1 },
    { prepay_id: 'a', outcome: 'maybe' },
  ])('is told what is wrong with the wish %j', async (body) => {
    const answer = await fixture.client.control('POST', '/payments', body);
    expect([answer.status, answer.json['error']]).toEqual([
      400,
      { code: 'BAD_INPUT', what: expect.any(String), where: expect.any(String), todo: expect.any(String) },
    ]);
  });
});

describe('the parameters of wx.requestPayment', () => {
  const verdict = async (
    change: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, unknown>>> => {
    const prepayId = await fixture.client.place('SHEET001');
    const body = { ...fixture.client.paySign(prepayId), ...change };
    return (await fixture.client.control('POST', '/pay-sign/verify', body)).json;
  };

  it('open the sheet when signed with the merchant key', async () => {
    expect(await verdict({})).toEqual({ ok: true, reason: null, shown: null });
  });

  it.each([
    [{ nonceStr: 'another' }, '支付验证签名失败'],
    [{ package: 'prepay_id=wx0' }, '支付验证签名失败'],
    [{ package: 'wx0' }, '支付验证签名失败'],
    [{ signType: 'MD5' }, '支付验证签名失败'],
    [{ paySign: 'AAAA' }, '支付验证签名失败'],
    [{ appId: 'wxffffffffffffffff' }, '商户传入的APPID参数不正确'],
    [{ timeStamp: '1700000000000' }, 'requestPayment:fail cancel'],
    [
      { timeStamp: 1_700_000_000, signType: null },
      'requestPayment:fail parameter error: parameter.timeStamp should be String instead of Number;parameter.signType should be String instead of Null;',
    ],
  ])('are refused with %j', async (change, shown) => {
    expect(await verdict(change)).toEqual({ ok: false, reason: expect.any(String), shown });
  });

  it('are refused once the prepay_id is two hours old', async () => {
    const prepayId = await fixture.client.place('SHEET002');
    await fixture.simulator.clock.advance(7_201_000);
    const answer = await fixture.client.control('POST', '/pay-sign/verify', fixture.client.paySign(prepayId));
    expect(answer.json['ok']).toBe(false);
  });
});

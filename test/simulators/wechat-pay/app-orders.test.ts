import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { MODES, postOrder, queryOrder } from './order-bodies';
import { useSimulator } from './simulator-fixture';

const fixture = useSimulator();
const APP = { product: 'app', mode: 'direct' } as const;

async function prepayId(): Promise<string> {
  return String((await postOrder(fixture, APP)).json['prepay_id']);
}

function payRequest(prepay: string): Record<string, string> {
  const { appid, mchid, merchantKeyFile } = fixture.simulator.merchant;
  const timeStamp = String(Math.floor(fixture.simulator.clock.nowMs() / 1000));
  const nonceStr = 'a1b2c3';
  const message = `${appid}\n${timeStamp}\n${nonceStr}\n${prepay}\n`;
  const key = createPrivateKey(readFileSync(merchantKeyFile));
  return {
    appId: appid,
    partnerId: mchid,
    prepayId: prepay,
    packageValue: 'Sign=WXPay',
    nonceStr,
    timeStamp,
    sign: sign('sha256', Buffer.from(message), key).toString('base64'),
  };
}

async function verdict(body: object): Promise<unknown> {
  return (await fixture.client.control('POST', '/pay-sign/verify', body)).json;
}

describe('an App order', () => {
  it.each(MODES)('is answered with a prepay_id, %s', async (mode) => {
    const answer = await postOrder(fixture, { product: 'app', mode });
    expect(answer.json).toEqual({ prepay_id: expect.stringMatching(/^wx\d{34}$/) });
  });

  it.each([
    ['success', 0, 'SUCCESS'],
    ['fail', -1, 'NOTPAY'],
    ['cancel', -2, 'NOTPAY'],
  ])('tells the app the code of the outcome %s', async (outcome, errCode, state) => {
    const answer = await fixture.client.control('POST', '/payments', {
      prepay_id: await prepayId(),
      outcome,
    });
    expect(answer.json).toMatchObject({ err_code: errCode, err_msg: null, trade_state: state });
    expect((await queryOrder(fixture, 'direct', 'ORDER001')).json['trade_state']).toBe(state);
  });

  it('is shown as APP once paid', async () => {
    await fixture.client.control('POST', '/payments', { prepay_id: await prepayId() });
    expect((await queryOrder(fixture, 'direct', 'ORDER001')).json['trade_type']).toBe('APP');
  });
});

describe('the parameters of the App SDK', () => {
  it('open the sheet when signed over the bare prepay_id', async () => {
    expect(await verdict(payRequest(await prepayId()))).toEqual({ ok: true, reason: null, shown: null });
  });

  it.each([
    { nonceStr: 'another' },
    { packageValue: 'prepay_id=wx0' },
    { partnerId: '1999999999' },
    { appId: 'wxffffffffffffffff' },
    { prepayId: 'wx0' },
    { sign: 'AAAA' },
    { timeStamp: '1700000000000' },
    { sign: null },
  ])('are refused with %j', async (change) => {
    const body = { ...payRequest(await prepayId()), ...change };
    expect(await verdict(body)).toMatchObject({ ok: false, shown: 'errCode -1' });
  });

  it('are refused with the prepay_id of a mini program, and the other way round', async () => {
    const forMiniProgram = await fixture.client.place('ORDER002');
    expect(await verdict(payRequest(forMiniProgram))).toMatchObject({ ok: false });
    const body = fixture.client.paySign(await prepayId());
    expect(await verdict(body)).toMatchObject({ ok: false, shown: '支付场景非法' });
  });
});

import { describe, expect, it } from '@jest/globals';
import { closeOrder, MODES, postOrder, queryOrder } from './order-bodies';
import type { Mode } from './order-bodies';
import { useSimulator } from './simulator-fixture';

const fixture = useSimulator();
const NATIVE = { product: 'native', mode: 'direct' } as const;

async function codeUrl(mode: Mode = 'direct'): Promise<string> {
  return String((await postOrder(fixture, { product: 'native', mode })).json['code_url']);
}

const pay = (body: object): ReturnType<typeof fixture.client.control> =>
  fixture.client.control('POST', '/payments', body);

describe('a Native order', () => {
  it.each(MODES)('is answered with a code_url of the published shape, %s', async (mode) => {
    const answer = await postOrder(fixture, { product: 'native', mode });
    expect([answer.status, answer.json]).toEqual([
      200,
      { code_url: expect.stringMatching(/^weixin:\/\/wxpay\/bizpayurl\/up\?pr=[0-9A-Za-z]{7}&groupid=00$/) },
    ]);
    expect(String(answer.json['code_url']).length).toBeLessThanOrEqual(64);
  });

  it('is paid by whoever scans it, and says so in query and notification', async () => {
    const paid = await pay({ code_url: await codeUrl(), openid: 'oScanner' });
    expect(paid.json).toMatchObject({ trade_state: 'SUCCESS', err_msg: null, err_code: null });
    const state = await queryOrder(fixture, 'direct', 'ORDER001');
    expect(state.json).toMatchObject({
      trade_state: 'SUCCESS',
      trade_type: 'NATIVE',
      payer: { openid: 'oScanner' },
    });
    await fixture.client.control('POST', '/notifications/deliver', {});
    expect(fixture.receiver.received).toHaveLength(1);
  });

  it('refuses a payer, who is not known before the scan', async () => {
    const answer = await postOrder(fixture, NATIVE, { payer: { openid: 'oShopper_1' } });
    expect([answer.status, answer.json]).toEqual([
      400,
      {
        code: 'PARAM_ERROR',
        detail: { location: null, value: ['/body/payer'] },
        message: '请求中含有未在API文档中定义的参数',
      },
    ]);
  });

  it('gives a new code for an identical order, and the older code ends', async () => {
    const older = await codeUrl();
    const newer = await codeUrl();
    expect(newer).not.toBe(older);
    const late = await pay({ code_url: older });
    expect([late.status, late.json['error']]).toEqual([
      409,
      expect.objectContaining({ code: 'PREPAY_EXPIRED' }),
    ]);
    expect((await pay({ code_url: newer })).status).toBe(200);
  });

  it('ends the code after two hours', async () => {
    const code = await codeUrl();
    await fixture.simulator.clock.advance(7_201_000);
    expect((await pay({ code_url: code })).json['error']).toMatchObject({ code: 'PREPAY_EXPIRED' });
    expect((await pay({ code_url: await codeUrl() })).status).toBe(200);
  });

  it('is refused under a number another product has taken', async () => {
    await postOrder(fixture, { product: 'app', mode: 'direct' });
    const answer = await postOrder(fixture, NATIVE);
    expect([answer.status, answer.json['code']]).toEqual([403, 'OUT_TRADE_NO_USED']);
    expect(answer.headers['request-id']).toMatch(/-268498688$/);
  });

  it('names ORDER_CLOSED once closed, whatever the other products say', async () => {
    const variations = { reorderClosed: '400 INVALID_REQUEST' };
    await fixture.client.control('POST', '/settings', { variations });
    await codeUrl();
    expect((await closeOrder(fixture, 'direct', 'ORDER001')).status).toBe(204);
    const answer = await postOrder(fixture, NATIVE);
    expect([answer.status, answer.json['code']]).toEqual([400, 'ORDER_CLOSED']);
  });
});

import { describe, expect, it } from '@jest/globals';
import { send } from './merchant-client';
import type { Answer } from './merchant-client';
import { KINDS, orderRoot, postOrder } from './order-bodies';
import { useSimulator } from './simulator-fixture';

const fixture = useSimulator();
const CLIENT = { Accept: 'application/json', 'User-Agent': 'test' };

const turn = (settings: object): Promise<Answer> => fixture.client.control('POST', '/settings', settings);

describe('where the merchant stands with WeChat Pay', () => {
  it.each([
    ['certificateExpired', '商户证书已过期。'],
    ['certificateRevoked', '商户证书已作废。'],
    ['certificateReplaced', '已更换证书，请使用新证书'],
    ['noCertificate', '商户未申请过证书。'],
    ['noApiV3Key', '商户未设置APIv3密钥。'],
  ])('%s is a 401 of its own on every endpoint', async (merchant_state, message) => {
    await turn({ merchant_state });
    const answers = [
      await fixture.client.query('ORDER001'),
      await fixture.client.call('GET', '/v3/certificates'),
      await postOrder(fixture, { product: 'native', mode: 'partner' }),
    ];
    for (const { status, json } of answers)
      expect([status, json]).toEqual([401, { code: 'SIGN_ERROR', message }]);
  });

  it('without an APIv3 key is told of no payment', async () => {
    await fixture.client.place('ORDER001');
    await turn({ merchant_state: 'noApiV3Key' });
    const paid = await fixture.client.control('POST', '/payments', { out_trade_no: 'ORDER001' });
    expect(paid.json).toMatchObject({ trade_state: 'SUCCESS', notification_id: null });
  });
});

describe('the 401 of an order without credential', () => {
  it.each(KINDS)('has the words of its family and no Request-ID: %s %s', async (product, mode) => {
    const url = `${fixture.simulator.baseUrl}${orderRoot(mode)}/${product}`;
    const bare = await send(url, 'POST', { headers: CLIENT, body: '{}' });
    const bearer = await send(url, 'POST', { headers: { ...CLIENT, Authorization: 'Bearer x' }, body: '{}' });
    for (const { status, json, headers } of [bare, bearer]) {
      expect([status, json]).toEqual([401, { code: 'SIGN_ERROR', message: '签名信息错误，验签失败' }]);
      expect(headers['request-id']).toBeUndefined();
    }
  });

  it.each(KINDS)('comes before the client headers are looked at: %s %s', async (product, mode) => {
    const url = `${fixture.simulator.baseUrl}${orderRoot(mode)}/${product}`;
    expect((await send(url, 'POST', { body: '{}' })).status).toBe(401);
  });

  it.each([
    ['PUT', '/v3/pay/partner/transactions/native', 405],
    ['GET', '/v3/pay/transactions/codepay', 405],
    ['GET', '/v3/security/echo', 405],
    ['POST', '/v3/pay/partner/transactions/fax', 404],
    ['GET', '/v3/pay/transactions', 404],
  ])('is no matter for a path or method that is not there: %s %s', async (method, path, status) => {
    const answer = await send(fixture.simulator.baseUrl + path, method, { headers: CLIENT });
    expect([answer.status, answer.text]).toEqual([status, '']);
  });
});

describe('the rate limits', () => {
  it('are off until they are switched on', async () => {
    await turn({ rate_limits: { 'orders.native': 2 } });
    const kind = { product: 'native', mode: 'direct' } as const;
    const answers = [];
    for (let i = 0; i < 4; i += 1) answers.push(await postOrder(fixture, kind));
    const limited = answers.filter(({ status }) => status === 429);
    expect(limited).toHaveLength(2);
    expect([limited[0]?.json, limited[0]?.headers['request-id']]).toEqual([
      { code: 'FREQUENCY_LIMITED', message: expect.any(String) },
      expect.stringMatching(/-268447840$/),
    ]);
    expect((await fixture.client.query('ORDER001')).status).toBe(200);
    await fixture.simulator.clock.advance(1000);
    expect((await postOrder(fixture, kind)).status).toBe(200);
    await turn({ rate_limits: 'off' });
    for (let i = 0; i < 4; i += 1) expect((await postOrder(fixture, kind)).status).toBe(200);
  });

  it('are the published ones on request', async () => {
    const { json } = await turn({ rate_limits: 'published' });
    expect(json['rate_limits']).toMatchObject({
      'orders.codepay': 33,
      'orders.reverse': 150,
      certificates: 1000,
    });
  });

  it('do not count requests that never pass the gate', async () => {
    await turn({ rate_limits: { 'orders.query': 1 } });
    for (let i = 0; i < 3; i += 1) {
      await fixture.client.call('GET', '/v3/pay/transactions/id/1?mchid=1', {
        credential: { signature: 'AAAA' },
      });
    }
    expect((await fixture.client.query('ORDER001')).status).toBe(404);
  });
});

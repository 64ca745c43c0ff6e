import { describe, expect, it } from '@jest/globals';
import { isSigned, send } from './merchant-client';
import { useSimulator } from './simulator-fixture';

const fixture = useSimulator();
const PATHS = ['/v3/pay/transactions/out-trade-no/ABC123', '/v3/certificates'] as const;
const [ORDER_PATH, CERTIFICATES] = PATHS;
const CLIENT = { Accept: 'application/json', 'User-Agent': 'test' };

describe('the gate', () => {
  it.each([
    [ORDER_PATH, undefined, '签名信息错误，验签失败'],
    [ORDER_PATH, 'Bearer x', '签名信息错误，验签失败'],
    [CERTIFICATES, undefined, 'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》'],
    [CERTIFICATES, 'Bearer x', 'HTTP头Authorization认证类型不正确'],
    [
      CERTIFICATES,
      'WECHATPAY2-SHA256-RSA2048 mchid="1", nonce_str="2"',
      'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》',
    ],
  ])('words a missing or strange Authorization by path: %s %s', async (path, authorization, message) => {
    const headers = { ...CLIENT, ...(authorization === undefined ? {} : { Authorization: authorization }) };
    const answer = await send(fixture.simulator.baseUrl + path, 'GET', { headers });
    expect([answer.status, answer.json]).toEqual([401, { code: 'SIGN_ERROR', message }]);
  });

  it('gives a 401 a Request-ID on certificates but not on transactions', async () => {
    const [order, certificates] = await Promise.all(
      PATHS.map((path) => send(fixture.simulator.baseUrl + path, 'GET', { headers: CLIENT })),
    );
    expect(order?.headers['request-id']).toBeUndefined();
    expect(certificates?.headers['request-id']).toMatch(/^[0-9A-F]{40}-268443699$/);
  });

  it.each([
    ['Accept', CERTIFICATES],
    ['User-Agent', CERTIFICATES],
    ['Accept', ORDER_PATH],
    ['User-Agent', ORDER_PATH],
  ])('refuses a signed request without %s on %s', async (name, path) => {
    const answer = await fixture.client.call('GET', path, { headers: { [name]: undefined } });
    expect([answer.status, answer.json]).toEqual([
      400,
      { code: 'INVALID_REQUEST', message: 'Http头缺少Accept或User-Agent' },
    ]);
  });

  it('looks at the client headers first on certificates, and at the signature first on transactions', async () => {
    const bare = await Promise.all(PATHS.map((path) => send(fixture.simulator.baseUrl + path, 'GET')));
    expect(bare.map(({ status }) => status)).toEqual([401, 400]);
  });

  it.each([-310, 310])(
    'refuses a timestamp %d seconds away before it looks at the signature',
    async (seconds) => {
      const timestamp = String(Math.floor(fixture.simulator.clock.nowMs() / 1000) + seconds);
      const credential = { signature: 'AAAA' };
      const answer = await fixture.client.call('GET', CERTIFICATES, { timestamp, credential });
      expect([answer.status, answer.json['message']]).toEqual([
        401,
        'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟',
      ]);
    },
  );

  it.each([-290, 290])('accepts a timestamp %d seconds away', async (seconds) => {
    const timestamp = String(Math.floor(fixture.simulator.clock.nowMs() / 1000) + seconds);
    expect((await fixture.client.call('GET', CERTIFICATES, { timestamp })).status).toBe(200);
  });

  it('measures the timestamp on the simulated clock', async () => {
    const timestamp = String(Math.floor(Date.now() / 1000));
    await fixture.simulator.clock.advance(3_600_000);
    expect((await fixture.client.call('GET', CERTIFICATES, { timestamp })).status).toBe(401);
    expect((await fixture.client.call('GET', CERTIFICATES)).status).toBe(200);
  });

  it('tells a foreign merchant nothing but that the signature is wrong', async () => {
    const answer = await fixture.client.call('GET', CERTIFICATES, { credential: { mchid: '1999999999' } });
    expect([answer.status, answer.json]).toEqual([401, { code: 'SIGN_ERROR', message: '签名错误' }]);
  });

  it('names an unknown serial number', async () => {
    const credential = { serial_no: '4F00000000000000000000000000000000000000' };
    const answer = await fixture.client.call('GET', CERTIFICATES, { credential });
    expect(answer.json['message']).toBe('商户证书序列号有误。请使用签名私钥匹配的证书序列号');
  });

  it('shows its own view of the string it could not verify, with the body cut to eight characters', async () => {
    const { client, simulator } = fixture;
    const body = client.order('GATE0001');
    const timestamp = String(Math.floor(simulator.clock.nowMs() / 1000));
    const path = '/v3/pay/transactions/jsapi';
    const credential = { nonce_str: 'IXlHDnWguGbz7uMOL7xdPibFoV342jP3' };
    const answer = await client.call('POST', path, { body, signedBody: '{}', timestamp, credential });
    const head = `POST\n${path}\n${timestamp}\n${credential.nonce_str}\n`;
    expect(answer.text.startsWith('{"code":"SIGN_ERROR","detail":')).toBe(true);
    expect(answer.json).toEqual({
      code: 'SIGN_ERROR',
      detail: {
        detail: { issue: 'sign not match' },
        field: 'signature',
        location: 'authorization',
        sign_information: {
          method: 'POST',
          sign_message_length: Buffer.byteLength(`${head}${JSON.stringify(body)}\n`),
          truncated_sign_message: `${head}{"appid"\n`,
          url: path,
        },
      },
      message: '签名错误',
    });
  });

  it('also knows the flat detail of the documentation page', async () => {
    await fixture.client.control('POST', '/settings', { variations: { signMismatchDetail: 'docs' } });
    const answer = await fixture.client.call('GET', CERTIFICATES, { signedBody: 'x' });
    expect(answer.json).toMatchObject({
      message: '错误的签名，验签失败',
      detail: { issue: 'sign not match', field: 'signature', location: 'authorization' },
    });
  });

  it('verifies a body whose signature counts its last newline', async () => {
    const { client } = fixture;
    const rawBody = `${JSON.stringify(client.order('NEWLINE1'))}\n`;
    expect((await client.call('POST', '/v3/pay/transactions/jsapi', { rawBody })).status).toBe(200);
  });

  it('verifies the path as it stood on the request line', async () => {
    const { client, simulator } = fixture;
    await client.place('PIPE|001');
    const path = `/v3/pay/transactions/out-trade-no/PIPE%7C001?mchid=${simulator.merchant.mchid}`;
    expect((await client.call('GET', path)).json['out_trade_no']).toBe('PIPE|001');
  });
});

describe('the signature of an answer', () => {
  it('is made with the platform certificate unless the request names another key', async () => {
    const { client, simulator } = fixture;
    const answer = await client.call('GET', CERTIFICATES);
    expect(answer.headers['wechatpay-serial']).toBe(simulator.merchant.platformSerialNo);
    expect(isSigned(simulator, answer.headers, answer.text)).toBe(true);
  });

  it('is made with the public key when the request names it', async () => {
    const { client, simulator } = fixture;
    const headers = { 'Wechatpay-Serial': simulator.merchant.publicKeyId };
    const answer = await client.call('GET', CERTIFICATES, { headers });
    expect(answer.headers['wechatpay-serial']).toBe(simulator.merchant.publicKeyId);
    expect(isSigned(simulator, answer.headers, answer.text)).toBe(true);
  });

  it('is refused for a key WeChat Pay does not have', async () => {
    const answer = await fixture.client.call('GET', CERTIFICATES, {
      headers: { 'Wechatpay-Serial': 'PUB_KEY_ID_0' },
    });
    expect([answer.status, answer.json['code']]).toEqual([400, 'PARAM_ERROR']);
  });

  it('is missing on a refusal, unless the switch is on', async () => {
    const { client, simulator } = fixture;
    const plain = await client.query('NOSUCH01');
    expect(plain.headers['wechatpay-signature']).toBeUndefined();
    await client.control('POST', '/settings', { sign_errors: true });
    const signed = await client.query('NOSUCH01');
    expect(isSigned(simulator, signed.headers, signed.text)).toBe(true);
  });
});

describe('routing', () => {
  it('answers an unknown path 404 and a wrong method 405, both without a body', async () => {
    const { baseUrl } = fixture.simulator;
    const unknown = await send(`${baseUrl}/v3/nothing`, 'GET');
    const wrong = await send(`${baseUrl}/v3/pay/transactions/jsapi`, 'PUT');
    expect([unknown.status, unknown.text, wrong.status, wrong.text]).toEqual([404, '', 405, '']);
  });
});

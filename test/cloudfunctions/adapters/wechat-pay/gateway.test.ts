import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWechatPayGateway } from '../../../../cloudfunctions/adapters/wechat-pay/gateway';
import type {
  OpenidOrder,
  PaymentGateway,
  PaymentOrder,
} from '../../../../cloudfunctions/ports/payment-gateway';
import vectors from '../../../fixtures/wechatpay-vectors.json';
import {
  APPID,
  clock,
  failureAnswer,
  type FarSide,
  gatewayConfig,
  MCHID,
  MERCHANT,
  MERCHANT_SERIAL,
  NOW_SECONDS,
  OUT_TRADE_NO,
  plainAnswer,
  probedAnswer,
  PUBLIC_KEY_ID,
  type Seen,
  signedAnswer,
  signedHeaders,
  startFarSide,
  transaction,
  TRANSACTION_ID,
} from './merchant-world';

const order: OpenidOrder = {
  scene: 'miniProgram',
  outTradeNo: OUT_TRADE_NO,
  description: '红茶🍵 100g',
  amount: { minor: 100, currency: 'CNY' },
  openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
  payBeforeMs: Date.UTC(2024, 7, 5, 10, 0, 0),
};
const PREPAY_ID = 'wx201410272009395522657a690389285100';
const prepaid = signedAnswer(JSON.stringify({ prepay_id: PREPAY_ID }));

let farSide: FarSide;
let gateway: PaymentGateway;
let nonces = 0;
const deps = { clock, nonce: () => `nonce${(nonces += 1)}` };

beforeAll(async () => {
  farSide = await startFarSide();
  gateway = createWechatPayGateway(gatewayConfig(farSide.baseUrl), deps);
});
afterAll(() => farSide.close());

const field = (seen: Seen | undefined, name: string): string =>
  new RegExp(`${name}="([^"]*)"`).exec(seen?.headers.authorization ?? '')?.[1] ?? '';

/** Whether the far side, knowing only the public key, would believe this request. */
const believed = (seen: Seen | undefined): boolean => {
  if (seen === undefined) return false;
  const text = `${seen.method}\n${seen.path}\n${field(seen, 'timestamp')}\n${field(seen, 'nonce_str')}\n${seen.body}\n`;
  const signature = Buffer.from(field(seen, 'signature'), 'base64');
  return verify('sha256', Buffer.from(text), createPublicKey(MERCHANT.publicKey), signature);
};

describe('create', () => {
  it('places a JSAPI order and answers with signed arguments for wx.requestPayment', async () => {
    farSide.answerWith(prepaid);
    const outcome = await gateway.create(order);
    if (outcome.kind !== 'accepted' || outcome.value.kind !== 'requestPayment') throw new Error(outcome.kind);
    const { prepayId, params } = outcome.value;
    expect(outcome.requestId).toBe('08F78BB5AF06-0');
    expect(prepayId).toBe(PREPAY_ID);
    expect(params).toMatchObject({
      timeStamp: String(NOW_SECONDS),
      package: `prepay_id=${PREPAY_ID}`,
      signType: 'RSA',
    });
    const signed = `${APPID}\n${params.timeStamp}\n${params.nonceStr}\n${params.package}\n`;
    const signature = Buffer.from(params.paySign, 'base64');
    expect(verify('sha256', Buffer.from(signed), createPublicKey(MERCHANT.publicKey), signature)).toBe(true);
  });

  it('sends the documented request and nothing else', async () => {
    farSide.answerWith(prepaid);
    await gateway.create(order);
    const [seen] = farSide.seen;
    expect(seen).toMatchObject({ method: 'POST', path: '/v3/pay/transactions/jsapi' });
    expect(JSON.parse(seen?.body ?? '')).toEqual({
      appid: APPID,
      mchid: MCHID,
      description: '红茶 100g',
      out_trade_no: OUT_TRADE_NO,
      time_expire: '2024-08-05T18:00:00+08:00',
      notify_url: 'https://shop.example.com/pay-notify',
      amount: { total: 100, currency: 'CNY' },
      payer: { openid: order.openid },
    });
    expect(seen?.headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(seen?.body ?? '')),
      'user-agent': expect.stringMatching(/^xiaopu /),
      'wechatpay-serial': PUBLIC_KEY_ID,
      authorization: expect.stringMatching(/^WECHATPAY2-SHA256-RSA2048 mchid="/),
    });
    expect(field(seen, 'serial_no')).toBe(MERCHANT_SERIAL);
    expect(believed(seen)).toBe(true);
  });

  it('repeats an equal order with the same bytes and a new nonce', async () => {
    farSide.answerWith(prepaid);
    await gateway.create(order);
    await gateway.create(order);
    const [first, second] = farSide.seen;
    expect(second?.body).toBe(first?.body);
    expect(field(second, 'nonce_str')).not.toBe(field(first, 'nonce_str'));
  });

  it('refuses a scene that is not among its capabilities, combined orders too, and sends nothing', async () => {
    farSide.answerWith(prepaid);
    for (const scene of ['combined', 'facePay', '__proto__', '']) {
      expect(await gateway.create({ ...order, scene } as unknown as PaymentOrder)).toMatchObject({
        kind: 'refused',
        refusal: { reason: 'notAllowed', code: 'SCENE_NOT_OFFERED' },
      });
    }
    expect(farSide.seen).toEqual([]);
  });

  it.each([
    ['an error envelope', '{"code":"SYSTEM_ERROR"}'],
    ['an empty prepay_id', '{"prepay_id":""}'],
    ['a prepay_id with a line break', '{"prepay_id":"wx1\\nwx2"}'],
    ['a number', '{"prepay_id":7}'],
    ['half a body', '{"prepay_id":"wx'],
    ['no object', 'null'],
  ])('is unknown when a signed 200 holds %s', async (_name, body) => {
    farSide.answerWith(signedAnswer(body, { status: 200 }));
    const outcome = await gateway.create(order);
    expect(outcome).toMatchObject({ kind: 'unknown', cause: 'malformedReply', requestId: '08F78BB5AF06-0' });
  });

  it.each([202, 204])('is unknown when the status is a signed %d', async (status) => {
    farSide.answerWith(signedAnswer(status === 204 ? '' : `{"prepay_id":"${PREPAY_ID}"}`, { status }));
    expect(await gateway.create(order)).toMatchObject({
      kind: 'unknown',
      cause: 'malformedReply',
    });
  });
});

describe('resume', () => {
  it('signs the same prepay_id again with a new nonce and asks nobody', () => {
    farSide.answerWith(prepaid);
    const [first, second] = [
      gateway.resume('miniProgram', PREPAY_ID),
      gateway.resume('miniProgram', PREPAY_ID),
    ];
    if (first.kind !== 'requestPayment' || second.kind !== 'requestPayment') throw new Error(first.kind);
    expect(first.params.package).toBe(second.params.package);
    expect(first.params.nonceStr).not.toBe(second.params.nonceStr);
    expect(farSide.seen).toEqual([]);
  });
});

describe('query', () => {
  it('asks by our number and by theirs, with mchid, and signs what it sends', async () => {
    farSide.answerWith(signedAnswer(JSON.stringify(transaction())));
    const ours = await gateway.query(OUT_TRADE_NO);
    const theirs = await gateway.queryByTransactionId(TRANSACTION_ID);
    expect(ours).toMatchObject({
      kind: 'accepted',
      value: { state: 'succeeded', transactionId: TRANSACTION_ID },
    });
    expect(theirs).toEqual(ours);
    expect(farSide.seen.map((seen) => `${seen.method} ${seen.path}`)).toEqual([
      `GET /v3/pay/transactions/out-trade-no/${OUT_TRADE_NO}?mchid=${MCHID}`,
      `GET /v3/pay/transactions/id/${TRANSACTION_ID}?mchid=${MCHID}`,
    ]);
    expect(farSide.seen.every(believed)).toBe(true);
    expect(farSide.seen[0]?.headers).toMatchObject({
      'wechatpay-serial': PUBLIC_KEY_ID,
      accept: 'application/json',
    });
    expect(farSide.seen[0]?.headers).not.toHaveProperty('content-type');
  });

  it('signs a number with a pipe as it is encoded on the line', async () => {
    farSide.answerWith(signedAnswer(JSON.stringify(transaction({ out_trade_no: 'a|b*c' }))));
    expect(await gateway.query('a|b*c')).toMatchObject({ kind: 'accepted' });
    expect(farSide.seen[0]?.path).toContain('/a%7Cb*c?');
    expect(believed(farSide.seen[0])).toBe(true);
  });

  it.each([
    ['another number', { out_trade_no: 'other' }],
    ['another merchant', { mchid: '1900000001' }],
    ['another app', { appid: 'wx0000000000000000' }],
    ['an amount as text', { amount: { total: '100', payer_total: 100, currency: 'CNY' } }],
  ])('is unknown when a signed answer tells %s', async (_name, changes) => {
    farSide.answerWith(signedAnswer(JSON.stringify(transaction(changes))));
    expect(await gateway.query(OUT_TRADE_NO)).toMatchObject({ kind: 'unknown', cause: 'malformedReply' });
  });

  it.each([
    ['another number of theirs', { transaction_id: '4200000000000000000000000000' }],
    ['an order without one', { trade_state: 'NOTPAY', transaction_id: undefined }],
  ])('by their number is unknown when a signed answer tells %s', async (_name, changes) => {
    farSide.answerWith(signedAnswer(JSON.stringify(transaction(changes))));
    expect(await gateway.queryByTransactionId(TRANSACTION_ID)).toMatchObject({ cause: 'malformedReply' });
  });

  it('is refused for an order they do not know', async () => {
    farSide.answerWith(failureAnswer(404, 'ORDER_NOT_EXIST'));
    expect(await gateway.query(OUT_TRADE_NO)).toEqual({
      kind: 'refused',
      refusal: { reason: 'orderNotExist', advice: 'retrySame', code: 'ORDER_NOT_EXIST', httpStatus: 404 },
      requestId: '08F78BB5AF06-268435461',
      bodySha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });
});

describe('close', () => {
  it('sends mchid and takes a signed 204 for closed', async () => {
    farSide.answerWith(signedAnswer(''));
    expect(await gateway.close(OUT_TRADE_NO)).toEqual({
      kind: 'accepted',
      value: 'closed',
      requestId: '08F78BB5AF06-0',
      bodySha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const [seen] = farSide.seen;
    expect(seen).toMatchObject({
      method: 'POST',
      path: `/v3/pay/transactions/out-trade-no/${OUT_TRADE_NO}/close`,
      body: JSON.stringify({ mchid: MCHID }),
    });
    expect(believed(seen)).toBe(true);
  });

  it('is refused for a paid order, in either spelling', async () => {
    for (const code of ['ORDER_PAID', 'ORDERPAID']) {
      farSide.answerWith(failureAnswer(400, code));
      expect(await gateway.close(OUT_TRADE_NO)).toMatchObject({ refusal: { reason: 'orderPaid', code } });
    }
  });

  it('is unknown for an unsigned 204 and for a signed 200', async () => {
    farSide.answerWith(plainAnswer(204, ''));
    expect(await gateway.close(OUT_TRADE_NO)).toMatchObject({ kind: 'unknown', cause: 'badSignature' });
    farSide.answerWith(signedAnswer('{}'));
    expect(await gateway.close(OUT_TRADE_NO)).toMatchObject({ kind: 'unknown', cause: 'malformedReply' });
  });
});

describe('signature of an answer', () => {
  const body = JSON.stringify(transaction());

  it.each([
    ['of a stranger', { privateKey: MERCHANT.privateKey }],
    ['of an unknown serial', { serial: 'PUB_KEY_ID_9' }],
    ['300 s old', { timestamp: String(NOW_SECONDS - 300) }],
    ['300 s ahead', { timestamp: String(NOW_SECONDS + 300) }],
  ])('%s makes the call unknown at once', async (_name, options) => {
    farSide.answerWith(signedAnswer(body, options));
    expect(await gateway.query(OUT_TRADE_NO)).toMatchObject({ kind: 'unknown', cause: 'badSignature' });
    expect(farSide.seen).toHaveLength(1);
  });

  it.each([299, -299])('%d s old is believed', async (age) => {
    farSide.answerWith(signedAnswer(body, { timestamp: String(NOW_SECONDS - age) }));
    expect(await gateway.query(OUT_TRADE_NO)).toMatchObject({ kind: 'accepted' });
  });

  it('belongs to the bytes as they came, not to what they mean', async () => {
    farSide.answerWith((response) => {
      response.writeHead(200, signedHeaders(body)).end(body.replace(/:/g, ': '));
    });
    expect(await gateway.query(OUT_TRADE_NO)).toMatchObject({ cause: 'badSignature' });
  });

  it('is not asked of a failure, signed or not', async () => {
    for (const answer of [
      failureAnswer(403, 'NO_AUTH'),
      signedAnswer('{"code":"NO_AUTH"}', { status: 403 }),
      signedAnswer('{"code":"NO_AUTH"}', { status: 403, privateKey: MERCHANT.privateKey }),
    ]) {
      farSide.answerWith(answer);
      expect(await gateway.query(OUT_TRADE_NO)).toMatchObject({
        refusal: { reason: 'notAllowed', code: 'NO_AUTH' },
      });
    }
  });

  const probes = [vectors.signature_probe.signature, 'WECHATPAY/SIGNTEST/not base64!'];
  const probed = (probe: string) => probedAnswer(body, probe);
  it.each(probes)('that is the probe %s is answered by asking once more', async (probe) => {
    farSide.answerWith(probed(probe), signedAnswer(body));
    expect(await gateway.query(OUT_TRADE_NO)).toMatchObject({
      kind: 'accepted',
      requestId: '08F78BB5AF06-0',
    });
    const [first, second] = farSide.seen;
    expect(second?.path).toBe(first?.path);
    expect(field(second, 'nonce_str')).not.toBe(field(first, 'nonce_str'));
  });

  it.each(probes)('that is the probe %s twice makes the call unknown', async (probe) => {
    farSide.answerWith(probed(probe));
    expect(await gateway.query(OUT_TRADE_NO)).toMatchObject({ cause: 'badSignature', requestId: 'p-0' });
    expect(farSide.seen).toHaveLength(2);
  });
});

describe('failure of a call', () => {
  it.each([500, 502, 503])('with %d is unknown, and keeps the Request-ID', async (status) => {
    farSide.answerWith(failureAnswer(status, 'SYSTEM_ERROR', 'id-9'));
    expect(await gateway.create(order)).toEqual({
      kind: 'unknown',
      cause: 'serverError',
      advice: 'retrySame',
      detail: `HTTP ${status} SYSTEM_ERROR`,
      requestId: 'id-9',
      bodySha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(farSide.seen).toHaveLength(3);
    expect(new Set(farSide.seen.map((seen) => seen.body)).size).toBe(1);
    expect(new Set(farSide.seen.map((seen) => field(seen, 'nonce_str'))).size).toBe(3);
  });

  it.each([500, 502, 503])('with %d that passes does not show', async (status) => {
    farSide.answerWith(failureAnswer(status, 'SYSTEM_ERROR'), prepaid);
    expect(await gateway.create(order)).toMatchObject({ kind: 'accepted' });
    expect(farSide.seen).toHaveLength(2);
  });

  it.each([
    [400, 'PARAM_ERROR'],
    [403, 'OUT_TRADE_NO_USED'],
    [429, 'FREQUENCY_LIMITED'],
  ])('with %d %s is not repeated', async (status, code) => {
    farSide.answerWith(failureAnswer(status, code), prepaid);
    expect((await gateway.create(order)).kind).not.toBe('accepted');
    expect(farSide.seen).toHaveLength(1);
  });

  it('is not repeated beyond the time one call may take', async () => {
    farSide.answerWith(failureAnswer(500, 'SYSTEM_ERROR'));
    const hurried = createWechatPayGateway(gatewayConfig(farSide.baseUrl, { timeoutMs: 100 }), deps);
    expect(await hurried.create(order)).toMatchObject({ kind: 'unknown', cause: 'serverError' });
    // 200 ms in all leave room for the first pause (at most 100 ms), not for the second (at most 400 ms).
    expect(farSide.seen.length).toBeLessThanOrEqual(2);
  });

  it('with 429 is unknown for an order and refused for a query', async () => {
    farSide.answerWith(failureAnswer(429, 'FREQUENCY_LIMITED'));
    expect(await gateway.create(order)).toMatchObject({
      kind: 'unknown',
      cause: 'serverError',
    });
    expect(await gateway.query(OUT_TRADE_NO)).toMatchObject({ refusal: { reason: 'rateLimited' } });
  });

  it.each([
    ['an empty 404', 404, ''],
    ['a page of a proxy', 403, '<html>blocked</html>'],
    ['a code that is no word', 400, '{"code":"a b\\n"}'],
    ['a redirect', 302, ''],
  ])('with %s is unknown and repeats nothing of it', async (_name, status, body) => {
    farSide.answerWith(plainAnswer(status, body));
    const outcome = await gateway.query(OUT_TRADE_NO);
    expect(outcome).toMatchObject({ cause: 'malformedReply', detail: `HTTP ${status} without a code` });
  });

  it('keeps no Request-ID that is not one plain word', async () => {
    farSide.answerWith(failureAnswer(500, 'SYSTEM_ERROR', 'x'.repeat(500)));
    expect(await gateway.query(OUT_TRADE_NO)).toMatchObject({ requestId: '' });
  });
});

describe('unreadable key', () => {
  it.each([
    ['merchant private key', { merchantPrivateKey: 'AAAA' }],
    [
      `WeChat Pay public key ${PUBLIC_KEY_ID}`,
      { trust: { mode: 'publicKey', publicKeys: [{ publicKeyId: PUBLIC_KEY_ID, publicKeyPem: 'AAAA' }] } },
    ],
  ] as const)('stops the first call before anything is sent: %s', async (setting, changes) => {
    farSide.answerWith(prepaid);
    const broken = createWechatPayGateway(gatewayConfig(farSide.baseUrl, changes), deps);
    await expect(broken.create(order)).rejects.toThrow(new RegExp(`^${setting}: `));
    expect(farSide.seen).toEqual([]);
  });
});

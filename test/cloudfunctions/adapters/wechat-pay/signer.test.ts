import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createSigner } from '../../../../cloudfunctions/adapters/wechat-pay/signer';
import vectors from '../../../fixtures/wechatpay-vectors.json';
import { MCHID, MERCHANT, MERCHANT_SERIAL } from './merchant-world';

const published = createSigner({
  mchid: vectors.merchant.mchid,
  merchantSerialNo: vectors.merchant.serial_no,
  merchantPrivateKey: vectors.merchant.published_test_key_pkcs8_der_base64,
});
const own = createSigner({
  mchid: MCHID,
  merchantSerialNo: MERCHANT_SERIAL,
  merchantPrivateKey: MERCHANT.privateKey,
});

const { request_signature: order, pay_sign_mini_program: pay, pay_sign_app: app } = vectors;
const orderFreshness = { timestampSeconds: Number(order.timestamp), nonce: order.nonce_str };

describe('Authorization', () => {
  it('equals the published example of a JSAPI order', () => {
    const value = published.authorization(
      { method: 'POST', path: order.path, body: order.body },
      orderFreshness,
    );
    expect(value).toBe(
      `WECHATPAY2-SHA256-RSA2048 mchid="1900007291",nonce_str="${order.nonce_str}",signature="${order.signature}",` +
        `timestamp="1554208460",serial_no="408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB"`,
    );
  });

  const cases = [
    { name: 'a POST without a body', method: 'POST', path: '/v3/x', body: '', text: 'POST\n/v3/x\n7\nn\n\n' },
    {
      name: 'a GET with a query',
      method: 'GET',
      path: '/v3/x?mchid=1',
      body: '',
      text: 'GET\n/v3/x?mchid=1\n7\nn\n\n',
    },
    {
      name: 'a body ending in a line break',
      method: 'POST',
      path: '/a',
      body: '{}\n',
      text: 'POST\n/a\n7\nn\n{}\n\n',
    },
    { name: 'an encoded pipe', method: 'GET', path: '/a%7Cb', body: '', text: 'GET\n/a%7Cb\n7\nn\n\n' },
    {
      name: 'Chinese text',
      method: 'POST',
      path: '/a',
      body: '{"d":"店"}',
      text: 'POST\n/a\n7\nn\n{"d":"店"}\n',
    },
  ] as const;
  it.each(cases)(
    'signs five lines, each ended by a line break, for $name',
    ({ method, path, body, text }) => {
      const value = own.authorization({ method, path, body }, { timestampSeconds: 7, nonce: 'n' });
      const signature = Buffer.from(/signature="([^"]+)"/.exec(value)?.[1] ?? '', 'base64');
      expect(verify('sha256', Buffer.from(text), createPublicKey(MERCHANT.publicKey), signature)).toBe(true);
    },
  );
});

describe('paySign', () => {
  it('equals the published example of a mini program', () => {
    const freshness = { timestampSeconds: Number(pay.timeStamp), nonce: pay.nonceStr };
    expect(published.requestPayment(pay.appId, pay.package.replace('prepay_id=', ''), freshness)).toEqual({
      timeStamp: '1554208460',
      nonceStr: pay.nonceStr,
      package: pay.package,
      signType: 'RSA',
      paySign: pay.paySign,
    });
  });
});

describe('sign of the App SDK', () => {
  it('equals the published example, which is over the bare prepay id', () => {
    const freshness = { timestampSeconds: Number(app.timeStamp), nonce: app.nonceStr };
    const payee = { appId: app.appId, partnerId: vectors.merchant.mchid };
    expect(published.appPayment(payee, app.prepayid, freshness)).toEqual({
      appId: app.appId,
      partnerId: vectors.merchant.mchid,
      prepayId: app.prepayid,
      packageValue: 'Sign=WXPay',
      nonceStr: app.nonceStr,
      timeStamp: '1554208460',
      sign: app.sign,
    });
  });
});

/** What the benches sign, verify and open: the examples of the documents, under keys made for the run. */
import { createCipheriv, generateKeyPairSync, sign } from 'node:crypto';
import { createNotificationReader } from '../../cloudfunctions/adapters/wechat-pay/notify';
import type { NotificationReader } from '../../cloudfunctions/ports/payment-gateway';

export const MCHID = '1900007291';
export const APPID = 'wxd678efh567hg6787';
export const MERCHANT_SERIAL = '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB';
export const PUBLIC_KEY_ID = 'PUB_KEY_ID_0000000000000024101100397200000006';
export const API_V3_KEY = 'a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb';
/** Of the notification. */
export const TIMESTAMP = '1722850421';
export const NONCE = 'd824f2e086d3c1df967785d13fcd22ef';
/** Of what is sealed in it. */
export const SEAL_NONCE = 'uluk4a9R25RW';
export const ASSOCIATED_DATA = 'transaction';

/** An order as it is sent to `/v3/pay/transactions/jsapi`. */
export const ORDER = {
  appid: APPID,
  mchid: MCHID,
  description: 'Image形象店-深圳腾大-QQ公仔',
  out_trade_no: '1217752501201407033233368018',
  notify_url: 'https://www.weixin.qq.com/wxpay/pay.php',
  amount: { total: 100, currency: 'CNY' },
  payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
};

const TRANSACTION = {
  mchid: MCHID,
  appid: APPID,
  out_trade_no: ORDER.out_trade_no,
  transaction_id: '1217752501201407033233368018',
  trade_type: 'JSAPI',
  trade_state: 'SUCCESS',
  trade_state_desc: '支付成功',
  bank_type: 'CMC',
  attach: '',
  success_time: '2018-06-08T10:34:56+08:00',
  payer: ORDER.payer,
  amount: { total: 100, payer_total: 100, currency: 'CNY', payer_currency: 'CNY' },
};

/** A new RSA key pair as PEM. */
export function keyPair(): { readonly privatePem: string; readonly publicPem: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { privatePem: privateKey, publicPem: publicKey };
}

function sealTransaction(): Buffer {
  const cipher = createCipheriv('aes-256-gcm', API_V3_KEY, SEAL_NONCE);
  cipher.setAAD(Buffer.from(ASSOCIATED_DATA));
  return Buffer.concat([cipher.update(JSON.stringify(TRANSACTION)), cipher.final(), cipher.getAuthTag()]);
}

function envelope(sealed: Buffer): Buffer {
  return Buffer.from(
    JSON.stringify({
      id: '3119dfba-e649-5eec-ab1e-3412bc4d2e17',
      create_time: '2015-05-20T13:29:35+08:00',
      resource_type: 'encrypt-resource',
      event_type: 'TRANSACTION.SUCCESS',
      summary: '支付成功',
      resource: {
        original_type: 'transaction',
        algorithm: 'AEAD_AES_256_GCM',
        ciphertext: sealed.toString('base64'),
        associated_data: ASSOCIATED_DATA,
        nonce: SEAL_NONCE,
      },
    }),
  );
}

/** A notification on the wire, what it is made of, and who believes it. */
export interface SampleNotification {
  readonly publicPem: string;
  readonly trust: {
    readonly mode: 'publicKey';
    readonly publicKeys: readonly { readonly publicKeyId: string; readonly publicKeyPem: string }[];
  };
  readonly clock: { nowMs(): number };
  readonly reader: NotificationReader;
  /** Ciphertext and tag. */
  readonly sealed: Buffer;
  readonly body: Buffer;
  /** The bytes that are signed. */
  readonly message: Buffer;
  readonly signature: Buffer;
  /** With another signature, a forged one. */
  headers(signature?: Buffer): Readonly<Record<string, string>>;
}

/** Signs the sample with a new key. */
export function sampleNotification(): SampleNotification {
  const { privatePem, publicPem } = keyPair();
  const sealed = sealTransaction();
  const body = envelope(sealed);
  const message = Buffer.concat([Buffer.from(`${TIMESTAMP}\n${NONCE}\n`), body, Buffer.from('\n')]);
  const signature = sign('RSA-SHA256', message, privatePem);
  const publicKeys = [{ publicKeyId: PUBLIC_KEY_ID, publicKeyPem: publicPem }];
  const trust = { mode: 'publicKey', publicKeys } as const;
  const clock = { nowMs: () => Number(TIMESTAMP) * 1000 };
  const merchant = { mode: 'direct', mchid: MCHID, appid: APPID } as const;
  return {
    publicPem,
    trust,
    clock,
    reader: createNotificationReader({ apiV3Key: API_V3_KEY, merchant, trust, clock }),
    sealed,
    body,
    message,
    signature,
    headers: (signed = signature) => ({
      host: 'shop.example.com',
      'user-agent': 'Mozilla/4.0',
      accept: '*/*',
      'content-type': 'application/json',
      'content-length': String(body.length),
      'wechatpay-serial': PUBLIC_KEY_ID,
      'wechatpay-signature': signed.toString('base64'),
      'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
      'wechatpay-timestamp': TIMESTAMP,
      'wechatpay-nonce': NONCE,
      'request-id': '08F78BB5AF0610D302189F99DD5C20BA56F89845-0',
    }),
  };
}

import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';
import { createNotificationReader } from '../../cloudfunctions/adapters/wechat-pay/notify';
import { compare, verdictLine } from './measure';

const TARGET = 0.9;

/** Noise left after medians; a forged notification must not cost more than a good one beyond it. */
const NOISE = 0.02;

const NOW_SECONDS = 1_722_850_421;
const API_V3_KEY = 'a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb';
const NONCE = 'uluk4a9R25RW';
const ASSOCIATED_DATA = 'transaction';
const HEADER_NONCE = 'd824f2e086d3c1df967785d13fcd22ef';
const PUBLIC_KEY_ID = 'PUB_KEY_ID_0000000000000024101100397200000006';

function sealedTransaction(): Buffer {
  const plain = JSON.stringify({
    mchid: '1900007291',
    appid: 'wxd678efh567hg6787',
    out_trade_no: '1217752501201407033233368018',
    transaction_id: '1217752501201407033233368018',
    trade_type: 'JSAPI',
    trade_state: 'SUCCESS',
    trade_state_desc: '支付成功',
    bank_type: 'CMC',
    attach: '',
    success_time: '2018-06-08T10:34:56+08:00',
    payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
    amount: { total: 100, payer_total: 100, currency: 'CNY', payer_currency: 'CNY' },
  });
  const cipher = createCipheriv('aes-256-gcm', API_V3_KEY, NONCE);
  cipher.setAAD(Buffer.from(ASSOCIATED_DATA));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
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
        nonce: NONCE,
      },
    }),
  );
}

function subjects() {
  const { privateKey, publicKey: publicKeyPem } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const sealed = sealedTransaction();
  const body = envelope(sealed);
  const message = Buffer.concat([Buffer.from(`${NOW_SECONDS}\n${HEADER_NONCE}\n`), body, Buffer.from('\n')]);
  const signature = sign('RSA-SHA256', message, privateKey);
  const forgedSignature = Buffer.from(signature);
  forgedSignature.writeUInt8(forgedSignature.readUInt8(100) ^ 1, 100);
  const http = (signed: Buffer) => ({
    method: 'POST',
    headers: {
      host: 'shop.example.com',
      'user-agent': 'Mozilla/4.0',
      accept: '*/*',
      'content-type': 'application/json',
      'content-length': String(body.length),
      'wechatpay-serial': PUBLIC_KEY_ID,
      'wechatpay-signature': signed.toString('base64'),
      'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
      'wechatpay-timestamp': String(NOW_SECONDS),
      'wechatpay-nonce': HEADER_NONCE,
      'request-id': '08F78BB5AF0610D302189F99DD5C20BA56F89845-0',
    },
    body,
  });
  const reader = createNotificationReader({
    apiV3Key: API_V3_KEY,
    merchant: { mode: 'direct', mchid: '1900007291', appid: 'wxd678efh567hg6787' },
    trust: { mode: 'publicKey', publicKeys: [{ publicKeyId: PUBLIC_KEY_ID, publicKeyPem }] },
    clock: { nowMs: () => NOW_SECONDS * 1000 },
  });
  const bare = { message, signature, sealed, body, publicKey: createPublicKey(publicKeyPem) };
  return { bare, reader, good: http(signature), forged: http(forgedSignature) };
}

/** The least any reader must do, on inputs already cut out and decoded, with nothing checked in between. */
function bareWork({ bare }: ReturnType<typeof subjects>): () => void {
  const key = createSecretKey(Buffer.from(API_V3_KEY));
  const iv = Buffer.from(NONCE);
  const aad = Buffer.from(ASSOCIATED_DATA);
  const ciphertext = bare.sealed.subarray(0, -16);
  const tag = bare.sealed.subarray(-16);
  return () => {
    if (!verify('RSA-SHA256', bare.message, bare.publicKey, bare.signature)) throw new Error('bare verify');
    JSON.parse(bare.body.toString());
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 });
    decipher.setAuthTag(tag);
    decipher.setAAD(aad);
    const plain = decipher.update(ciphertext);
    decipher.final();
    JSON.parse(plain.toString());
  };
}

/** Prints how near the whole handling of a notification comes to its bare cryptography, and what a forged one costs. */
export async function run(print: (line: string) => void): Promise<void> {
  const all = subjects();
  const { reader, good, forged } = all;
  if (reader.parseNotification(good).kind !== 'verified')
    throw new Error('the good notification is verified');
  if (reader.parseNotification(forged).kind !== 'rejected') throw new Error('the forged one is rejected');
  const [bare, whole, refused] = await compare(
    [
      { name: 'bare', run: bareWork(all) },
      { name: 'whole', run: () => reader.parseNotification(good) },
      { name: 'forged', run: () => reader.parseNotification(forged) },
    ],
    { rounds: 3001, turnMs: 0.5 },
  );
  if (bare === undefined || whole === undefined || refused === undefined) throw new Error('all are measured');
  const forgedOverGood = whole.ratio / refused.ratio;
  print(
    `handling a notification: bare ${bare.microseconds.toFixed(1)} us, whole ${whole.microseconds.toFixed(1)} us, ` +
      `forged ${refused.microseconds.toFixed(1)} us`,
  );
  print(
    verdictLine(
      'speed over bare RSA, AES and JSON',
      whole.ratio.toFixed(3),
      `>= ${TARGET}`,
      whole.ratio >= TARGET,
    ),
  );
  print(
    verdictLine(
      'time of a forged one over a good one',
      forgedOverGood.toFixed(3),
      '<= 1',
      forgedOverGood <= 1 + NOISE,
    ),
  );
}

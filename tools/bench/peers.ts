import { createCipheriv, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createNotificationReader } from '../../cloudfunctions/adapters/wechat-pay/notify';
import { createSigner } from '../../cloudfunctions/adapters/wechat-pay/signer';
import { createTrustedKeys } from '../../cloudfunctions/adapters/wechat-pay/trusted-keys';
import { createVerifier } from '../../cloudfunctions/adapters/wechat-pay/verifier';
import { installPublicClients, PUBLIC_CLIENTS } from '../public-clients-install';
import { compare, verdictLine } from './measure';
import type { Candidate } from './measure';

/** Ours at least as fast as the fastest of them, but for the noise that medians leave. */
const TARGET_FASTEST = 1;
const NOISE = 0.03;
/** And this many times the other. */
const TARGET_OTHER = 3;

/** The calls of wechatpay-axios-plugin that its README builds on. */
interface AxiosPlugin {
  readonly Formatter: {
    nonce(): string;
    request(method: string, uri: string, timestamp: number, nonce: string, body: string): string;
    response(timestamp: string, nonce: string, body: string): string;
    authorization(mchid: string, nonce: string, signature: string, timestamp: number, serial: string): string;
  };
  readonly Rsa: {
    sign(message: string, key: KeyObject): string;
    verify(message: string, signature: string, key: KeyObject): boolean;
  };
  readonly Aes: {
    readonly AesGcm: { decrypt(ciphertext: string, key: string, nonce: string, aad: string): string };
  };
}

/** The calls of wechatpay-node-v3; its signing of a request is protected, but it is what every method of it does. */
interface NodeV3 {
  buildAuthorization(method: string, url: string, params: unknown): string;
  verifySign(params: Readonly<Record<string, string>>): Promise<boolean>;
  decipher_gcm(ciphertext: string, aad: string, nonce: string, key: string): unknown;
}

const MCHID = '1900007291';
const APPID = 'wxd678efh567hg6787';
const SERIAL = '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB';
const PUBLIC_KEY_ID = 'PUB_KEY_ID_0000000000000024101100397200000006';
const API_V3_KEY = 'a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb';
const TIMESTAMP = '1722850421';
const NONCE = 'd824f2e086d3c1df967785d13fcd22ef';
const ASSOCIATED_DATA = 'transaction';

const ORDER = {
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

function keyPair(): { readonly privatePem: string; readonly publicPem: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { privatePem: privateKey, publicPem: publicKey };
}

function notificationBody(): Buffer {
  const nonce = 'uluk4a9R25RW';
  const cipher = createCipheriv('aes-256-gcm', API_V3_KEY, nonce);
  cipher.setAAD(Buffer.from(ASSOCIATED_DATA));
  const sealed = Buffer.concat([
    cipher.update(JSON.stringify(TRANSACTION)),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
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
        nonce,
      },
    }),
  );
}

interface Sealed {
  readonly resource: {
    readonly ciphertext: string;
    readonly associated_data: string;
    readonly nonce: string;
  };
}

function loadPeers(merchantKey: string, wechatPayKey: string) {
  const load = createRequire(path.join(PUBLIC_CLIENTS, 'package.json'));
  // Neither ships types for all of these calls.
  const plugin = load('wechatpay-axios-plugin') as AxiosPlugin;
  const NodeV3Class = load('wechatpay-node-v3') as new (options: unknown) => NodeV3;
  Reflect.set(NodeV3Class, 'certificates', { [PUBLIC_KEY_ID]: wechatPayKey });
  const nodeV3 = new NodeV3Class({
    appid: APPID,
    mchid: MCHID,
    serial_no: SERIAL,
    publicKey: Buffer.from(wechatPayKey),
    privateKey: Buffer.from(merchantKey),
    key: API_V3_KEY,
  });
  return { plugin, nodeV3 };
}

/** Work that must not be left undone unseen. */
function certain(done: boolean): void {
  if (!done) throw new Error('a candidate refused what is right');
}

function subjects() {
  const merchant = keyPair();
  const wechatPay = keyPair();
  const body = notificationBody();
  const signed = Buffer.concat([Buffer.from(`${TIMESTAMP}\n${NONCE}\n`), body, Buffer.from('\n')]);
  const signature = sign('RSA-SHA256', signed, wechatPay.privatePem).toString('base64');
  const headers = {
    'wechatpay-serial': PUBLIC_KEY_ID,
    'wechatpay-signature': signature,
    'wechatpay-timestamp': TIMESTAMP,
    'wechatpay-nonce': NONCE,
  };
  const trust = {
    mode: 'publicKey',
    publicKeys: [{ publicKeyId: PUBLIC_KEY_ID, publicKeyPem: wechatPay.publicPem }],
  } as const;
  const clock = { nowMs: () => Number(TIMESTAMP) * 1000 };
  return {
    ...loadPeers(merchant.privatePem, wechatPay.publicPem),
    body,
    signature,
    headers,
    merchantKey: createPrivateKey(merchant.privatePem),
    wechatPayKey: createPublicKey(wechatPay.publicPem),
    signer: createSigner({ mchid: MCHID, merchantSerialNo: SERIAL, merchantPrivateKey: merchant.privatePem }),
    verifier: createVerifier(createTrustedKeys(trust, MCHID, clock), clock),
    reader: createNotificationReader({
      apiV3Key: API_V3_KEY,
      merchant: { mode: 'direct', mchid: MCHID, appid: APPID },
      trust,
      clock,
    }),
  };
}

type Subjects = ReturnType<typeof subjects>;

function signing({ plugin, nodeV3, signer, merchantKey }: Subjects): readonly Candidate[] {
  const target = '/v3/pay/transactions/jsapi';
  return [
    {
      name: 'xiaopu',
      run: () => {
        const freshness = {
          timestampSeconds: Math.floor(Date.now() / 1000),
          nonce: plugin.Formatter.nonce(),
        };
        signer.authorization({ method: 'POST', path: target, body: JSON.stringify(ORDER) }, freshness);
      },
    },
    {
      name: 'wechatpay-axios-plugin',
      run: () => {
        const timestamp = Math.floor(Date.now() / 1000);
        const nonce = plugin.Formatter.nonce();
        const message = plugin.Formatter.request('POST', target, timestamp, nonce, JSON.stringify(ORDER));
        const made = plugin.Rsa.sign(message, merchantKey);
        plugin.Formatter.authorization(MCHID, nonce, made, timestamp, SERIAL);
      },
    },
    {
      name: 'wechatpay-node-v3',
      run: () => void nodeV3.buildAuthorization('POST', `https://api.mch.weixin.qq.com${target}`, ORDER),
    },
  ];
}

function verifying({
  plugin,
  nodeV3,
  verifier,
  body,
  headers,
  signature,
  wechatPayKey,
}: Subjects): readonly Candidate[] {
  const params = {
    timestamp: TIMESTAMP,
    nonce: NONCE,
    serial: PUBLIC_KEY_ID,
    signature,
    apiSecret: API_V3_KEY,
  };
  return [
    { name: 'xiaopu', run: () => certain(verifier.verify(headers, body).kind === 'valid') },
    {
      name: 'wechatpay-axios-plugin',
      run: () => {
        const message = plugin.Formatter.response(TIMESTAMP, NONCE, body.toString());
        certain(plugin.Rsa.verify(message, signature, wechatPayKey));
      },
    },
    {
      name: 'wechatpay-node-v3',
      run: async () => certain(await nodeV3.verifySign({ ...params, body: body.toString() })),
    },
  ];
}

function reading(all: Subjects): readonly Candidate[] {
  const { plugin, nodeV3, reader, body, headers, signature, wechatPayKey } = all;
  const http = { method: 'POST', headers, body };
  return [
    { name: 'xiaopu', run: () => certain(reader.parseNotification(http).kind === 'verified') },
    {
      name: 'wechatpay-axios-plugin',
      run: () => {
        const text = body.toString();
        certain(
          plugin.Rsa.verify(plugin.Formatter.response(TIMESTAMP, NONCE, text), signature, wechatPayKey),
        );
        const { resource } = JSON.parse(text) as Sealed;
        const { ciphertext, nonce, associated_data: aad } = resource;
        JSON.parse(plugin.Aes.AesGcm.decrypt(ciphertext, API_V3_KEY, nonce, aad));
      },
    },
    {
      name: 'wechatpay-node-v3',
      run: async () => {
        const text = body.toString();
        const params = { timestamp: TIMESTAMP, nonce: NONCE, serial: PUBLIC_KEY_ID, signature, body: text };
        certain(await nodeV3.verifySign(params));
        const { resource } = JSON.parse(text) as Sealed;
        nodeV3.decipher_gcm(resource.ciphertext, resource.associated_data, resource.nonce, API_V3_KEY);
      },
    },
  ];
}

/** Prints requests signed, answers verified and notifications handled per second, beside two libraries of others. */
export async function run(print: (line: string) => void): Promise<void> {
  await installPublicClients();
  const all = subjects();
  const tables = [
    ['requests signed', signing(all), { rounds: 101, turnMs: 10 }],
    ['answers verified', verifying(all), { rounds: 601, turnMs: 2 }],
    ['notifications handled', reading(all), { rounds: 601, turnMs: 2 }],
  ] as const;
  for (const [what, candidates, options] of tables) {
    const [ours, ...others] = await compare(candidates, options);
    if (ours === undefined) throw new Error('ours is measured');
    for (const { name, microseconds } of [ours, ...others]) {
      print(`${what}: ${name} ${Math.round(1e6 / microseconds)} per second`);
    }
    const times = others.map(({ ratio }) => 1 / ratio).toSorted((a, b) => a - b);
    const [overFastest = 0, overOther = 0] = times;
    const near = overFastest >= TARGET_FASTEST - NOISE;
    print(verdictLine(`${what}, times the faster`, overFastest.toFixed(2), `>= ${TARGET_FASTEST}`, near));
    const target = `>= ${TARGET_OTHER}`;
    print(verdictLine(`${what}, times the other`, overOther.toFixed(2), target, overOther >= TARGET_OTHER));
  }
}

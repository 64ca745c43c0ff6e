import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createSigner } from '../../cloudfunctions/adapters/wechat-pay/signer';
import { createTrustedKeys } from '../../cloudfunctions/adapters/wechat-pay/trusted-keys';
import { createVerifier } from '../../cloudfunctions/adapters/wechat-pay/verifier';
import { installPublicClients, PUBLIC_CLIENTS } from '../public-clients-install';
import { compare, verdictLine } from './measure';
import type { Candidate } from './measure';
import {
  API_V3_KEY,
  APPID,
  keyPair,
  MCHID,
  MERCHANT_SERIAL,
  NONCE,
  ORDER,
  PUBLIC_KEY_ID,
  sampleNotification,
  TIMESTAMP,
} from './samples';

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
    serial_no: MERCHANT_SERIAL,
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
  const { privatePem } = keyPair();
  const { publicPem, trust, clock, reader, body, signature, headers } = sampleNotification();
  return {
    ...loadPeers(privatePem, publicPem),
    reader,
    body,
    signature: signature.toString('base64'),
    headers: headers(),
    merchantKey: createPrivateKey(privatePem),
    wechatPayKey: createPublicKey(publicPem),
    signer: createSigner({
      mchid: MCHID,
      merchantSerialNo: MERCHANT_SERIAL,
      merchantPrivateKey: privatePem,
    }),
    verifier: createVerifier(createTrustedKeys(trust, MCHID, clock), clock),
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
        plugin.Formatter.authorization(MCHID, nonce, made, timestamp, MERCHANT_SERIAL);
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

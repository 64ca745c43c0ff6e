/** A merchant's client by the protocol alone: it knows nothing of how the simulator is made. */
import {
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  sign,
  verify,
  X509Certificate,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import type { WechatPaySimulator } from '../../../simulators/wechat-pay/start';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly bytes: Buffer;
  /** The body as JSON; an empty object when there is none. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface CallOptions {
  readonly body?: unknown;
  /** Sent as it is instead of `body`. */
  readonly rawBody?: string | Buffer;
  /** Adds or replaces headers; undefined removes one. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Replaces items of the credential after signing. */
  readonly credential?: Readonly<Record<string, string>>;
  readonly timestamp?: string;
  /** Signed in place of the body sent. */
  readonly signedBody?: string;
}

/** What a client needs to know of a simulator, in this process or another. */
export interface Simulated extends Pick<WechatPaySimulator, 'merchant' | 'controlUrl'> {
  readonly clock: { nowMs(): number };
}

export interface MerchantClient {
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  order(outTradeNo: string, change?: Readonly<Record<string, unknown>>): Record<string, unknown>;
  place(outTradeNo: string, change?: Readonly<Record<string, unknown>>): Promise<string>;
  query(outTradeNo: string): Promise<Answer>;
  paySign(prepayId: string): Record<string, string>;
  control(method: string, path: string, body?: unknown): Promise<Answer>;
}

/** Sends exactly the given headers; rejects when the connection breaks. */
export function send(
  url: string,
  method: string,
  given: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string | Buffer } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const body = Buffer.from(given.body ?? '');
    const length = body.length > 0 ? { 'Content-Length': String(body.length) } : {};
    const request = http.request(
      url,
      { method, headers: { ...given.headers, ...length }, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          const text = bytes.toString('utf8');
          const headers = Object.fromEntries(
            Object.entries(response.headers).map(([k, v]) => [k, String(v)]),
          );
          const json = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
          resolve({ status: response.statusCode ?? 0, headers, text, bytes, json });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

export function createMerchantClient(
  simulator: Simulated,
  notifyUrl = 'http://127.0.0.1:9/notify',
): MerchantClient {
  const { merchant } = simulator;
  const key = createPrivateKey(readFileSync(merchant.merchantKeyFile));
  const signed = (message: string | Buffer): string =>
    sign('sha256', Buffer.from(message), key).toString('base64');

  const call: MerchantClient['call'] = (method, path, options = {}) => {
    const body = Buffer.from(
      options.rawBody ?? (options.body === undefined ? '' : JSON.stringify(options.body)),
    );
    const timestamp = options.timestamp ?? String(Math.floor(simulator.clock.nowMs() / 1000));
    const nonce = randomBytes(16).toString('hex');
    const head = Buffer.from(`${method}\n${path}\n${timestamp}\n${nonce}\n`);
    const signature = signed(
      Buffer.concat([head, Buffer.from(options.signedBody ?? body), Buffer.from('\n')]),
    );
    const items = {
      mchid: merchant.mchid,
      nonce_str: nonce,
      signature,
      timestamp,
      serial_no: merchant.merchantSerialNo,
      ...options.credential,
    };
    const list = Object.entries(items).map(([name, value]) => `${name}="${value}"`);
    const headers: Record<string, string | undefined> = {
      Accept: 'application/json',
      'User-Agent': 'test-client',
      ...(body.length > 0 ? { 'Content-Type': 'application/json' } : {}),
      Authorization: `WECHATPAY2-SHA256-RSA2048 ${list.join(',')}`,
      ...options.headers,
    };
    const kept = Object.entries(headers).flatMap(([k, v]) => (v === undefined ? [] : [[k, v] as const]));
    return send(merchant.baseUrl + path, method, { headers: Object.fromEntries(kept), body });
  };
  const order: MerchantClient['order'] = (outTradeNo, change = {}) => ({
    appid: merchant.appid,
    mchid: merchant.mchid,
    description: '小铺-苹果',
    out_trade_no: outTradeNo,
    notify_url: notifyUrl,
    amount: { total: 100, currency: 'CNY' },
    payer: { openid: 'oShopper_1' },
    ...change,
  });

  return {
    call,
    order,
    async place(outTradeNo, change) {
      const answer = await call('POST', '/v3/pay/transactions/jsapi', { body: order(outTradeNo, change) });
      if (typeof answer.json['prepay_id'] !== 'string')
        throw new Error(`not placed: ${answer.status} ${answer.text}`);
      return answer.json['prepay_id'];
    },
    query: (outTradeNo) =>
      call('GET', `/v3/pay/transactions/out-trade-no/${outTradeNo}?mchid=${merchant.mchid}`),
    paySign(prepayId) {
      const timeStamp = String(Math.floor(simulator.clock.nowMs() / 1000));
      const nonceStr = randomBytes(16).toString('hex');
      const text = `${merchant.appid}\n${timeStamp}\n${nonceStr}\nprepay_id=${prepayId}\n`;
      const package_ = `prepay_id=${prepayId}`;
      return {
        appId: merchant.appid,
        timeStamp,
        nonceStr,
        package: package_,
        signType: 'RSA',
        paySign: signed(text),
      };
    },
    control: (method, path, body) =>
      send(simulator.controlUrl + path, method, body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

/** Whether the `Wechatpay-*` headers sign this body, by the key their serial names. Node's base64 is lenient; this is not. */
export function isSigned(
  simulator: Simulated,
  headers: Readonly<Record<string, string>>,
  body: string,
): boolean {
  const { platformSerialNo, platformCertificateFile, publicKeyId, publicKeyFile } = simulator.merchant;
  const keys = new Map([
    [platformSerialNo, new X509Certificate(readFileSync(platformCertificateFile)).publicKey],
    [publicKeyId, createPublicKey(readFileSync(publicKeyFile))],
  ]);
  const key = keys.get(headers['wechatpay-serial'] ?? '');
  const signature = headers['wechatpay-signature'] ?? '';
  if (key === undefined || !isBase64(signature)) return false;
  const message = `${headers['wechatpay-timestamp']}\n${headers['wechatpay-nonce']}\n${body}\n`;
  return verify('sha256', Buffer.from(message), key, Buffer.from(signature, 'base64'));
}

export function isBase64(text: string): boolean {
  return text.length > 0 && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

export interface Sealed {
  readonly nonce: string;
  readonly associated_data?: string;
  readonly ciphertext: string;
}

export function unseal(apiV3Key: string, sealed: Sealed): string {
  const bytes = Buffer.from(sealed.ciphertext, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', apiV3Key, sealed.nonce);
  decipher.setAuthTag(bytes.subarray(-16));
  decipher.setAAD(Buffer.from(sealed.associated_data ?? ''));
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8');
}

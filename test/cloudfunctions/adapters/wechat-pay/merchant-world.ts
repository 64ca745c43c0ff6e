import { createCipheriv, sign } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import type { Trust, WechatPayConfig } from '../../../../cloudfunctions/adapters/wechat-pay/config';
import type {
  DirectMerchant,
  PartnerMerchant,
} from '../../../../cloudfunctions/adapters/wechat-pay/merchant';
import type { RawHttp } from '../../../../cloudfunctions/ports/payment-gateway';
import { keyPairOfRun } from '../../../../tools/test-run/merchant-keys';

export const MERCHANT = keyPairOfRun('merchant');
export const PLATFORM = keyPairOfRun('wechatPay');

export const NOW_SECONDS = 1_722_850_421;
export const APPID = 'wxd678efh567hg6787';
export const MCHID = '1900007291';
export const API_V3_KEY = 'a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb';
export const PUBLIC_KEY_ID = 'PUB_KEY_ID_0000000000000024101100397200000006';
export const MERCHANT_SERIAL = '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB';
export const OUT_TRADE_NO = '20240805173341a1B2c3D4e5F6g7H8';
export const TRANSACTION_ID = '4200000263201902167700136502';

export const DIRECT: DirectMerchant = { mode: 'direct', mchid: MCHID, appid: APPID };

/** A service provider whose payers have openids of its own app. */
export const PARTNER: PartnerMerchant = {
  mode: 'partner',
  spMchid: MCHID,
  spAppid: APPID,
  subMchid: '1900000109',
  appid: APPID,
};
/** The app of the sub-merchant. */
export const SUB_APPID = 'wxd678efh567hg6999';
/** A service provider whose payers have openids of the sub-merchant's app. */
export const SUB_PARTNER: PartnerMerchant = { ...PARTNER, appid: SUB_APPID };

export const clock = { nowMs: () => NOW_SECONDS * 1000 };

export const PUBLIC_KEY_TRUST: Trust = {
  mode: 'publicKey',
  publicKeys: [{ publicKeyId: PUBLIC_KEY_ID, publicKeyPem: PLATFORM.publicKey }],
};

/** A paid transaction as a query answer or a decrypted notification shows it. */
export function transaction(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    appid: APPID,
    mchid: MCHID,
    out_trade_no: OUT_TRADE_NO,
    transaction_id: TRANSACTION_ID,
    trade_type: 'JSAPI',
    trade_state: 'SUCCESS',
    trade_state_desc: '支付成功',
    bank_type: 'OTHERS',
    attach: '',
    success_time: '2024-08-05T17:33:41+08:00',
    payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
    amount: { total: 100, payer_total: 90, currency: 'CNY', payer_currency: 'CNY' },
    ...changes,
  };
}

/** A paid transaction of a service provider's order, where the payer's openid is of the provider's own app. */
export function partnerTransaction(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const { appid: _appid, mchid: _mchid, ...rest } = transaction();
  return {
    ...rest,
    sp_appid: PARTNER.spAppid,
    sp_mchid: PARTNER.spMchid,
    sub_mchid: PARTNER.subMchid,
    payer: { sp_openid: 'o-of-provider', sub_openid: 'o-of-sub' },
    ...changes,
  };
}

export const OUT_REFUND_NO = '20240806101112r1R2r3R4r5R6r7R8';
export const REFUND_ID = '50000000382019052709732678859';

/** A refund as an answer shows it. */
export function refund(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    refund_id: REFUND_ID,
    out_refund_no: OUT_REFUND_NO,
    transaction_id: TRANSACTION_ID,
    out_trade_no: OUT_TRADE_NO,
    channel: 'ORIGINAL',
    user_received_account: '招商银行信用卡0403',
    create_time: '2024-08-06T10:11:12+08:00',
    status: 'PROCESSING',
    funds_account: 'UNSETTLED',
    amount: {
      total: 100,
      refund: 30,
      payer_total: 90,
      payer_refund: 27,
      settlement_refund: 30,
      settlement_total: 100,
      discount_refund: 3,
      currency: 'CNY',
    },
    promotion_detail: [],
    ...changes,
  };
}

/** A refund as a decrypted notification shows it: another word for the state, no currency, and whose it is. */
export function notifiedRefund(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    mchid: MCHID,
    out_trade_no: OUT_TRADE_NO,
    transaction_id: TRANSACTION_ID,
    out_refund_no: OUT_REFUND_NO,
    refund_id: REFUND_ID,
    refund_status: 'SUCCESS',
    success_time: '2024-08-06T10:12:00+08:00',
    user_received_account: '招商银行信用卡0403',
    amount: { total: 100, refund: 30, payer_total: 90, payer_refund: 27 },
    ...changes,
  };
}

export interface SigningOptions {
  readonly privateKey?: string;
  readonly serial?: string;
  readonly timestamp?: string;
  readonly nonce?: string;
}

/** The headers WeChat Pay puts beside a body it signs. */
export function signedHeaders(
  body: Uint8Array | string,
  options: SigningOptions = {},
): Record<string, string> {
  const { timestamp = String(NOW_SECONDS), nonce = 'd824f2e086d3c1df967785d13fcd22ef' } = options;
  const message = Buffer.concat([
    Buffer.from(`${timestamp}\n${nonce}\n`),
    Buffer.from(body),
    Buffer.from('\n'),
  ]);
  return {
    'wechatpay-serial': options.serial ?? PUBLIC_KEY_ID,
    'wechatpay-signature': sign('sha256', message, options.privateKey ?? PLATFORM.privateKey).toString(
      'base64',
    ),
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
  };
}

export interface SealOptions {
  readonly associatedData?: string;
  readonly nonce?: string;
  readonly key?: string;
}

/** The `resource` of a notification around a plain text. */
export function sealed(plain: string, options: SealOptions = {}): Record<string, unknown> {
  const { associatedData = 'transaction', nonce = 'uluk4a9R25RW', key = API_V3_KEY } = options;
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(associatedData));
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString(
    'base64',
  );
  const head = { original_type: 'transaction', algorithm: 'AEAD_AES_256_GCM', ciphertext, nonce };
  return { ...head, associated_data: associatedData };
}

/** The envelope of a notification around a resource. */
export function envelope(resource: unknown, changes: Readonly<Record<string, unknown>> = {}): Buffer {
  return Buffer.from(
    JSON.stringify({
      id: '3119dfba-e649-5eec-ab1e-3412bc4d2e17',
      create_time: '2024-08-05T17:33:41+08:00',
      resource_type: 'encrypt-resource',
      event_type: 'TRANSACTION.SUCCESS',
      summary: '支付成功',
      resource,
      ...changes,
    }),
  );
}

/** A signed notification of a body. */
export function notification(body: Uint8Array, options: SigningOptions = {}): RawHttp {
  return { method: 'POST', headers: signedHeaders(body, options), body };
}

/** A request as the far side saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Number of this request on its connection, from 1. */
  readonly onConnection: number;
}

export type Answer = (response: ServerResponse, seen: Seen) => void;

/** Where a listening server can be reached. */
export function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address;
}

/** A far side on one machine: answers come from the list in turn, the last one again and again. */
export interface FarSide {
  readonly baseUrl: string;
  readonly seen: Seen[];
  answerWith(...answers: readonly Answer[]): void;
  close(): Promise<void>;
}

export async function startFarSide(): Promise<FarSide> {
  let answers: readonly Answer[] = [];
  const seen: Seen[] = [];
  const perConnection = new WeakMap<object, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const onConnection = (perConnection.get(request.socket) ?? 0) + 1;
      perConnection.set(request.socket, onConnection);
      const { method = '', url: path = '', headers } = request;
      const one = { method, path, headers, body: Buffer.concat(chunks).toString(), onConnection };
      seen.push(one);
      const answer = answers[Math.min(seen.length, answers.length) - 1];
      if (answer === undefined) throw new Error('this far side was given no answer');
      answer(response, one);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = addressOf(server);
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    seen,
    answerWith: (...next) => {
      answers = next;
      seen.length = 0;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A signed 2xx answer. */
export function signedAnswer(
  body: string,
  options: SigningOptions & { readonly status?: number } = {},
): Answer {
  return (response) => {
    const status = options.status ?? (body === '' ? 204 : 200);
    response.writeHead(status, { ...signedHeaders(body, options), 'Request-ID': '08F78BB5AF06-0' }).end(body);
  };
}

/** A signed answer whose signature is one of WeChat Pay's deliberate wrong ones. */
export function probedAnswer(body: string, probe = 'WECHATPAY/SIGNTEST/not base64!'): Answer {
  return (response) => {
    response
      .writeHead(200, { ...signedHeaders(body), 'wechatpay-signature': probe, 'Request-ID': 'p-0' })
      .end(body);
  };
}

/** An unsigned answer, as WeChat Pay gives for every failure. */
export function plainAnswer(status: number, body: string, requestId = '08F78BB5AF06-268435461'): Answer {
  return (response) => {
    response.writeHead(status, { 'Request-ID': requestId }).end(body);
  };
}

export const failureAnswer = (status: number, code: string, requestId?: string): Answer =>
  plainAnswer(status, JSON.stringify({ code, message: '错误' }), requestId);

export const neverAnswers: Answer = () => undefined;

export const resets: Answer = (response) => {
  response.socket?.resetAndDestroy();
};

/** Settings of a gateway that talks to a far side. */
export function gatewayConfig(baseUrl: string, changes: Partial<WechatPayConfig> = {}): WechatPayConfig {
  return {
    merchant: DIRECT,
    merchantSerialNo: MERCHANT_SERIAL,
    merchantPrivateKey: MERCHANT.privateKey,
    apiV3Key: API_V3_KEY,
    trust: PUBLIC_KEY_TRUST,
    notifyUrl: 'https://shop.example.com/pay-notify',
    baseUrl,
    timeoutMs: 2_000,
    ...changes,
  };
}

import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createWechatPayGateway } from '../../../../cloudfunctions/adapters/wechat-pay/gateway';
import type { Outcome, PaymentGateway } from '../../../../cloudfunctions/ports/payment-gateway';
import { fen } from '../../../../miniprogram/contract/money';
import {
  type Answer,
  APPID,
  clock,
  DIRECT,
  type FarSide,
  gatewayConfig,
  MCHID,
  MERCHANT,
  NOW_SECONDS,
  OUT_REFUND_NO,
  OUT_TRADE_NO,
  PARTNER,
  partnerTransaction,
  refund,
  REFUND_ID,
  signedAnswer,
  signedHeaders,
  startFarSide,
  transaction,
  TRANSACTION_ID,
} from './merchant-world';

const head = { outTradeNo: OUT_TRADE_NO, description: '茶', amount: fen(100) };
const timed = { ...head, payBeforeMs: NOW_SECONDS * 1000 + 60_000 };
const code = { ...head, authCode: '134567890123456789', deviceIp: '203.0.113.9', storeId: 's' } as const;
const named = { outRefundNo: OUT_REFUND_NO, refundId: REFUND_ID };
const PREPAID = { prepay_id: 'wx1' };

interface Method {
  readonly name: string;
  readonly call: (gateway: PaymentGateway) => Promise<Outcome<unknown>>;
  /** What a direct merchant and a service provider are answered. */
  readonly direct: object | null;
  readonly partner: object | null;
}

const PAID = { direct: transaction(), partner: partnerTransaction() };
const BACK = { direct: refund(), partner: refund() };
const REVERSED = { out_trade_no: OUT_TRADE_NO };
const both = (body: object | null) => ({ direct: body, partner: body });

/** Every method that asks WeChat Pay something, with a good answer. A body of null is a 204. */
const METHODS: readonly Method[] = [
  {
    name: 'create (miniProgram)',
    call: (gateway) => gateway.create({ ...timed, scene: 'miniProgram', openid: 'o' }),
    ...both(PREPAID),
  },
  {
    name: 'create (officialAccount)',
    call: (gateway) => gateway.create({ ...timed, scene: 'officialAccount', openid: 'o' }),
    ...both(PREPAID),
  },
  { name: 'create (app)', call: (gateway) => gateway.create({ ...timed, scene: 'app' }), ...both(PREPAID) },
  {
    name: 'create (native)',
    call: (gateway) => gateway.create({ ...timed, scene: 'native' }),
    ...both({ code_url: 'weixin://wxpay/bizpayurl/up?pr=1' }),
  },
  {
    name: 'create (h5)',
    call: (gateway) => gateway.create({ ...timed, scene: 'h5', clientIp: '203.0.113.7', device: 'Wap' }),
    ...both({ h5_url: 'https://wx.tenpay.com/x?prepay_id=1' }),
  },
  {
    name: 'create (paymentCode)',
    call: (gateway) => gateway.create({ ...code, scene: 'paymentCode' }),
    ...PAID,
  },
  { name: 'query', call: (gateway) => gateway.query(OUT_TRADE_NO), ...PAID },
  {
    name: 'queryByTransactionId',
    call: (gateway) => gateway.queryByTransactionId(TRANSACTION_ID),
    ...PAID,
  },
  { name: 'close', call: (gateway) => gateway.close(OUT_TRADE_NO), ...both(null) },
  { name: 'reverse', call: (gateway) => gateway.reverse(OUT_TRADE_NO), ...both(REVERSED) },
  {
    name: 'refund',
    call: (gateway) =>
      gateway.refund({
        outRefundNo: OUT_REFUND_NO,
        payment: { transactionId: TRANSACTION_ID },
        total: fen(100),
        amount: fen(30),
      }),
    ...BACK,
  },
  { name: 'queryRefund', call: (gateway) => gateway.queryRefund(OUT_REFUND_NO), ...BACK },
  {
    name: 'refundAbnormal',
    call: (gateway) => gateway.refundAbnormal({ ...named, to: { kind: 'merchantBankCard' } }),
    ...BACK,
  },
];

let farSide: FarSide;
beforeAll(async () => {
  farSide = await startFarSide();
});
afterAll(() => farSide.close());

/** The least an answer of any method must not be: good bytes with a good signature and the right status. */
const raw =
  (status: number, headers: Readonly<Record<string, string>>, body: Uint8Array): Answer =>
  (response) => {
    response.writeHead(status, { ...headers }).end(status === 204 ? undefined : body);
  };

describe.each([
  ['a direct merchant', DIRECT, 'direct'],
  ['a service provider', PARTNER, 'partner'],
] as const)('answers to %s', (_mode, merchant, key) => {
  let gateway: PaymentGateway;
  beforeAll(() => {
    let nonces = 0;
    gateway = createWechatPayGateway(gatewayConfig(farSide.baseUrl, { merchant, timeoutMs: 1_000 }), {
      clock,
      nonce: () => `n${(nonces += 1)}`,
    });
  });

  describe.each(METHODS)('$name', ({ call, [key]: good }) => {
    const text = good === null ? '' : JSON.stringify(good);
    const bytes = Buffer.from(text);
    const status = good === null ? 204 : 200;
    const ask = async (answer: Answer): Promise<Outcome<unknown>> => {
      farSide.answerWith(answer);
      return call(gateway);
    };

    it('is accepted when it is good, so that what follows can fail', async () => {
      expect(await ask(signedAnswer(text))).toMatchObject({ kind: 'accepted', requestId: '08F78BB5AF06-0' });
    });

    it.each<[string, Answer]>([
      ['not signed', raw(status, {}, bytes)],
      ['signed by another', raw(status, signedHeaders(text, { privateKey: MERCHANT.privateKey }), bytes)],
      ['signed long ago', raw(status, signedHeaders(text, { timestamp: String(NOW_SECONDS - 300) }), bytes)],
      ['signed for another body', raw(status, signedHeaders(`${text} `), bytes)],
      ['under an unknown serial', raw(status, signedHeaders(text, { serial: 'PUB_KEY_ID_9' }), bytes)],
      [
        'well signed and of another status',
        signedAnswer(text || '{}', { status: status === 204 ? 200 : 201 }),
      ],
      [
        'compressed, which nobody asked for',
        raw(200, { ...signedHeaders(text), 'content-encoding': 'gzip' }, gzipSync(bytes)),
      ],
      ['well signed and says nothing', signedAnswer('null', { status: 200 })],
      ['well signed and an error', signedAnswer('{"code":"SYSTEM_ERROR"}', { status: 200 })],
      ['well signed and deep', signedAnswer('['.repeat(100_000), { status: 200 })],
      ['well signed and enormous', signedAnswer(`{"a":"${'x'.repeat(300_000)}"}`, { status: 200 })],
    ])('is unknown when it is %s', async (_what, answer) => {
      expect((await ask(answer)).kind).toBe('unknown');
    });

    it('ends the call whatever comes, and never as accepted unless it is well signed', async () => {
      // Without the good signature, so that none of these is well signed by chance.
      const [serial = '', , timestamp = '', nonce = ''] = Object.values(signedHeaders(text));
      const anyStatus = fc.oneof(
        fc.constantFrom(200, 202, 204, 301, 400, 403, 404, 429),
        fc.integer({ min: 200, max: 499 }),
      );
      const anyBody = fc.oneof(
        fc.uint8Array({ maxLength: 400 }),
        fc.json().map((json) => Buffer.from(json)),
        fc.constant(bytes),
      );
      const code = fc.constantFrom('ORDERPAID', 'ORDER_NOT_EXIST', 'USERPAYING', '__proto__', '');
      const failure = code.map((one) => Buffer.from(JSON.stringify({ code: one, message: {} })));
      const headerValue = fc.stringMatching(/^[\x21-\x7e]{1,60}$/);
      const headers = fc.dictionary(
        fc.constantFrom(
          'wechatpay-serial',
          'wechatpay-signature',
          'wechatpay-timestamp',
          'wechatpay-nonce',
          'request-id',
        ),
        fc.oneof(headerValue, fc.constantFrom(serial, timestamp, nonce)),
      );
      await fc.assert(
        fc.asyncProperty(anyStatus, fc.oneof(anyBody, failure), headers, async (one, body, given) => {
          const outcome = await ask(raw(one, given, body));
          expect(['refused', 'unknown']).toContain(outcome.kind);
          if (one < 400) expect(outcome.kind).toBe('unknown');
        }),
        { numRuns: 40 },
      );
    });

    if (good === null) return;

    it('is unknown when it is cut anywhere, signed as it was or as it came', async () => {
      for (let end = 0; end < bytes.length; end += 1 + Math.floor(bytes.length / 12)) {
        const cut = bytes.subarray(0, end);
        expect((await ask(raw(200, signedHeaders(text), cut))).kind).toBe('unknown');
        expect((await ask(raw(200, signedHeaders(cut), cut))).kind).toBe('unknown');
      }
    });

    it('ends the call when one part of a well-signed answer is anything at all', async () => {
      const entries = Object.entries(good);
      const spoilt = fc
        .tuple(
          fc.nat(entries.length - 1),
          fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, null, '', -1, 1e300, MCHID, APPID)),
        )
        .map(([at, value]) => ({ ...good, [entries[at]?.[0] ?? '']: value }));
      await fc.assert(
        fc.asyncProperty(spoilt, async (body) => {
          const outcome = await ask(signedAnswer(JSON.stringify(body), { status: 200 }));
          expect(['accepted', 'unknown']).toContain(outcome.kind);
        }),
        { numRuns: 40 },
      );
    });
  });
});

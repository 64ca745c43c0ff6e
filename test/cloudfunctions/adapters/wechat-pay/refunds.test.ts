import { constants, createPrivateKey, createPublicKey, privateDecrypt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCalls } from '../../../../cloudfunctions/adapters/wechat-pay/calls';
import { createExchange } from '../../../../cloudfunctions/adapters/wechat-pay/exchange';
import { createWechatPayGateway } from '../../../../cloudfunctions/adapters/wechat-pay/gateway';
import { cutToBytes, toLine } from '../../../../cloudfunctions/adapters/wechat-pay/map/text';
import type { Merchant } from '../../../../cloudfunctions/adapters/wechat-pay/merchant';
import { createNotificationReader } from '../../../../cloudfunctions/adapters/wechat-pay/notify';
import { createRefunds } from '../../../../cloudfunctions/adapters/wechat-pay/refunds';
import { createSigner } from '../../../../cloudfunctions/adapters/wechat-pay/signer';
import { createTransport } from '../../../../cloudfunctions/adapters/wechat-pay/transport';
import type { TrustedKeys } from '../../../../cloudfunctions/adapters/wechat-pay/trusted-keys';
import { createVerifier } from '../../../../cloudfunctions/adapters/wechat-pay/verifier';
import type {
  AbnormalRefundRequest,
  PaymentGateway,
  RefundRequest,
} from '../../../../cloudfunctions/ports/payment-gateway';
import { fen } from '../../../../miniprogram/contract/money';
import { certificate } from './certificates';
import {
  API_V3_KEY,
  clock,
  DIRECT,
  envelope,
  failureAnswer,
  type FarSide,
  gatewayConfig,
  MCHID,
  notification,
  notifiedRefund,
  NOW_SECONDS,
  OUT_REFUND_NO,
  OUT_TRADE_NO,
  PARTNER,
  PLATFORM,
  PUBLIC_KEY_ID,
  PUBLIC_KEY_TRUST,
  refund,
  REFUND_ID,
  sealed,
  signedAnswer,
  startFarSide,
  TRANSACTION_ID,
} from './merchant-world';

const REQUEST: RefundRequest = {
  outRefundNo: OUT_REFUND_NO,
  payment: { outTradeNo: OUT_TRADE_NO },
  total: fen(100),
  amount: fen(30),
};
const TOLD = {
  state: 'processing',
  outRefundNo: OUT_REFUND_NO,
  refundId: REFUND_ID,
  outTradeNo: OUT_TRADE_NO,
  transactionId: TRANSACTION_ID,
  total: fen(100),
  amount: fen(30),
  payerRefund: fen(27),
  receivedBy: '招商银行信用卡0403',
};

let farSide: FarSide;
beforeAll(async () => {
  farSide = await startFarSide();
});
afterAll(() => farSide.close());

const gatewayFor = (merchant: Merchant = DIRECT): PaymentGateway =>
  createWechatPayGateway(gatewayConfig(farSide.baseUrl, { merchant }), { clock, nonce: () => 'nonce' });
const answers = (changes: Readonly<Record<string, unknown>> = {}) =>
  farSide.answerWith(signedAnswer(JSON.stringify(refund(changes))));
const sent = () => JSON.parse(farSide.seen[0]?.body ?? '') as Record<string, unknown>;

describe('refund', () => {
  const wire = {
    out_refund_no: OUT_REFUND_NO,
    notify_url: 'https://shop.example.com/pay-notify',
    amount: { refund: 30, total: 100, currency: 'CNY' },
  };

  it('sends the documented request and nothing else, and tells what was taken in', async () => {
    answers();
    expect(await gatewayFor().refund(REQUEST)).toMatchObject({ kind: 'accepted', value: TOLD });
    expect(farSide.seen[0]).toMatchObject({ method: 'POST', path: '/v3/refund/domestic/refunds' });
    expect(sent()).toEqual({ ...wire, out_trade_no: OUT_TRADE_NO });
  });

  it('by their number, with reason, account and goods, of a sub-merchant', async () => {
    answers();
    const goods = [
      { merchantGoodsId: 'cup-1', unitPrice: fen(30), refundAmount: fen(30), refundQuantity: 1 },
    ];
    await gatewayFor(PARTNER).refund({
      ...REQUEST,
      payment: { transactionId: TRANSACTION_ID },
      reason: '杯子碎了🍵\n',
      fundsAccount: 'available',
      goods,
    });
    expect(sent()).toEqual({
      ...wire,
      sub_mchid: PARTNER.subMchid,
      transaction_id: TRANSACTION_ID,
      reason: '杯子碎了',
      funds_account: 'AVAILABLE',
      goods_detail: [{ merchant_goods_id: 'cup-1', unit_price: 30, refund_amount: 30, refund_quantity: 1 }],
    });
  });

  it('repeats an equal refund with the same bytes', async () => {
    answers();
    await gatewayFor().refund(REQUEST);
    await gatewayFor().refund({ ...REQUEST });
    expect(farSide.seen[1]?.body).toBe(farSide.seen[0]?.body);
  });

  it.each([
    ['SUCCESS', 'succeeded'],
    ['CLOSED', 'closed'],
    ['ABNORMAL', 'abnormal'],
    ['PROCESSING', 'processing'],
    ['CHANGE', 'processing'],
    ['success', 'processing'],
    ['__proto__', 'processing'],
  ])('takes the state %s for %s', async (status, state) => {
    answers({ status });
    expect(await gatewayFor().refund(REQUEST)).toMatchObject({ value: { state } });
  });

  it('tells when it was begun; a time that cannot be read costs nothing else', async () => {
    answers();
    const begunAtMs = Date.parse('2024-08-06T10:11:12+08:00');
    expect(await gatewayFor().refund(REQUEST)).toMatchObject({ value: { begunAtMs } });
    for (const create_time of ['昨天', '', undefined, 20_240_806]) {
      answers({ create_time });
      const told = await gatewayFor().refund(REQUEST);
      expect(told).toMatchObject({ kind: 'accepted', value: TOLD });
      expect(told).not.toHaveProperty('value.begunAtMs');
    }
  });

  it('tells when it succeeded, and leaves out what was not told', async () => {
    const amount = { total: 100, refund: 30 };
    answers({
      status: 'SUCCESS',
      success_time: '2024-08-06T10:12:00+08:00',
      user_received_account: '',
      amount,
    });
    const outcome = await gatewayFor().queryRefund(OUT_REFUND_NO);
    const { payerRefund: _payerRefund, receivedBy: _receivedBy, ...rest } = TOLD;
    expect(outcome.kind === 'accepted' ? outcome.value : outcome).toEqual({
      ...rest,
      state: 'succeeded',
      begunAtMs: Date.UTC(2024, 7, 6, 2, 11, 12),
      succeededAtMs: Date.UTC(2024, 7, 6, 2, 12, 0),
    });
  });

  it.each([
    ['another refund', { out_refund_no: 'other' }],
    ['another order', { out_trade_no: 'other' }],
    ['another amount', { amount: { total: 100, refund: 31 } }],
    ['another total', { amount: { total: 101, refund: 30 } }],
    ['more than was paid', { amount: { total: 100, refund: 101 } }],
    ['nothing', { amount: { total: 100, refund: 0 } }],
    ['yuan', { amount: { total: 1, refund: 0.3 } }],
    ['another currency', { amount: { total: 100, refund: 30, currency: 'USD' } }],
    ['no number of theirs', { refund_id: undefined }],
    ['no state', { status: undefined }],
    ['a time that is none', { success_time: 'yesterday' }],
  ])('is unknown when a signed answer tells of %s', async (_of, changes) => {
    answers(changes);
    const outcome = await gatewayFor().refund(REQUEST);
    expect(outcome).toMatchObject({ kind: 'unknown', cause: 'malformedReply', advice: 'retrySame' });
  });

  it.each([
    [429, 'FREQUENCY_LIMITED', { kind: 'unknown', advice: 'wait' }],
    [500, 'SYSTEM_ERROR', { kind: 'unknown', advice: 'retrySame' }],
    [403, 'NOT_ENOUGH', { kind: 'refused', refusal: { reason: 'notEnough', advice: 'wait' } }],
    [
      403,
      'USER_ACCOUNT_ABNORMAL',
      { kind: 'refused', refusal: { reason: 'payerAccount', advice: 'giveUp' } },
    ],
    [400, 'INVALID_REQUEST', { kind: 'refused', refusal: { reason: 'parameter', advice: 'query' } }],
  ])('ends after %d %s as %j', async (status, code, end) => {
    farSide.answerWith(failureAnswer(status, code, '08F78BB5AF06-1'));
    expect(await gatewayFor().refund(REQUEST)).toMatchObject({ ...end, requestId: '08F78BB5AF06-1' });
  });
});

describe('query of a refund', () => {
  it('asks by our number, and for a sub-merchant with its number', async () => {
    answers();
    expect(await gatewayFor().queryRefund(OUT_REFUND_NO)).toMatchObject({ kind: 'accepted', value: TOLD });
    await gatewayFor(PARTNER).queryRefund('a|b@c');
    expect(farSide.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `GET /v3/refund/domestic/refunds/${OUT_REFUND_NO}`,
      `GET /v3/refund/domestic/refunds/a%7Cb%40c?sub_mchid=${PARTNER.subMchid}`,
    ]);
  });

  it('says that a refund did not arrive, so that the same one is sent again', async () => {
    farSide.answerWith(failureAnswer(404, 'RESOURCE_NOT_EXISTS'));
    expect(await gatewayFor().queryRefund(OUT_REFUND_NO)).toMatchObject({
      refusal: { reason: 'refundNotExist', advice: 'retrySame' },
    });
  });
});

describe('abnormal refund', () => {
  const account = { bankType: 'ICBC_DEBIT', accountNo: '6222020200011112222', holder: '张三' };
  const toUser: AbnormalRefundRequest = {
    outRefundNo: OUT_REFUND_NO,
    refundId: REFUND_ID,
    to: { kind: 'userBankCard', ...account },
  };
  const opened = (base64: unknown, privateKey = PLATFORM.privateKey): string =>
    privateDecrypt(
      {
        key: createPrivateKey(privateKey),
        padding: constants.RSA_PKCS1_OAEP_PADDING,
        oaepHash: 'sha1',
      },
      Buffer.from(String(base64), 'base64'),
    ).toString();

  it("hides the payer's account under the public key that the request names", async () => {
    answers();
    expect(await gatewayFor().refundAbnormal(toUser)).toMatchObject({ kind: 'accepted', value: TOLD });
    const [seen] = farSide.seen;
    expect(seen?.path).toBe(`/v3/refund/domestic/refunds/${REFUND_ID}/apply-abnormal-refund`);
    expect(seen?.headers['wechatpay-serial']).toBe(PUBLIC_KEY_ID);
    const { bank_account, real_name, ...rest } = sent();
    expect(rest).toEqual({
      out_refund_no: OUT_REFUND_NO,
      type: 'USER_BANK_CARD',
      bank_type: 'ICBC_DEBIT',
    });
    expect([opened(bank_account), opened(real_name)]).toEqual([account.accountNo, account.holder]);
    expect(seen?.body).not.toContain(account.accountNo);
  });

  it('hides it under the platform certificate where that is trusted', async () => {
    const { serialNo, certificatePem, privateKey } = await certificate(
      'CN=Tenpay.com sign',
      '0A1B2C3D4E5F6071',
    );
    const trust = {
      mode: 'platformCertificate',
      platformCertificates: [{ serialNo, certificatePem }],
    } as const;
    farSide.answerWith(signedAnswer(JSON.stringify(refund()), { serial: serialNo, privateKey }));
    const gateway = createWechatPayGateway(gatewayConfig(farSide.baseUrl, { trust }), {
      clock,
      nonce: () => 'nonce',
    });
    expect(await gateway.refundAbnormal(toUser)).toMatchObject({ kind: 'accepted' });
    // Beside the call the gateway asks for certificates.
    const applied = farSide.seen.find(({ method }) => method === 'POST');
    expect(applied?.headers['wechatpay-serial']).toBe(serialNo);
    const { bank_account: hidden } = JSON.parse(applied?.body ?? '') as Record<string, unknown>;
    expect(opened(hidden, privateKey)).toBe(account.accountNo);
  });

  it("sends no account for the merchant's own card, and names the sub-merchant", async () => {
    answers();
    await gatewayFor(PARTNER).refundAbnormal({ ...toUser, to: { kind: 'merchantBankCard' } });
    expect(sent()).toEqual({
      sub_mchid: PARTNER.subMchid,
      out_refund_no: OUT_REFUND_NO,
      type: 'MERCHANT_BANK_CARD',
    });
  });

  it('names the key that hid it even when requests name another by then', async () => {
    const other = await certificate('CN=Tenpay.com sign', '0A1B2C3D4E5F6072');
    const serials = [PUBLIC_KEY_ID, other.serialNo];
    const keys: TrustedKeys = {
      get requestSerial() {
        return serials.shift() ?? other.serialNo;
      },
      find: (serial) => createPublicKey(serial === PUBLIC_KEY_ID ? PLATFORM.publicKey : other.certificatePem),
    };
    answers();
    const config = gatewayConfig(farSide.baseUrl);
    const exchange = createExchange({
      signer: createSigner({ ...config, mchid: MCHID }),
      keys,
      verifier: createVerifier(keys, clock),
      transport: createTransport(config),
      freshness: () => ({ timestampSeconds: NOW_SECONDS, nonce: 'nonce' }),
    });
    await createRefunds(config, createCalls(exchange), { ring: keys }).refundAbnormal(toUser);
    expect(farSide.seen[0]?.headers['wechatpay-serial']).toBe(PUBLIC_KEY_ID);
    expect(opened(sent()['bank_account'])).toBe(account.accountNo);
  });

  it('refuses a field the key has no room for, and sends nothing', async () => {
    answers();
    const room = 2048 / 8 - 42;
    const named = (holder: string) => ({
      ...toUser,
      to: { kind: 'userBankCard', ...account, holder } as const,
    });
    expect(await gatewayFor().refundAbnormal(named('x'.repeat(room + 1)))).toMatchObject({
      kind: 'refused',
      refusal: { reason: 'parameter', code: 'BANK_FIELD_TOO_LONG' },
    });
    expect(farSide.seen).toEqual([]);
    expect(await gatewayFor().refundAbnormal(named('x'.repeat(room)))).toMatchObject({ kind: 'accepted' });
  });

  it.each([500, 502])('goes out once: after %d a query has to say what happened', async (status) => {
    farSide.answerWith(failureAnswer(status, 'SYSTEM_ERROR'));
    expect(await gatewayFor().refundAbnormal(toUser)).toMatchObject({ kind: 'unknown', advice: 'query' });
    expect(farSide.seen).toHaveLength(1);
  });
});

describe('notification of a refund', () => {
  const tell = (wire: unknown, eventType = 'REFUND.SUCCESS', merchant: Merchant = DIRECT) => {
    const reader = createNotificationReader({
      apiV3Key: API_V3_KEY,
      trust: PUBLIC_KEY_TRUST,
      merchant,
      clock,
    });
    const resource = sealed(JSON.stringify(wire), { associatedData: 'refund' });
    return reader.parseNotification(notification(envelope(resource, { event_type: eventType })));
  };
  const { mchid: _mchid, ...ofNobody } = notifiedRefund();
  const ofPartner = { ...ofNobody, sp_mchid: MCHID, sub_mchid: PARTNER.subMchid };

  it.each([
    ['SUCCESS', 'succeeded'],
    ['CLOSED', 'closed'],
    ['ABNORMAL', 'abnormal'],
    ['SOMETHING_NEW', 'processing'],
  ])('with the state %s is read as %s', (status, state) => {
    const outcome = tell(notifiedRefund({ refund_status: status }), `REFUND.${status}`);
    expect(outcome).toMatchObject({
      kind: 'verified',
      event: {
        kind: 'refund',
        refund: { ...TOLD, state, succeededAtMs: Date.UTC(2024, 7, 6, 2, 12, 0) },
      },
    });
  });

  it('takes the state from what is sealed, not from the name of the event', () => {
    const outcome = tell(notifiedRefund({ refund_status: 'ABNORMAL' }), 'REFUND.SUCCESS');
    expect(outcome).toMatchObject({ event: { refund: { state: 'abnormal' } } });
  });

  it("is read for a service provider's sub-merchant", () => {
    expect(tell(ofPartner, 'REFUND.SUCCESS', PARTNER)).toMatchObject({ event: { kind: 'refund' } });
  });

  it.each<[string, unknown, Merchant]>([
    ['another merchant', notifiedRefund({ mchid: '1900000001' }), DIRECT],
    ['nobody', ofNobody, DIRECT],
    ['a sub-merchant, to a direct merchant', ofPartner, DIRECT],
    ['a direct merchant, to a provider', notifiedRefund(), PARTNER],
    ['another sub-merchant', { ...ofPartner, sub_mchid: '1900000001' }, PARTNER],
    ['another provider', { ...ofPartner, sp_mchid: '1900000001' }, PARTNER],
    [
      'a refund under the word of an answer',
      { ...notifiedRefund({ refund_status: undefined }), status: 'SUCCESS' },
      DIRECT,
    ],
    ['no amount', notifiedRefund({ amount: undefined }), DIRECT],
    ['a list', [], DIRECT],
    ['nothing', null, DIRECT],
  ])('is refused at resource when it is of %s', (_of, wire, merchant) => {
    expect(tell(wire, 'REFUND.SUCCESS', merchant)).toMatchObject({ kind: 'rejected', stage: 'resource' });
  });

  it('throws for no sealed text at all', () => {
    const any = fc.record(
      Object.fromEntries(
        Object.entries(notifiedRefund()).map(([key, value]) => [
          key,
          fc.oneof({ weight: 3, arbitrary: fc.constant(value) }, fc.jsonValue()),
        ]),
      ),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(any, fc.jsonValue()), (wire) => {
        const outcome = tell(wire);
        if (outcome.kind === 'rejected') expect(outcome.stage).toBe('resource');
        else expect(outcome.event.kind).toBe('refund');
      }),
      { numRuns: 300 },
    );
  });
});

describe('reason', () => {
  it('is at most so many bytes, whole characters, and a beginning of what was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), fc.nat(120), (text, maxBytes) => {
        const line = toLine(text);
        const cut = cutToBytes(line, maxBytes);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(maxBytes);
        expect(line.startsWith(cut)).toBe(true);
        if (Buffer.byteLength(line) <= maxBytes) expect(cut).toBe(line);
      }),
    );
    expect(cutToBytes('退款'.repeat(20), 80)).toBe('退款'.repeat(13));
  });
});

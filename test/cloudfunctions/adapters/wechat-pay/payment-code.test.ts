import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWechatPayGateway } from '../../../../cloudfunctions/adapters/wechat-pay/gateway';
import type { Merchant } from '../../../../cloudfunctions/adapters/wechat-pay/merchant';
import type { PaymentCodeOrder, PaymentGateway } from '../../../../cloudfunctions/ports/payment-gateway';
import { fen } from '../../../../miniprogram/contract/money';
import {
  APPID,
  clock,
  DIRECT,
  failureAnswer,
  type FarSide,
  gatewayConfig,
  MCHID,
  neverAnswers,
  OUT_TRADE_NO,
  PARTNER,
  partnerTransaction,
  plainAnswer,
  probedAnswer,
  resets,
  signedAnswer,
  startFarSide,
  SUB_APPID,
  SUB_PARTNER,
  transaction,
  TRANSACTION_ID,
} from './merchant-world';

const ORDER: PaymentCodeOrder = {
  scene: 'paymentCode',
  outTradeNo: OUT_TRADE_NO,
  description: '红茶 100g',
  amount: fen(100),
  authCode: '134567890123456789',
  deviceIp: '203.0.113.9',
  storeId: 'store-1',
};
const BODY = {
  description: '红茶 100g',
  out_trade_no: OUT_TRADE_NO,
  amount: { total: 100, currency: 'CNY' },
  payer: { auth_code: ORDER.authCode },
  scene_info: { device_ip: '203.0.113.9', store_info: { out_id: 'store-1' } },
};
const UNPAID = { transaction_id: undefined, success_time: undefined, payer: {}, amount: undefined };

let farSide: FarSide;
let backup: FarSide;
beforeAll(async () => {
  [farSide, backup] = await Promise.all([startFarSide(), startFarSide()]);
});
afterAll(() => Promise.all([farSide.close(), backup.close()]));

const gatewayFor = (merchant: Merchant = DIRECT, timeoutMs = 2_000): PaymentGateway =>
  createWechatPayGateway(
    gatewayConfig(farSide.baseUrl, { merchant, timeoutMs, backupBaseUrl: backup.baseUrl }),
    { clock, nonce: () => 'nonce' },
  );
const told = (changes: Readonly<Record<string, unknown>>, status = 200) =>
  signedAnswer(JSON.stringify(transaction({ trade_type: 'MICROPAY', ...changes })), { status });

describe('order by payment code', () => {
  it('sends the documented request and nothing else, and is settled by a signed 200', async () => {
    farSide.answerWith(told({}));
    expect(await gatewayFor().create(ORDER)).toMatchObject({
      kind: 'accepted',
      value: {
        kind: 'settled',
        payment: { state: 'succeeded', transactionId: TRANSACTION_ID, total: fen(100) },
      },
    });
    expect(farSide.seen[0]?.path).toBe('/v3/pay/transactions/codepay');
    expect(JSON.parse(farSide.seen[0]?.body ?? '')).toEqual({ appid: APPID, mchid: MCHID, ...BODY });
  });

  it('is placed for a sub-merchant by its service provider', async () => {
    const numbers = { sp_appid: APPID, sp_mchid: MCHID, sub_mchid: PARTNER.subMchid };
    farSide.answerWith(signedAnswer(JSON.stringify(partnerTransaction())));
    expect(await gatewayFor(PARTNER).create(ORDER)).toMatchObject({ value: { kind: 'settled' } });
    expect(farSide.seen[0]?.path).toBe('/v3/pay/partner/transactions/codepay');
    expect(JSON.parse(farSide.seen[0]?.body ?? '')).toEqual({ ...numbers, ...BODY });
  });

  it.each([
    ['202 while the payer types a password', told({ trade_state: 'USERPAYING', ...UNPAID }, 202)],
    ['200 while the payer types a password', told({ trade_state: 'USERPAYING', ...UNPAID })],
    ['a state nobody knows', told({ trade_state: 'SOMETHING_NEW', ...UNPAID })],
    ['202 with a payment, which only 200 decides', told({}, 202)],
  ])('is pending after %s', async (_name, answer) => {
    farSide.answerWith(answer);
    expect(await gatewayFor().create(ORDER)).toMatchObject({ kind: 'accepted', value: { kind: 'pending' } });
  });

  it.each([
    ['PAYERROR', 'failed'],
    ['REVOKED', 'closed'],
  ])('is settled as not paid by %s', async (tradeState, state) => {
    farSide.answerWith(told({ trade_state: tradeState, ...UNPAID }));
    expect(await gatewayFor().create(ORDER)).toMatchObject({
      value: { kind: 'settled', payment: { state } },
    });
  });

  it.each([
    ['another order', told({ out_trade_no: 'other' })],
    ['another merchant', told({ mchid: '1900000001' })],
    ['an error envelope', signedAnswer('{"code":"SYSTEM_ERROR"}')],
    ['no signature', plainAnswer(200, JSON.stringify(transaction()))],
    ['a signed 204', signedAnswer('')],
  ])('is unknown after %s, and a query is the way on', async (_name, answer) => {
    farSide.answerWith(answer);
    expect(await gatewayFor().create(ORDER)).toMatchObject({ kind: 'unknown', advice: 'query' });
  });

  it.each([
    ['is reset', resets],
    ['does not answer', neverAnswers],
    ['fails with 500', failureAnswer(500, 'SYSTEM_ERROR')],
    ['is limited', failureAnswer(429, 'FREQUENCY_LIMITED')],
    ['answers with a probe signature', probedAnswer(JSON.stringify(transaction()))],
  ])('goes out once and on a connection of its own when it %s', async (_name, answer) => {
    farSide.answerWith(told({}), answer);
    backup.answerWith(told({}));
    const gateway = gatewayFor(DIRECT, 300);
    await gateway.query(OUT_TRADE_NO);
    expect((await gateway.create(ORDER)).kind).toBe('unknown');
    expect(farSide.seen).toHaveLength(2);
    expect(farSide.seen[1]?.onConnection).toBe(1);
    expect(backup.seen).toEqual([]);
  });

  it.each([
    '',
    '6901234567892',
    '16345678901234567X',
    '164567890123456789',
    '1345678901234567890',
    ' 134567890123456789',
  ])('is refused without a word to anybody when the code is %j', async (authCode) => {
    farSide.answerWith(told({}));
    expect(await gatewayFor().create({ ...ORDER, authCode })).toMatchObject({
      kind: 'refused',
      refusal: { reason: 'authCode', advice: 'giveUp', httpStatus: 0 },
    });
    expect(farSide.seen).toEqual([]);
  });

  it('is refused when their side knows the code no more', async () => {
    for (const code of ['AUTHCODEEXPIRE', 'AUTH_CODE_INVALID', 'AUTH_CODE_ERROR']) {
      farSide.answerWith(failureAnswer(400, code));
      expect(await gatewayFor().create(ORDER)).toMatchObject({ refusal: { reason: 'authCode' } });
    }
  });
});

describe('reverse', () => {
  const reversed = signedAnswer(JSON.stringify({ appid: APPID, mchid: MCHID, out_trade_no: OUT_TRADE_NO }));

  it('names the order and whose it is', async () => {
    farSide.answerWith(reversed);
    expect(await gatewayFor().reverse(OUT_TRADE_NO)).toMatchObject({ kind: 'accepted', value: 'reversed' });
    await gatewayFor(SUB_PARTNER).reverse(OUT_TRADE_NO);
    const [direct, partner] = farSide.seen;
    expect(direct?.path).toBe(`/v3/pay/transactions/out-trade-no/${OUT_TRADE_NO}/reverse`);
    expect(JSON.parse(direct?.body ?? '')).toEqual({ appid: APPID, mchid: MCHID });
    expect(partner?.path).toBe(`/v3/pay/partner/transactions/out-trade-no/${OUT_TRADE_NO}/reverse`);
    expect(JSON.parse(partner?.body ?? '')).toEqual({
      sp_appid: APPID,
      sp_mchid: MCHID,
      sub_mchid: PARTNER.subMchid,
      sub_appid: SUB_APPID,
    });
  });

  it.each([
    ['another order', { out_trade_no: 'other' }],
    ['no order', {}],
    ['a wish to be called again', { out_trade_no: OUT_TRADE_NO, recall: 'Y' }],
  ])('is unknown, and to be repeated, when a signed answer tells of %s', async (_of, body) => {
    farSide.answerWith(signedAnswer(JSON.stringify(body)));
    expect(await gatewayFor().reverse(OUT_TRADE_NO)).toMatchObject({ kind: 'unknown', advice: 'retrySame' });
  });

  it('is over when their side never heard of the order', async () => {
    farSide.answerWith(failureAnswer(404, 'ORDER_NOT_EXIST'));
    expect(await gatewayFor().reverse(OUT_TRADE_NO)).toMatchObject({
      refusal: { reason: 'orderNotExist', advice: 'giveUp' },
    });
  });
});

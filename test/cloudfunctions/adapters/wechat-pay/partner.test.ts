import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWechatPayGateway } from '../../../../cloudfunctions/adapters/wechat-pay/gateway';
import type { Merchant } from '../../../../cloudfunctions/adapters/wechat-pay/merchant';
import { createNotificationReader } from '../../../../cloudfunctions/adapters/wechat-pay/notify';
import type { PaymentGateway } from '../../../../cloudfunctions/ports/payment-gateway';
import {
  API_V3_KEY,
  APPID,
  clock,
  DIRECT,
  envelope,
  type FarSide,
  gatewayConfig,
  MCHID,
  notification,
  OUT_TRADE_NO,
  PARTNER,
  partnerTransaction,
  PUBLIC_KEY_TRUST,
  sealed,
  signedAnswer,
  startFarSide,
  SUB_APPID,
  SUB_PARTNER,
  transaction,
  TRANSACTION_ID,
} from './merchant-world';

const SUB_MCHID = PARTNER.subMchid;
const ofSub = { sub_appid: SUB_APPID };

let farSide: FarSide;
beforeAll(async () => {
  farSide = await startFarSide();
});
afterAll(() => farSide.close());

const gatewayFor = (merchant: Merchant): PaymentGateway =>
  createWechatPayGateway(gatewayConfig(farSide.baseUrl, { merchant }), { clock, nonce: () => 'nonce' });

async function asked(merchant: Merchant, wire: object): Promise<unknown> {
  farSide.answerWith(signedAnswer(JSON.stringify(wire)));
  const outcome = await gatewayFor(merchant).query(OUT_TRADE_NO);
  return outcome.kind === 'accepted' ? outcome.value : outcome;
}

function notified(merchant: Merchant, wire: object) {
  const reader = createNotificationReader({ apiV3Key: API_V3_KEY, trust: PUBLIC_KEY_TRUST, merchant, clock });
  const outcome = reader.parseNotification(notification(envelope(sealed(JSON.stringify(wire)))));
  if (outcome.kind === 'rejected') return outcome;
  return outcome.event.kind === 'payment' ? outcome.event.payment : outcome.event;
}

describe('order of a service provider', () => {
  it('is asked for with both numbers, signed by the provider', async () => {
    await asked(PARTNER, partnerTransaction());
    await gatewayFor(PARTNER).queryByTransactionId(TRANSACTION_ID);
    const numbers = `sp_mchid=${MCHID}&sub_mchid=${SUB_MCHID}`;
    expect(farSide.seen.map(({ path }) => path)).toEqual([
      `/v3/pay/partner/transactions/out-trade-no/${OUT_TRADE_NO}?${numbers}`,
      `/v3/pay/partner/transactions/id/${TRANSACTION_ID}?${numbers}`,
    ]);
    expect(farSide.seen[0]?.headers.authorization).toContain(`mchid="${MCHID}"`);
  });

  it('is closed with both numbers', async () => {
    farSide.answerWith(signedAnswer(''));
    expect(await gatewayFor(SUB_PARTNER).close(OUT_TRADE_NO)).toMatchObject({ value: 'closed' });
    expect(farSide.seen[0]).toMatchObject({
      path: `/v3/pay/partner/transactions/out-trade-no/${OUT_TRADE_NO}/close`,
      body: JSON.stringify({ sp_mchid: MCHID, sub_mchid: SUB_MCHID }),
    });
  });
});

describe.each([
  ['an answer', asked, { kind: 'unknown', cause: 'malformedReply' }],
  ['a notification', notified, { kind: 'rejected', stage: 'resource' }],
] as const)('payment told by %s', (_name, tell, refused) => {
  it("names the sub-merchant, the provider's app and the payer under it", async () => {
    for (const changes of [{}, { sub_appid: '' }, { sub_appid: null }]) {
      expect(await tell(PARTNER, partnerTransaction(changes))).toMatchObject({
        state: 'succeeded',
        appid: APPID,
        mchid: SUB_MCHID,
        openid: 'o-of-provider',
      });
    }
  });

  it("names the sub-merchant's app and the payer under it, where that one pays", async () => {
    expect(await tell(SUB_PARTNER, partnerTransaction(ofSub))).toMatchObject({
      appid: SUB_APPID,
      mchid: SUB_MCHID,
      openid: 'o-of-sub',
    });
  });

  it('names no payer who is known under the other app only', async () => {
    const payer = { sp_openid: 'o-of-provider' };
    expect(await tell(SUB_PARTNER, partnerTransaction({ ...ofSub, payer }))).not.toHaveProperty('openid');
  });

  it.each<[string, Merchant, object]>([
    ['another provider', PARTNER, partnerTransaction({ sp_mchid: '1900000001' })],
    ['another sub-merchant', PARTNER, partnerTransaction({ sub_mchid: '1900000001' })],
    ["another provider's app", PARTNER, partnerTransaction({ sp_appid: 'wx0000000000000000' })],
    [
      "another provider's app beside the sub-merchant's",
      SUB_PARTNER,
      partnerTransaction({ ...ofSub, sp_appid: 'wx0000000000000000' }),
    ],
    ['an app nobody named', PARTNER, partnerTransaction({ sub_appid: 'wx0000000000000000' })],
    ["the provider's app where the sub-merchant's pays", SUB_PARTNER, partnerTransaction()],
    ['no sub-merchant', PARTNER, partnerTransaction({ sub_mchid: undefined })],
    ['a number that is no text', PARTNER, partnerTransaction({ sp_mchid: 1900007291 })],
    ['a direct merchant, to a provider', PARTNER, transaction()],
    ['a provider, to a direct merchant', DIRECT, partnerTransaction()],
    ['a provider beside the direct number', DIRECT, { ...transaction(), ...partnerTransaction() }],
    ['a combined order', DIRECT, { ...transaction(), combine_out_trade_no: 'C1', sub_orders: [] }],
  ])('is refused when it tells of %s', async (_of, merchant, wire) => {
    expect(await tell(merchant, wire)).toMatchObject(refused);
  });

  it('is believed for any app the merchant named', async () => {
    const other = 'wx0000000000000007';
    const merchant: Merchant = { ...DIRECT, sceneAppids: { officialAccount: other } };
    expect(await tell(merchant, transaction({ appid: other }))).toMatchObject({ appid: other });
    expect(await tell(merchant, transaction())).toMatchObject({ appid: APPID });
  });
});

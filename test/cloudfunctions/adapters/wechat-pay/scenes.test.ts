import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWechatPayGateway } from '../../../../cloudfunctions/adapters/wechat-pay/gateway';
import type { Merchant } from '../../../../cloudfunctions/adapters/wechat-pay/merchant';
import type {
  H5Order,
  NextAction,
  PaymentGateway,
  PaymentOrder,
} from '../../../../cloudfunctions/ports/payment-gateway';
import { fen } from '../../../../miniprogram/contract/money';
import {
  APPID,
  clock,
  DIRECT,
  type FarSide,
  gatewayConfig,
  MCHID,
  MERCHANT,
  OUT_TRADE_NO,
  PARTNER,
  signedAnswer,
  startFarSide,
  SUB_APPID,
  SUB_PARTNER,
} from './merchant-world';

const PREPAY_ID = 'wx201410272009395522657a690389285100';
const CODE_URL = 'weixin://wxpay/bizpayurl/up?pr=NwY5Mz9&groupid=00';
const H5_URL = 'https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx1&package=2';

const head = {
  outTradeNo: OUT_TRADE_NO,
  description: '红茶 100g',
  amount: fen(100),
  payBeforeMs: Date.UTC(2024, 7, 5, 10, 0, 0),
};
const h5: H5Order = { ...head, scene: 'h5', clientIp: '203.0.113.7', device: 'iOS' };
const ORDERS = {
  miniProgram: { ...head, scene: 'miniProgram', openid: 'o-1' },
  officialAccount: { ...head, scene: 'officialAccount', openid: 'o-2' },
  native: { ...head, scene: 'native' },
  h5,
  app: { ...head, scene: 'app' },
} as const satisfies Record<string, PaymentOrder>;
type Timed = keyof typeof ORDERS;

const WIRE = {
  description: '红茶 100g',
  out_trade_no: OUT_TRADE_NO,
  time_expire: '2024-08-05T18:00:00+08:00',
  notify_url: 'https://shop.example.com/pay-notify',
  amount: { total: 100, currency: 'CNY' },
};
const SCENE_INFO = { payer_client_ip: '203.0.113.7', h5_info: { type: 'iOS' } };
const PROVIDER = { sp_appid: APPID, sp_mchid: MCHID, sub_mchid: PARTNER.subMchid };

let farSide: FarSide;
let nonces = 0;
const gatewayFor = (merchant: Merchant): PaymentGateway =>
  createWechatPayGateway(gatewayConfig(farSide.baseUrl, { merchant }), {
    clock,
    nonce: () => `nonce${(nonces += 1)}`,
  });

beforeAll(async () => {
  farSide = await startFarSide();
});
afterAll(() => farSide.close());

const answers = signedAnswer(JSON.stringify({ prepay_id: PREPAY_ID, code_url: CODE_URL, h5_url: H5_URL }));

async function place(merchant: Merchant, order: PaymentOrder): Promise<NextAction> {
  farSide.answerWith(answers);
  const outcome = await gatewayFor(merchant).create(order);
  if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}
const sent = (): unknown => JSON.parse(farSide.seen[0]?.body ?? '');

function signedByMerchant(text: string, signature: string): boolean {
  return verify(
    'sha256',
    Buffer.from(text),
    createPublicKey(MERCHANT.publicKey),
    Buffer.from(signature, 'base64'),
  );
}

/** What each scene sends beside the numbers of the merchant, under each mode. */
const SENT: Record<
  Timed,
  { readonly path: string; readonly direct: object; readonly sp: object; readonly sub: object }
> = {
  miniProgram: {
    path: 'jsapi',
    direct: { payer: { openid: 'o-1' } },
    sp: { payer: { sp_openid: 'o-1' } },
    sub: { payer: { sub_openid: 'o-1' } },
  },
  officialAccount: {
    path: 'jsapi',
    direct: { payer: { openid: 'o-2' } },
    sp: { payer: { sp_openid: 'o-2' } },
    sub: { payer: { sub_openid: 'o-2' } },
  },
  native: { path: 'native', direct: {}, sp: {}, sub: {} },
  h5: {
    path: 'h5',
    direct: { scene_info: SCENE_INFO },
    sp: { scene_info: SCENE_INFO },
    sub: { scene_info: SCENE_INFO },
  },
  app: { path: 'app', direct: {}, sp: {}, sub: {} },
};
const scenes = Object.keys(ORDERS) as readonly Timed[];

describe.each(scenes)('order by %s', (scene) => {
  const order = ORDERS[scene];
  const { path, direct, sp, sub } = SENT[scene];

  it('sends the documented request of a direct merchant and nothing else', async () => {
    await place(DIRECT, order);
    expect(farSide.seen[0]).toMatchObject({ method: 'POST', path: `/v3/pay/transactions/${path}` });
    expect(sent()).toEqual({ appid: APPID, mchid: MCHID, ...WIRE, ...direct });
  });

  it('sends that of a service provider whose own app pays', async () => {
    await place(PARTNER, order);
    expect(farSide.seen[0]?.path).toBe(`/v3/pay/partner/transactions/${path}`);
    expect(sent()).toEqual({ ...PROVIDER, ...WIRE, ...sp });
  });

  it("sends that of a service provider where the sub-merchant's app pays", async () => {
    await place(SUB_PARTNER, order);
    expect(sent()).toEqual({ ...PROVIDER, sub_appid: SUB_APPID, ...WIRE, ...sub });
    expect(farSide.seen[0]?.headers.authorization).toContain(`mchid="${MCHID}"`);
  });

  it('names the app of the scene where it has one of its own', async () => {
    const own = 'wx0000000000000007';
    await place({ ...DIRECT, sceneAppids: { [scene]: own } }, order);
    expect(sent()).toMatchObject({ appid: own });
    await place({ ...PARTNER, sceneAppids: { [scene]: own } }, order);
    expect(sent()).toMatchObject({ sp_appid: APPID, sub_appid: own });
  });

  it.each([{}, { prepay_id: '', code_url: 'no url', h5_url: 'javascript:alert(1)' }, []])(
    'is unknown when a signed answer holds %j',
    async (body) => {
      farSide.answerWith(signedAnswer(JSON.stringify(body)));
      const outcome = await gatewayFor(DIRECT).create(order);
      expect(outcome).toMatchObject({ kind: 'unknown', cause: 'malformedReply', advice: 'retrySame' });
    },
  );
});

describe('what to do next', () => {
  const modes: readonly (readonly [string, Merchant, string, string])[] = [
    ['a direct merchant', DIRECT, APPID, MCHID],
    ["a service provider's own app", PARTNER, APPID, PARTNER.subMchid],
    ["the sub-merchant's app", SUB_PARTNER, SUB_APPID, PARTNER.subMchid],
  ];

  it.each(modes)('is a signature by the app that runs for %s', async (_name, merchant, appid) => {
    for (const scene of ['miniProgram', 'officialAccount'] as const) {
      const action = await place(merchant, ORDERS[scene]);
      const again = gatewayFor(merchant).resume(scene, PREPAY_ID);
      for (const one of [action, again]) {
        if (one.kind !== 'requestPayment') throw new Error(one.kind);
        expect(one).toMatchObject({ prepayId: PREPAY_ID, appId: appid });
        const { timeStamp, nonceStr, paySign, package: text } = one.params;
        expect(signedByMerchant(`${appid}\n${timeStamp}\n${nonceStr}\n${text}\n`, paySign)).toBe(true);
      }
    }
  });

  it.each(modes)('is the arguments of the App SDK for %s', async (_name, merchant, appid, mchid) => {
    const action = await place(merchant, ORDERS.app);
    for (const one of [action, gatewayFor(merchant).resume('app', PREPAY_ID)]) {
      if (one.kind !== 'appPayment') throw new Error(one.kind);
      const { timeStamp, nonceStr, sign, ...rest } = one.params;
      expect(rest).toEqual({
        appId: appid,
        partnerId: mchid,
        prepayId: PREPAY_ID,
        packageValue: 'Sign=WXPay',
      });
      expect(signedByMerchant(`${appid}\n${timeStamp}\n${nonceStr}\n${PREPAY_ID}\n`, sign)).toBe(true);
    }
  });

  it('is signed by the app of the scene where it has one of its own', async () => {
    const appid = 'wx0000000000000007';
    const merchant: Merchant = { ...DIRECT, sceneAppids: { officialAccount: appid, app: appid } };
    const bridge = await place(merchant, ORDERS.officialAccount);
    if (bridge.kind !== 'requestPayment') throw new Error(bridge.kind);
    const { timeStamp, nonceStr, paySign, package: text } = bridge.params;
    expect(bridge.appId).toBe(appid);
    expect(signedByMerchant(`${appid}\n${timeStamp}\n${nonceStr}\n${text}\n`, paySign)).toBe(true);
    expect(await place(merchant, ORDERS.app)).toMatchObject({ params: { appId: appid } });
    expect(await place(merchant, ORDERS.miniProgram)).toMatchObject({ appId: APPID });
  });

  it('is a code to draw for native', async () => {
    expect(await place(DIRECT, ORDERS.native)).toEqual({ kind: 'qrCode', codeUrl: CODE_URL });
  });

  it('is an address for h5, with the way back encoded behind it', async () => {
    expect(await place(DIRECT, h5)).toEqual({ kind: 'redirect', url: H5_URL });
    const returnUrl = 'https://shop.example.com/back?order=1&x=茶';
    expect(await place(DIRECT, { ...h5, returnUrl })).toEqual({
      kind: 'redirect',
      url: `${H5_URL}&redirect_url=https%3A%2F%2Fshop.example.com%2Fback%3Forder%3D1%26x%3D%E8%8C%B6`,
    });
    // The way back is ours alone: WeChat Pay is not told of it.
    expect(JSON.stringify(sent())).not.toContain('back');
  });
});

describe('payee', () => {
  it('is whose money it is, in the app of the scene', () => {
    expect(gatewayFor(DIRECT).payee('miniProgram')).toEqual({ appid: APPID, mchid: MCHID });
    expect(gatewayFor(SUB_PARTNER).payee('miniProgram')).toEqual({
      appid: SUB_APPID,
      mchid: PARTNER.subMchid,
    });
    const sceneAppids = { officialAccount: 'wx0000000000000007' };
    expect(gatewayFor({ ...DIRECT, sceneAppids }).payee('officialAccount').appid).toBe('wx0000000000000007');
    expect(gatewayFor({ ...DIRECT, sceneAppids }).payee('native').appid).toBe(APPID);
  });
});

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../../cloudfunctions/core/audit/audit';
import type { Attempt } from '../../../cloudfunctions/core/payment/attempt';
import { bundleOf } from '../../../tools/world/function-bundles';
import { postJson } from '../../../tools/world/shopper';
import { createForge } from '../../fixtures/notification-forge';
import { sendHttp } from '../../fixtures/send-http';
import type { ShopWorld } from '../../fixtures/shop-world';
import { openShopWorld } from '../../fixtures/shop-world';

const SHOPPER = 'o-shopper-of-the-rotation';
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let world: ShopWorld;

beforeAll(async () => {
  world = await openShopWorld({
    WECHAT_PAY_TRUST: 'platformCertificate',
    WECHAT_PAY_PLATFORM_CERTIFICATES: '',
    WECHAT_PAY_PUBLIC_KEYS: '',
  });
  await control('/settings', { signing_keys: 'platformCertificate' });
});
afterAll(() => world.close());

const control = (path: string, body: object): Promise<unknown> =>
  postJson(`${world.wechatPay.controlUrl}${path}`, body);

function downloads(): number {
  return world.lines.filter((line) => line.includes('GET /v3/certificates')).length;
}

async function pay(): Promise<Attempt> {
  const attempt = await world.prepay(SHOPPER, (await world.place(SHOPPER)).orderId);
  await control('/payments', { out_trade_no: attempt.outTradeNo });
  return attempt;
}

/** What the notification of an attempt was answered with so far; what is due is sent first. */
async function answersTo({ outTradeNo }: Attempt): Promise<readonly (number | null)[]> {
  const { notifications } = (await control('/notifications/deliver', {})) as {
    notifications: { out_trade_no: string; sends: { status: number | null }[] }[];
  };
  const found = notifications.find((one) => one.out_trade_no === outTradeNo);
  return (found?.sends ?? []).map(({ status }) => status);
}

async function stateOf({ orderId }: Attempt): Promise<string | undefined> {
  return (await world.store.findOrder(orderId))?.order.state;
}

describe('a shop that lists no certificate', () => {
  it('takes a payment and its notification: one function downloads, the other reads what is kept', async () => {
    const attempt = await pay();
    expect(await answersTo(attempt)).toEqual([200]);
    expect(await stateOf(attempt)).toBe('paid');
    expect(downloads()).toBe(1);
  });

  it('goes on through a rotation in the middle of its traffic, without a restart', async () => {
    const early = await world.prepay(SHOPPER, (await world.place(SHOPPER)).orderId);
    await control('/certificates/rotate', {});
    const late = await world.prepay(SHOPPER, (await world.place(SHOPPER)).orderId);
    for (const { outTradeNo } of [early, late]) await control('/payments', { out_trade_no: outTradeNo });
    expect(await answersTo(early)).toEqual([401]);
    expect(await answersTo(late)).toEqual([401]);
    await world.wechatPay.clock.advance(MINUTE_MS);
    await world.cloud.fireTimer('jobs');
    expect([await stateOf(early), await stateOf(late)]).toEqual(['paid', 'paid']);
    const before = downloads();
    await world.wechatPay.clock.advance(10 * MINUTE_MS);
    await world.cloud.fireTimer('jobs');
    expect(downloads() - before).toBe(1);
    expect(world.lines.join('\n')).toMatch(/platform-keys\.refreshed/);
    await world.wechatPay.clock.advance(20 * MINUTE_MS);
    for (const attempt of [early, late]) expect((await answersTo(attempt)).at(-1)).toBe(200);
    await world.wechatPay.clock.advance(DAY_MS);
    const next = await pay();
    expect(await answersTo(next)).toEqual([200]);
  });

  it('answers a burst of forged notifications 401, and asks WeChat Pay nothing because of them', async () => {
    await world.cloud.fireTimer('jobs');
    const before = downloads();
    const forge = createForge(world.wechatPay.merchant);
    const attempt = { outTradeNo: 'F20261121000001', openid: SHOPPER, amount: { minor: 1 } };
    const { merchant, clock } = world.wechatPay;
    const ageSeconds = Math.floor((Date.now() - clock.nowMs()) / 1000);
    const { headers, body } = forge.signed(forge.body(forge.transaction(attempt)), {
      keyFile: merchant.merchantKeyFile,
      ageSeconds,
    });
    const forged = (index: number) => ({
      body,
      headers: { ...headers, 'Wechatpay-Serial': index.toString(16).toUpperCase().padStart(40, '4') },
    });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => sendHttp(world.notifyUrl, forged(index))),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(401));
    await world.cloud.fireTimer('jobs');
    expect(downloads()).toBe(before);
    await world.wechatPay.clock.advance(10 * MINUTE_MS);
    await Promise.all([world.cloud.fireTimer('jobs'), sendHttp(world.notifyUrl, forged(1))]);
    await world.cloud.fireTimer('jobs');
    expect(downloads() - before).toBeLessThanOrEqual(1);
  });

  it('keeps its books in order', async () => {
    expect(auditBooks(await world.books())).toEqual([]);
  });
});

describe('the notification function', () => {
  it('cannot ask for certificates: its bundle does not know where', () => {
    expect(readFileSync(bundleOf('jobs'), 'utf8')).toContain('/v3/certificates');
    expect(readFileSync(bundleOf('pay-notify'), 'utf8')).not.toContain('/v3/certificates');
  });
});

import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWechatPayBills } from '../../../../cloudfunctions/adapters/wechat-pay/bill/bills';
import { createWechatPayGateway } from '../../../../cloudfunctions/adapters/wechat-pay/gateway';
import { createNotificationReader } from '../../../../cloudfunctions/adapters/wechat-pay/notify';
import type { Trust } from '../../../../cloudfunctions/adapters/wechat-pay/config';
import {
  clock,
  envelope,
  gatewayConfig,
  notification,
  OUT_TRADE_NO,
  PLATFORM,
  PUBLIC_KEY_ID,
  sealed,
  signedAnswer,
  startFarSide,
  transaction,
} from './merchant-world';
import type { FarSide } from './merchant-world';

const nonce = (): string => 'n';
const OTHER = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const trusting = (publicKeyPem: string): Trust => ({
  mode: 'publicKey',
  publicKeys: [{ publicKeyId: PUBLIC_KEY_ID, publicKeyPem }],
});

let farSide: FarSide;
beforeAll(async () => {
  farSide = await startFarSide();
});
afterAll(() => farSide.close());

/** Everything a merchant has. */
function everything(trust: Trust = trusting(PLATFORM.publicKey)) {
  const config = gatewayConfig(farSide.baseUrl, { trust });
  return {
    gateway: createWechatPayGateway(config, { clock, nonce }),
    bills: createWechatPayBills(config, { clock, nonce }),
    reader: createNotificationReader({ ...config, clock }),
  };
}

describe('what a merchant has', () => {
  it('is no promise: waiting for it asks nobody', async () => {
    farSide.answerWith(signedAnswer('{}'));
    for (const made of Object.values(everything())) expect(await Promise.resolve(made)).toBe(made);
    expect(farSide.seen).toEqual([]);
  });

  it('starts nothing by being made: 1500 merchants are 1500 objects', async () => {
    const before = process.getActiveResourcesInfo().length;
    farSide.answerWith(signedAnswer('{}'));
    // Keys that would have to be downloaded, too.
    const trust = { mode: 'platformCertificate', platformCertificates: [], publicKeys: [] } as const;
    const all = Array.from({ length: 1_500 }, () => everything(trust));
    await new Promise((resolve) => setImmediate(resolve));
    expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before);
    expect(farSide.seen).toEqual([]);
    expect(all).toHaveLength(1_500);
  });

  it('believes its own keys and none of another, though they share an id and a process', async () => {
    const [ours, others] = [everything(), everything(trusting(OTHER.publicKey))];
    const text = JSON.stringify(transaction());
    const body = envelope(sealed(text));
    for (const { privateKey, right, wrong } of [
      { privateKey: PLATFORM.privateKey, right: ours, wrong: others },
      { privateKey: OTHER.privateKey, right: others, wrong: ours },
    ]) {
      farSide.answerWith(signedAnswer(text, { privateKey }));
      expect((await right.gateway.query(OUT_TRADE_NO)).kind).toBe('accepted');
      expect((await wrong.gateway.query(OUT_TRADE_NO)).kind).toBe('unknown');
      const notice = notification(body, { privateKey });
      expect(right.reader.parseNotification(notice).kind).toBe('verified');
      expect(wrong.reader.parseNotification(notice)).toMatchObject({ kind: 'rejected', stage: 'signature' });
    }
  });
});

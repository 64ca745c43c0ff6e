import { describe, expect, it } from '@jest/globals';
import { configProblems } from '../../../../cloudfunctions/adapters/wechat-pay/check-config';
import type { Trust, WechatPayConfig } from '../../../../cloudfunctions/adapters/wechat-pay/config';
import { createWechatPayGateway } from '../../../../cloudfunctions/adapters/wechat-pay/gateway';
import { createNotificationReader } from '../../../../cloudfunctions/adapters/wechat-pay/notify';
import {
  API_V3_KEY,
  clock,
  DIRECT,
  gatewayConfig,
  MCHID,
  PARTNER,
  MERCHANT,
  MERCHANT_SERIAL,
  PLATFORM,
  PUBLIC_KEY_ID,
  PUBLIC_KEY_TRUST,
} from './merchant-world';

const good = gatewayConfig('https://api.mch.weixin.qq.com');
const deps = { clock, nonce: () => 'n' };
const entry = { publicKeyId: PUBLIC_KEY_ID, publicKeyPem: PLATFORM.publicKey };
const certificates = (serialNo: string): Trust => ({
  mode: 'platformCertificate',
  platformCertificates: [{ serialNo, certificatePem: '' }],
});

describe('WeChat Pay settings', () => {
  it('have no problem when they are right', () => {
    expect(configProblems(good)).toEqual([]);
    expect(() => createWechatPayGateway(good, deps)).not.toThrow();
  });

  it.each([[[]], [[entry]]])('need no platform certificate, since it is downloaded', (publicKeys) => {
    const trust: Trust = { mode: 'platformCertificate', platformCertificates: [], publicKeys };
    expect(configProblems({ ...good, trust })).toEqual([]);
    expect(() => createWechatPayGateway({ ...good, trust }, deps)).not.toThrow();
  });

  const wrong: readonly { name: string; change: Partial<WechatPayConfig>; says: RegExp }[] = [
    {
      name: 'a key of 34 bytes',
      change: { apiV3Key: `${API_V3_KEY}xx` },
      says: /APIv3 key: must be 32 bytes, has 34$/,
    },
    {
      name: 'a key with a line break',
      change: { apiV3Key: `${API_V3_KEY}\n` },
      says: /white space around it/,
    },
    {
      name: 'no trusted key',
      change: { trust: { mode: 'publicKey', publicKeys: [] } },
      says: /publicKeys is empty/,
    },
    {
      name: 'one key twice',
      change: { trust: { mode: 'publicKey', publicKeys: [entry, entry] } },
      says: /twice/,
    },
    {
      name: 'a public key without its id',
      change: { trust: { mode: 'publicKey', publicKeys: [{ ...entry, publicKeyId: MERCHANT_SERIAL }] } },
      says: /PUB_KEY_ID_/,
    },
    { name: 'a decimal serial', change: { merchantSerialNo: '1'.repeat(48) }, says: /looks decimal/ },
    {
      name: 'the merchant serial as platform',
      change: { trust: certificates(MERCHANT_SERIAL) },
      says: /merchant cert/,
    },
    {
      name: 'plain http to a far host',
      change: { baseUrl: 'http://api.mch.weixin.qq.com' },
      says: /base URL: must be https/,
    },
    {
      name: 'a host that only begins like loopback',
      change: { baseUrl: 'http://localhost.example.com' },
      says: /https/,
    },
    {
      name: 'plain http to a far backup',
      change: { backupBaseUrl: 'http://10.0.0.1' },
      says: /backup base URL: must be/,
    },
    {
      name: 'a base URL with a path',
      change: { baseUrl: 'https://example.com/v3' },
      says: /base URL: must have no path/,
    },
    { name: 'another protocol', change: { baseUrl: 'ftp://localhost' }, says: /base URL: must be https/ },
    {
      name: 'a relative notify URL',
      change: { notifyUrl: '/notify' },
      says: /notify URL: is not an absolute URL/,
    },
    {
      name: 'a notify URL with a query',
      change: { notifyUrl: 'https://a.cn/n?x=1' },
      says: /no query string/,
    },
    {
      name: 'a long notify URL',
      change: { notifyUrl: `https://a.cn/${'n'.repeat(255)}` },
      says: /255 characters/,
    },
    {
      name: 'a merchant number with a quote',
      change: { merchant: { ...DIRECT, mchid: '190000"1' } },
      says: /mchid: must be digits/,
    },
    {
      name: 'an app id with a line break',
      change: { merchant: { ...DIRECT, appid: 'wx\n1' } },
      says: /appid: must be/,
    },
    {
      name: 'a sub-merchant that is its own service provider',
      change: { merchant: { ...PARTNER, subMchid: MCHID } },
      says: /sub-merchant mchid: is the service provider's own/,
    },
    {
      name: 'a service provider without a number',
      change: { merchant: { ...PARTNER, spMchid: '' } },
      says: /service provider mchid: must be digits/,
    },
    {
      name: 'a service provider without an app',
      change: { merchant: { ...PARTNER, spAppid: '' } },
      says: /service provider appid: must be/,
    },
    {
      name: 'a scene with a broken app id',
      change: { merchant: { ...DIRECT, sceneAppids: { h5: 'wx 1' } } },
      says: /appid of h5: must be/,
    },
    { name: 'no time at all', change: { timeoutMs: 0 }, says: /timeoutMs/ },
  ];
  it.each(wrong)('refuse to start with $name', ({ change, says }) => {
    const config = { ...good, ...change };
    expect(() => createWechatPayGateway(config, deps)).toThrow(says);
    expect(configProblems(config).join('\n')).toMatch(new RegExp(says.source, 'm'));
  });

  it('list every problem together and print no value', () => {
    const secret = 'sk3cr3t';
    const config = { ...good, apiV3Key: secret, merchant: { ...DIRECT, mchid: '' }, notifyUrl: '' };
    const make = (): unknown => createWechatPayGateway(config, deps);
    expect(make).toThrow(/mchid.*APIv3 key.*notify URL/);
    expect(make).not.toThrow(new RegExp(secret));
  });

  it('show unreadable keys before going live', () => {
    const trust: Trust = { mode: 'publicKey', publicKeys: [{ ...entry, publicKeyPem: MERCHANT.privateKey }] };
    expect(configProblems({ ...good, merchantPrivateKey: 'AAAA', trust })).toEqual([
      expect.stringMatching(/^merchant private key: /),
      expect.stringMatching(/^WeChat Pay public key PUB_KEY_ID_\d+: is a private key/),
    ]);
  });

  it('are good for a service provider', () => {
    expect(configProblems({ ...good, merchant: PARTNER })).toEqual([]);
  });

  it('need no private key for reading notifications', () => {
    const config = { apiV3Key: API_V3_KEY, merchant: DIRECT, trust: PUBLIC_KEY_TRUST };
    expect(configProblems(config)).toEqual([]);
    expect(() => createNotificationReader({ ...config, clock })).not.toThrow();
    expect(() => createNotificationReader({ ...config, clock, apiV3Key: '' })).toThrow(
      /APIv3 key: must be 32 bytes/,
    );
  });
});

import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { readGatewayConfig, readNotifyConfig } from '../../../cloudfunctions/main/config';
import { bundleOf } from '../../../tools/world/function-bundles';
import {
  API_V3_KEY,
  APPID,
  MCHID,
  MERCHANT,
  MERCHANT_SERIAL,
  PLATFORM,
  PUBLIC_KEY_ID,
} from '../adapters/wechat-pay/merchant-world';

function base64Of(pem: string): string {
  return pem.replaceAll(/-----[^-]+-----|\s/g, '');
}

const NOTIFY = {
  TCB_ENV: 'env-1',
  TENCENTCLOUD_SECRETID: 'secret-id-of-the-cloud',
  TENCENTCLOUD_SECRETKEY: 'secret-key-of-the-cloud',
  WECHAT_PAY_APPID: APPID,
  WECHAT_PAY_MCHID: MCHID,
  WECHAT_PAY_API_V3_KEY: API_V3_KEY,
  WECHAT_PAY_TRUST: 'publicKey',
  WECHAT_PAY_PUBLIC_KEYS: `${PUBLIC_KEY_ID}:${base64Of(PLATFORM.publicKey)}`,
};
const GATEWAY = {
  ...NOTIFY,
  WECHAT_PAY_MERCHANT_SERIAL_NO: MERCHANT_SERIAL,
  WECHAT_PAY_MERCHANT_PRIVATE_KEY: base64Of(MERCHANT.privateKey),
  WECHAT_PAY_NOTIFY_URL: 'https://shop.example.com/pay/notify',
  WECHAT_PAY_BASE_URL: 'https://api.mch.weixin.qq.com',
};
/** May be absent: the list the trust mode does not need, and the second host. */
const OPTIONAL = new Set(['WECHAT_PAY_PUBLIC_KEYS']);

type Environment = Record<string, string | undefined>;

function problemsOf(read: (environment: Environment) => unknown, environment: Environment): string {
  try {
    read(environment);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

describe.each([
  ['notification settings', readNotifyConfig as (environment: Environment) => unknown, NOTIFY],
  ['gateway settings', readGatewayConfig as (environment: Environment) => unknown, GATEWAY],
])('%s', (_name, read, complete) => {
  const names = Object.keys(complete).filter((name) => !OPTIONAL.has(name));

  it('are read when complete', () => {
    expect(problemsOf(read, complete)).toBe('');
  });

  it('are refused with every missing one named together', () => {
    const message = problemsOf(read, {});
    for (const name of names) expect(message).toContain(`- ${name} is not set`);
    expect(message.split('\n').filter((line) => line.endsWith('is not set'))).toHaveLength(names.length);
  });

  it.each(names)('are refused without %s, empty or blank, and the rest is not blamed', (name) => {
    for (const value of [undefined, '', ' \n']) {
      const message = problemsOf(read, { ...complete, [name]: value });
      expect(message).toContain(`${name} is not set`);
      expect(message.match(/is not set/g)).toHaveLength(1);
    }
  });

  it('are refused with what is missing for the cloud and what is wrong for WeChat Pay together', () => {
    const wrong = {
      ...complete,
      TCB_ENV: '',
      WECHAT_PAY_MCHID: 'letters',
      WECHAT_PAY_API_V3_KEY: API_V3_KEY.slice(1),
      WECHAT_PAY_PUBLIC_KEYS: '',
      WECHAT_PAY_PLATFORM_CERTIFICATES: 'nothex:AAAA',
    };
    expect(problemsOf(read, wrong).split('\n- ').slice(1)).toEqual([
      'TCB_ENV is not set',
      'mchid: must be digits',
      'APIv3 key: must be 32 bytes, has 31',
      'trust: publicKeys is empty',
      'platform certificate serial: must be the hexadecimal serial of the certificate',
    ]);
  });

  it('print no value, whatever is wrong', () => {
    const wrong = {
      ...complete,
      TCB_ENV: '',
      WECHAT_PAY_TRUST: 'none-at-all',
      WECHAT_PAY_PUBLIC_KEYS: 'noColonHere',
    };
    const message = problemsOf(read, wrong);
    expect(message).toMatch(/TCB_ENV[\s\S]*WECHAT_PAY_TRUST|WECHAT_PAY_TRUST[\s\S]*TCB_ENV/);
    const values = Object.values(wrong).filter((value) => value.length > 5 && value !== 'publicKey');
    expect(values.filter((value) => message.includes(value))).toEqual([]);
  });
});

describe('lists of keys', () => {
  const keysOf = (text: string) =>
    readNotifyConfig({ ...NOTIFY, WECHAT_PAY_PUBLIC_KEYS: text }).wechatPay.trust.publicKeys;

  it.each([' ', ',', '\n', ' ,\r\n '])('are separated by %j', (separator) => {
    expect(keysOf(`PUB_KEY_ID_A:one${separator}PUB_KEY_ID_B:two`)).toEqual([
      { publicKeyId: 'PUB_KEY_ID_A', publicKeyPem: 'one' },
      { publicKeyId: 'PUB_KEY_ID_B', publicKeyPem: 'two' },
    ]);
  });

  it.each([
    ['justonething', [1]],
    [':onlykey', [1]],
    ['A:one,bad,B:two,:worse', [2, 4]],
  ])('are refused for %j with the places of the bad entries and nothing of them', (text, places) => {
    const message = problemsOf(readNotifyConfig, { ...NOTIFY, WECHAT_PAY_PUBLIC_KEYS: text });
    for (const place of places) {
      expect(message).toContain(`WECHAT_PAY_PUBLIC_KEYS: entry ${place} must be id:base64`);
    }
    expect(message.match(/must be id:base64/g)).toHaveLength(places.length);
    for (const entry of text.split(',')) expect(message).not.toContain(entry);
  });

  it('serve the mode that is named', () => {
    const certificates = { WECHAT_PAY_PLATFORM_CERTIFICATES: 'ABCDEF12:certificate' };
    const mode = { WECHAT_PAY_TRUST: 'platformCertificate' };
    const { trust } = readNotifyConfig({ ...NOTIFY, ...certificates, ...mode }).wechatPay;
    expect(trust).toMatchObject({
      mode: 'platformCertificate',
      platformCertificates: [{ serialNo: 'ABCDEF12', certificatePem: 'certificate' }],
      publicKeys: [{ publicKeyId: PUBLIC_KEY_ID }],
    });
  });

  it('may be empty when platform certificates are downloaded', () => {
    const mode = { WECHAT_PAY_TRUST: 'platformCertificate', WECHAT_PAY_PUBLIC_KEYS: '' };
    expect(readNotifyConfig({ ...NOTIFY, ...mode }).wechatPay.trust).toEqual({
      mode: 'platformCertificate',
      platformCertificates: [],
      publicKeys: [],
    });
  });

  it.each(['none', 'false', '0', 'PUBLICKEY', 'publickey'])(
    'cannot be switched off by the mode %s',
    (mode) => {
      const message = problemsOf(readNotifyConfig, { ...NOTIFY, WECHAT_PAY_TRUST: mode });
      expect(message).toContain('WECHAT_PAY_TRUST must be publicKey or platformCertificate');
    },
  );
});

describe('the merchant', () => {
  const merchantOf = (changes: Environment) => readNotifyConfig({ ...NOTIFY, ...changes }).wechatPay.merchant;
  const PROVIDER = { WECHAT_PAY_SP_MCHID: '1900000002', WECHAT_PAY_SP_APPID: 'wx0000000000000002' };

  it('is a direct one unless a service provider is named', () => {
    expect(merchantOf({})).toEqual({ mode: 'direct', mchid: MCHID, appid: APPID });
    expect(merchantOf({ WECHAT_PAY_SP_MCHID: ' ', WECHAT_PAY_SP_APPID: '' })).toMatchObject({
      mode: 'direct',
    });
  });

  it('is the sub-merchant of a service provider that is named', () => {
    expect(merchantOf(PROVIDER)).toEqual({
      mode: 'partner',
      spMchid: '1900000002',
      spAppid: 'wx0000000000000002',
      subMchid: MCHID,
      appid: APPID,
    });
  });

  it.each(Object.keys(PROVIDER))('is refused when %s stands alone missing', (name) => {
    const message = problemsOf(readNotifyConfig, { ...NOTIFY, ...PROVIDER, [name]: '' });
    expect(message).toBe(`configuration refused:\n- ${name} is not set`);
  });

  it('names the apps of scenes that have one of their own', () => {
    const sceneAppids = { officialAccount: 'wx0000000000000003', app: 'wx0000000000000004' };
    const text = 'officialAccount:wx0000000000000003, app:wx0000000000000004';
    expect(merchantOf({ WECHAT_PAY_SCENE_APPIDS: text })).toMatchObject({ sceneAppids });
  });

  it.each([
    ['combined:wx1', 'a scene must be one of miniProgram, officialAccount, native, h5, paymentCode, app'],
    ['wx1', 'entry 1 must be scene:appid'],
  ])('is refused for the scenes %j', (text, says) => {
    const message = problemsOf(readNotifyConfig, { ...NOTIFY, WECHAT_PAY_SCENE_APPIDS: text });
    expect(message).toContain(`WECHAT_PAY_SCENE_APPIDS: ${says}`);
    expect(message).not.toContain('wx1');
  });
});

describe('a notification function', () => {
  function start(environment: Environment) {
    const source = `require(${JSON.stringify(bundleOf('pay-notify'))}); process.exit(0)`;
    const env = { PATH: process.env['PATH'], ...environment };
    return spawnSync(process.execPath, ['-e', source], { env, encoding: 'utf8' });
  }

  it('asks the environment for no private key', () => {
    const asked: string[] = [];
    readNotifyConfig(
      new Proxy<Environment>(NOTIFY, {
        get: (target, name) => {
          asked.push(String(name));
          return Reflect.get(target, name) as string | undefined;
        },
      }),
    );
    expect(asked).toContain('WECHAT_PAY_API_V3_KEY');
    expect(asked.filter((name) => /PRIVATE|MERCHANT/.test(name))).toEqual([]);
  });

  it('starts without one', () => {
    expect(start(NOTIFY)).toMatchObject({ status: 0, stderr: '' });
  });

  it('does not start without its settings, says all of them, and prints no value', () => {
    const { status, stderr } = start({ WECHAT_PAY_API_V3_KEY: API_V3_KEY });
    expect(status).not.toBe(0);
    for (const name of ['TCB_ENV', 'WECHAT_PAY_MCHID', 'WECHAT_PAY_TRUST'])
      expect(stderr).toContain(`${name} is not set`);
    expect(stderr).not.toContain(API_V3_KEY);
  });

  it.each([
    ['no key for the mode', { WECHAT_PAY_PUBLIC_KEYS: '' }, /publicKeys is empty/],
    ['an APIv3 key cut short', { WECHAT_PAY_API_V3_KEY: API_V3_KEY.slice(1) }, /must be 32 bytes, has 31/],
  ])('does not start with %s', (_name, changes, reason) => {
    const { status, stderr } = start({ ...NOTIFY, ...changes });
    expect(status).not.toBe(0);
    expect(stderr).toMatch(reason);
    expect(stderr).not.toContain(API_V3_KEY.slice(1));
  });
});

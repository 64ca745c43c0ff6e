import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  merchantPrivateKey,
  platformCertificate,
  wechatPayPublicKey,
} from '../../../../cloudfunctions/adapters/wechat-pay/keys';
import { certificate, type TestCertificate } from './certificates';
import { MCHID, MERCHANT, PLATFORM, PUBLIC_KEY_ID } from './merchant-world';

const SERIAL = '5157f09efdc096de15ebe81a47057a7232f1b8e1';
let platform: TestCertificate;
let merchant: TestCertificate;

beforeAll(async () => {
  platform = await certificate('CN=Tenpay.com sign, O=Tenpay.com', SERIAL);
  merchant = await certificate(`CN=${MCHID}, O=merchant`, '0c4aef34b89340881bb2b25226393dc2e47f094b');
});

const inner = (pem: string): string => pem.replace(/-----[^-]+-----/g, '').trim();
const messageOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? error.message : 'not an Error';
  }
  return 'nothing was thrown';
};

describe('merchant private key', () => {
  const pkcs1 = createPrivateKey(MERCHANT.privateKey).export({ type: 'pkcs1', format: 'pem' }).toString();
  const accepted = [
    { name: 'PEM', text: MERCHANT.privateKey },
    { name: 'PKCS#1 PEM', text: pkcs1 },
    { name: 'escaped line breaks', text: MERCHANT.privateKey.replace(/\n/g, '\\n') },
    { name: 'escaped carriage returns', text: MERCHANT.privateKey.replace(/\n/g, '\\r\\n') },
    { name: 'line breaks turned into spaces', text: MERCHANT.privateKey.replace(/\n/g, ' ') },
    { name: 'quotes around it', text: `"${MERCHANT.privateKey}"` },
    { name: 'a byte order mark', text: `\uFEFF${MERCHANT.privateKey}` },
    { name: 'base64 without armour', text: inner(MERCHANT.privateKey) },
    { name: 'PKCS#1 base64 without armour', text: inner(pkcs1).replace(/\n/g, '') },
  ];
  it.each(accepted)('accepts $name', ({ text }) => {
    const want = createPrivateKey(MERCHANT.privateKey).export({ type: 'pkcs8', format: 'pem' });
    expect(merchantPrivateKey(text).export({ type: 'pkcs8', format: 'pem' })).toBe(want);
  });

  const short = generateKeyPairSync('rsa', {
    modulusLength: 1024,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const elliptic = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const refused = [
    { name: 'nothing', text: ' ', says: /is empty/ },
    { name: 'a file name', text: 'cert/apiclient_key.pem', says: /name of a file/ },
    { name: 'a public key', text: MERCHANT.publicKey, says: /is a public key/ },
    { name: 'half a file', text: MERCHANT.privateKey.slice(0, 200), says: /BEGIN and -----END/ },
    { name: 'text that is no base64', text: 'secret words!', says: /neither PEM text nor base64/ },
    { name: 'damaged base64', text: inner(MERCHANT.privateKey).slice(0, 800), says: /may be damaged/ },
    { name: 'a short key', text: short.privateKey, says: /has 1024 bits/ },
    { name: 'an elliptic key', text: elliptic.privateKey, says: /not an RSA key/ },
    {
      name: 'an encrypted key',
      text: MERCHANT.privateKey.replace(/PRIVATE/g, 'ENCRYPTED PRIVATE'),
      says: /encrypted/,
    },
  ];
  it.each(refused)('refuses $name and prints nothing of it', ({ text, says }) => {
    const message = messageOf(() => merchantPrivateKey(text));
    expect(message).toMatch(/^merchant private key: /);
    expect(message).toMatch(says);
    for (const piece of text.match(/[A-Za-z0-9+/]{24,}/g) ?? []) expect(message).not.toContain(piece);
  });

  it('refuses a certificate and names the right file', () => {
    expect(messageOf(() => merchantPrivateKey(merchant.certificatePem))).toMatch(/apiclient_key\.pem/);
  });
});

describe('WeChat Pay public key', () => {
  it.each([PLATFORM.publicKey, inner(PLATFORM.publicKey), PLATFORM.publicKey.replace(/\n/g, '\\n')])(
    'is read from PEM, from bare base64 and from escaped text',
    (text) => {
      expect(wechatPayPublicKey(PUBLIC_KEY_ID, text).export({ type: 'spki', format: 'pem' })).toBe(
        PLATFORM.publicKey,
      );
    },
  );

  it('refuses a certificate and a private key, by name', () => {
    const give = (text: string): string => messageOf(() => wechatPayPublicKey(PUBLIC_KEY_ID, text));
    expect(give(platform.certificatePem)).toBe(
      `WeChat Pay public key ${PUBLIC_KEY_ID}: is a certificate; it belongs under platformCertificates`,
    );
    expect(give(MERCHANT.privateKey)).toMatch(/is a private key/);
    expect(give('AAAA')).toMatch(/may be damaged/);
  });
});

describe('platform certificate', () => {
  const give = (serialNo: string, text: string): string =>
    messageOf(() => platformCertificate(serialNo, text, MCHID));

  it('is read from PEM and from bare base64, whatever the case of its serial', () => {
    const pem = platformCertificate(SERIAL, platform.certificatePem, MCHID);
    const bare = platformCertificate(SERIAL.toUpperCase(), inner(platform.certificatePem), MCHID);
    expect(pem.key.equals(bare.key)).toBe(true);
    expect(pem).toMatchObject({
      serial: SERIAL.toUpperCase(),
      effectiveMs: Date.UTC(2024, 0),
      expireMs: Date.UTC(2099, 0),
    });
  });

  it('refuses the merchant certificate, another serial and another kind of file', () => {
    expect(give(merchant.serialNo, merchant.certificatePem)).toMatch(/merchant's own certificate/);
    expect(give('AB'.repeat(20), platform.certificatePem)).toMatch(/own serial is 5157F09E/);
    expect(give(SERIAL, PLATFORM.publicKey)).toMatch(/belongs under publicKeys/);
    expect(give(SERIAL, PLATFORM.privateKey)).toMatch(/is a private key/);
    expect(give(SERIAL, 'AAAA')).toMatch(/cannot be read as a certificate/);
  });
});

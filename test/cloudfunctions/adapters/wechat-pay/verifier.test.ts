import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Trust } from '../../../../cloudfunctions/adapters/wechat-pay/config';
import { createTrustedKeys } from '../../../../cloudfunctions/adapters/wechat-pay/trusted-keys';
import {
  createVerifier,
  type SignatureHeaders,
  type Verifier,
} from '../../../../cloudfunctions/adapters/wechat-pay/verifier';
import vectors from '../../../fixtures/wechatpay-vectors.json';
import { certificate, type TestCertificate } from './certificates';
import {
  clock,
  MCHID,
  MERCHANT,
  NOW_SECONDS,
  PLATFORM,
  PUBLIC_KEY_ID,
  signedHeaders,
} from './merchant-world';

const { response_verification: published, signature_probe: probe } = vectors;
const body = Buffer.from(published.body);

const verifierOf = (trust: Trust, at = clock): Verifier =>
  createVerifier(createTrustedKeys(trust, MCHID, clock), at);
const publishedTrust: Trust = {
  mode: 'publicKey',
  publicKeys: [{ publicKeyId: PUBLIC_KEY_ID, publicKeyPem: published.public_key_pem }],
};
const publishedHeaders = {
  'wechatpay-serial': PUBLIC_KEY_ID,
  'wechatpay-signature': published.signature,
  'wechatpay-timestamp': published.timestamp,
  'wechatpay-nonce': published.nonce,
};
const verifier = verifierOf(publishedTrust);

describe('signature of an answer', () => {
  it('holds for the published example', () => {
    expect(verifier.verify(publishedHeaders, body)).toEqual({ kind: 'valid' });
  });

  it('holds whatever the case and order of the headers and beside any others', () => {
    const entries = Object.entries(publishedHeaders);
    const upper = entries.map(([name, value]) => [name.toUpperCase(), value]);
    const mixed = entries.map(([name, value], i) => [i % 2 === 0 ? name : name.replace('w', 'W'), value]);
    for (const list of [entries, entries.toReversed(), upper, mixed]) {
      const headers: SignatureHeaders = Object.fromEntries([['accept', '*/*'], ...list, ['x', undefined]]);
      expect(verifier.verify(headers, body)).toEqual({ kind: 'valid' });
    }
  });

  it('holds with the signature type named and not with another type', () => {
    const typed = (type: string) =>
      verifier.verify({ ...publishedHeaders, 'wechatpay-signature-type': type }, body);
    expect(typed('WECHATPAY2-SHA256-RSA2048')).toEqual({ kind: 'valid' });
    expect(typed('WECHATPAY2-SM2-WITH-SM3')).toMatchObject({
      stage: 'headers',
      reason: 'Wechatpay-Signature-Type',
    });
  });

  it('fails for every changed bit of the body and for one byte more or less', () => {
    for (let bit = 0; bit < body.length * 8; bit += 1) {
      const changed = Buffer.from(body);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(verifier.verify(publishedHeaders, changed)).toMatchObject({ stage: 'signature', probe: false });
    }
    for (const changed of [
      body.subarray(1),
      body.subarray(0, -1),
      Buffer.concat([body, Buffer.from('\n')]),
    ]) {
      expect(verifier.verify(publishedHeaders, changed)).toMatchObject({ stage: 'signature' });
    }
  });

  it.each([
    ['an empty body', ''],
    ['a body ending in a line break', '{"a":1}\n'],
    ['a body of line breaks', '\n\n'],
    ['a body with a byte order mark', '\uFEFF{}'],
    ['Chinese text', '{"summary":"支付成功"}'],
  ])('holds for %s', (_name, text) => {
    const own = verifierOf({
      mode: 'publicKey',
      publicKeys: [{ publicKeyId: PUBLIC_KEY_ID, publicKeyPem: PLATFORM.publicKey }],
    });
    expect(own.verify(signedHeaders(text), Buffer.from(text))).toEqual({ kind: 'valid' });
  });

  it.each([
    ['a probe that is base64', probe.signature],
    ['a probe that is not', `WECHATPAY/SIGNTEST/${'!'.repeat(40)}=`],
    ['a bare probe prefix', 'WECHATPAY/SIGNTEST/'],
  ])('fails for %s without an exception', (_name, signature) => {
    const headers = { ...publishedHeaders, 'wechatpay-signature': signature };
    expect(verifier.verify(headers, body)).toMatchObject({ stage: 'signature', probe: true });
  });

  it.each([
    ['AAAA'],
    ['====='],
    ['签名'],
    [published.signature.slice(4)],
    [`${published.signature}, ${published.signature}`],
    [`${published.signature}AAAA`],
    [` ${published.signature}`],
    [published.signature.replace(/=+$/, '')],
  ])('fails for the signature %s', (signature) => {
    const headers = { ...publishedHeaders, 'wechatpay-signature': signature };
    expect(verifier.verify(headers, body)).toMatchObject({ stage: 'signature', probe: false });
  });
});

describe('headers of a signature', () => {
  const names = {
    'wechatpay-serial': 'Wechatpay-Serial',
    'wechatpay-signature': 'Wechatpay-Signature',
    'wechatpay-timestamp': 'Wechatpay-Timestamp',
    'wechatpay-nonce': 'Wechatpay-Nonce',
  };
  it.each(Object.entries(names))('fail when %s is missing, empty or repeated', (name, reason) => {
    for (const value of [undefined, '', ['a', 'b']]) {
      expect(verifier.verify({ ...publishedHeaders, [name]: value }, body)).toMatchObject({
        stage: 'headers',
        reason,
      });
    }
  });

  it.each([
    ['wechatpay-timestamp', '1722850421.5'],
    ['wechatpay-timestamp', '-1722850421'],
    ['wechatpay-timestamp', '0x66b09bb5'],
    ['wechatpay-timestamp', ' 1722850421'],
    ['wechatpay-timestamp', '9'.repeat(400)],
    ['wechatpay-serial', 'P'.repeat(65)],
    ['wechatpay-signature', 'A'.repeat(100_000)],
    ['wechatpay-nonce', 'n'.repeat(129)],
    ['wechatpay-nonce', 'ñandu'],
  ])('fail for a malformed %s', (name, value) => {
    expect(verifier.verify({ ...publishedHeaders, [name]: value }, body)).toMatchObject({ stage: 'headers' });
  });

  it('cannot move the border between nonce and body', () => {
    const text = 'first\nsecond';
    const moved = { ...signedHeaders(text), 'wechatpay-nonce': 'd824f2e086d3c1df967785d13fcd22ef\nfirst' };
    const own = verifierOf({
      mode: 'publicKey',
      publicKeys: [{ publicKeyId: PUBLIC_KEY_ID, publicKeyPem: PLATFORM.publicKey }],
    });
    expect(own.verify(moved, Buffer.from('second'))).toMatchObject({
      stage: 'headers',
      reason: 'Wechatpay-Nonce',
    });
  });
});

describe('age of a signature', () => {
  it.each([
    { age: 0, fresh: true },
    { age: 299, fresh: true },
    { age: 299.999, fresh: true },
    { age: 300, fresh: false },
    { age: 86_400, fresh: false },
    { age: -299, fresh: true },
    { age: -300, fresh: false },
    { age: -86_400, fresh: false },
  ])('of $age s is fresh: $fresh', ({ age, fresh }) => {
    const at = { nowMs: () => NOW_SECONDS * 1000 + age * 1000 };
    const verdict = verifierOf(publishedTrust, at).verify(publishedHeaders, body);
    expect(verdict).toMatchObject(fresh ? { kind: 'valid' } : { kind: 'invalid', stage: 'timestamp' });
  });

  it('is never fresh by a broken clock', () => {
    const verdict = verifierOf(publishedTrust, { nowMs: () => Number.NaN }).verify(publishedHeaders, body);
    expect(verdict).toMatchObject({ stage: 'timestamp' });
  });
});

describe('Trust', () => {
  let older: TestCertificate;
  let newer: TestCertificate;
  beforeAll(async () => {
    older = await certificate('CN=Tenpay.com sign', '5157f09efdc096de15ebe81a47057a7232f1b8e1');
    newer = await certificate('CN=Tenpay.com sign', '0c4aef34b89340881bb2b25226393dc2e47f094b');
  });
  const publicKeys = [{ publicKeyId: PUBLIC_KEY_ID, publicKeyPem: PLATFORM.publicKey }];
  const signedBy = (who: TestCertificate): SignatureHeaders =>
    signedHeaders('{}', { privateKey: who.privateKey, serial: who.serialNo.toUpperCase() });
  const judge = (trust: Trust, headers: SignatureHeaders) =>
    verifierOf(trust).verify(headers, Buffer.from('{}'));

  it('in certificate mode believes every listed certificate and no public key', () => {
    const trust: Trust = { mode: 'platformCertificate', platformCertificates: [newer, older] };
    expect(judge(trust, signedBy(older))).toEqual({ kind: 'valid' });
    expect(judge(trust, signedBy(newer))).toEqual({ kind: 'valid' });
    expect(judge(trust, signedHeaders('{}'))).toMatchObject({ stage: 'serial' });
    expect(createTrustedKeys(trust, MCHID, clock).requestSerial).toBe(newer.serialNo.toUpperCase());
  });

  it('in public-key mode believes every listed key and no certificate', () => {
    const second = { publicKeyId: 'PUB_KEY_ID_2', publicKeyPem: MERCHANT.publicKey };
    const trust: Trust = { mode: 'publicKey', publicKeys: [...publicKeys, second] };
    const bySecond = { privateKey: MERCHANT.privateKey, serial: 'PUB_KEY_ID_2' };
    expect(judge(trust, signedHeaders('{}'))).toEqual({ kind: 'valid' });
    expect(judge(trust, signedHeaders('{}', bySecond))).toEqual({ kind: 'valid' });
    expect(judge(trust, signedBy(older))).toMatchObject({ stage: 'serial' });
    expect(createTrustedKeys(trust, MCHID, clock).requestSerial).toBe(PUBLIC_KEY_ID);
  });

  it('believes both kinds during the switch, whichever the requests name', () => {
    const platformCertificates = [older];
    for (const mode of ['publicKey', 'platformCertificate'] as const) {
      const trust: Trust = { mode, publicKeys, platformCertificates };
      expect(judge(trust, signedHeaders('{}'))).toEqual({ kind: 'valid' });
      expect(judge(trust, signedBy(older))).toEqual({ kind: 'valid' });
    }
  });

  it('does not believe a right key under the serial of another', () => {
    const trust: Trust = { mode: 'publicKey', publicKeys, platformCertificates: [older] };
    const crossed = signedHeaders('{}', { serial: older.serialNo.toUpperCase() });
    expect(judge(trust, crossed)).toMatchObject({ stage: 'signature' });
  });

  it('names the setting of a key that cannot be read, and throws nothing', () => {
    const trust: Trust = {
      mode: 'publicKey',
      publicKeys: [{ publicKeyId: PUBLIC_KEY_ID, publicKeyPem: 'AAAA' }],
    };
    const reason = expect.stringContaining(`WeChat Pay public key ${PUBLIC_KEY_ID}:`);
    expect(judge(trust, signedHeaders('{}'))).toMatchObject({ stage: 'serial', reason });
  });
});

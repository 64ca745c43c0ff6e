import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  openCertificateAnswer,
  type CertificateAnswer,
  type OpenedAnswer,
} from '../../../../../cloudfunctions/adapters/wechat-pay/certificates/open-answer';
import type { Trust } from '../../../../../cloudfunctions/adapters/wechat-pay/config';
import { createTrustedKeys } from '../../../../../cloudfunctions/adapters/wechat-pay/trusted-keys';
import vectors from '../../../../fixtures/wechatpay-vectors.json';
import { certificate, type TestCertificate } from '../certificates';
import {
  API_V3_KEY,
  clock,
  MCHID,
  NOW_SECONDS,
  PUBLIC_KEY_TRUST,
  sealed,
  signedHeaders,
  type SealOptions,
} from '../merchant-world';

const PLATFORM_NAME = 'CN=Tenpay.com sign, O=Tenpay.com, C=CN';
const NO_KEYS: Trust = { mode: 'platformCertificate', platformCertificates: [] };
const OLD_SERIAL = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1';
const NEW_SERIAL = '4C4AEF34B89340881BB2B25226393DC2E47F094B';

let older: TestCertificate;
let newer: TestCertificate;
let foreign: TestCertificate;
let merchants: TestCertificate;

beforeAll(async () => {
  [older, newer, foreign, merchants] = await Promise.all([
    certificate(PLATFORM_NAME, OLD_SERIAL),
    certificate(PLATFORM_NAME, NEW_SERIAL, {
      notBefore: '2024-08-01T00:00:00Z',
      notAfter: '2029-08-01T00:00:00Z',
    }),
    certificate('CN=Tenpay.com sign, O=Elsewhere', '4D'.repeat(20)),
    certificate(`CN=${MCHID}, O=Tenpay.com`, '4E'.repeat(20)),
  ]);
});

interface EntryOptions extends SealOptions {
  readonly serialNo?: string;
  readonly changes?: Readonly<Record<string, unknown>>;
}

function entryOf(one: TestCertificate, { serialNo, changes, ...sealing }: EntryOptions = {}): object {
  return {
    serial_no: serialNo ?? one.serialNo,
    effective_time: '2024-01-01T08:00:00+08:00',
    expire_time: '2099-01-01T08:00:00+08:00',
    encrypt_certificate: sealed(one.certificatePem, { associatedData: 'certificate', ...sealing }),
    ...changes,
  };
}

/** The list, signed by one of the certificates in it or by anybody else. */
function answerOf(entries: readonly object[], signer: TestCertificate): CertificateAnswer {
  const body = Buffer.from(JSON.stringify({ data: entries }));
  return { headers: signedHeaders(body, { privateKey: signer.privateKey, serial: signer.serialNo }), body };
}

function open(answer: CertificateAnswer, trust: Trust = NO_KEYS): OpenedAnswer {
  const keys = createTrustedKeys(trust, MCHID, clock);
  return openCertificateAnswer(answer, { apiV3Key: API_V3_KEY, mchid: MCHID, keys });
}

function serialsOf(opened: OpenedAnswer): readonly string[] {
  return opened.kind === 'opened' ? opened.certificates.map(({ serial }) => serial) : [opened.reason];
}

describe('a list of platform certificates', () => {
  it('of the published sample holds a real platform certificate', () => {
    const { body, api_v3_key: apiV3Key } = vectors.certificate_list;
    const keys = createTrustedKeys(PUBLIC_KEY_TRUST, MCHID, clock);
    const answer = { headers: signedHeaders(body), body: Buffer.from(body) };
    expect(openCertificateAnswer(answer, { apiV3Key, mchid: MCHID, keys })).toMatchObject({
      kind: 'opened',
      signedAtMs: NOW_SECONDS * 1000,
      certificates: [
        {
          serial: '5DEA10EF55877E3CF6C33255C2E7DEFFF7E427EC',
          effectiveMs: Date.parse('2023-09-19T23:15:58+08:00'),
          expireMs: Date.parse('2028-09-17T23:15:58+08:00'),
        },
      ],
    });
  });

  it('is believed on first use when one of its own certificates signed it', () => {
    expect(serialsOf(open(answerOf([entryOf(older), entryOf(newer)], newer)))).toEqual([
      OLD_SERIAL,
      NEW_SERIAL,
    ]);
  });

  it('ends a certificate when WeChat Pay says so, and never later than the certificate itself', () => {
    const early = { expire_time: '2024-08-06T12:00:00+08:00' };
    const opened = open(answerOf([entryOf(older, { changes: early }), entryOf(newer)], newer));
    expect(opened).toMatchObject({
      certificates: [
        { expireMs: Date.parse('2024-08-06T12:00:00+08:00') },
        {
          effectiveMs: Date.parse('2024-08-01T00:00:00Z'),
          expireMs: Date.parse('2029-08-01T00:00:00Z'),
        },
      ],
    });
  });

  it('may be empty when a key that is held signed it', () => {
    const body = Buffer.from('{"data":[]}');
    expect(open({ headers: signedHeaders(body), body }, PUBLIC_KEY_TRUST)).toMatchObject({
      kind: 'opened',
      certificates: [],
    });
  });

  it('keeps its good certificates beside one that cannot be used', () => {
    const strange = entryOf(older, { key: 'b'.repeat(32) });
    expect(serialsOf(open(answerOf([strange, entryOf(newer)], newer)))).toEqual([NEW_SERIAL]);
  });

  const forged: readonly (readonly [string, () => CertificateAnswer, RegExp])[] = [
    ['signed by a stranger under its serial', () => spoiled({ privateKey: foreign.privateKey }), /signature/],
    ['signed under a serial that is not in it', () => spoiled({ serial: '4F'.repeat(20) }), /names no key/],
    ['signed under no serial', () => spoiled({ serial: '' }), /Wechatpay-Serial/],
    [
      'with a probe signature',
      () => {
        const answer = answerOf([entryOf(newer)], newer);
        const signature = vectors.signature_probe.signature;
        return { ...answer, headers: { ...answer.headers, 'wechatpay-signature': signature } };
      },
      /signature/,
    ],
    ['cut short', () => cut(answerOf([entryOf(newer)], newer)), /not JSON/],
    ['sealed with another APIv3 key', () => one({ key: 'b'.repeat(32) }), /was the APIv3 key changed/],
    ['sealed as a transaction', () => one({ associatedData: 'transaction' }), /not sealed as a certificate/],
    ['sealed for nothing', () => one({ associatedData: '' }), /not sealed as a certificate/],
    ['named by the serial of another', () => one({ serialNo: OLD_SERIAL }), /names no key|own serial is/],
    ['issued by another authority', () => answerOf([entryOf(foreign)], foreign), /not issued by Tenpay/],
    ['the merchant’s own', () => answerOf([entryOf(merchants)], merchants), /merchant's own certificate/],
    ['not a list', () => answerOf([], newer), /names no key/],
    ['without an end', () => one({ changes: { expire_time: undefined } }), /expire_time/],
    ['with an end in words', () => one({ changes: { expire_time: 'soon' } }), /expire_time/],
    [
      'ended before it was signed',
      () => one({ changes: { expire_time: '2024-08-05T17:00:00+08:00' } }),
      /no key/,
    ],
    [
      'not in force when it was signed',
      () => one({ changes: { effective_time: '2024-08-06T00:00:00+08:00' } }),
      /no key/,
    ],
    ['with an unknown algorithm', () => one({ changes: { encrypt_certificate: sm4() } }), /another way/],
  ];

  function spoiled(signing: { privateKey?: string; serial?: string }): CertificateAnswer {
    const { body } = answerOf([entryOf(newer)], newer);
    const headers = signedHeaders(body, {
      privateKey: newer.privateKey,
      serial: newer.serialNo,
      ...signing,
    });
    return { headers, body };
  }
  function cut({ headers, body }: CertificateAnswer): CertificateAnswer {
    return { headers, body: body.subarray(0, -20) };
  }
  function one(options: EntryOptions): CertificateAnswer {
    return answerOf([entryOf(newer, options)], newer);
  }
  function sm4(): object {
    return { ...sealed(newer.certificatePem, { associatedData: 'certificate' }), algorithm: 'AEAD_SM4_GCM' };
  }

  it.each(forged)('is refused when its certificate is %s', (_name, make, reason) => {
    const opened = open(make());
    expect(opened.kind).toBe('invalid');
    expect(serialsOf(opened)[0]).toMatch(reason);
  });

  it('is unreadable when a held key signed it and none of it can be used', () => {
    const body = Buffer.from(JSON.stringify({ data: [entryOf(newer, { key: 'b'.repeat(32) })] }));
    const opened = open({ headers: signedHeaders(body), body }, PUBLIC_KEY_TRUST);
    expect(opened).toMatchObject({ kind: 'unreadable', reason: expect.stringMatching(/APIv3 key/) });
  });

  it('cannot put another key under a serial that is held', async () => {
    const impostor = await certificate(PLATFORM_NAME, OLD_SERIAL);
    const trust: Trust = {
      mode: 'platformCertificate',
      platformCertificates: [{ serialNo: OLD_SERIAL, certificatePem: older.certificatePem }],
    };
    expect(open(answerOf([entryOf(impostor)], impostor), trust)).toMatchObject({ stage: 'signature' });
    expect(serialsOf(open(answerOf([entryOf(impostor), entryOf(newer)], newer), trust))).toEqual([
      NEW_SERIAL,
    ]);
  });

  it('is refused for every bit changed, by a reason and not by an exception', () => {
    const { headers, body } = answerOf([entryOf(newer)], newer);
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.nat(7), (at, bit) => {
        const changed = Buffer.from(body);
        changed.writeUInt8(changed.readUInt8(at) ^ (1 << bit), at);
        expect(open({ headers, body: changed }).kind).toBe('invalid');
      }),
    );
  });

  it('is refused for whatever is no list, by a reason that quotes nothing of it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const body = Buffer.from(JSON.stringify({ data: value, secret: 'quoted-in-reason' }));
        const opened = open({ headers: signedHeaders(body), body }, PUBLIC_KEY_TRUST);
        const readable = Array.isArray(value) && value.length === 0;
        expect(opened.kind).toBe(readable ? 'opened' : 'unreadable');
        expect(JSON.stringify(opened)).not.toContain('quoted-in-reason');
      }),
    );
  });
});

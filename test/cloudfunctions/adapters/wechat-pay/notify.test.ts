import { createDecipheriv } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  createNotificationReader,
  MAX_NOTIFICATION_BYTES,
} from '../../../../cloudfunctions/adapters/wechat-pay/notify';
import type { RawHttp } from '../../../../cloudfunctions/ports/payment-gateway';
import vectors from '../../../fixtures/wechatpay-vectors.json';
import {
  API_V3_KEY,
  APPID,
  clock,
  DIRECT,
  envelope,
  MCHID,
  NOW_SECONDS,
  notification,
  OUT_TRADE_NO,
  PUBLIC_KEY_TRUST,
  sealed,
  signedHeaders,
  transaction,
  TRANSACTION_ID,
} from './merchant-world';

const config = { apiV3Key: API_V3_KEY, trust: PUBLIC_KEY_TRUST, merchant: DIRECT };
const reader = createNotificationReader({ ...config, clock });
const plain = JSON.stringify(transaction());
const goodBody = envelope(sealed(plain));
const good = notification(goodBody);

/** Reads a notification that WeChat Pay signed, whatever is in it. */
const readSigned = (body: Buffer) => reader.parseNotification(notification(body));
const stageOf = (http: RawHttp): string => {
  const outcome = reader.parseNotification(http);
  return outcome.kind === 'rejected' ? outcome.stage : outcome.kind;
};

describe('notification', () => {
  it('is read into the payment it tells', () => {
    expect(reader.parseNotification(good)).toEqual({
      kind: 'verified',
      notificationId: '3119dfba-e649-5eec-ab1e-3412bc4d2e17',
      event: {
        kind: 'payment',
        payment: {
          state: 'succeeded',
          outTradeNo: OUT_TRADE_NO,
          transactionId: TRANSACTION_ID,
          appid: APPID,
          mchid: MCHID,
          openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
          total: { minor: 100, currency: 'CNY' },
          payerTotal: { minor: 90, currency: 'CNY' },
          succeededAtMs: Date.UTC(2024, 7, 5, 9, 33, 41),
          refunded: false,
        },
      },
    });
  });

  it('reads the same again, and from a plain Uint8Array inside a larger buffer', () => {
    const larger = new Uint8Array(goodBody.length + 20);
    larger.set(goodBody, 7);
    const body = larger.subarray(7, 7 + goodBody.length);
    expect(reader.parseNotification({ ...good, body })).toEqual(reader.parseNotification(good));
  });

  it.each(['GET', 'PUT', 'OPTIONS', '', 'post'])('is refused at method for %j', (method) => {
    expect(stageOf({ ...good, method })).toBe('method');
  });

  it('is refused at size above the limit, before any cryptography', () => {
    const body = Buffer.alloc(MAX_NOTIFICATION_BYTES + 1);
    expect(stageOf({ method: 'POST', headers: {}, body })).toBe('size');
    expect(stageOf({ method: 'POST', headers: {}, body: body.subarray(1) })).toBe('headers');
  });

  it('is refused when a framework has parsed its body', () => {
    const parsed = JSON.parse(goodBody.toString());
    expect(reader.parseNotification({ ...good, body: parsed })).toMatchObject({
      stage: 'body',
      reason: /raw bytes/,
    });
  });

  it.each([
    { age: 299, stage: 'verified' },
    { age: 300, stage: 'timestamp' },
    { age: -299, stage: 'verified' },
    { age: -300, stage: 'timestamp' },
  ])('of age $age s ends at $stage', ({ age, stage }) => {
    expect(stageOf(notification(goodBody, { timestamp: String(NOW_SECONDS - age) }))).toBe(stage);
  });

  it('is refused at serial for a key that is not ours', () => {
    expect(stageOf(notification(goodBody, { serial: 'PUB_KEY_ID_9' }))).toBe('serial');
  });

  it.each([vectors.signature_probe.signature, 'WECHATPAY/SIGNTEST/!!'])(
    'is refused at signature for a probe',
    (probe) => {
      expect(stageOf({ ...good, headers: { ...good.headers, 'wechatpay-signature': probe } })).toBe(
        'signature',
      );
    },
  );

  it.each([
    ['not JSON', Buffer.from('{')],
    ['empty', Buffer.alloc(0)],
    ['a list', Buffer.from('[]')],
    ['null', Buffer.from('null')],
    ['without an id', envelope(sealed(plain), { id: undefined })],
    ['without an event type', envelope(sealed(plain), { event_type: undefined })],
    ['without a resource', envelope(undefined)],
    ['with a resource that is text', envelope('resource')],
    ['with another algorithm', envelope({ ...sealed(plain), algorithm: 'AEAD_SM4_GCM' })],
    ['without a ciphertext', envelope({ ...sealed(plain), ciphertext: undefined })],
    ['without a nonce', envelope({ ...sealed(plain), nonce: undefined })],
    ['with associated data that is a number', envelope({ ...sealed(plain), associated_data: 7 })],
  ])('is refused at body when it is %s', (_name, body) => {
    expect(stageOf(notification(body))).toBe('body');
  });

  it('is refused at decrypt for a changed byte anywhere in the ciphertext or in the tag', () => {
    const resource = sealed(plain);
    const bytes = Buffer.from(String(resource['ciphertext']), 'base64');
    for (let at = bytes.length - 1; at >= 0; at -= at > bytes.length - 17 ? 1 : 13) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      const body = envelope({ ...resource, ciphertext: changed.toString('base64') });
      expect(stageOf(notification(body))).toBe('decrypt');
    }
  });

  it.each([
    ['another APIv3 key', sealed(plain, { key: 'x'.repeat(32) })],
    ['other associated data', { ...sealed(plain), associated_data: 'refund' }],
    ['associated data taken away', { ...sealed(plain), associated_data: undefined }],
    ['another nonce', { ...sealed(plain), nonce: 'aaaaaaaaaaaa' }],
    ['a short nonce', { ...sealed(plain), nonce: 'a' }],
    ['a tag cut short', { ...sealed(plain), ciphertext: 'AAAA' }],
    ['no ciphertext', { ...sealed(plain), ciphertext: '' }],
    ['undecodable base64', { ...sealed(plain), ciphertext: '!!!!' }],
  ])('is refused at decrypt for %s', (_name, resource) => {
    expect(stageOf(notification(envelope(resource)))).toBe('decrypt');
  });

  it.each([
    ['empty', sealed(plain, { associatedData: '' })],
    ['absent', { ...sealed(plain, { associatedData: '' }), associated_data: undefined }],
    ['null', { ...sealed(plain, { associatedData: '' }), associated_data: null }],
    ['transaction', sealed(plain, { associatedData: 'transaction' })],
  ])('is read with associated data %s', (_name, resource) => {
    expect(stageOf(notification(envelope(resource)))).toBe('verified');
  });

  it('is read with a nonce of 16 characters', () => {
    expect(stageOf(notification(envelope(sealed(plain, { nonce: 'abcdefghijklmnop' }))))).toBe('verified');
  });

  const amount = { total: 100, payer_total: 100, currency: 'CNY' };
  it.each([
    ['no JSON', 'plain text'],
    ['another merchant', JSON.stringify(transaction({ mchid: '1900000001' }))],
    ['another app', JSON.stringify(transaction({ appid: 'wx0000000000000000' }))],
    ['another currency', JSON.stringify(transaction({ amount: { ...amount, currency: 'USD' } }))],
    ['an amount in yuan', JSON.stringify(transaction({ amount: { ...amount, total: 1.5 } }))],
    ['an amount as text', JSON.stringify(transaction({ amount: { ...amount, total: '100' } }))],
    ['a refund', JSON.stringify({ mchid: MCHID, out_trade_no: OUT_TRADE_NO, refund_status: 'SUCCESS' })],
  ])('is refused at resource for %s', (_name, text) => {
    expect(stageOf(notification(envelope(sealed(text))))).toBe('resource');
  });

  it('of another event is verified, decrypted and left unread', () => {
    const other = { event_type: 'PAYSCORE.USER_PAID' };
    expect(readSigned(envelope(sealed('{"any":1}', { associatedData: 'payscore' }), other))).toMatchObject({
      kind: 'verified',
      event: { kind: 'other', eventType: 'PAYSCORE.USER_PAID' },
    });
    expect(readSigned(envelope({ ...sealed('{}'), nonce: 'aaaaaaaaaaaa' }, other))).toMatchObject({
      stage: 'decrypt',
    });
  });

  it('tells no secret and nothing of the body in its reasons', () => {
    const body = envelope(sealed(plain, { key: 'x'.repeat(32) }));
    const told = JSON.stringify(readSigned(body));
    for (const secret of [API_V3_KEY, OUT_TRADE_NO, String(sealed(plain)['ciphertext'])]) {
      expect(told).not.toContain(secret);
    }
  });
});

describe('AES-256-GCM', () => {
  const vector = vectors.aes_256_gcm;
  const open = (changes: Readonly<Record<string, unknown>>) =>
    readSigned(
      envelope(
        {
          algorithm: 'AEAD_AES_256_GCM',
          ciphertext: vector.ciphertext,
          nonce: vector.nonce,
          associated_data: vector.associated_data,
          ...changes,
        },
        { event_type: 'ANY.OTHER' },
      ),
    );

  it('opens the published example and nothing near it', () => {
    expect(vector.key).toBe(API_V3_KEY);
    expect(open({})).toMatchObject({ kind: 'verified' });
    expect(open({ associated_data: '' })).toMatchObject({ kind: 'rejected', stage: 'decrypt' });
  });

  it('seals in these tests as published', () => {
    const resource = sealed(vector.plaintext, {
      associatedData: vector.associated_data,
      nonce: vector.nonce,
    });
    expect(resource['ciphertext']).toBe(vector.ciphertext);
    expect(() => createDecipheriv('aes-256-gcm', API_V3_KEY, vector.nonce)).not.toThrow();
  });
});

describe('NotificationReader', () => {
  const headerName = fc.oneof(
    fc.constantFrom(
      'wechatpay-serial',
      'Wechatpay-Signature',
      'WECHATPAY-TIMESTAMP',
      'wechatpay-nonce',
      '__proto__',
    ),
    fc.string(),
  );
  const header = fc.option(fc.oneof(fc.string(), fc.constantFrom(...Object.values(good.headers))), {
    nil: undefined,
  });

  it('throws for no bytes and headers at all, and believes none of them', () => {
    const method = fc.oneof(fc.constant('POST'), fc.string());
    const headers = fc.dictionary(headerName, header);
    fc.assert(
      fc.property(method, headers, fc.uint8Array({ maxLength: 300 }), (m, h, body) => {
        expect(reader.parseNotification({ method: m, headers: h, body }).kind).toBe('rejected');
      }),
      { numRuns: 500 },
    );
  });

  it('throws for no signed body at all', () => {
    const jsonBytes = fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)));
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), jsonBytes);
    const resources = fc.record(
      {
        algorithm: fc.constant('AEAD_AES_256_GCM'),
        ciphertext: fc.oneof(fc.string(), fc.base64String()),
        nonce: fc.oneof(fc.string(), fc.constant('uluk4a9R25RW')),
        associated_data: fc.anything(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          bytes,
          resources.map((resource) => envelope(resource)),
        ),
        (body) => {
          const outcome = reader.parseNotification({ method: 'POST', headers: signedHeaders(body), body });
          expect(outcome).toMatchObject({
            kind: 'rejected',
            stage: expect.stringMatching(/^(body|decrypt)$/),
          });
        },
      ),
      { numRuns: 200 },
    );
  });

  it('throws for no decrypted text at all', () => {
    const fields = fc.record(
      {
        appid: fc.oneof(fc.constant(APPID), fc.anything()),
        mchid: fc.oneof(fc.constant(MCHID), fc.anything()),
        out_trade_no: fc.oneof(fc.constant(OUT_TRADE_NO), fc.anything()),
        trade_state: fc.oneof(fc.constantFrom('SUCCESS', 'NOTPAY', 'REFUND'), fc.anything()),
        amount: fc.anything(),
        payer: fc.anything(),
        success_time: fc.anything(),
      },
      { requiredKeys: [] },
    );
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fields.map((value) => JSON.stringify(value, (_k, v) => (typeof v === 'bigint' ? String(v) : v))),
    );
    fc.assert(
      fc.property(text, (value) => {
        const outcome = readSigned(envelope(sealed(value)));
        if (outcome.kind === 'rejected') expect(outcome.stage).toMatch(/^(decrypt|resource)$/);
        else expect(outcome.event).toMatchObject({ kind: 'payment', payment: { outTradeNo: OUT_TRADE_NO } });
      }),
      { numRuns: 200 },
    );
  });
});

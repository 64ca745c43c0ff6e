import {
  constants,
  createPrivateKey,
  createPublicKey,
  privateDecrypt,
  publicEncrypt,
  X509Certificate,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { isSigned, unseal } from './merchant-client';
import type { Answer, Sealed } from './merchant-client';
import { useSimulator } from './simulator-fixture';

const fixture = useSimulator();
const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' };

function echo(body: object, serial: string | undefined): Promise<Answer> {
  return fixture.client.call('POST', '/v3/security/echo', { body, headers: { 'Wechatpay-Serial': serial } });
}

function theirKey(by: 'certificate' | 'publicKey'): readonly [string, KeyObject] {
  const { platformSerialNo, platformCertificateFile, publicKeyId, publicKeyFile } =
    fixture.simulator.merchant;
  return by === 'certificate'
    ? [platformSerialNo, new X509Certificate(readFileSync(platformCertificateFile)).publicKey]
    : [publicKeyId, createPublicKey(readFileSync(publicKeyFile))];
}

describe('the self-test', () => {
  it('returns the text, signed', async () => {
    const [serial] = theirKey('publicKey');
    const answer = await echo({ echo_message: '你好' }, serial);
    expect([answer.status, answer.json]).toEqual([200, { echo_message: '你好' }]);
    expect(isSigned(fixture.simulator, answer.headers, answer.text)).toBe(true);
  });

  it.each(['certificate', 'publicKey'] as const)(
    'reads a field encrypted with their %s and answers one for the merchant',
    async (by) => {
      const [serial, key] = theirKey(by);
      const secret = publicEncrypt({ key, ...OAEP }, Buffer.from('密文 hello')).toString('base64');
      const answer = await echo({ echo_message: 'x', encrypted_echo_message: secret }, serial);
      const own = createPrivateKey(readFileSync(fixture.simulator.merchant.merchantKeyFile));
      const cipher = Buffer.from(String(answer.json['encrypted_echo_message']), 'base64');
      expect(privateDecrypt({ key: own, ...OAEP }, cipher).toString('utf8')).toBe('密文 hello');
    },
  );

  it('refuses a field encrypted for the other key, with another padding, or not at all', async () => {
    const [serial] = theirKey('certificate');
    const [, otherKey] = theirKey('publicKey');
    const [, key] = theirKey('certificate');
    const fields = [
      publicEncrypt({ key: otherKey, ...OAEP }, Buffer.from('x')).toString('base64'),
      publicEncrypt({ key, ...OAEP, oaepHash: 'sha256' }, Buffer.from('x')).toString('base64'),
      'plain text',
    ];
    for (const encrypted_echo_message of fields) {
      const answer = await echo({ echo_message: 'x', encrypted_echo_message }, serial);
      expect([answer.status, answer.json['code']]).toEqual([400, 'PARAM_ERROR']);
    }
  });

  it('calls notify_url back, signed and sealed, and again until it is received', async () => {
    const { client, receiver, simulator } = fixture;
    const [serial] = theirKey('publicKey');
    receiver.answer = { status: 500 };
    const answer = await echo({ echo_message: '你好', notify_url: receiver.url }, serial);
    expect([answer.status, answer.json]).toEqual([200, { echo_message: '你好' }]);
    await client.control('POST', '/notifications/deliver');
    receiver.answer = { status: 204 };
    await simulator.clock.advance(15_000);
    const [first, second, ...others] = receiver.received;
    expect(others).toEqual([]);
    expect(second!.body).toBe(first!.body);
    expect(isSigned(simulator, second!.headers, second!.body)).toBe(true);
    expect(second!.json).toMatchObject({
      event_type: 'SECURITY_ECHO.SUCCESS',
      summary: '回调通知成功',
      resource: { original_type: 'security', algorithm: 'AEAD_AES_256_GCM' },
    });
    const plaintext = unseal(simulator.merchant.apiV3Key, second!.json['resource'] as Sealed);
    expect(JSON.parse(plaintext)).toEqual({ echo_message: '你好' });
    expect((await client.control('GET', '/notifications')).json['notifications']).toMatchObject([
      { event_type: 'SECURITY_ECHO.SUCCESS', out_trade_no: null, state: 'received' },
    ]);
  });

  it('calls nobody back for a refused test, or one without a notify_url', async () => {
    const [serial] = theirKey('publicKey');
    const notify_url = fixture.receiver.url;
    await echo({ echo_message: 'x' }, serial);
    await echo({ echo_message: 'x', encrypted_echo_message: 'plain text', notify_url }, serial);
    expect((await fixture.client.control('GET', '/notifications')).json['count']).toBe(0);
  });

  it('needs Wechatpay-Serial, an echo_message and nothing else', async () => {
    const [serial] = theirKey('publicKey');
    const without = await echo({ echo_message: 'x' }, undefined);
    expect([without.status, without.json['message']]).toEqual([
      400,
      'HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)',
    ]);
    const answers = [
      await echo({}, serial),
      await echo({ echo_message: 'x', more: 1 }, serial),
      await echo({ echo_message: 'x' }, 'PUB_KEY_ID_0'),
    ];
    for (const answer of answers) expect([answer.status, answer.json['code']]).toEqual([400, 'PARAM_ERROR']);
  });
});

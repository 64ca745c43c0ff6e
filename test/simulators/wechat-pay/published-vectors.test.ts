import { createPrivateKey, createPublicKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { checkAtGate } from '../../../simulators/wechat-pay/protocol/gate';
import type { ApiRequest } from '../../../simulators/wechat-pay/protocol/api-request';
import { seal } from '../../../simulators/wechat-pay/protocol/seal';
import { createSeededRandom } from '../../../simulators/wechat-pay/seeded-random';
import { createVariations } from '../../../simulators/wechat-pay/variations';
import vectors from '../../fixtures/wechatpay-vectors.json';

const { merchant, request_signature: published, aes_256_gcm: aes } = vectors;

function publishedRequest(body: string): ApiRequest {
  const items = [
    `mchid="${merchant.mchid}"`,
    `nonce_str="${published.nonce_str}"`,
    `signature="${published.signature}"`,
    `timestamp="${published.timestamp}"`,
    `serial_no="${merchant.serial_no}"`,
  ];
  const headers: Readonly<Record<string, string>> = {
    accept: 'application/json',
    'user-agent': 'published',
    authorization: `WECHATPAY2-SHA256-RSA2048 ${items.join(',')}`,
  };
  return {
    method: published.method,
    origin: 'http://127.0.0.1',
    target: published.path,
    header: (name) => headers[name],
    bytes: Buffer.from(body),
    body,
    param: () => '',
    query: () => undefined,
    queries: () => ({}),
  };
}

function gate(request: ApiRequest): ReturnType<typeof checkAtGate> {
  const key = createPrivateKey({
    key: Buffer.from(merchant.published_test_key_pkcs8_der_base64, 'base64'),
    format: 'der',
    type: 'pkcs8',
  });
  return checkAtGate(request, 'transactions', {
    mchid: merchant.mchid,
    merchantSerialNo: merchant.serial_no,
    merchantPublicKey: createPublicKey(key),
    merchantState: 'ready',
    variations: createVariations(createSeededRandom(1)),
    nowMs: Number(published.timestamp) * 1000,
  });
}

describe('published vectors', () => {
  it('lets the signed request of the documentation through the gate', () => {
    expect(gate(publishedRequest(published.body))).toBeUndefined();
  });

  it('stops the same request with one byte changed', () => {
    const refusal = gate(publishedRequest(published.body.replace('100', '101')));
    expect(refusal).toMatchObject({ status: 401, code: 'SIGN_ERROR' });
  });

  it('seals to the ciphertext of the official Java tests', () => {
    const sealed = seal(aes.plaintext, {
      apiV3Key: aes.key,
      nonce: aes.nonce,
      associatedData: aes.associated_data,
    });
    expect(sealed).toEqual({
      algorithm: 'AEAD_AES_256_GCM',
      nonce: aes.nonce,
      associated_data: aes.associated_data,
      ciphertext: aes.ciphertext,
    });
  });
});

import { readFileSync } from 'node:fs';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { unseal } from './merchant-client';
import type { Answer, Sealed } from './merchant-client';
import { PLAIN, useSimulator } from './simulator-fixture';

const fixture = useSimulator();
const PATH = '/v3/certificates?algorithm_type=RSA';

interface Listed {
  readonly serial_no: string;
  readonly effective_time: string;
  readonly expire_time: string;
  readonly encrypt_certificate: Sealed;
}

function listed(answer: Answer): readonly Listed[] {
  return answer.json['data'] as readonly Listed[];
}

describe('the list of platform certificates', () => {
  it('holds the sealed certificate whose serial number it names', async () => {
    const { merchant } = fixture.simulator;
    const [only, ...others] = listed(await fixture.client.call('GET', PATH));
    expect(others).toEqual([]);
    const certificate = new X509Certificate(unseal(merchant.apiV3Key, only!.encrypt_certificate));
    expect([certificate.serialNumber, only!.serial_no]).toEqual([
      merchant.platformSerialNo,
      merchant.platformSerialNo,
    ]);
    expect(only!.encrypt_certificate.associated_data).toBe('certificate');
    expect(certificate.issuer).toContain('CN=Tenpay.com Root CA');
    expect(certificate.subject).toContain('CN=Tenpay.com sign');
    expect(Date.parse(certificate.validTo)).toBe(Date.parse(only!.expire_time));
    expect(certificate.checkPrivateKey(createPrivateKey(readFileSync(merchant.platformKeyFile)))).toBe(true);
  });

  it('holds old and new after a rotation, and drops the old one after a day', async () => {
    const { client, simulator } = fixture;
    const before = simulator.merchant.platformSerialNo;
    const rotated = await client.control('POST', '/certificates/rotate');
    const after = rotated.json['platform_serial_no'];
    expect(after).not.toBe(before);
    const both = await client.call('GET', PATH);
    expect(listed(both).map(({ serial_no: serial }) => serial)).toEqual([before, after]);
    expect(both.headers['wechatpay-serial']).toBe(after);
    await simulator.clock.advance(25 * 3_600_000);
    expect(listed(await client.call('GET', PATH)).map(({ serial_no: serial }) => serial)).toEqual([after]);
  });

  it.each([{ code: 'RESOURCE_NOT_EXISTS' }, { code: 'NOT_FOUND' }])(
    'is 404 $code for a merchant that has a public key only, which then signs everything',
    async ({ code }) => {
      const { client, simulator } = fixture;
      await client.control('POST', '/settings', {
        signing_keys: 'publicKey',
        variations: { ...PLAIN, noPlatformCertificate: code },
      });
      const { publicKeyId, platformSerialNo } = simulator.merchant;
      const serialOf = (answer: Answer) => answer.headers['wechatpay-serial'];
      expect(await client.call('GET', PATH)).toMatchObject({ status: 404, json: { code } });
      const body = client.order('A20261121000001');
      const order = await client.call('POST', '/v3/pay/transactions/jsapi', { body });
      expect([order.status, serialOf(order)]).toEqual([200, publicKeyId]);
      const named = await client.call('GET', PATH, { headers: { 'Wechatpay-Serial': platformSerialNo } });
      expect(named).toMatchObject({ status: 400, json: { code: 'PARAM_ERROR' } });
    },
  );

  it('is signed by the certificate before the switch, whichever key the request names', async () => {
    const { client, simulator } = fixture;
    await client.control('POST', '/settings', { signing_keys: 'platformCertificate' });
    const { publicKeyId, platformSerialNo } = simulator.merchant;
    const answer = await client.call('GET', PATH, { headers: { 'Wechatpay-Serial': publicKeyId } });
    expect([answer.status, answer.headers['wechatpay-serial']]).toEqual([200, platformSerialNo]);
  });

  it('refuses a request that names a certificate which has ended', async () => {
    const { client, simulator } = fixture;
    const before = simulator.merchant.platformSerialNo;
    await client.control('POST', '/certificates/rotate');
    const named = () => client.call('GET', PATH, { headers: { 'Wechatpay-Serial': before } });
    expect((await named()).status).toBe(200);
    await simulator.clock.advance(25 * 3_600_000);
    expect(await named()).toMatchObject({ status: 400, json: { code: 'PARAM_ERROR' } });
  });

  it('says that there is no SM2 certificate', async () => {
    expect((await fixture.client.call('GET', '/v3/certificates?algorithm_type=SM2')).status).toBe(404);
  });
});

describe('merchant.json', () => {
  it('names every key by a file that exists', () => {
    const { merchant, dir } = fixture.simulator;
    expect(JSON.parse(readFileSync(join(dir, 'merchant.json'), 'utf8'))).toEqual(merchant);
    const files = Object.entries(merchant).filter(([name]) => name.endsWith('File'));
    expect(files).toHaveLength(6);
    for (const [, file] of files) expect(readFileSync(file, 'utf8')).toMatch(/^-----BEGIN /);
  });

  it('has identifiers of the real form', () => {
    const { merchant } = fixture.simulator;
    expect(merchant.apiV3Key).toMatch(/^[0-9A-Za-z]{32}$/);
    expect(merchant.merchantSerialNo).toMatch(/^[0-9A-F]{40}$/);
    expect(merchant.platformSerialNo).toMatch(/^[0-9A-F]{40}$/);
    expect(merchant.publicKeyId).toMatch(/^PUB_KEY_ID_\d{34}$/);
    const certificate = new X509Certificate(readFileSync(merchant.merchantCertificateFile));
    expect(certificate.serialNumber).toBe(merchant.merchantSerialNo);
    expect(certificate.subject).toContain(`CN=${merchant.mchid}`);
  });
});

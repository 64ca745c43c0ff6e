import { createCipheriv, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LOOK_AGAIN_MS } from '../../../../../cloudfunctions/adapters/wechat-pay/certificates/notification-keys';
import type { RawHttp } from '../../../../../cloudfunctions/ports/payment-gateway';
import type { KeptAnswer } from '../../../../../cloudfunctions/ports/platform-keys';
import { memoryKeyCache, type MemoryKeyCache } from '../../../../fixtures/memory-key-cache';
import { certificate, type TestCertificate } from '../certificates';
import { signedHeaders } from '../merchant-world';
import { NO_LIST, openCertificateWorld, type CertificateWorld } from './certificate-world';

const DAY_MS = 86_400_000;
const UNKNOWN_SERIAL = '4F'.repeat(20);

let world: CertificateWorld;
let cache: MemoryKeyCache;
let impostor: TestCertificate;

beforeAll(async () => {
  world = await openCertificateWorld();
  impostor = await certificate('CN=Tenpay.com sign, O=Tenpay.com, C=CN', '4A'.repeat(20));
});
beforeEach(() => {
  cache = memoryKeyCache();
});
afterAll(() => world.close());

const mchid = (): string => world.simulator.merchant.mchid;

/** The answer another function downloaded. */
async function download(): Promise<KeptAnswer> {
  await world.instance(NO_LIST, cache).keys.refresh();
  const answer = cache.entries.get(mchid())?.answer;
  if (answer === undefined || answer === null) throw new Error('nothing was kept');
  Object.assign(cache.calls, { read: 0, keep: 0, want: 0 });
  return answer;
}

function unknown(serial = UNKNOWN_SERIAL): RawHttp {
  const http = world.notification();
  return { ...http, headers: { ...http.headers, 'Wechatpay-Serial': serial } };
}

describe('a notification under a certificate', () => {
  it('is verified with what another function kept, though this one lists none', async () => {
    await download();
    const { receive } = world.receiver(NO_LIST, cache);
    expect(await receive(world.notification())).toBe('verified');
    expect(await receive(world.notification())).toBe('verified');
    expect(cache.calls).toEqual({ read: 1, keep: 0, want: 0 });
  });

  it('is refused while nobody has the certificate, leaves one wish, and passes when it comes again', async () => {
    await download();
    const { receive } = world.receiver(NO_LIST, cache);
    await receive(world.notification());
    await world.rotate();
    const old = world.downloads();
    const send = (): Promise<string> => receive(world.notification());
    await world.simulator.clock.advance(LOOK_AGAIN_MS);
    expect(await Promise.all([send(), send(), send()])).toEqual(['serial', 'serial', 'serial']);
    expect(cache.calls).toEqual({ read: 2, keep: 0, want: 1 });
    expect(world.downloads()).toBe(old);
    const jobs = world.instance(NO_LIST, cache);
    await world.simulator.clock.advance(10 * 60_000);
    expect(await jobs.keys.due()).toBe(true);
    await jobs.keys.refresh();
    expect(await send()).toBe('verified');
  });

  it('is refused while the store is away, and passes when it is back', async () => {
    await download();
    const { receive } = world.receiver(NO_LIST, cache);
    cache.away = true;
    await expect(receive(world.notification())).rejects.toThrow('away');
    cache.away = false;
    await world.simulator.clock.advance(LOOK_AGAIN_MS);
    expect(await receive(world.notification())).toBe('verified');
  });

  it('is refused under one that was ended early, though the certificate itself says five years', async () => {
    const { platformSerialNo: serial, platformKeyFile: keyFile } = world.simulator.merchant;
    await world.rotate();
    await download();
    const { receive } = world.receiver(NO_LIST, cache);
    expect(await receive(world.notification({ serial, keyFile }))).toBe('verified');
    await world.simulator.clock.advance(DAY_MS);
    expect(await receive(world.notification({ serial, keyFile }))).toBe('serial');
    expect(await receive(world.notification())).toBe('verified');
  });
});

describe('a burst of notifications under a serial nobody knows', () => {
  it('reads the store once, wishes once and calls nobody', async () => {
    await download();
    const before = world.downloads();
    const { receive } = world.receiver(NO_LIST, cache);
    const ends = await Promise.all(
      Array.from({ length: 200 }, (_, index) => receive(unknown(index.toString(16).padStart(40, 'A')))),
    );
    expect(new Set(ends)).toEqual(new Set(['serial']));
    expect(cache.calls).toEqual({ read: 1, keep: 0, want: 1 });
    expect(world.downloads()).toBe(before);
  });

  it('reads the store once in ten seconds however long it lasts, and does not hide a genuine one', async () => {
    await download();
    const { receive } = world.receiver(NO_LIST, cache);
    for (let second = 0; second < 60; second += 2) {
      expect(await receive(unknown())).toBe('serial');
      await world.simulator.clock.advance(2_000);
    }
    expect(cache.calls).toEqual({ read: 6, keep: 0, want: 1 });
    expect(await receive(world.notification())).toBe('verified');
  });

  it.each(['PUB_KEY_ID_0114232134912410000000000000', '__proto__', 'A'.repeat(41), ''])(
    'reads nothing when it is no certificate’s: %j',
    async (serial) => {
      const { keys } = world.receiver(NO_LIST, cache);
      expect(await keys.lookFor(unknown(serial))).toBe(false);
      expect(cache.calls).toEqual({ read: 0, keep: 0, want: 0 });
    },
  );
});

describe('who can write the store but has no APIv3 key', () => {
  const decoded = ({ body }: KeptAnswer): { data: Record<string, unknown>[] } =>
    JSON.parse(Buffer.from(body, 'base64').toString()) as { data: Record<string, unknown>[] };
  const nowSeconds = (): string => String(Math.floor(world.simulator.clock.nowMs() / 1000));

  /** The list signed by the impostor, who can make any signature but a genuine one. */
  function forged(list: unknown): KeptAnswer {
    const body = Buffer.from(JSON.stringify(list));
    const { privateKey, serialNo: serial } = impostor;
    return {
      headers: signedHeaders(body, { privateKey, serial, timestamp: nowSeconds() }),
      body: body.toString('base64'),
    };
  }

  function sealedImpostor(apiV3Key: string, associatedData = 'certificate'): Record<string, unknown> {
    const nonce = randomBytes(6).toString('hex');
    const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce).setAAD(Buffer.from(associatedData));
    const bytes = [cipher.update(impostor.certificatePem), cipher.final(), cipher.getAuthTag()];
    return {
      serial_no: impostor.serialNo,
      effective_time: '2024-01-01T08:00:00+08:00',
      expire_time: '2099-01-01T08:00:00+08:00',
      encrypt_certificate: {
        algorithm: 'AEAD_AES_256_GCM',
        nonce,
        associated_data: associatedData,
        ciphertext: Buffer.concat(bytes).toString('base64'),
      },
    };
  }

  async function notificationOfImpostor(): Promise<RawHttp> {
    const { headers, body } = world.notification();
    const serial = impostor.serialNo;
    const signed = signedHeaders(body, { privateKey: impostor.privateKey, serial, timestamp: nowSeconds() });
    return { method: 'POST', headers: { 'content-type': headers['Content-Type'], ...signed }, body };
  }

  const plants: readonly (readonly [string, (genuine: KeptAnswer) => KeptAnswer])[] = [
    ['a list with a key of his own', () => forged({ data: [sealedImpostor('x'.repeat(32))] })],
    [
      'his key beside the genuine ones, under the genuine signature',
      (genuine) => {
        const { data } = decoded(genuine);
        const body = JSON.stringify({ data: [...data, sealedImpostor('x'.repeat(32))] });
        return { ...genuine, body: Buffer.from(body).toString('base64') };
      },
    ],
    [
      'his certificate as the sealed part of a genuine entry',
      (genuine) => {
        const [first] = decoded(genuine).data;
        return forged({ data: [{ ...first, serial_no: impostor.serialNo }] });
      },
    ],
    [
      'what WeChat Pay sealed with the same key for another purpose',
      () => forged({ data: [sealedImpostor(world.simulator.merchant.apiV3Key, 'transaction')] }),
    ],
    ['nothing of sense', () => ({ headers: { 'wechatpay-serial': impostor.serialNo }, body: '!' })],
  ];
  it.each(plants)('cannot plant %s', async (_name, plant) => {
    const genuine = await download();
    const answer = plant(genuine);
    await cache.keep(mchid(), { answer, checkedAtMs: world.clock.nowMs() });
    expect(await world.receiver(NO_LIST, cache).receive(await notificationOfImpostor())).toBe('serial');
    expect(await world.instance(NO_LIST, cache).keys.due()).toBe(true);
  });

  it('would need that key: with it, the same list is believed', async () => {
    const answer = forged({ data: [sealedImpostor(world.simulator.merchant.apiV3Key)] });
    await cache.keep(mchid(), { answer, checkedAtMs: world.clock.nowMs() });
    expect(await world.receiver(NO_LIST, cache).receive(await notificationOfImpostor())).toBe('verified');
  });

  it('cannot lengthen the life of a certificate', async () => {
    const genuine = await download();
    const list = decoded(genuine);
    const data = list.data.map((entry) => ({ ...entry, expire_time: '2099-01-01T08:00:00+08:00' }));
    const body = Buffer.from(JSON.stringify({ data })).toString('base64');
    await cache.keep(mchid(), { answer: { ...genuine, body }, checkedAtMs: world.clock.nowMs() });
    expect(await world.receiver(NO_LIST, cache).receive(world.notification())).toBe('serial');
  });

  it('cannot put back a list to an instance that has seen a newer one, nor one of a week ago to any', async () => {
    const { platformSerialNo: serial, platformKeyFile: keyFile } = world.simulator.merchant;
    const genuine = await download();
    await world.rotate();
    await world.simulator.clock.advance(1_000);
    const { receive } = world.receiver(NO_LIST, cache);
    await download();
    expect(await receive(world.notification())).toBe('verified');
    await cache.keep(mchid(), { answer: genuine, checkedAtMs: world.clock.nowMs() });
    await world.simulator.clock.advance(DAY_MS);
    expect(await receive(world.notification({ serial, keyFile }))).toBe('serial');
    expect(await receive(world.notification())).toBe('verified');
    await world.simulator.clock.advance(6 * DAY_MS);
    expect(await world.receiver(NO_LIST, cache).receive(world.notification({ serial, keyFile }))).toBe(
      'serial',
    );
  });

  it('finds no key in what is kept', async () => {
    const text = JSON.stringify(await download()) + Buffer.from((await download()).body, 'base64').toString();
    const { platformCertificateFile, apiV3Key } = world.simulator.merchant;
    const pem = (await readFile(platformCertificateFile, 'utf8')).split('\n')[3] ?? '';
    expect(pem.length).toBeGreaterThan(40);
    expect(text).not.toContain(pem);
    expect(text).not.toContain(apiV3Key);
  });
});

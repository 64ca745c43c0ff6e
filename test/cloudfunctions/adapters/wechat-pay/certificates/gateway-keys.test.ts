import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createGatewayKeys } from '../../../../../cloudfunctions/adapters/wechat-pay/certificates/gateway-keys';
import type { Trust } from '../../../../../cloudfunctions/adapters/wechat-pay/config';
import { StoreUnavailable } from '../../../../../cloudfunctions/ports/store';
import { describeKeyCache } from '../../../../contracts/key-cache-contract';
import { memoryKeyCache, type MemoryKeyCache } from '../../../../fixtures/memory-key-cache';
import { startFarSide } from '../merchant-world';
import { NO_LIST, openCertificateWorld, type CertificateWorld } from './certificate-world';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ACCEPTED = { kind: 'accepted' };

describeKeyCache('in memory', async () => ({ cache: memoryKeyCache(), close: async () => undefined }));

let world: CertificateWorld;
let cache: MemoryKeyCache;
let before: number;

/** Downloads since the test began. */
const downloads = (): number => world.downloads() - before;
const certificatesFault = (fault: object) => world.control('/faults', { endpoint: 'certificates', ...fault });
const kept = () => cache.entries.get(world.simulator.merchant.mchid);

/** Every test works from keys that were all issued long enough ago. */
async function fresh(): Promise<void> {
  await world.settled();
  await world.control('/settings', { signing_keys: 'both' });
  world.leadMs = 0;
  cache = memoryKeyCache();
  before = world.downloads();
}

beforeAll(async () => {
  world = await openCertificateWorld();
});
beforeEach(fresh);
afterAll(() => world.close());

describe('platform certificates on first use', () => {
  it('are downloaded once, for however many calls wait', async () => {
    const { order } = world.instance(NO_LIST, cache);
    const ends = await Promise.all(Array.from({ length: 20 }, order));
    expect(ends.filter(({ kind }) => kind !== 'accepted')).toEqual([]);
    expect(downloads()).toBe(1);
    expect(await order()).toMatchObject(ACCEPTED);
    expect(downloads()).toBe(1);
  });

  it('are not downloaded where another instance kept them', async () => {
    await world.instance(NO_LIST, cache).order();
    for (let time = 0; time < 3; time += 1) {
      expect(await world.instance(NO_LIST, cache).order()).toMatchObject(ACCEPTED);
    }
    expect(downloads()).toBe(1);
  });

  it('are downloaded even while the store is away', async () => {
    cache.away = true;
    const { order, keys } = world.instance(NO_LIST, cache);
    expect(await order()).toMatchObject(ACCEPTED);
    await expect(keys.refresh()).rejects.toThrow(StoreUnavailable);
    await expect(keys.due()).rejects.toThrow(StoreUnavailable);
  });

  it('are downloaded beside the call, not before it, when one that is in force is listed', async () => {
    const { order, keys } = world.instance(await world.certificateTrust(), cache);
    await certificatesFault({ kind: 'delay', delay_ms: 2_000 });
    expect(await order()).toMatchObject(ACCEPTED);
    expect(downloads()).toBe(0);
    await keys.supply.movedOn('');
    expect(downloads()).toBe(1);
    expect(kept()?.answer).not.toBeNull();
  });
});

describe('a certificates answer', () => {
  const faults: readonly (readonly [string, object, object])[] = [
    ['signed wrongly', { kind: 'badSignature' }, { kind: 'unknown', cause: 'badSignature' }],
    ['under a serial that is not in it', { kind: 'wrongSerial' }, { kind: 'unknown', cause: 'badSignature' }],
    ['that never comes', { kind: 'drop' }, { kind: 'unknown', cause: 'network' }],
    ['of a server in trouble', { kind: 'status', status: 500 }, { kind: 'unknown', cause: 'serverError' }],
    [
      'that refuses the merchant',
      { kind: 'status', status: 401, code: 'SIGN_ERROR' },
      { kind: 'refused', refusal: { reason: 'signature', httpStatus: 401 } },
    ],
  ];
  it.each(faults)(
    '%s teaches and keeps nothing, and the call ends with its cause',
    async (_name, fault, end) => {
      // More often than both downloads repeat.
      await certificatesFault({ ...fault, times: 9 });
      const { order, keys } = world.instance(NO_LIST, cache);
      expect(await order()).toMatchObject(end);
      expect(keys.ring.requestSerial).toBe('');
      expect(kept()).toBeUndefined();
      await fetch(`${world.simulator.controlUrl}/faults`, { method: 'DELETE' });
      expect(await order()).toMatchObject(end);
      await world.simulator.clock.advance(5_000);
      expect(await order()).toMatchObject(ACCEPTED);
    },
  );

  it.each([{ decodable: true }, { decodable: false }])(
    'with a probe signature is asked for once more (base64: $decodable)',
    async ({ decodable }) => {
      await certificatesFault({ kind: 'signatureProbe', decodable });
      expect(await world.instance(NO_LIST, cache).order()).toMatchObject(ACCEPTED);
      expect(downloads()).toBe(2);
    },
  );

  it('is not believed by a clock that is wrong, and is once the clock is right', async () => {
    const { order, keys } = world.instance(NO_LIST, cache);
    for (const leadMs of [400_000, -400_000, 10 * 365 * 24 * HOUR_MS]) {
      world.leadMs = leadMs;
      expect((await order()).kind).not.toBe('accepted');
      expect(keys.ring.requestSerial).toBe('');
    }
    expect(kept()).toBeUndefined();
    world.leadMs = 0;
    expect(await order()).toMatchObject(ACCEPTED);
  });

  it('that was genuine six minutes ago and is played again is not believed', async () => {
    await world.instance(NO_LIST, cache).keys.refresh();
    const { headers = {}, body = '' } = kept()?.answer ?? {};
    const middle = await startFarSide();
    middle.answerWith((response) => response.writeHead(200, headers).end(Buffer.from(body, 'base64')));
    const config = { ...world.config(NO_LIST), baseUrl: middle.baseUrl };
    const { clock } = world;
    const fetched = () => createGatewayKeys(config, { clock, nonce: () => 'n' }).refresh();
    expect(await fetched()).toMatchObject({ kind: 'held' });
    await world.simulator.clock.advance(6 * MINUTE_MS);
    expect(await fetched()).toMatchObject({
      kind: 'failed',
      cause: 'badSignature',
      detail: expect.stringMatching(/^timestamp/),
    });
    await middle.close();
  });

  it.each(['RESOURCE_NOT_EXISTS', 'NOT_FOUND'])(
    'of 404 %s means that there are none: no error with public keys, and said plainly without',
    async (code) => {
      await world.control('/settings', {
        signing_keys: 'publicKey',
        variations: { noPlatformCertificate: code },
      });
      const { order, keys } = world.instance(await world.publicKeyTrust(), cache);
      expect(await keys.due()).toBe(true);
      expect(await keys.refresh()).toEqual({ kind: 'none' });
      expect(await keys.due()).toBe(false);
      expect(kept()).toMatchObject({ answer: null });
      expect(await order()).toMatchObject(ACCEPTED);
      const without = await world.instance(NO_LIST, memoryKeyCache()).order();
      expect(without).toMatchObject({
        kind: 'refused',
        refusal: { reason: 'notAllowed', code: 'NO_PLATFORM_CERTIFICATE' },
      });
    },
  );

  it('of 404 takes nothing away that was kept', async () => {
    const { keys } = world.instance(NO_LIST, cache);
    await keys.refresh();
    const answer = kept()?.answer;
    await certificatesFault({ kind: 'status', status: 404, code: 'NOT_FOUND' });
    expect(await keys.refresh()).toEqual({ kind: 'none' });
    expect(kept()?.answer).toEqual(answer);
    expect(await world.instance(NO_LIST, cache).order()).toMatchObject(ACCEPTED);
  });
});

describe('a rotation of the platform certificate', () => {
  it('changes what requests name once the timer has fetched it, without a restart', async () => {
    const shop = world.instance(NO_LIST, cache);
    const jobs = world.instance(NO_LIST, cache);
    await shop.order();
    const old = shop.keys.ring.requestSerial;
    const renewed = await world.rotate();
    expect(await shop.order()).toMatchObject(ACCEPTED);
    expect(await jobs.keys.refresh()).toMatchObject({
      kind: 'held',
      serials: expect.arrayContaining([old, renewed]),
    });
    await world.simulator.clock.advance(10 * MINUTE_MS);
    expect(await shop.order()).toMatchObject(ACCEPTED);
    await shop.keys.supply.movedOn('');
    expect(shop.keys.ring.requestSerial).toBe(renewed);
    await world.simulator.clock.advance(25 * HOUR_MS);
    expect(shop.keys.ring.holds(old)).toBe(false);
    expect(await shop.order()).toMatchObject(ACCEPTED);
  });

  it('is overslept by a frozen instance, whose next call is sent again under the new serial', async () => {
    const { order, keys } = world.instance(NO_LIST, cache);
    await order();
    await world.rotate();
    await world.simulator.clock.advance(25 * HOUR_MS);
    expect(await order()).toMatchObject(ACCEPTED);
    expect(keys.ring.requestSerial).toBe(world.simulator.merchant.platformSerialNo);
    expect(downloads()).toBe(2);
  });

  it('is met by an instance whose listed certificate has ended meanwhile', async () => {
    const trust = await world.certificateTrust();
    await world.rotate();
    await world.simulator.clock.advance(25 * HOUR_MS);
    expect(await world.instance(trust, cache).order()).toMatchObject(ACCEPTED);
    expect(await world.instance(trust).order()).toMatchObject(ACCEPTED);
  });
});

describe('the switch to a public key', () => {
  let trust: Trust;
  beforeAll(async () => {
    trust = await world.publicKeyTrust();
  });

  it('is not begun: requests name the public key and answers come under the certificate', async () => {
    await world.control('/settings', { signing_keys: 'platformCertificate' });
    const { order, keys } = world.instance(trust, cache);
    expect(await order()).toMatchObject(ACCEPTED);
    expect(keys.ring.requestSerial).toBe(world.simulator.merchant.publicKeyId);
    expect(await order()).toMatchObject(ACCEPTED);
    expect(await world.instance(trust, cache).order()).toMatchObject(ACCEPTED);
    expect(downloads()).toBe(1);
  });

  it('is under way or over: no call needs a certificate', async () => {
    for (const signing_keys of ['both', 'publicKey']) {
      await world.control('/settings', { signing_keys });
      expect(await world.instance(trust, cache).order()).toMatchObject(ACCEPTED);
    }
    expect(downloads()).toBe(0);
  });
});

describe('answers under a serial nobody knows', () => {
  it.each([
    ['a certificate’s', '4F00000000000000000000000000000000000000', 1],
    ['a public key’s', 'PUB_KEY_ID_0114232134912410000000000000', 0],
  ])('end unknown and cause at most one download a minute: %s', async (_name, serial, most) => {
    const { order } = world.instance(NO_LIST, cache);
    await order();
    expect(downloads()).toBe(1);
    await world.control('/faults', { kind: 'wrongSerial', endpoint: 'orders.jsapi', times: 5, serial });
    const ends = await Promise.all([order(), order(), order(), order(), order()]);
    expect(ends.map((end) => end.kind === 'unknown' && end.cause)).toEqual(Array(5).fill('badSignature'));
    expect(downloads() - 1).toBe(most);
    expect(await order()).toMatchObject(ACCEPTED);
  });
});

describe('the upkeep of kept keys', () => {
  it('is due while nothing is kept, after six hours, and when the store holds what cannot be used', async () => {
    const { keys } = world.instance(NO_LIST, cache);
    const { mchid } = world.simulator.merchant;
    const { clock } = world.simulator;
    expect(await keys.due()).toBe(true);
    await keys.refresh();
    expect(await keys.due()).toBe(false);
    await clock.advance(6 * HOUR_MS - 1_000);
    expect(await keys.due()).toBe(false);
    await clock.advance(2_000);
    expect(await keys.due()).toBe(true);
    await keys.refresh();
    expect(await keys.due()).toBe(false);
    const entry = cache.entries.get(mchid);
    await cache.keep(mchid, { answer: entry?.answer ?? null, checkedAtMs: clock.nowMs() + HOUR_MS });
    expect(await keys.due()).toBe(true);
    await cache.keep(mchid, { answer: { headers: {}, body: '' }, checkedAtMs: clock.nowMs() });
    expect(await keys.due()).toBe(true);
  });

  it('hears a wish, but no more often than every ten minutes', async () => {
    const { keys } = world.instance(NO_LIST, cache);
    const { mchid } = world.simulator.merchant;
    await keys.refresh();
    await cache.want(mchid, world.clock.nowMs());
    expect(await keys.due()).toBe(false);
    await world.simulator.clock.advance(10 * MINUTE_MS);
    expect(await keys.due()).toBe(true);
    await keys.refresh();
    expect(await keys.due()).toBe(false);
  });
});

describe('a certificate at the end of its life', () => {
  it('has its successor looked for every hour of its last day', async () => {
    const { keys } = world.instance(NO_LIST, cache);
    const { clock } = world.simulator;
    const held = await keys.refresh();
    const endsAtMs = held.kind === 'held' ? held.newestEndsAtMs : Number.NaN;
    await clock.advance(endsAtMs - 23 * HOUR_MS - clock.nowMs());
    await keys.refresh();
    expect(await keys.due()).toBe(false);
    await clock.advance(HOUR_MS - 1_000);
    expect(await keys.due()).toBe(false);
    await clock.advance(2_000);
    expect(await keys.due()).toBe(true);
  });

  it('is believed no more, and the next one is found at once', async () => {
    const trust = await world.certificateTrust();
    const { order, keys } = world.instance(trust, cache);
    expect(await order()).toMatchObject(ACCEPTED);
    const old = keys.ring.requestSerial;
    await world.simulator.clock.advance(24 * HOUR_MS);
    expect(keys.ring.holds(old)).toBe(false);
    expect(await order()).not.toMatchObject(ACCEPTED);
    await world.rotate();
    await world.simulator.clock.advance(5_000);
    expect(await order()).toMatchObject(ACCEPTED);
  });
});

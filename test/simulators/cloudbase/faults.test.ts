import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Faults } from '../../../simulators/cloudbase/faults';
import type { Cloudbase } from '../../../simulators/cloudbase/start';
import type { SdkDatabase } from './cloud-fixture';
import { cloudFixture, closeFixtures, codeOf, sdkDatabase } from './cloud-fixture';

let cloudbase: Cloudbase;
let db: SdkDatabase;

beforeAll(async () => {
  cloudbase = await cloudFixture({
    collections: [
      { name: 'goods', indexes: [] },
      { name: 'users', indexes: [] },
    ],
  });
  db = sdkDatabase(cloudbase);
});
afterAll(closeFixtures);
afterEach(async () => {
  cloudbase.faults.clear();
  await db.collection('goods').where({}).remove();
});

describe('a fault', () => {
  it('strikes only its action and collection, and only so many times', async () => {
    cloudbase.faults.add({
      kind: 'throttled',
      action: 'database.insertDocument',
      collection: 'goods',
      times: 2,
    });
    expect(await codeOf(db.collection('goods').get())).toBe('resolved');
    expect(await codeOf(db.collection('users').add({ a: 1 }))).toBe('resolved');
    expect(await codeOf(db.collection('goods').add({ a: 1 }))).toBe('EXCEED_REQUEST_LIMIT');
    expect(await codeOf(db.collection('goods').add({ a: 1 }))).toBe('EXCEED_REQUEST_LIMIT');
    expect(await codeOf(db.collection('goods').add({ a: 1 }))).toBe('resolved');
    expect(cloudbase.faults.list()).toMatchObject([{ kind: 'throttled', struck: 2 }]);
  });

  it('of kind replyLost acts and then breaks the connection', async () => {
    cloudbase.faults.add({ kind: 'replyLost', action: 'database.insertDocument', times: 1 });
    expect(await codeOf(db.collection('goods').add({ _id: 'p1' }))).toBe('ECONNRESET');
    expect(await codeOf(db.collection('goods').add({ _id: 'p1' }))).toBe('DATABASE_DUPLICATE_WRITE');
  });

  it('of kind replyLost on a commit leaves the transaction committed', async () => {
    cloudbase.faults.add({ kind: 'replyLost', action: 'database.commitTransaction', times: 1 });
    const tx = await db.startTransaction();
    await tx.collection('goods').add({ _id: 'p1' });
    expect(await codeOf(tx.commit())).toBe('ECONNRESET');
    expect((await db.collection('goods').doc('p1').get()).data).toHaveLength(1);
  });

  it('of kind duplicate or conflict answers without acting', async () => {
    cloudbase.faults.add({ kind: 'duplicate', action: 'database.insertDocument', times: 1 });
    expect(await codeOf(db.collection('goods').add({ _id: 'p1' }))).toBe('DATABASE_DUPLICATE_WRITE');
    expect((await db.collection('goods').get()).data).toEqual([]);
    cloudbase.faults.add({ kind: 'conflict', action: 'database.commitTransaction', times: 1 });
    let calls = 0;
    await db.runTransaction(async (tx: { collection: SdkDatabase['collection'] }) => {
      calls += 1;
      await tx.collection('goods').add({ _id: 'p1', calls });
    });
    expect((await db.collection('goods').get()).data).toEqual([{ _id: 'p1', calls: 2 }]);
  });

  it('of kind latency delays past the patience of the SDK, whose outcome is then unknown', async () => {
    cloudbase.faults.add({ kind: 'latency', delayMs: 300, action: 'database.insertDocument' });
    const hasty = db.collection('goods').options({ timeout: 50 });
    expect(await codeOf(hasty.add({ _id: 'p1' }))).toMatch(/TIMEDOUT/);
  });

  it('is planted, listed and removed over HTTP, and refused when malformed', async () => {
    const faults = `${cloudbase.url}/__cloud/faults`;
    const post = (rule: object): Promise<Response> =>
      fetch(faults, { method: 'POST', body: JSON.stringify(rule) });
    const { id } = (await (await post({ kind: 'throttled', times: 1 })).json()) as { id: string };
    expect(await (await fetch(faults)).json()).toMatchObject({
      faults: [{ id, kind: 'throttled', struck: 0 }],
    });
    expect((await post({ kind: 'gremlin' })).status).toBe(400);
    expect((await post({ kind: 'throttled', tims: 1 })).status).toBe(400);
    expect(await (await fetch(`${faults}/${id}`, { method: 'DELETE' })).json()).toEqual({ faults: [] });
    expect(await codeOf(db.collection('goods').get())).toBe('resolved');
  });
});

describe('chance', () => {
  it('repeats itself from the same seed and keeps to the probability', () => {
    const strikes = (seed: number): string => {
      const faults = new Faults();
      faults.seed(seed);
      faults.add({ kind: 'throttled', probability: 0.3 });
      const request = { action: 'database.getDocument', collection: 'goods' };
      return Array.from({ length: 1000 }, () => (faults.verdict(request).error === null ? '.' : 'x')).join(
        '',
      );
    };
    expect(strikes(42)).toBe(strikes(42));
    expect(strikes(42)).not.toBe(strikes(43));
    expect(strikes(42).replaceAll('.', '').length).toBeGreaterThan(230);
    expect(strikes(42).replaceAll('.', '').length).toBeLessThan(370);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Cloudbase } from '../../../simulators/cloudbase/start';
import type { SdkDatabase } from './cloud-fixture';
import { cloudFixture, closeFixtures, codeOf, sdkDatabase } from './cloud-fixture';

let cloudbase: Cloudbase;
let db: SdkDatabase;

beforeAll(async () => {
  cloudbase = await cloudFixture({
    collections: [
      { name: 'goods', indexes: [] },
      { name: 'users', indexes: [{ name: 'phone_1', unique: true, keys: [['phone', 1]] }] },
      { name: 'many', indexes: [] },
    ],
  });
  db = sdkDatabase(cloudbase);
  await cloudbase.loadDocuments(
    'many',
    Array.from({ length: 1200 }, (_, at) => ({ _id: `m${at}`, at })),
  );
});
afterAll(closeFixtures);

beforeEach(async () => {
  await db.collection('goods').where({}).remove();
  await db.collection('users').where({}).remove();
});

describe('a document', () => {
  it('comes back as it was added, dates, nulls and nested values included', async () => {
    const goods = {
      _id: 'p1',
      price: 100,
      weight: 0.5,
      at: new Date(0),
      none: null,
      tags: ['a', 'b'],
      spec: { w: 1 },
    };
    expect(await db.collection('goods').add(goods)).toMatchObject({ id: 'p1' });
    expect((await db.collection('goods').doc('p1').get()).data).toEqual([goods]);
  });

  it('gets an _id when it brings none', async () => {
    const { id } = await db.collection('goods').add({ price: 1 });
    expect(String(id)).toMatch(/^[0-9a-f]{32}$/);
  });

  it('may have a number as _id, distinct from the same digits as text', async () => {
    await db.collection('goods').add({ _id: 7, kind: 'number' });
    await db.collection('goods').add({ _id: '7', kind: 'text' });
    expect((await db.collection('goods').doc(7).get()).data).toMatchObject([{ kind: 'number' }]);
  });

  it('is refused when its _id exists', async () => {
    await db.collection('goods').add({ _id: 'p1' });
    await expect(db.collection('goods').add({ _id: 'p1' })).rejects.toMatchObject({
      code: 'DATABASE_DUPLICATE_WRITE',
      message: expect.stringContaining('E11000 duplicate key error'),
    });
  });

  it('is added in a batch, those before a refused one staying', async () => {
    const batch = [{ _id: 'a' }, { _id: 'b' }, { _id: 'a' }, { _id: 'c' }];
    expect(await codeOf(db.collection('goods').add(batch as never))).toBe('DATABASE_DUPLICATE_WRITE');
    const { data } = await db.collection('goods').get();
    expect(data.map(({ _id }: { _id: string }) => _id)).toEqual(['a', 'b']);
  });

  it('is replaced by set and created by it when missing', async () => {
    await db.collection('goods').add({ _id: 'p1', old: 1 });
    expect(await db.collection('goods').doc('p1').set({ price: 2 })).toMatchObject({ updated: 1 });
    expect(await db.collection('goods').doc('p2').set({ price: 3 })).toMatchObject({
      updated: 0,
      upsertedId: 'p2',
    });
    expect((await db.collection('goods').orderBy('_id', 'asc').get()).data).toEqual([
      { _id: 'p1', price: 2 },
      { _id: 'p2', price: 3 },
    ]);
  });

  it('is removed by doc().remove(), which answers how many', async () => {
    await db.collection('goods').add({ _id: 'p1' });
    expect(await db.collection('goods').doc('p1').remove()).toMatchObject({ deleted: 1 });
    expect(await db.collection('goods').doc('p1').remove()).toMatchObject({ deleted: 0 });
  });

  it('takes the time of the cloud clock for serverDate', async () => {
    cloudbase.setClockOffset(86_400_000);
    await db.collection('goods').add({ _id: 'p1', at: db.serverDate({ offset: 1000 }) });
    cloudbase.setClockOffset(0);
    const [{ at }] = (await db.collection('goods').doc('p1').get()).data as [{ at: Date }];
    const ahead = at.getTime() - Date.now();
    expect(ahead).toBeGreaterThan(86_300_000);
    expect(ahead).toBeLessThan(86_500_000);
  });

  it('is refused above 16 MB', async () => {
    const large = { _id: 'large', text: 'x'.repeat(16 * 1024 * 1024) };
    expect(await codeOf(db.collection('goods').add(large))).toBe('DATABASE_REQUEST_FAILED');
  });
});

describe('a query', () => {
  beforeEach(async () => {
    const rows = [
      { _id: '1', shop: 'a', price: 30, tags: ['new'], spec: { size: 'L' } },
      { _id: '2', shop: 'a', price: 10, spec: { size: 'M' } },
      { _id: '3', shop: 'b', price: 20, tags: ['new', 'hot'] },
      { _id: '4', shop: 'b', price: null },
    ];
    await db.collection('goods').add(rows);
  });

  const ids = ({ data }: { data: { _id: string }[] }): string[] => data.map(({ _id }) => _id);

  it('filters, sorts, skips, limits and projects', async () => {
    const { data } = await db
      .collection('goods')
      .where({ price: db.command.gt(5) })
      .orderBy('price', 'desc')
      .skip(1)
      .limit(1)
      .field({ price: true, _id: false })
      .get();
    expect(data).toEqual([{ price: 20 }]);
  });

  it('understands the commands of the SDK', async () => {
    const _ = db.command;
    const find = async (query: object): Promise<string[]> =>
      ids(await db.collection('goods').where(query).get());
    expect(await find({ price: _.gte(10).and(_.lt(30)) })).toEqual(['2', '3']);
    expect(await find(_.or([{ shop: 'b' }, { price: 10 }]))).toEqual(['2', '3', '4']);
    expect(await find({ _id: _.in(['3', '1', 'x']) })).toEqual(['1', '3']);
    expect(await find({ shop: _.nin(['a']) })).toEqual(['3', '4']);
    expect(await find({ tags: 'new' })).toEqual(['1', '3']);
    expect(await find({ tags: _.all(['new', 'hot']) })).toEqual(['3']);
    expect(await find({ tags: _.size(1) })).toEqual(['1']);
    expect(await find({ tags: _.exists(false) })).toEqual(['2', '4']);
    expect(await find({ spec: { size: 'M' } })).toEqual(['2']);
    expect(await find({ price: null })).toEqual(['4']);
    expect(await find({ shop: /^A$/i })).toEqual(['1', '2']);
    expect(await find({ shop: db.RegExp({ regexp: '^B$', options: 'i' }) })).toEqual(['3', '4']);
    expect(await find({ shop: _.neq('a').and(_.neq('c')) })).toEqual(['3', '4']);
  });

  it('counts', async () => {
    expect(await db.collection('goods').where({ shop: 'a' }).count()).toMatchObject({ total: 2 });
    expect(await db.collection('goods').count()).toMatchObject({ total: 4 });
  });

  it('answers 100 documents unless told, and never more than 1000', async () => {
    expect((await db.collection('many').get()).data).toHaveLength(100);
    expect((await db.collection('many').limit(5000).get()).data).toHaveLength(1000);
  });

  it('loses undefined filters in the SDK, so that the rest of the filter matches more than was meant', async () => {
    const { data } = await db.collection('goods').where({ openid: undefined, shop: 'a' }).get();
    expect(ids({ data })).toEqual(['1', '2']);
  });

  it('is refused on a collection that does not exist, for reading and for writing', async () => {
    expect(await codeOf(db.collection('nowhere').get())).toBe('DATABASE_COLLECTION_NOT_EXIST');
    expect(await codeOf(db.collection('nowhere').add({ a: 1 }))).toBe('DATABASE_COLLECTION_NOT_EXIST');
    expect(await codeOf(db.collection('nowhere').where({ a: 1 }).update({ a: 2 }))).toBe(
      'DATABASE_COLLECTION_NOT_EXIST',
    );
  });

  it('finds a collection that the SDK created', async () => {
    await db.createCollection('fresh');
    expect((await db.collection('fresh').get()).data).toEqual([]);
    expect(await codeOf(db.createCollection('fresh'))).toBe('DATABASE_COLLECTION_ALREADY_EXIST');
  });

  it('of an action the emulator does not know is refused loudly', async () => {
    const body = JSON.stringify({ action: 'database.renameCollection', collectionName: 'goods' });
    const headers = { authorization: 'TC3-HMAC-SHA256 Credential=local/2026-01-01/tcb/tc3_request' };
    const response = await fetch(cloudbase.adminUrl, { method: 'POST', headers, body });
    expect(await response.json()).toMatchObject({
      code: 'EMULATOR_UNSUPPORTED',
      requestId: expect.any(String),
    });
  });

  it.each([
    ['reads', { action: 'database.getDocument', query: '{}' }],
    ['writes', { action: 'database.insertDocument', data: ['{"_id":"planted"}'] }],
    ['calls a function', { action: 'functions.invokeFunction', function_name: 'any' }],
  ])('of a phone, which has no credentials of a function, is refused: %s', async (_what, request) => {
    const body = JSON.stringify({ collectionName: 'goods', ...request });
    const headers = { 'x-dev-openid': 'o-phone', authorization: 'Bearer anything' };
    const response = await fetch(cloudbase.adminUrl, { method: 'POST', headers, body });
    expect(await response.json()).toMatchObject({ code: 'DATABASE_PERMISSION_DENIED' });
    expect((await db.collection('goods').doc('planted').get()).data).toEqual([]);
  });

  it('is refused loudly where the emulator would have to guess', async () => {
    const near = db.command.geoNear({ geometry: new db.Geo.Point(1, 2), maxDistance: 1 });
    expect(await codeOf(db.collection('goods').where({ at: near }).get())).toBe('EMULATOR_UNSUPPORTED');
    const raw = (query: object): Promise<unknown> =>
      codeOf(db.collection('goods').options({ raw: true }).where(query).get());
    expect(await raw({ $jsonSchema: {} })).toBe('EMULATOR_UNSUPPORTED');
    expect(await raw({ price: { $bitsAllSet: 1 } })).toBe('EMULATOR_UNSUPPORTED');
    expect(await raw({ $where: 'true' })).toBe('EMULATOR_UNSUPPORTED');
  });
});

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
      {
        name: 'users',
        indexes: [
          { name: 'phone_1', unique: true, keys: [['phone', 1]] },
          {
            name: 'shop_1_no_1',
            unique: true,
            keys: [
              ['shop', 1],
              ['no', 1],
            ],
          },
        ],
      },
    ],
  });
  db = sdkDatabase(cloudbase);
});
afterAll(closeFixtures);

beforeEach(async () => {
  await db.collection('goods').where({}).remove();
  await db.collection('users').where({}).remove();
});

const one = async (id: string): Promise<unknown> => (await db.collection('goods').doc(id).get()).data[0];

describe('a conditional update', () => {
  it('answers how many documents it changed, 0 for a missing document and for no change', async () => {
    await db.collection('goods').add({ _id: 'p1', status: 'PENDING' });
    const settle = (): Promise<unknown> =>
      db.collection('goods').where({ _id: 'p1', status: 'PENDING' }).update({ status: 'PAID' });
    expect(await settle()).toMatchObject({ updated: 1 });
    expect(await settle()).toMatchObject({ updated: 0 });
    expect(await db.collection('goods').doc('p1').update({ status: 'PAID' })).toMatchObject({ updated: 0 });
    expect(await db.collection('goods').doc('missing').update({ status: 'PAID' })).toMatchObject({
      updated: 0,
    });
  });

  it('lets exactly as many of many buyers win as there is stock', async () => {
    await db.collection('goods').add({ _id: 'p1', stock: 30 });
    const buy = (): Promise<{ updated?: number }> =>
      db
        .collection('goods')
        .where({ _id: 'p1', stock: db.command.gte(1) })
        .update({ stock: db.command.inc(-1) });
    const results = await Promise.all(Array.from({ length: 100 }, buy));
    expect(results.filter(({ updated }) => updated === 1)).toHaveLength(30);
    expect(await one('p1')).toEqual({ _id: 'p1', stock: 0 });
  });

  it('changes every match of where and says so', async () => {
    await db.collection('goods').add([
      { _id: 'a', n: 1 },
      { _id: 'b', n: 1 },
      { _id: 'c', n: 2 },
    ] as never);
    expect(await db.collection('goods').where({ n: 1 }).update({ n: 5 })).toMatchObject({ updated: 2 });
    expect(await db.collection('goods').where({ n: 5 }).remove()).toMatchObject({ deleted: 2 });
  });

  it('answers the document it became through updateAndReturn, and null without a match', async () => {
    await db.collection('goods').add({ _id: 'p1', stock: 3 });
    const take = (least: number): Promise<unknown> =>
      db
        .collection('goods')
        .where({ _id: 'p1', stock: db.command.gte(least) })
        .updateAndReturn({ stock: db.command.inc(-1) });
    expect(await take(3)).toMatchObject({ updated: 1, doc: { _id: 'p1', stock: 2 } });
    expect(await take(3)).toMatchObject({ updated: 0, doc: null });
  });

  it('is refused without a query', async () => {
    expect(await codeOf(db.collection('goods').update({ a: 1 }))).toBe('INVALID_PARAM');
    expect(await codeOf(db.collection('goods').remove())).toBe('INVALID_PARAM');
  });
});

describe('an update', () => {
  it('merges a nested object, and replaces it only through set', async () => {
    await db.collection('goods').add({ _id: 'p1', spec: { a: 1, b: 2 } });
    await db
      .collection('goods')
      .doc('p1')
      .update({ spec: { a: 9 } });
    expect(await one('p1')).toEqual({ _id: 'p1', spec: { a: 9, b: 2 } });
    await db
      .collection('goods')
      .doc('p1')
      .update({ spec: db.command.set({ a: 3 }) });
    expect(await one('p1')).toEqual({ _id: 'p1', spec: { a: 3 } });
  });

  it('understands the commands of the SDK', async () => {
    const _ = db.command;
    await db.collection('goods').add({ _id: 'p1', n: 2, gone: 1, list: [1, 2], old: 'x', low: 5, high: 5 });
    await db
      .collection('goods')
      .doc('p1')
      .update({
        n: _.mul(3),
        gone: _.remove(),
        list: _.push([3]),
        old: _.rename('name'),
        low: _.min(1),
        high: _.max(9),
        'deep.down': _.inc(1),
      });
    expect(await one('p1')).toEqual({
      _id: 'p1',
      n: 6,
      list: [1, 2, 3],
      name: 'x',
      low: 1,
      high: 9,
      deep: { down: 1 },
    });
    await db
      .collection('goods')
      .doc('p1')
      .update({ list: _.unshift([0]) });
    await db
      .collection('goods')
      .doc('p1')
      .update({ list: _.pull(2) });
    await db
      .collection('goods')
      .doc('p1')
      .update({ list: _.addToSet(3) });
    await db.collection('goods').doc('p1').update({ list: _.pop() });
    expect(await one('p1')).toMatchObject({ list: [0, 1] });
  });

  it('does not write into a null parent, and leaves the document as it was', async () => {
    await db.collection('goods').add({ _id: 'p1', payment: null });
    await expect(
      db
        .collection('goods')
        .doc('p1')
        .update({ payment: { state: 'PAID' } }),
    ).rejects.toMatchObject({
      code: 'DATABASE_REQUEST_FAILED',
      message: expect.stringContaining("Cannot create field 'state' in element {payment: null}"),
    });
    expect(await one('p1')).toEqual({ _id: 'p1', payment: null });
  });

  it('does not count with what is no number, nor push to what is no list', async () => {
    await db.collection('goods').add({ _id: 'p1', stock: '3', list: null });
    const update = (changes: object): Promise<unknown> =>
      codeOf(db.collection('goods').doc('p1').update(changes));
    expect(await update({ stock: db.command.inc(1) })).toBe('DATABASE_REQUEST_FAILED');
    expect(await update({ list: db.command.push([1]) })).toBe('DATABASE_REQUEST_FAILED');
  });

  it('is refused loudly where the emulator would have to guess', async () => {
    await db.collection('goods').add({ _id: 'p1', list: [1] });
    const raw = (changes: object): Promise<unknown> =>
      codeOf(db.collection('goods').where({ _id: 'p1' }).options({ raw: true }).update(changes));
    expect(await raw({ $currentDate: { at: true } })).toBe('EMULATOR_UNSUPPORTED');
    expect(await raw({ $set: { 'list.$[]': 1 } })).toBe('EMULATOR_UNSUPPORTED');
    expect(await raw({ $set: { a: 1 }, $inc: { a: 1 } })).toBe('DATABASE_REQUEST_FAILED');
  });
});

describe('a unique index', () => {
  it('refuses a second document with the same key, by add, update and set', async () => {
    await db.collection('users').add([
      { _id: 'a', phone: '1' },
      { _id: 'b', phone: '2', shop: 's' },
    ] as never);
    expect(await codeOf(db.collection('users').add({ phone: '1', shop: 't' }))).toBe(
      'DATABASE_DUPLICATE_WRITE',
    );
    expect(await codeOf(db.collection('users').doc('b').update({ phone: '1' }))).toBe(
      'DATABASE_DUPLICATE_WRITE',
    );
    expect(await codeOf(db.collection('users').doc('c').set({ phone: '1', shop: 'u' }))).toBe(
      'DATABASE_DUPLICATE_WRITE',
    );
    expect(await db.collection('users').doc('a').update({ phone: '3' })).toMatchObject({ updated: 1 });
    expect(await db.collection('users').doc('b').update({ phone: '1' })).toMatchObject({ updated: 1 });
  });

  it('counts a missing field as null, so that only one document may lack it', async () => {
    await db.collection('users').add({ _id: 'a', shop: 'x' });
    expect(await codeOf(db.collection('users').add({ _id: 'b', shop: 'y' }))).toBe(
      'DATABASE_DUPLICATE_WRITE',
    );
    expect(await codeOf(db.collection('users').add({ _id: 'c', phone: null, shop: 'z' }))).toBe(
      'DATABASE_DUPLICATE_WRITE',
    );
  });

  it('over two fields refuses only equal pairs', async () => {
    await db.collection('users').add({ phone: '1', shop: 'x', no: 1 });
    await db.collection('users').add({ phone: '2', shop: 'x', no: 2 });
    expect(await codeOf(db.collection('users').add({ phone: '3', shop: 'x', no: 2 }))).toBe(
      'DATABASE_DUPLICATE_WRITE',
    );
  });

  it('lets one of many equal writers win', async () => {
    const add = (no: number): Promise<unknown> =>
      codeOf(db.collection('users').add({ phone: 'same', shop: 'x', no }));
    const codes = await Promise.all(Array.from({ length: 20 }, (_, no) => add(no)));
    expect(codes.filter((code) => code === 'resolved')).toHaveLength(1);
  });
});

describe('an aggregation', () => {
  it('groups, sorts and looks up', async () => {
    const $ = db.command.aggregate;
    await db.collection('goods').add([
      { _id: 'a', kind: 'x', n: 1 },
      { _id: 'b', kind: 'x', n: 2 },
      { _id: 'c', kind: 'y', n: 5 },
    ] as never);
    await db.collection('users').add({ _id: 'u', phone: '1', kind: 'x' });
    const { data } = await db
      .collection('goods')
      .aggregate()
      .match({ n: db.command.gt(0) })
      .group({ _id: '$kind', total: $.sum('$n') })
      .sort({ total: -1, _id: 1 })
      .lookup({ from: 'users', localField: '_id', foreignField: 'kind', as: 'users' })
      .end();
    expect(data).toEqual([
      { _id: 'y', total: 5, users: [] },
      { _id: 'x', total: 3, users: [{ _id: 'u', phone: '1', kind: 'x' }] },
    ]);
  });

  it('does not change the stored documents', async () => {
    await db.collection('goods').add({ _id: 'a', spec: { w: 1 } });
    await db.collection('goods').aggregate().addFields({ 'spec.w': 2 }).end();
    expect(await one('a')).toEqual({ _id: 'a', spec: { w: 1 } });
  });

  it('is refused loudly where the emulator would have to guess', async () => {
    const run = (stage: object): Promise<unknown> =>
      codeOf(
        db
          .collection('goods')
          .options({ raw: true })
          .aggregate([stage] as never)
          .end(),
      );
    expect(await run({ $out: 'x' })).toBe('EMULATOR_UNSUPPORTED');
    expect(await run({ $project: { a: { $toTheMoon: 1 } } })).toBe('EMULATOR_UNSUPPORTED');
    expect(await run({ $match: { a: { $geoWithin: 1 } } })).toBe('EMULATOR_UNSUPPORTED');
  });
});

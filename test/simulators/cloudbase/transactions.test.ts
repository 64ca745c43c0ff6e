import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Cloudbase } from '../../../simulators/cloudbase/start';
import type { SdkDatabase } from './cloud-fixture';
import { cloudFixture, closeFixtures, codeOf, sdkDatabase } from './cloud-fixture';

let cloudbase: Cloudbase;
let db: SdkDatabase;

beforeAll(async () => {
  cloudbase = await cloudFixture({
    collections: [
      {
        name: 'goods',
        indexes: [
          {
            name: 'kind_1_n_-1',
            keys: [
              ['kind', 1],
              ['n', -1],
            ],
          },
        ],
      },
      { name: 'users', indexes: [{ name: 'phone_1', unique: true, keys: [['phone', 1]] }] },
    ],
  });
  db = sdkDatabase(cloudbase);
});
afterAll(closeFixtures);

beforeEach(async () => {
  await db.collection('goods').where({}).remove();
  await db.collection('users').where({}).remove();
  await db.collection('goods').add([
    { _id: 'a', kind: 'x', n: 1 },
    { _id: 'b', kind: 'x', n: 2 },
    { _id: 'c', kind: 'x', n: 3 },
  ] as never);
});

const committed = async (id: string): Promise<unknown> =>
  (await db.collection('goods').doc(id).get()).data[0];

describe('a transaction', () => {
  it('shows its writes to itself only, until commit makes them all visible', async () => {
    const tx = await db.startTransaction();
    await tx.collection('goods').doc('a').update({ n: 10 });
    expect(await tx.collection('goods').add({ _id: 'd', kind: 'x', n: 4 })).toMatchObject({ inserted: 1 });
    await tx.collection('goods').doc('b').remove();
    const seen = await tx.collection('goods').where({ kind: 'x' }).orderBy('n', 'desc').get();
    expect(seen.data).toMatchObject([{ _id: 'a', n: 10 }, { _id: 'd' }, { _id: 'c' }]);
    expect((await db.collection('goods').where({ kind: 'x' }).orderBy('n', 'desc').get()).data).toMatchObject(
      [{ _id: 'c' }, { _id: 'b' }, { _id: 'a', n: 1 }],
    );
    await tx.commit();
    expect((await db.collection('goods').where({ kind: 'x' }).orderBy('n', 'desc').get()).data).toEqual(
      seen.data,
    );
  });

  it('leaves nothing behind after rollback', async () => {
    const tx = await db.startTransaction();
    await tx.collection('goods').doc('a').set({ kind: 'y' });
    await tx.collection('goods').add({ _id: 'd', kind: 'x' });
    await tx.rollback();
    expect(await committed('a')).toEqual({ _id: 'a', kind: 'x', n: 1 });
    expect(await committed('d')).toBeUndefined();
    expect(await db.collection('goods').doc('a').update({ n: 2 })).toMatchObject({ updated: 1 });
  });

  it('takes its snapshot at its first operation', async () => {
    const tx = await db.startTransaction();
    await db.collection('goods').doc('a').update({ n: 50 });
    expect((await tx.collection('goods').doc('a').get()).data).toMatchObject({ n: 50 });
    await db.collection('goods').doc('a').update({ n: 60 });
    await db.collection('goods').doc('b').remove();
    await db.collection('goods').add({ _id: 'new', kind: 'x', n: 9 });
    expect((await tx.collection('goods').doc('a').get()).data).toMatchObject({ n: 50 });
    const { data } = await tx.collection('goods').where({ kind: 'x' }).orderBy('n', 'desc').get();
    expect(data).toEqual([
      { _id: 'a', kind: 'x', n: 50 },
      { _id: 'c', kind: 'x', n: 3 },
      { _id: 'b', kind: 'x', n: 2 },
    ]);
    await tx.rollback();
  });

  it('answers null for a missing document', async () => {
    const tx = await db.startTransaction();
    expect((await tx.collection('goods').doc('missing').get()).data).toBeNull();
    await tx.rollback();
  });

  it('conflicts at once on a document changed since its snapshot, and is over then', async () => {
    const tx = await db.startTransaction();
    await tx.collection('goods').doc('a').get();
    await db.collection('goods').doc('a').update({ n: 5 });
    await expect(tx.collection('goods').doc('a').update({ n: 6 })).rejects.toMatchObject({
      code: 'DATABASE_TRANSACTION_CONFLICT',
      message: expect.stringContaining('[ResourceUnavailable.TransactionConflict]'),
    });
    expect(await codeOf(tx.collection('goods').doc('b').get())).toBe('DATABASE_TRANSACTION_FAIL');
    expect(await codeOf(tx.commit())).toBe('DATABASE_TRANSACTION_FAIL');
  });

  it('conflicts at once on a document another transaction has written', async () => {
    const first = await db.startTransaction();
    const second = await db.startTransaction();
    await first.collection('goods').doc('a').update({ n: 5 });
    expect(await codeOf(second.collection('goods').doc('a').update({ n: 6 }))).toBe(
      'DATABASE_TRANSACTION_CONFLICT',
    );
    await first.commit();
    expect(await committed('a')).toMatchObject({ n: 5 });
  });

  it('conflicts on the _id another transaction is adding', async () => {
    const first = await db.startTransaction();
    const second = await db.startTransaction();
    await first.collection('goods').add({ _id: 'd' });
    expect(await codeOf(second.collection('goods').add({ _id: 'd' }))).toBe('DATABASE_TRANSACTION_CONFLICT');
    await first.commit();
  });

  it('does not prevent write skew', async () => {
    const first = await db.startTransaction();
    const second = await db.startTransaction();
    await first.collection('goods').doc('a').get();
    await second.collection('goods').doc('b').get();
    await first.collection('goods').doc('b').update({ n: 0 });
    await second.collection('goods').doc('a').update({ n: 0 });
    await first.commit();
    await second.commit();
    expect([await committed('a'), await committed('b')]).toMatchObject([{ n: 0 }, { n: 0 }]);
  });

  it('makes a writer outside it wait and then act on what it committed', async () => {
    const tx = await db.startTransaction();
    await tx.collection('goods').doc('a').update({ n: 100 });
    let done = false;
    const writer = db
      .collection('goods')
      .where({ _id: 'a', n: db.command.gte(1) })
      .update({ n: db.command.inc(1) })
      .then((result: unknown) => {
        done = true;
        return result;
      });
    // A full round trip later the writer has certainly reached the emulator.
    await db.collection('goods').doc('b').get();
    await db.collection('goods').doc('b').get();
    expect(done).toBe(false);
    await tx.commit();
    expect(await writer).toMatchObject({ updated: 1 });
    expect(await committed('a')).toMatchObject({ n: 101 });
  });

  it('is gone after commit, and after its time', async () => {
    const hasty = await cloudFixture({ collections: [{ name: 'goods', indexes: [] }], transactionTtlMs: 40 });
    const hastyDb = sdkDatabase(hasty);
    const tx = await hastyDb.startTransaction();
    await tx.collection('goods').add({ _id: 'a' });
    // Waits behind the lock, hence until the transaction has expired.
    await hastyDb.collection('goods').add({ _id: 'a', by: 'outside' });
    await expect(tx.collection('goods').doc('a').get()).rejects.toMatchObject({
      code: 'DATABASE_TRANSACTION_FAIL',
      message: expect.stringContaining('must be commit or abort in 30 seconds'),
    });
    expect(hasty.stats().openTransactions).toBe(0);
    Object.assign(process.env, cloudbase.environment());
    const finished = await db.startTransaction();
    await finished.commit();
    expect(await codeOf(finished.collection('goods').doc('a').set({ n: 1 }))).toBe(
      'DATABASE_TRANSACTION_FAIL',
    );
    expect(await codeOf(finished.rollback())).toBe('DATABASE_TRANSACTION_FAIL');
  });

  it('refuses serverDate, whose value would be known only at commit', async () => {
    const tx = await db.startTransaction();
    expect(await codeOf(tx.collection('goods').add({ _id: 'd', at: db.serverDate() }))).toBe('INVALID_PARAM');
    const other = await db.startTransaction();
    expect(await codeOf(other.collection('goods').doc('a').update({ at: db.serverDate() }))).toBe(
      'INVALID_PARAM',
    );
  });

  it('updates and returns inside', async () => {
    const tx = await db.startTransaction();
    const { doc } = await tx
      .collection('goods')
      .where({ _id: 'a' })
      .updateAndReturn({ n: db.command.inc(1) });
    expect(doc).toMatchObject({ n: 2 });
    await tx.rollback();
    expect(await committed('a')).toMatchObject({ n: 1 });
  });

  it('keeps no version once nobody can read it', async () => {
    const tx = await db.startTransaction();
    await tx.collection('goods').doc('a').get();
    for (let n = 0; n < 5; n += 1)
      await db
        .collection('goods')
        .doc('a')
        .update({ n: 100 + n });
    await tx.rollback();
    const after = await db.startTransaction();
    await after.collection('goods').where({ kind: 'x' }).orderBy('n', 'desc').limit(1).get();
    expect(cloudbase.stats().lastQuery).toMatchObject({ index: 'kind_1_n_-1', examined: 1 });
    await after.rollback();
  });
});

describe('a unique key inside transactions', () => {
  it('conflicts while another transaction holds it and is a duplicate once committed', async () => {
    const first = await db.startTransaction();
    const second = await db.startTransaction();
    await first.collection('users').add({ _id: 'u1', phone: '1' });
    expect(await codeOf(second.collection('users').add({ _id: 'u2', phone: '1' }))).toBe(
      'DATABASE_TRANSACTION_CONFLICT',
    );
    await first.commit();
    const third = await db.startTransaction();
    expect(await codeOf(third.collection('users').add({ _id: 'u3', phone: '1' }))).toBe(
      'DATABASE_DUPLICATE_WRITE',
    );
  });

  it('makes a writer outside wait for it', async () => {
    const tx = await db.startTransaction();
    await tx.collection('users').add({ _id: 'u1', phone: '1' });
    const writer = codeOf(db.collection('users').add({ _id: 'u2', phone: '1' }));
    await db.collection('goods').doc('a').get();
    await tx.commit();
    expect(await writer).toBe('DATABASE_DUPLICATE_WRITE');
  });

  it('that a transaction is giving up makes a writer outside wait for it, and another transaction conflict', async () => {
    await db.collection('users').add({ _id: 'u1', phone: '1' });
    const tx = await db.startTransaction();
    await tx.collection('users').doc('u1').update({ phone: '2' });
    const other = await db.startTransaction();
    expect(await codeOf(other.collection('users').add({ _id: 'u2', phone: '1' }))).toBe(
      'DATABASE_TRANSACTION_CONFLICT',
    );
    const writer = codeOf(db.collection('users').add({ _id: 'u3', phone: '1' }));
    await db.collection('goods').doc('a').get();
    await tx.commit();
    expect(await writer).toBe('resolved');
  });

  it('can move from one document to another in one transaction', async () => {
    await db.collection('users').add({ _id: 'u1', phone: '1' });
    const tx = await db.startTransaction();
    await tx.collection('users').doc('u1').update({ phone: '2' });
    await tx.collection('users').add({ _id: 'u2', phone: '1' });
    await tx.commit();
    expect((await db.collection('users').where({ phone: '1' }).get()).data).toMatchObject([{ _id: 'u2' }]);
  });
});

describe('the SDK in a transaction', () => {
  it('sends where().update(), where().remove() and count() without the transaction: a rollback keeps them', async () => {
    const tx = await db.startTransaction();
    await tx.collection('goods').doc('c').update({ n: 30 });
    await tx.collection('goods').where({ _id: 'a' }).update({ n: 10 });
    await tx.collection('goods').where({ _id: 'b' }).remove();
    expect(await tx.collection('goods').where({ n: 30 }).count()).toMatchObject({ total: 0 });
    await tx.rollback();
    expect([await committed('a'), await committed('b'), await committed('c')]).toEqual([
      { _id: 'a', kind: 'x', n: 10 },
      undefined,
      { _id: 'c', kind: 'x', n: 3 },
    ]);
  });

  it('retries a conflict three times at once, then gives up with the conflict', async () => {
    const holder = await db.startTransaction();
    await holder.collection('goods').doc('a').update({ n: 0 });
    let calls = 0;
    const buy = db.runTransaction(async (tx: { collection: SdkDatabase['collection'] }) => {
      calls += 1;
      await tx.collection('goods').doc('a').update({ n: 1 });
    });
    expect(await codeOf(buy)).toBe('DATABASE_TRANSACTION_CONFLICT');
    expect(calls).toBe(4);
    await holder.rollback();
  });

  it('keeps transfers whole under concurrent transactions', async () => {
    const move = async (): Promise<void> => {
      await db.runTransaction(async (tx: { collection: SdkDatabase['collection'] }) => {
        const from = await tx.collection('goods').doc('a').get();
        await tx
          .collection('goods')
          .doc('a')
          .update({ n: (from.data as unknown as { n: number }).n - 1 });
        await tx
          .collection('goods')
          .doc('b')
          .update({ n: db.command.inc(1) });
      }, 50);
    };
    await Promise.all(Array.from({ length: 8 }, move));
    expect([await committed('a'), await committed('b')]).toMatchObject([{ n: -7 }, { n: 10 }]);
  });
});

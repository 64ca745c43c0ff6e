import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database, Document } from '../../../../cloudfunctions/adapters/cloudbase/database';
import { connect, Overtaken, retrying } from '../../../../cloudfunctions/adapters/cloudbase/database';
import { failureKind } from '../../../../cloudfunctions/adapters/cloudbase/failure';
import { SCHEMA } from '../../../../cloudfunctions/adapters/cloudbase/schema';
import { StoreUnavailable } from '../../../../cloudfunctions/ports/store';
import type { Cloudbase } from '../../../../simulators/cloudbase/start';
import { startCloudbase } from '../../../../simulators/cloudbase/start';

interface Note extends Document {
  readonly n?: number;
  readonly inner?: Readonly<Record<string, number>> | null;
}

describe('the database behind its SDK', () => {
  let cloud: Cloudbase;
  let database: Database;
  const NOTES = 'notes';
  let last = 0;
  const fresh = () => `note-${++last}`;

  beforeAll(async () => {
    cloud = await startCloudbase({
      port: 0,
      dir: null,
      collections: [...SCHEMA, { name: NOTES, indexes: [] }],
      functions: {},
    });
    Object.assign(process.env, cloud.environment());
    database = connect(cloud.environment()['TCB_ENV'] ?? '');
  });
  afterEach(() => cloud.faults.clear());
  afterAll(() => cloud.close());

  const put = (note: Note) => database.put(NOTES, note);
  const get = (id: string) => database.get<Note>(NOTES, id);

  it('refuses an undefined condition instead of letting the SDK drop it', async () => {
    await put({ _id: fresh(), n: 1 });
    await expect(database.find(NOTES, { owner: undefined, n: 1 })).rejects.toThrow(
      'notes.owner is undefined',
    );
    await expect(database.changeIf(NOTES, { _id: undefined }, { n: 9 })).rejects.toThrow(
      'notes._id is undefined',
    );
    await expect(database.changeIf(NOTES, { n: 1 }, { inner: { a: undefined } })).rejects.toThrow(
      'inner.a is undefined',
    );
    expect((await database.find<Note>(NOTES, { n: 9 })).length).toBe(0);
  });

  it('rolls a conditional change back with its transaction', async () => {
    const _id = fresh();
    await put({ _id, n: 1 });
    const failing = database.transaction(async (session) => {
      expect(await session.changeIf(NOTES, { _id, n: 1 }, { n: 2 })).toBe(true);
      expect(await session.get<Note>(NOTES, _id)).toEqual({ _id, n: 2 });
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await get(_id)).toEqual({ _id, n: 1 });
  });

  it('replaces a whole document, so that nothing of the old one stays', async () => {
    const _id = fresh();
    await put({ _id, n: 1, inner: { a: 1 } });
    await put({ _id, inner: { b: 2 } });
    expect(await get(_id)).toEqual({ _id, inner: { b: 2 } });
  });

  it('answers null for a missing document, inside a transaction and outside', async () => {
    expect(await get('missing')).toBeNull();
    await database.transaction(async (session) => {
      expect(await session.get(NOTES, 'missing')).toBeNull();
    });
  });

  it('says that a change met no document', async () => {
    expect(await database.changeIf(NOTES, { _id: 'missing' }, { n: 1 })).toBe(false);
  });

  it('replaces a nested object in a conditional change, and puts one where there was none', async () => {
    const _id = fresh();
    await put({ _id, n: 1, inner: null });
    expect(await database.changeIf(NOTES, { _id, n: 1 }, { inner: { a: 1, deep: { c: 1 } } })).toBe(true);
    await database.transaction((session) => session.changeIf(NOTES, { _id, n: 1 }, { inner: { b: 2 } }));
    expect(await get(_id)).toEqual({ _id, n: 1, inner: { b: 2 } });
  });

  it('keeps the code of a conflict between two transactions', async () => {
    const _id = fresh();
    await put({ _id, n: 0 });
    const [first, second] = await Promise.allSettled(
      [1, 2].map((n) =>
        database.transaction(async (session) => {
          await session.get(NOTES, _id);
          await new Promise((resolve) => setTimeout(resolve, 20));
          await session.put(NOTES, { _id, n } as Note);
        }),
      ),
    );
    const failed = [first, second].filter((one) => one?.status === 'rejected');
    expect(failed.map((one) => failureKind(one.reason))).toEqual(['conflict']);
  });

  it('reads one moment all through a transaction', async () => {
    const _id = fresh();
    await put({ _id, n: 1 });
    await database.transaction(async (session) => {
      await session.get(NOTES, _id);
      await put({ _id, n: 2 });
      expect(await session.get<Note>(NOTES, _id)).toEqual({ _id, n: 1 });
      expect(await session.find<Note>(NOTES, { _id })).toEqual([{ _id, n: 1 }]);
    });
  });

  it.each(['conflict', 'throttled', 'replyLost'] as const)(
    'tries again from the start after %s',
    async (kind) => {
      const _id = fresh();
      await put({ _id, n: 0 });
      cloud.faults.add({ kind, action: 'database.modifyAndReturnDoc', times: 2 });
      let tries = 0;
      await retrying('change', async () => {
        tries++;
        await database.changeIf(NOTES, { _id }, { n: 1 });
      });
      expect(tries).toBe(3);
      expect(await get(_id)).toEqual({ _id, n: 1 });
    },
  );

  it('gives up with a cause when the database stays busy', async () => {
    cloud.faults.add({ kind: 'throttled' });
    const given = retrying('read', () => get('any'), { deadlineMs: 50 });
    await expect(given).rejects.toThrow(StoreUnavailable);
    await expect(given).rejects.toHaveProperty('cause');
  });

  it('does not repeat what can only be a bug', async () => {
    let tries = 0;
    const broken = retrying('read', () => {
      tries++;
      return database.get('no_such_collection', 'x');
    });
    await expect(broken).rejects.toMatchObject({ code: 'DATABASE_COLLECTION_NOT_EXIST' });
    expect(tries).toBe(1);
  });

  it('decides again when another writer was faster', async () => {
    let tries = 0;
    await retrying('decide', async () => {
      if (++tries < 3) throw new Overtaken('faster');
    });
    expect(tries).toBe(3);
  });
});

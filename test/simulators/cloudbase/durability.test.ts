import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from '@jest/globals';
import { parseCloudbaseConfig } from '../../../simulators/cloudbase/cloudbase-config';
import { Database } from '../../../simulators/cloudbase/database/database';
import type { StoredDocument } from '../../../simulators/cloudbase/database/document';
import { findDocuments } from '../../../simulators/cloudbase/database/document-reader';
import { insertDocuments, setDocument } from '../../../simulators/cloudbase/database/document-writer';
import type { WriteTarget } from '../../../simulators/cloudbase/database/document-writer';
import { sdkEnvironment } from '../../../simulators/cloudbase/functions/invocation';
import { programOf } from '../../../tools/test-run/programs';
import { closeFixtures, cloudFixture, onClose, sdkDatabase, temporaryDirectory } from './cloud-fixture';

afterEach(closeFixtures);

const ROOT = join(__dirname, '../../..');

type Spawned = { readonly child: ChildProcess; readonly url: string; readonly pid: number };

async function spawnCloudbase(dir: string, survives: 'process' | 'machine' = 'machine'): Promise<Spawned> {
  const config = join(dir, 'config.json');
  const collections = [{ name: 'log', indexes: [{ name: 'pair_1', keys: [['pair', 1]] }] }];
  writeFileSync(
    config,
    JSON.stringify({ port: 0, dir: join(dir, 'data'), collections, functions: {}, survives }),
  );
  const args = [programOf('cloudbase'), '--config', config];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  onClose(() => void child.kill('SIGKILL'));
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => {
      resolve({ child, ...(JSON.parse(line) as { url: string; pid: number }) });
    });
    child.once('exit', (code) => reject(new Error(`exit ${code}: ${errors}`)));
  });
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve));
}

function environmentOf(url: string): { environment(): Record<string, string> } {
  return {
    environment: () => sdkEnvironment({ envId: 'local-env', appid: 'wxlocal', adminUrl: `${url}/admin` }),
  };
}

async function openDatabase(dir: string, warnings: string[] = []): Promise<Database> {
  const database = await Database.open({ dir, warn: (text) => warnings.push(text) });
  database.provision([{ name: 'goods', indexes: [] }]);
  await database.durable();
  return database;
}

const target = (database: Database): WriteTarget => ({
  database,
  collection: database.collection('goods'),
  transaction: null,
});

const all = (database: Database): StoredDocument[] =>
  findDocuments(
    { collection: database.collection('goods'), query: {}, transaction: null },
    database.counters,
  );

async function directoryWith(count: number): Promise<string> {
  const dir = temporaryDirectory();
  const database = await openDatabase(dir);
  await insertDocuments(
    target(database),
    Array.from({ length: count }, (_, n) => ({ _id: `p${n}`, n, at: new Date(n) })),
  );
  await database.close();
  return dir;
}

describe.each(['machine', 'process'] as const)(
  'an emulator killed in the middle of a write storm, where writes survive the %s',
  (survives) => {
    it('has every acknowledged write and no half transaction when it is opened again', async () => {
      const dir = temporaryDirectory();
      const { child, url, pid } = await spawnCloudbase(dir, survives);
      const db = sdkDatabase(environmentOf(url));
      const acknowledged: string[] = [];
      let enough: () => void = () => undefined;
      const reached = new Promise<void>((resolve) => {
        enough = resolve;
      });
      let alive = true;
      const acknowledge = (...ids: string[]): void => {
        acknowledged.push(...ids);
        if (acknowledged.length >= 300) enough();
      };
      const single = async (writer: number): Promise<void> => {
        for (let n = 0; alive; n += 1) {
          await db.collection('log').add({ _id: `single-${writer}-${n}` });
          acknowledge(`single-${writer}-${n}`);
        }
      };
      const pairs = async (writer: number): Promise<void> => {
        for (let n = 0; alive; n += 1) {
          const pair = `${writer}-${n}`;
          const tx = await db.startTransaction();
          await tx.collection('log').add({ _id: `left-${pair}`, pair });
          await tx.collection('log').add({ _id: `right-${pair}`, pair });
          await tx.commit();
          acknowledge(`left-${pair}`, `right-${pair}`);
        }
      };
      // Each writer ends with the connection that the kill breaks.
      const writers = [0, 1, 2, 3].flatMap((writer) => [single(writer), pairs(writer)]);
      const settled = Promise.allSettled(writers);
      await reached;
      process.kill(pid, 'SIGKILL');
      alive = false;
      await settled;
      expect(existsSync(join(dir, 'data', 'lock'))).toBe(true);
      expect(child.killed || child.signalCode !== null || (await ended(child)) === null).toBe(true);

      const reopened = await spawnCloudbase(dir);
      const again = sdkDatabase(environmentOf(reopened.url));
      const kept = new Map<string, string | undefined>();
      for (let skip = 0; ; skip += 1000) {
        const { data } = await again.collection('log').orderBy('_id', 'asc').skip(skip).limit(1000).get();
        for (const { _id, pair } of data as { _id: string; pair?: string }[]) kept.set(_id, pair);
        if (data.length < 1000) break;
      }
      expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
      const halves = [...kept].filter(
        ([id, pair]) =>
          pair !== undefined && !kept.has(`${id.startsWith('left') ? 'right' : 'left'}-${pair}`),
      );
      expect(halves).toEqual([]);
      const closed = ended(reopened.child);
      reopened.child.kill('SIGTERM');
      expect(await closed).toBe(0);
      expect(existsSync(join(dir, 'data', 'lock'))).toBe(false);
    });
  },
);

describe('a data directory', () => {
  it('is refused while another process holds it', async () => {
    const dir = temporaryDirectory();
    await spawnCloudbase(dir);
    await expect(spawnCloudbase(dir)).rejects.toThrow(/in use by process \d+/);
    await expect(openDatabase(join(dir, 'data'))).rejects.toThrow(/in use by process \d+/);
  });

  it('is refused while this process holds it', async () => {
    const dir = await directoryWith(1);
    const database = await openDatabase(dir);
    await expect(openDatabase(dir)).rejects.toThrow(`in use by process ${process.pid}`);
    await database.close();
  });

  it('is taken over from a process that died, also when its number was given to another', async () => {
    const dir = await directoryWith(1);
    writeFileSync(join(dir, 'lock'), '999999999 1\n');
    await (await openDatabase(dir)).close();
    if (!existsSync('/proc/self/stat')) return;
    writeFileSync(join(dir, 'lock'), `${process.pid} 1\n`);
    await (await openDatabase(dir)).close();
  });
});

describe('a journal', () => {
  it('is on the disk from the moment its writes have to survive the machine', async () => {
    const dir = temporaryDirectory();
    const database = await Database.open({ dir, survives: 'process', warn: () => undefined });
    database.provision([{ name: 'goods', indexes: [] }]);
    await setDocument(target(database), 'before', {});
    await database.surviveMachine();
    await Promise.all([1, 2, 3].map((n) => setDocument(target(database), `after${n}`, {})));
    await database.durable();
    await database.close();
    const again = await openDatabase(dir);
    expect(all(again).map(({ _id }) => _id)).toEqual(['before', 'after1', 'after2', 'after3']);
    await again.close();
  });

  it('brings every document back as it was', async () => {
    const database = await openDatabase(await directoryWith(3));
    expect(all(database)).toEqual([0, 1, 2].map((n) => ({ _id: `p${n}`, n, at: new Date(n) })));
    await database.close();
  });

  it('loses only its torn last line, with a warning, wherever it is torn', async () => {
    const dir = await directoryWith(3);
    const file = join(dir, 'journal');
    const whole = readFileSync(file);
    const lastLine = whole.lastIndexOf(10, whole.length - 2) + 1;
    for (const size of [whole.length - 1, whole.length - 5, lastLine + 9, lastLine + 1]) {
      writeFileSync(file, whole);
      truncateSync(file, size);
      const warnings: string[] = [];
      const database = await openDatabase(dir, warnings);
      expect(all(database).map(({ _id }) => _id)).toEqual(['p0', 'p1']);
      await setDocument(target(database), 'after', {});
      await database.close();
      expect(warnings).toEqual([expect.stringContaining('line 4 was torn')]);
      const again = await openDatabase(dir);
      expect(all(again).map(({ _id }) => _id)).toEqual(['p0', 'p1', 'after']);
      await again.close();
    }
  });

  it('is cut at what a crash left of a line that was never finished', async () => {
    const dir = await directoryWith(1);
    appendFileSync(join(dir, 'journal'), '{"half":');
    const warnings: string[] = [];
    const database = await openDatabase(dir, warnings);
    expect(all(database)).toHaveLength(1);
    expect(warnings).toHaveLength(1);
    await database.close();
  });

  it('refuses to start with a broken line in the middle and names the line', async () => {
    const dir = await directoryWith(3);
    const file = join(dir, 'journal');
    const lines = readFileSync(file, 'utf8').split('\n');
    // A changed digit is still JSON: only the checksum tells.
    lines[2] = lines[2]!.replace('"n":{"$numberInt":"1"}', '"n":{"$numberInt":"7"}');
    writeFileSync(file, lines.join('\n'));
    await expect(openDatabase(dir)).rejects.toThrow('broken at line 3');
    expect(existsSync(join(dir, 'lock'))).toBe(false);
  });

  it('is compacted at the start when it is mostly dead', async () => {
    const dir = await directoryWith(2);
    const file = join(dir, 'journal');
    const database = await openDatabase(dir);
    for (let n = 0; n < 1500; n += 1) await setDocument(target(database), 'p0', { n });
    await database.close();
    const before = statSync(file).size;
    const warnings: string[] = [];
    const reopened = await openDatabase(dir, warnings);
    expect(statSync(file).size).toBeLessThan(before / 100);
    expect(warnings).toEqual([expect.stringContaining('compacted to 2 documents')]);
    await setDocument(target(reopened), 'p9', { n: 9 });
    await reopened.close();
    const again = await openDatabase(dir);
    expect(all(again)).toEqual([
      { _id: 'p0', n: 1499 },
      { _id: 'p1', n: 1, at: new Date(1) },
      { _id: 'p9', n: 9 },
    ]);
    await again.close();
  });
});

describe('concurrent commits', () => {
  it('share writes to the disk, each answered only when its line is in the file', async () => {
    const dir = temporaryDirectory();
    const database = await openDatabase(dir);
    const before = database.journalCounts;
    const file = join(dir, 'journal');
    const add = async (n: number): Promise<boolean> => {
      await setDocument(target(database), `p${n}`, { n });
      await database.durable();
      return readFileSync(file, 'utf8').includes(`"p${n}"`);
    };
    const written = await Promise.all(Array.from({ length: 200 }, (_, n) => add(n)));
    expect(written).not.toContain(false);
    expect(database.journalCounts.commits - before.commits).toBe(200);
    expect(database.journalCounts.flushes - before.flushes).toBeLessThan(10);
    await database.close();
  });
});

describe('a configuration file', () => {
  it('is refused with every problem at once', () => {
    const wrong = {
      port: 70_000,
      dir: null,
      collections: [{ name: 'a', indexes: [{ name: 'i', keys: [['x', 2]] }] }],
      functions: {},
      extra: 1,
    };
    expect(() => parseCloudbaseConfig(wrong)).toThrow(/port: [^]*collections\.0\.indexes\.0\.keys[^]*extra/);
  });
});

describe('a restart', () => {
  it('keeps documents and rebuilds the declared indexes', async () => {
    const dir = temporaryDirectory();
    const collections = [{ name: 'goods', indexes: [{ name: 'n_1', keys: [['n', 1]] as const }] }];
    const first = await cloudFixture({ dir, collections });
    await first.loadDocuments(
      'goods',
      Array.from({ length: 50 }, (_, n) => ({ _id: `p${n}`, n })),
    );
    await first.close();
    const second = await cloudFixture({ dir, collections });
    const db = sdkDatabase(second);
    expect((await db.collection('goods').where({ n: 7 }).get()).data).toEqual([{ _id: 'p7', n: 7 }]);
    expect(second.stats().lastQuery).toMatchObject({ index: 'n_1', examined: 1 });
  });

  it('is refused when the documents break a unique index declared since', async () => {
    const dir = temporaryDirectory();
    const first = await cloudFixture({ dir, collections: [{ name: 'goods', indexes: [] }] });
    await first.loadDocuments('goods', [
      { _id: 'a', n: 1 },
      { _id: 'b', n: 1 },
    ]);
    await first.close();
    const indexes = [{ name: 'n_1', unique: true, keys: [['n', 1]] as const }];
    await expect(cloudFixture({ dir, collections: [{ name: 'goods', indexes }] })).rejects.toThrow('E11000');
  });
});

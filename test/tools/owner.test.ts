import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SCHEMA } from '../../cloudfunctions/adapters/cloudbase/schema';
import type { Store } from '../../cloudfunctions/ports/store';
import type { Cloudbase } from '../../simulators/cloudbase/start';
import { startCloudbase } from '../../simulators/cloudbase/start';
import { openStore } from '../../tools/world/shop-store';

const ROOT = path.resolve(__dirname, '..', '..');
const COMMAND_TIMEOUT_MS = 120_000;

let cloud: Cloudbase;
let store: Store;
let empty: string;

/** Runs the command as somebody at a keyboard would, with these variables. */
async function owner(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = cloud.environment(),
): Promise<{ readonly code: number; readonly text: string }> {
  const options = { cwd: ROOT, env: { PATH: process.env['PATH'], ...environment } };
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', 'tools/owner.ts', ...args],
      options,
    );
    return { code: 0, text: stdout };
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    return { code, text: stderr };
  }
}

beforeAll(async () => {
  empty = await mkdtemp(path.join(tmpdir(), 'xiaopu-owner-'));
  cloud = await startCloudbase({ port: 0, dir: null, collections: SCHEMA, functions: {} });
  store = openStore(cloud.environment());
});
afterAll(async () => {
  await cloud.close();
  await rm(empty, { recursive: true, force: true });
});

describe('npm run owner', () => {
  it(
    'shows who opened the shop, makes an owner of one of them, and says so in the log',
    async () => {
      await store.meet('o-first', Date.UTC(2026, 10, 21));
      const before = await owner([]);
      expect(before.text).toContain('Nobody owns the shop yet.');
      expect(before.text).toContain('o-first  first on 2026-11-21T00:00:00.000Z');
      // Being the first to come made nobody an owner.
      expect((await store.findMember('o-first'))?.role).toBe('none');
      expect(await owner(['--openid', 'o-first', '--name', '林小满'])).toEqual({
        code: 0,
        text: 'o-first is an owner now: 林小满\n',
      });
      expect(await store.findMember('o-first')).toMatchObject({ role: 'owner', name: '林小满' });
      expect((await owner(['--openid', 'o-first', '--name', '林小满'])).text).toContain('already');
      const actions = await store.listActions({ what: 'staff.appoint', limit: 9 });
      expect(actions).toMatchObject([
        { by: 'command-line', subject: { kind: 'staff', id: 'o-first' }, title: '林小满' },
      ]);
      expect((await owner([])).text).toContain('Owners:\n  o-first  林小满');
    },
    COMMAND_TIMEOUT_MS,
  );

  it(
    'says what is wrong in one line',
    async () => {
      const none = await owner(['--data', empty, '--port', '1'], {});
      expect(none).toEqual({ code: 2, text: expect.stringContaining('no shop runs at port 1') });
      const half = await owner([], { TCB_ENV: 'shop-1', TENCENTCLOUD_SECRETID: 'a' });
      expect(half).toEqual({ code: 2, text: 'TCB_ENV is set, but not TENCENTCLOUD_SECRETKEY\n' });
      const odd = await owner(['--openid', '../o-first']);
      expect(odd).toEqual({ code: 2, text: expect.stringContaining('--openid must be 1 to 64 letters') });
      const long = await owner(['--openid', 'o-x', '--name', '长'.repeat(13)]);
      expect(long).toEqual({ code: 2, text: expect.stringContaining('--name must be 1 to 12') });
      expect((await owner(['--help'])).text).toContain('npm run owner -- [--openid OPENID]');
    },
    COMMAND_TIMEOUT_MS,
  );
});

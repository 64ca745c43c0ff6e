import { afterEach, describe, expect, it } from '@jest/globals';
import type { CloudLogLine } from '../../../simulators/cloudbase/cloud-log';
import type { Cloudbase } from '../../../simulators/cloudbase/start';
import { cloudFixture, closeFixtures, functionBundle, sdkApp } from './cloud-fixture';

afterEach(closeFixtures);

type Reply = {
  readonly result?: Record<string, unknown>;
  readonly error?: { code: string; message: string };
};

async function call(
  cloudbase: Cloudbase,
  name: string,
  event: object = {},
  openid = 'o-ann',
): Promise<Reply> {
  const response = await fetch(`${cloudbase.url}/__call/${name}`, {
    method: 'POST',
    headers: { 'x-dev-openid': openid, 'content-type': 'application/json' },
    body: JSON.stringify(event),
  });
  return (await response.json()) as Reply;
}

function definition(
  body: string,
  options: { preamble?: string; timeoutMs?: number; instances?: number } = {},
) {
  const { preamble = '', timeoutMs = 10_000, instances = 1 } = options;
  return { file: functionBundle(body, preamble), env: { SHOP: 'xiaopu' }, timeoutMs, instances };
}

describe('a called function', () => {
  it('gets the event with userInfo, the identity in context and process.env, and its own environment', async () => {
    const cloudbase = await cloudFixture({
      appid: 'wx123',
      envId: 'env-1',
      functions: {
        shop: definition(`const { WX_OPENID, WX_APPID, WX_CONTEXT_KEYS, TCB_SOURCE, TCB_ENV, SHOP } = process.env;
          const environment = JSON.parse(context.environment);
          return { event, env: { WX_OPENID, WX_APPID, WX_CONTEXT_KEYS, TCB_SOURCE, TCB_ENV, SHOP },
            context: { WX_OPENID: environment.WX_OPENID, TCB_SOURCE: environment.TCB_SOURCE, name: context.function_name } };`),
      },
    });
    expect(await call(cloudbase, 'shop', { method: 'm', userInfo: { openId: 'forged' } }, 'o-bob')).toEqual({
      result: {
        event: { method: 'm', userInfo: { appId: 'wx123', openId: 'o-bob' } },
        env: {
          WX_OPENID: 'o-bob',
          WX_APPID: 'wx123',
          WX_CONTEXT_KEYS: 'WX_OPENID,WX_APPID,WX_CLIENTIP,WX_API_TOKEN',
          TCB_SOURCE: 'wx_client',
          TCB_ENV: 'env-1',
          SHOP: 'xiaopu',
        },
        context: { WX_OPENID: 'o-bob', TCB_SOURCE: 'wx_client', name: 'shop' },
      },
    });
  });

  it('sees its own caller in each of 60 concurrent calls', async () => {
    const cloudbase = await cloudFixture({
      functions: {
        shop: definition(
          `await new Promise((resolve) => setTimeout(resolve, 5));
           return { env: process.env.WX_OPENID, context: JSON.parse(context.environment).WX_OPENID, event: event.userInfo.openId };`,
          { instances: 6 },
        ),
      },
    });
    const people = Array.from({ length: 60 }, (_, at) => `o-${at}`);
    const replies = await Promise.all(people.map((openid) => call(cloudbase, 'shop', {}, openid)));
    expect(replies).toEqual(
      people.map((openid) => ({ result: { env: openid, context: openid, event: openid } })),
    );
    expect(cloudbase.stats().functions.shop).toMatchObject({ instances: 6, invocations: 60, failures: 0 });
  });

  it('finds no trace of the previous caller when the next event has no identity', async () => {
    const cloudbase = await cloudFixture({
      functions: {
        shop: definition('return { openid: process.env.WX_OPENID ?? null, source: process.env.TCB_SOURCE };'),
      },
      routes: { '/shop': 'shop' },
    });
    expect(await call(cloudbase, 'shop')).toEqual({ result: { openid: 'o-ann', source: 'wx_client' } });
    const anonymous = await fetch(`${cloudbase.url}/shop`);
    expect(await anonymous.json()).toEqual({ openid: null, source: 'wx_http' });
  });

  it('keeps module state between events of one instance, and handles one event at a time', async () => {
    const cloudbase = await cloudFixture({
      functions: {
        shop: definition(
          `if (busy) throw new Error('two events at once'); busy = true;
           await new Promise((resolve) => setTimeout(resolve, 2)); busy = false; return ++count;`,
          { preamble: 'let busy = false; let count = 0;' },
        ),
      },
    });
    const results = await Promise.all(Array.from({ length: 10 }, () => call(cloudbase, 'shop')));
    expect(results.map(({ result }) => result)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('answers what survives JSON', async () => {
    const cloudbase = await cloudFixture({
      functions: { shop: definition('return { at: new Date(0), gone: undefined, list: [undefined] };') },
    });
    expect(await call(cloudbase, 'shop')).toEqual({
      result: { at: '1970-01-01T00:00:00.000Z', list: [null] },
    });
  });

  it('answers an error for a throw, for more than 6 MB and for a missing function', async () => {
    const cloudbase = await cloudFixture({
      functions: {
        throws: definition("throw new Error('no stock');"),
        large: definition("return 'x'.repeat(6 * 1024 * 1024);"),
      },
    });
    expect(await call(cloudbase, 'throws')).toEqual({
      error: { code: 'FUNCTIONS_EXECUTE_FAIL', message: 'no stock' },
    });
    expect(await call(cloudbase, 'large')).toMatchObject({
      error: { message: expect.stringContaining('6 MB') },
    });
    expect(await call(cloudbase, 'nobody')).toMatchObject({ error: { code: 'FUNCTION_NOT_FOUND' } });
  });

  it('is refused without an openid', async () => {
    const cloudbase = await cloudFixture({ functions: { shop: definition('return 1;') } });
    const response = await fetch(`${cloudbase.url}/__call/shop`, { method: 'POST', body: '{}' });
    expect([response.status, await response.json()]).toMatchObject([400, { code: 'INVALID_PARAM' }]);
  });
});

describe('an instance', () => {
  it('dies in the middle of its event when it is told to, and the next event gets another', async () => {
    const cloudbase = await cloudFixture({
      functions: {
        shop: definition('if (event.wait) await new Promise(() => undefined); return ++count;', {
          preamble: 'let count = 0;',
        }),
      },
    });
    expect(await call(cloudbase, 'shop')).toEqual({ result: 1 });
    const waiting = call(cloudbase, 'shop', { wait: true });
    while (cloudbase.stats().functions.shop?.running === 0) await new Promise((done) => setTimeout(done, 5));
    const kill = (name: string) => fetch(`${cloudbase.url}/__cloud/functions/${name}`, { method: 'DELETE' });
    expect(await (await kill('shop')).json()).toEqual({ killed: 1 });
    expect(await waiting).toMatchObject({ error: { code: 'FUNCTIONS_EXECUTE_FAIL' } });
    expect(await call(cloudbase, 'shop')).toEqual({ result: 1 });
    expect((await kill('nobody')).status).toBe(404);
  });

  it('is terminated at the time limit, even in an endless loop, and replaced', async () => {
    const cloudbase = await cloudFixture({
      functions: { shop: definition('if (event.hang) for (;;) {} return event.n;', { timeoutMs: 250 }) },
    });
    const [hung, next] = await Promise.all([
      call(cloudbase, 'shop', { hang: true }),
      call(cloudbase, 'shop', { n: 2 }),
    ]);
    expect(hung).toMatchObject({ error: { code: 'FUNCTIONS_TIME_LIMIT_EXCEEDED' } });
    expect(next).toEqual({ result: 2 });
  });

  it('is replaced after a crash, whose event answers an error', async () => {
    const cloudbase = await cloudFixture({
      functions: {
        shop: definition(
          `if (event.exit) process.exit(3);
           if (event.reject) { setTimeout(() => { throw new Error('late') }, 1); await new Promise(() => {}); }
           return 'fine';`,
        ),
      },
    });
    expect(await call(cloudbase, 'shop', { exit: true })).toMatchObject({
      error: { code: 'FUNCTIONS_EXECUTE_FAIL' },
    });
    expect(await call(cloudbase, 'shop')).toEqual({ result: 'fine' });
    expect(await call(cloudbase, 'shop', { reject: true })).toMatchObject({ error: { message: 'late' } });
    expect(await call(cloudbase, 'shop')).toEqual({ result: 'fine' });
  });

  it('whose bundle cannot be loaded answers why', async () => {
    const cloudbase = await cloudFixture({
      functions: { shop: definition('', { preamble: "throw new Error('missing configuration');" }) },
    });
    expect(await call(cloudbase, 'shop')).toEqual({
      error: { code: 'FUNCTIONS_EXECUTE_FAIL', message: 'missing configuration' },
    });
  });

  it('logs its output under its name and warns about work left after the return', async () => {
    const lines: CloudLogLine[] = [];
    const cloudbase = await cloudFixture({
      log: (line) => lines.push(line),
      functions: {
        shop: definition(
          "console.log('one\\ntwo'); console.error('bad'); setTimeout(() => {}, 60_000); return 1;",
        ),
      },
    });
    await call(cloudbase, 'shop');
    await cloudbase.close();
    expect(lines).toEqual(
      expect.arrayContaining([
        { source: 'shop', level: 'info', text: 'one' },
        { source: 'shop', level: 'info', text: 'two' },
        { source: 'shop', level: 'error', text: 'bad' },
        { source: 'shop', level: 'warning', text: expect.stringContaining('1 pending timer') },
      ]),
    );
  });

  it('takes the clock of the cloud from its next event on, new instances from their start', async () => {
    const cloudbase = await cloudFixture({
      functions: {
        shop: definition(
          `const made = new Date();
           class Later extends Date {}
           return { now: Date.now(), made: made.getTime(), text: Date.parse(Date()), later: new Later().getTime(),
             fixed: new Date(5).getTime(), is: made instanceof Date && made.constructor === Date, loaded };`,
          { preamble: 'const loaded = Date.now();' },
        ),
      },
    });
    const year = 365 * 86_400_000;
    const far = (value: unknown): number => Math.round((Number(value) - Date.now()) / year);
    cloudbase.setClockOffset(year);
    const { result: first } = await call(cloudbase, 'shop');
    expect([far(first?.now), far(first?.loaded)]).toEqual([1, 1]);
    await fetch(`${cloudbase.url}/__cloud/clock`, {
      method: 'POST',
      body: JSON.stringify({ offset_ms: 3 * year }),
    });
    const { result } = await call(cloudbase, 'shop');
    expect([far(result?.now), far(result?.made), far(result?.text), far(result?.later)]).toEqual([
      3, 3, 3, 3,
    ]);
    expect(result).toMatchObject({ fixed: 5, is: true });
  });
});

describe('a timer', () => {
  it('fires now on request and shows the documented event, without identity', async () => {
    const cloudbase = await cloudFixture({
      functions: {
        jobs: definition(
          'return { event, source: process.env.TCB_SOURCE, openid: process.env.WX_OPENID ?? null };',
        ),
      },
      timers: [{ function: 'jobs', name: 'tick', everyMs: 3_600_000 }],
    });
    const expected = {
      event: { Type: 'Timer', TriggerName: 'tick', Time: expect.stringMatching(/^\d{4}-.*Z$/), Message: '' },
      source: 'wx_trigger',
      openid: null,
    };
    expect(await cloudbase.fireTimer('jobs')).toEqual(expected);
    const response = await fetch(`${cloudbase.url}/__cloud/timers/jobs`, { method: 'POST' });
    expect(await response.json()).toEqual({ result: expected });
    expect((await fetch(`${cloudbase.url}/__cloud/timers/nobody`, { method: 'POST' })).status).toBe(404);
  });

  it('skips a tick while the last one runs', async () => {
    const lines: string[] = [];
    let skipped: () => void = () => undefined;
    const seen = new Promise<void>((resolve) => {
      skipped = resolve;
    });
    const cloudbase = await cloudFixture({
      log: ({ text }) => {
        lines.push(text);
        if (text.includes('skipped')) skipped();
      },
      functions: { jobs: definition('await new Promise(() => {});', { instances: 4 }) },
      timers: [{ function: 'jobs', name: 'tick', everyMs: 5 }],
    });
    await seen;
    expect(cloudbase.stats().functions.jobs?.running).toBe(1);
  });
});

describe('the SDK inside a function', () => {
  it('reaches the database and other functions through the environment alone', async () => {
    const cloudbase = await cloudFixture({
      collections: [{ name: 'goods', indexes: [] }],
      functions: {
        shop: definition(
          `await app.database().collection('goods').add({ _id: event.id, by: process.env.WX_OPENID });
           const { result } = await app.callFunction({ name: 'other', data: { n: 1 } });
           return result;`,
          {
            preamble: `const app = require(${JSON.stringify(require.resolve('@cloudbase/node-sdk'))}).init({ env: process.env.TCB_ENV });`,
          },
        ),
        other: definition(
          'return { n: event.n + 1, source: process.env.TCB_SOURCE, openid: process.env.WX_OPENID ?? null };',
        ),
      },
    });
    expect(await call(cloudbase, 'shop', { id: 'p1' })).toEqual({
      result: { n: 2, source: 'scf', openid: null },
    });
    const { data } = await sdkApp(cloudbase).database().collection('goods').get();
    expect(data).toEqual([{ _id: 'p1', by: 'o-ann' }]);
  });
});

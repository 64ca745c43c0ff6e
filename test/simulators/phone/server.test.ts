import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AppBundle } from '../../../simulators/phone/build/app-bundle';
import type { PhoneApp } from '../../../simulators/phone/start';
import { createPhoneApp } from '../../../simulators/phone/start';
import { startFakeCloud } from './fake-cloud';
import type { FakeCloud } from './fake-cloud';

const ROOT = path.resolve(__dirname, '../../..');

describe('phone server', () => {
  let dir: string;
  let cloud: FakeCloud;
  let phone: PhoneApp;
  const said: string[] = [];
  const ask = async (url: string, init: RequestInit = {}): Promise<Response> =>
    phone.app.request(`http://127.0.0.1${url}`, init);
  const post = (url: string, as: string | undefined): Promise<Response> =>
    ask(url, { method: 'POST', headers: as === undefined ? {} : { 'x-phone-as': as }, body: '{}' });

  beforeAll(async () => {
    // Inside the repository, so that node_modules is above it.
    dir = mkdtempSync(path.join(ROOT, 'node_modules', '.phone-server-'));
    cpSync(path.join(ROOT, 'test/fixtures/phone-app'), dir, { recursive: true });
    cloud = await startFakeCloud();
    phone = await createPhoneApp({
      source: dir,
      cloudUrl: cloud.url,
      wechatPayControlUrl: 'http://127.0.0.1:9/__sim',
      log: (text) => said.push(text),
    });
  });
  beforeEach(() => {
    cloud.calls.length = 0;
  });
  afterAll(async () => {
    phone.close();
    await cloud.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('refuses a call that says not who calls, as a form on another page would', async () => {
    expect((await post('/world/call/shop', undefined)).status).toBe(403);
    expect(cloud.calls).toEqual([]);
  });

  it.each(['', 'a b', 'o/../x', 'x'.repeat(33)])('refuses the name %j', async (as) => {
    expect((await post('/world/call/shop', as)).status).toBe(400);
    expect(cloud.calls).toEqual([]);
  });

  it('gives each name its openid', async () => {
    await post('/world/call/shop', 'owner');
    await post('/world/call/desk', 'somebody-else');
    expect(cloud.calls.map(({ name, openid }) => `${name} ${openid}`)).toEqual([
      'shop o-owner',
      'desk o-somebody-else',
    ]);
  });

  it('says that the world does not answer', async () => {
    const response = await ask('/world/clock');
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ error: { code: 'UPSTREAM_FAILED' } });
  });

  it.each(['/phone/files/app.json', '/phone/files/../package.json', '/phone/files/..%2f..%2fpackage.json'])(
    'shows no file but pictures and sounds of the mini program: %s',
    async (url) => {
      expect((await ask(url)).status).toBe(404);
    },
  );

  it('shows a picture of the package', async () => {
    writeFileSync(path.join(dir, 'tea.png'), 'not really');
    const response = await ask('/phone/files/tea.png');
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(await response.text()).toBe('not really');
  });

  it('keeps source maps apart from what every phone loads', async () => {
    expect(await (await ask('/phone/bundle.json')).text()).not.toContain('sourceMappingURL');
    const map = await ask('/phone/maps/pages/home/index.ts');
    expect(await map.json()).toMatchObject({ sources: ['pages/home/index.ts'] });
    expect((await ask('/phone/maps/pages/no/where.ts')).status).toBe(404);
  });

  it('builds again after a save, and says what broke', async () => {
    const bundle = async (): Promise<AppBundle> =>
      (await (await ask('/phone/bundle.json')).json()) as AppBundle;
    const { version } = await bundle();
    const reader = (await ask('/phone/builds')).body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toContain(`data: ${version}`);
    writeFileSync(path.join(dir, 'pages/mine/index.wxml'), '<view>');
    expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('event: build');
    await reader?.cancel();
    expect(said.join()).toContain('error: pages/mine/index.wxml:1:2');
    const problems = (await bundle()).problems.map(({ where }) => where);
    expect(problems).toContain('pages/mine/index.wxml:1:2');
  });
});

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseCloudbaseConfig } from '../../simulators/cloudbase/cloudbase-config';
import type { Cloudbase } from '../../simulators/cloudbase/start';
import { startCloudbase } from '../../simulators/cloudbase/start';

const RULES = path.resolve(__dirname, '../../rules');
const ruleIn = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(path.join(RULES, name), 'utf8'));

let cloud: Cloudbase;
beforeAll(async () => {
  const storageRule = await ruleIn('storage.json');
  const given = parseCloudbaseConfig({ port: 0, dir: null, collections: [], functions: {}, storageRule });
  cloud = await startCloudbase({ ...given, log: () => undefined });
  const bytes = Buffer.from('secret');
  const paths = ['bills/2026-01-02/x/trade.csv.gz', 'shop/banners/1.svg', 'shopping/1.txt', 'evidence/1'];
  await cloud.loadFiles(paths.map((one) => ({ path: one, bytes })));
});
afterAll(() => cloud.close());

async function phone(verb: string, body: string | object, openid = 'o-shopper'): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(`${cloud.url}/__files/${verb}`, {
    method: 'POST',
    headers: { 'x-dev-openid': openid },
    body: text,
  });
}

async function outcomes(verb: 'temp-urls' | 'delete', paths: readonly string[]) {
  const answer = await phone(verb, { fileList: paths.map((one) => cloud.fileId(one)) });
  const { fileList } = (await answer.json()) as { fileList: { errMsg: string; tempFileURL?: string }[] };
  return fileList.map(({ errMsg, tempFileURL = '' }) => [errMsg, tempFileURL !== '']);
}

describe("the storage's rule", () => {
  it('shows a phone what the shop shows, and no bill, whether it is there or not', async () => {
    const refused = ['STORAGE_EXCEED_AUTHORITY', false];
    expect(
      await outcomes('temp-urls', [
        'shop/banners/1.svg',
        'bills/2026-01-02/x/trade.csv.gz',
        'bills/no/such.csv.gz',
        'shopping/1.txt',
        'evidence/1',
      ]),
    ).toEqual([['ok', true], refused, refused, refused, refused]);
  });

  it('lets a phone write below its own folders alone', async () => {
    const upload = async (cloudPath: string) => (await phone(`upload?cloudPath=${cloudPath}`, 'x')).status;
    expect(await upload('photos/q/1.jpg')).toBe(200);
    expect(await upload('products/q/1.jpg')).toBe(200);
    for (const place of ['bills/1.csv', 'shop/1.svg', 'evidence/1', 'photosets/1.jpg', '1.jpg'])
      expect([place, await upload(place)]).toEqual([place, 403]);
    expect(await outcomes('delete', ['bills/2026-01-02/x/trade.csv.gz', 'photos/q/1.jpg'])).toEqual([
      ['STORAGE_EXCEED_AUTHORITY', false],
      ['ok', false],
    ]);
  });
});

describe("the database's rule", () => {
  it('lets phones do nothing', async () => {
    expect(await ruleIn('database.json')).toEqual({ read: false, write: false });
  });
});

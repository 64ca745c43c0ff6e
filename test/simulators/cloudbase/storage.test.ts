import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import cloudbase from '@cloudbase/node-sdk';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Cloudbase } from '../../../simulators/cloudbase/start';
import { startCloudbase } from '../../../simulators/cloudbase/start';

const BYTES = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);

let dir: string;
let cloud: Cloudbase;

function start(): Promise<Cloudbase> {
  return startCloudbase({ port: 0, dir, collections: [], functions: {}, log: () => undefined });
}

function sdk() {
  Object.assign(process.env, cloud.environment());
  return cloudbase.init({ env: 'local-env' });
}

/** A call of the phone; without an openid none is named. */
async function phone(verb: string, openid: string | null, body: Buffer | object): Promise<Response> {
  const isFile = Buffer.isBuffer(body);
  return fetch(`${cloud.url}/__files/${verb}`, {
    method: 'POST',
    headers: openid === null ? {} : { 'x-dev-openid': openid },
    body: isFile ? new Uint8Array(body) : JSON.stringify(body),
  });
}

async function upload(openid: string, cloudPath: string, bytes = BYTES): Promise<string> {
  const answer = await phone(`upload?cloudPath=${encodeURIComponent(cloudPath)}`, openid, bytes);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { fileID: string }).fileID;
}

async function tempUrl(fileID: string, maxAge?: number): Promise<string> {
  const file = maxAge === undefined ? fileID : { fileID, maxAge };
  const answer = await phone('temp-urls', 'o-reader', { fileList: [file] });
  return ((await answer.json()) as { fileList: { tempFileURL: string }[] }).fileList[0]?.tempFileURL ?? '';
}

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'xiaopu-storage-'));
  cloud = await start();
});
afterAll(async () => {
  await cloud.close();
  await rm(dir, { recursive: true, force: true });
});

describe('the file storage through the SDK', () => {
  it('takes a file, shows, describes and deletes it', async () => {
    const app = sdk();
    const { fileID } = await app.uploadFile({ cloudPath: 'reports/二月 一.png', fileContent: BYTES });
    expect(fileID).toBe(cloud.fileId('reports/二月 一.png'));
    expect((await app.downloadFile({ fileID })).fileContent).toEqual(BYTES);
    const { fileList: infos } = await app.getFileInfo({ fileList: [fileID] });
    expect(infos).toMatchObject([{ code: 'SUCCESS', size: BYTES.length, mime: 'image/png' }]);
    expect((await app.deleteFile({ fileList: [fileID] })).fileList).toEqual([{ fileID, code: 'SUCCESS' }]);
    const { fileList } = await app.getTempFileURL({ fileList: [fileID] });
    expect(fileList).toMatchObject([{ fileID, code: 'STORAGE_FILE_NONEXIST', tempFileURL: '' }]);
  });

  it('answers each file of a list for itself, another bucket’s as one that is not there', async () => {
    const mine = await upload('o-a', 'a/list.jpg');
    const { fileList } = await sdk().getTempFileURL({ fileList: [mine, 'cloud://other.bucket/a/list.jpg'] });
    expect(fileList.map(({ code }) => code)).toEqual(['SUCCESS', 'STORAGE_FILE_NONEXIST']);
  });

  it('refuses an upload whose permit was made for another path', async () => {
    const app = sdk();
    const { data } = await app.getUploadMetadata({ cloudPath: 'allowed.png' });
    const headers = { authorization: data.authorization };
    const put = (url: string) => fetch(url, { method: 'PUT', headers, body: new Uint8Array(BYTES) });
    expect((await put(data.url.replace('allowed', 'other'))).status).toBe(403);
    expect((await put(data.url)).status).toBe(200);
  });
});

describe('the file storage for a phone', () => {
  it('shows a file at an address until its time is over', async () => {
    const fileID = await upload('o-a', 'photos/a/1.jpg');
    const url = await tempUrl(fileID, 60);
    const answer = await fetch(url);
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(BYTES);
    cloud.setClockOffset(61_000);
    const late = await fetch(url);
    cloud.setClockOffset(0);
    expect({ status: late.status, body: await late.json() }).toMatchObject({
      status: 403,
      body: { code: 'AccessDenied' },
    });
  });

  it.each([
    ['another path', (url: string) => url.replace('/1.jpg', '/2.jpg')],
    ['another time', (url: string) => url.replace(/t=\d+/, 't=9999999999')],
    ['no signature', (url: string) => url.replace(/\?.*/, '')],
  ])('does not show a file at an address with %s', async (_name, change) => {
    await upload('o-a', 'forged/2.jpg');
    const url = await tempUrl(await upload('o-a', 'forged/1.jpg'));
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(change(url))).status).toBe(403);
  });

  it('lets its creator replace and delete a file, and nobody else', async () => {
    const cloudPath = 'owned/1.jpg';
    const fileID = await upload('o-owner', cloudPath);
    const theft = await phone(`upload?cloudPath=${cloudPath}`, 'o-thief', Buffer.from('x'));
    expect(theft.status).toBe(403);
    const deleted = await phone('delete', 'o-thief', { fileList: [fileID] });
    expect(await deleted.json()).toEqual({
      fileList: [{ fileID, status: 1, errMsg: 'STORAGE_EXCEED_AUTHORITY' }],
    });
    await upload('o-owner', cloudPath, Buffer.from('second'));
    expect(await (await fetch(await tempUrl(fileID))).text()).toBe('second');
    const gone = await phone('delete', 'o-owner', { fileList: [fileID, fileID] });
    expect(await gone.json()).toMatchObject({
      fileList: [{ status: 0 }, { status: 1, errMsg: 'STORAGE_FILE_NONEXIST' }],
    });
  });

  it.each([
    '',
    '/absolute.jpg',
    '../outside.jpg',
    'a//b.jpg',
    'a/./b.jpg',
    'a\\b.jpg',
    'a\u0000b',
    'x'.repeat(851),
  ])('refuses the path %j', async (cloudPath) => {
    const answer = await phone(`upload?cloudPath=${encodeURIComponent(cloudPath)}`, 'o-a', BYTES);
    expect({ status: answer.status, body: await answer.json() }).toMatchObject({
      status: 400,
      body: { code: 'INVALID_PARAM' },
    });
  });

  it('refuses a file that is too large, a list that is too long, and a call without an openid', async () => {
    const large = await phone('upload?cloudPath=large.bin', 'o-a', Buffer.alloc(50 * 1024 * 1024 + 1));
    expect(large.status).toBe(413);
    const fileList = Array.from({ length: 51 }, (_, at) => cloud.fileId(`${at}`));
    expect((await phone('temp-urls', 'o-a', { fileList })).status).toBe(400);
    expect((await phone('upload?cloudPath=a.jpg', null, BYTES)).status).toBe(400);
  });

  it('serves an SVG as a picture in which no script runs', async () => {
    const fileID = await upload('o-a', 'a.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'));
    const { headers } = await fetch(await tempUrl(fileID));
    expect(headers.get('content-type')).toBe('image/svg+xml');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('the file storage on disk', () => {
  it('has its files after a restart, with their owners, and clears what a torn upload left', async () => {
    const fileID = await upload('o-keeper', 'kept/1.jpg');
    await cloud.close();
    await writeFile(path.join(dir, 'files', 'torn'), 'half');
    cloud = await start();
    expect(await readdir(path.join(dir, 'files'))).not.toContain('torn');
    expect(Buffer.from(await (await fetch(await tempUrl(fileID))).arrayBuffer())).toEqual(BYTES);
    expect((await phone('upload?cloudPath=kept/1.jpg', 'o-other', BYTES)).status).toBe(403);
  });

  it('keeps one body for a path that was replaced', async () => {
    const before = (await readdir(path.join(dir, 'files'))).length;
    await upload('o-keeper', 'replaced.jpg');
    await upload('o-keeper', 'replaced.jpg', Buffer.from('second'));
    expect((await readdir(path.join(dir, 'files'))).length).toBe(before + 2);
  });
});

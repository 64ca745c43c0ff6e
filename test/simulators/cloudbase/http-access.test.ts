import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Cloudbase } from '../../../simulators/cloudbase/start';
import { cloudFixture, closeFixtures, functionBundle } from './cloud-fixture';

let cloudbase: Cloudbase;

beforeAll(async () => {
  const deployed = (body: string, preamble = '') => ({
    file: functionBundle(body, preamble),
    env: {},
    timeoutMs: 10_000,
    instances: 1,
  });
  cloudbase = await cloudFixture({
    envId: 'env-1',
    functions: {
      echo: deployed('return event;'),
      hash: deployed(
        `const raw = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
         return { base64: event.isBase64Encoded, bytes: raw.length, sha256: createHash('sha256').update(raw).digest('hex') };`,
        "const { createHash } = require('node:crypto');",
      ),
      answer: deployed(
        `switch (event.path) {
           case '/full': return { statusCode: 401, headers: { 'X-Reason': 'signature', 'Content-Type': 'text/x' }, body: 'no' };
           case '/bytes': return { statusCode: 200, body: Buffer.from([0, 255, 1]).toString('base64'), isBase64Encoded: true };
           case '/empty': return { statusCode: 204 };
           case '/object': return { statusCode: 200, body: { a: 1 } };
           case '/text': return 'plain';
           case '/json': return { a: 1 };
           default: throw new Error('broken');
         }`,
      ),
    },
    routes: { '/pay/notify': 'echo', '/hash': 'hash', '/pay': 'answer' },
  });
});
afterAll(closeFixtures);

const at = (path: string): string => `${cloudbase.url}${path}`;

async function answered(path: string): Promise<unknown> {
  const response = await fetch(at(path));
  return [response.status, response.headers.get('content-type'), await response.text()];
}

describe('an HTTP access event', () => {
  it('has the documented shape, lower-case headers and the path below its route', async () => {
    const response = await fetch(at('/pay/notify/a?x=1&y=%E4%B8%AD'), {
      method: 'POST',
      headers: { 'Wechatpay-Serial': 'ABC', 'Content-Type': 'application/json' },
      body: '{"a": 1.0,  "b":"x"}',
    });
    expect(await response.json()).toEqual({
      path: '/a',
      httpMethod: 'POST',
      headers: expect.objectContaining({ 'wechatpay-serial': 'ABC', 'content-type': 'application/json' }),
      queryStringParameters: { x: '1', y: '中' },
      requestContext: { requestId: expect.any(String), envId: 'env-1', appId: 1, uin: 1 },
      body: '{"a": 1.0,  "b":"x"}',
      isBase64Encoded: false,
    });
  });

  it.each([
    ['loosely written JSON', Buffer.from('{"a": 1.0,  "中文":"x"}\r\n'), false],
    ['text that begins with a byte order mark', Buffer.from('\ufeff{"a":1}'), false],
    ['a zero byte', Buffer.from('a\0b'), false],
    [
      'bytes that are no UTF-8',
      Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xc3, 0x28]), Buffer.from('"}')]),
      true,
    ],
    ['random bytes', randomBytes(5000), true],
    ['nothing', Buffer.alloc(0), false],
  ])('carries %s without changing a byte', async (_name, body, base64) => {
    const response = await fetch(at('/hash'), {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    const sha256 = createHash('sha256').update(body).digest('hex');
    expect(await response.json()).toEqual({ base64, bytes: body.length, sha256 });
  });

  it('is refused with 413 above 6 MB', async () => {
    const body = Buffer.alloc(6 * 1024 * 1024 + 1, 'a');
    const response = await fetch(at('/hash'), { method: 'POST', body });
    expect([response.status, await response.json()]).toMatchObject([
      413,
      { code: 'REQUEST_ENTITY_TOO_LARGE' },
    ]);
    const accepted = await fetch(at('/hash'), { method: 'POST', body: body.subarray(1) });
    expect(await accepted.json()).toMatchObject({ bytes: 6 * 1024 * 1024 });
  });
});

describe('an HTTP access answer', () => {
  it('is what the function says in an integration response', async () => {
    const response = await fetch(at('/pay/full'));
    expect([response.status, response.headers.get('x-reason'), response.headers.get('content-type')]).toEqual(
      [401, 'signature', 'text/x'],
    );
    expect(await response.text()).toBe('no');
    const bytes = await fetch(at('/pay/bytes'));
    expect(Buffer.from(await bytes.arrayBuffer())).toEqual(Buffer.from([0, 255, 1]));
    expect(await answered('/pay/empty')).toMatchObject([204, expect.anything(), '']);
    expect(await answered('/pay/object')).toEqual([200, 'application/json; charset=utf-8', '{"a":1}']);
  });

  it('is text or JSON for anything else', async () => {
    expect(await answered('/pay/text')).toEqual([200, 'text/plain; charset=utf-8', 'plain']);
    expect(await answered('/pay/json')).toEqual([200, 'application/json; charset=utf-8', '{"a":1}']);
  });

  it('is 500 with code and message when the function fails, 404 where no function is', async () => {
    const failed = await fetch(at('/pay/else'));
    expect([failed.status, await failed.json()]).toEqual([
      500,
      { code: 'FUNCTIONS_EXECUTE_FAIL', message: 'broken' },
    ]);
    expect((await fetch(at('/payment'))).status).toBe(404);
    expect((await fetch(at('/'))).status).toBe(404);
    expect((await fetch(at('/__cloud/nothing'))).status).toBe(404);
  });
});

describe('the state', () => {
  it('lists collections with counts and functions with instances and invocations', async () => {
    const state = await (await fetch(at('/__cloud/state'))).json();
    expect(state).toMatchObject({
      collections: [],
      functions: { answer: { instances: 1 }, echo: { invocations: 1 } },
    });
  });
});

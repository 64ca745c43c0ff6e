import { Hono } from 'hono';
import type { Context } from 'hono';
import * as v from 'valibot';
import { UpstreamFailed } from './upstream';

/** A picture from a phone's camera; the storage has its own limit. */
const MAX_FILE_BYTES = 50 * 1024 * 1024;
const REACH_WITHIN_MS = 30_000;

const TempUrls = v.object({
  fileList: v.array(v.object({ fileID: v.string(), tempFileURL: v.optional(v.string(), '') })),
});

interface FileRouteOptions {
  readonly cloudUrl: string;
  readonly openidOf: (as: string | undefined) => string;
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(REACH_WITHIN_MS) });
  } catch (cause) {
    throw new UpstreamFailed(`${new URL(url).pathname} did not answer`, { cause });
  }
}

/** `/world/files`: cloud storage of the emulator (`/__files/*`, `/__storage/*`) at the phone's own address. */
export function createFileRoutes({ cloudUrl, openidOf }: FileRouteOptions): Hono {
  const routes = new Hono();
  const asHolder = (c: Context): Record<string, string> => ({
    'x-dev-openid': openidOf(c.req.header('x-phone-as')),
  });
  const bucket = `${cloudUrl}/__storage/`;
  const pass = async (answer: Response): Promise<Response> =>
    new Response(answer.body, {
      status: answer.status,
      headers: {
        'content-type': answer.headers.get('content-type') ?? 'application/octet-stream',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      },
    });
  const list = async (c: Context, verb: 'temp-urls' | 'delete'): Promise<Response> => {
    const headers = { ...asHolder(c), 'content-type': 'application/json' };
    return reach(`${cloudUrl}/__files/${verb}`, { method: 'POST', headers, body: await c.req.text() });
  };
  routes.put('/*', async (c) => {
    const bytes = await c.req.arrayBuffer();
    if (bytes.byteLength > MAX_FILE_BYTES) return c.json({ message: `at most ${MAX_FILE_BYTES} bytes` }, 413);
    const cloudPath = decodeURIComponent(c.req.path.replace(/^.*?\/files\//, ''));
    const url = `${cloudUrl}/__files/upload?cloudPath=${encodeURIComponent(cloudPath)}`;
    return pass(await reach(url, { method: 'POST', headers: asHolder(c), body: bytes }));
  });
  routes.post('/urls', async (c) => {
    const answer = await list(c, 'temp-urls');
    const { origin } = new URL(c.req.url);
    // The phone knows one address only; the bucket is reached through it.
    const text = (await answer.text()).replaceAll(bucket, `${origin}/world/files/bucket/`);
    return c.body(text, answer.ok ? 200 : 400, { 'content-type': 'application/json' });
  });
  routes.post('/delete', async (c) => pass(await list(c, 'delete')));
  routes.get('/bucket/*', async (c) => {
    const { pathname, search } = new URL(c.req.url);
    return pass(await reach(bucket + pathname.replace(/^.*?\/bucket\//, '') + search, {}));
  });
  // `<image src="cloud://…">`: anybody may look at what the shop shows.
  routes.get('/', async (c) => {
    const headers = { 'x-dev-openid': 'o-looking', 'content-type': 'application/json' };
    const body = JSON.stringify({ fileList: [c.req.query('id') ?? ''] });
    const answer = await reach(`${cloudUrl}/__files/temp-urls`, { method: 'POST', headers, body });
    const parsed = v.safeParse(TempUrls, await answer.json());
    const address = parsed.success ? parsed.output.fileList[0]?.tempFileURL : undefined;
    if (!address?.startsWith(bucket)) return c.notFound();
    return pass(await reach(address, {}));
  });
  return routes;
}

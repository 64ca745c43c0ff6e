import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';

/** A call that reached the cloud. */
export interface SeenCall {
  readonly name: string;
  readonly openid: string | undefined;
  readonly data: unknown;
}

/** A cloud that answers what a test tells it to, by the emulator's routes. */
export interface FakeCloud {
  readonly url: string;
  readonly calls: SeenCall[];
  readonly files: Map<string, Buffer>;
  /** What the functions answer from now on. */
  answer(answer: (call: SeenCall) => unknown): void;
  close(): Promise<void>;
}

const PRODUCTS = {
  products: [
    { title: '龙井', fen: 12_800 },
    { title: '桂花糕', fen: 3_605 },
  ],
};

function fileRoutes(files: Map<string, Buffer>, url: () => string): Hono {
  const routes = new Hono();
  routes.post('/upload', async (c) => {
    const cloudPath = c.req.query('cloudPath') ?? '';
    files.set(cloudPath, Buffer.from(await c.req.arrayBuffer()));
    return c.json({ fileID: `cloud://local/${cloudPath}`, statusCode: 200 });
  });
  routes.post('/temp-urls', async (c) => {
    const { fileList } = await c.req.json<{ fileList: string[] }>();
    const answered = fileList.map((fileID) => {
      const path = fileID.replace('cloud://local/', '');
      return files.has(path)
        ? { fileID, tempFileURL: `${url()}/__storage/${path}?sign=1`, status: 0, errMsg: 'ok' }
        : { fileID, tempFileURL: '', status: 1, errMsg: 'STORAGE_FILE_NONEXIST' };
    });
    return c.json({ fileList: answered });
  });
  routes.post('/delete', async (c) => {
    const { fileList } = await c.req.json<{ fileList: string[] }>();
    for (const fileID of fileList) files.delete(fileID.replace('cloud://local/', ''));
    return c.json({ fileList: fileList.map((fileID) => ({ fileID, status: 0, errMsg: 'ok' })) });
  });
  return routes;
}

export async function startFakeCloud(): Promise<FakeCloud> {
  const calls: SeenCall[] = [];
  const files = new Map<string, Buffer>();
  let answer: (call: SeenCall) => unknown = () => PRODUCTS;
  let url = '';
  const app = new Hono();
  app.post('/__call/:name', async (c) => {
    const call = {
      name: c.req.param('name'),
      openid: c.req.header('x-dev-openid'),
      data: await c.req.json(),
    };
    calls.push(call);
    return c.json({ result: await answer(call) });
  });
  app.post('/__cloud/timers/jobs', (c) => c.json({ result: { ok: true } }));
  app.route(
    '/__files',
    fileRoutes(files, () => url),
  );
  app.get('/__storage/*', (c) => {
    const bytes = files.get(c.req.path.replace('/__storage/', ''));
    return bytes ? c.body(new Uint8Array(bytes), 200, { 'content-type': 'image/png' }) : c.notFound();
  });
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    calls,
    files,
    answer: (given) => {
      answer = given;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

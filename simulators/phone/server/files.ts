import { Hono } from 'hono';

/** One file's answer, as the cloud's client gives it: 0 is good. */
interface FileStatus {
  readonly fileID: string;
  readonly status: number;
  readonly errMsg: string;
}

/** Cloud storage. Each phone belongs to one openid; the storage decides what that one may do. */
export interface CloudFiles {
  /** Stores the bytes under the path and answers the file's id. */
  put(file: { readonly openid: string; readonly cloudPath: string; readonly type: string; readonly bytes: Buffer }): Promise<string>;
  /** The bytes, or undefined when there is no such file. */
  get(fileId: string): Promise<{ readonly type: string; readonly bytes: Buffer } | undefined>;
  remove(fileId: string, openid: string): Promise<boolean>;
}

const MISSING = { status: -503_003, errMsg: 'STORAGE_FILE_NONEXIST' } as const;
/** WeChat's limit of one upload from a phone is 100 MB; a shop's pictures are far smaller. */
const MAX_FILE_BYTES = 20 * 1024 * 1024;

/** Files kept in memory, for a cloud that has no storage of its own. They end with the process. */
export function memoryFiles(): CloudFiles {
  const files = new Map<string, { readonly type: string; readonly bytes: Buffer; readonly openid: string }>();
  return {
    put: async ({ openid, cloudPath, type, bytes }) => {
      const fileId = `cloud://local.6c6f-local/${cloudPath}`;
      files.set(fileId, { type, bytes, openid });
      return fileId;
    },
    get: async (fileId) => files.get(fileId),
    remove: async (fileId, openid) => files.get(fileId)?.openid === openid && files.delete(fileId),
  };
}

/** `/world/files`. */
export function createFileRoutes(files: CloudFiles, openidOf: (as: string | undefined) => string): Hono {
  const routes = new Hono();
  routes.get('/', async (c) => {
    const file = await files.get(c.req.query('id') ?? '');
    if (file === undefined) return c.notFound();
    // What a shopper uploads is a picture or nothing: never a page of this address.
    const type = /^(image|video)\/(?!svg)/.test(file.type) ? file.type : 'application/octet-stream';
    const headers = { 'content-type': type, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };
    return c.body(new Uint8Array(file.bytes), 200, headers);
  });
  routes.put('/*', async (c) => {
    const bytes = Buffer.from(await c.req.arrayBuffer());
    if (bytes.length > MAX_FILE_BYTES) return c.json({ message: `at most ${MAX_FILE_BYTES} bytes` }, 413);
    const cloudPath = decodeURIComponent(c.req.path.replace(/^.*?\/files\//, ''));
    if (cloudPath === '' || cloudPath.split('/').includes('..')) return c.json({ message: 'bad cloudPath' }, 400);
    const type = c.req.header('content-type') ?? 'application/octet-stream';
    const openid = openidOf(c.req.header('x-phone-as'));
    return c.json({ fileID: await files.put({ openid, cloudPath, type, bytes }) });
  });
  routes.post('/urls', async (c) => {
    const { fileList } = await c.req.json<{ readonly fileList: readonly string[] }>();
    const found = await Promise.all(
      fileList.map(async (fileID): Promise<FileStatus & { readonly tempFileURL: string }> =>
        (await files.get(fileID)) === undefined
          ? { fileID, tempFileURL: '', ...MISSING }
          : { fileID, tempFileURL: `/world/files?id=${encodeURIComponent(fileID)}`, status: 0, errMsg: 'ok' },
      ),
    );
    return c.json({ fileList: found });
  });
  routes.post('/delete', async (c) => {
    const { fileList } = await c.req.json<{ readonly fileList: readonly string[] }>();
    const openid = openidOf(c.req.header('x-phone-as'));
    const removed = await Promise.all(
      fileList.map(async (fileID): Promise<FileStatus> =>
        (await files.remove(fileID, openid)) ? { fileID, status: 0, errMsg: 'ok' } : { fileID, ...MISSING },
      ),
    );
    return c.json({ fileList: removed });
  });
  return routes;
}

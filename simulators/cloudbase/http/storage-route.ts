import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import type { Cloud } from '../cloud';
import { contentTypeOf } from '../storage/content-type';
import { MAX_FILE_BYTES } from '../storage/file-storage';
import { StorageError } from '../storage/storage-error';
import { HttpRefusal, parseJson, readBody, sendJson } from './http-exchange';

const MAX_LIST_BYTES = 256 * 1024;
const MaxAge = v.pipe(v.number(), v.integer(), v.minValue(1));
const TempUrlsBody = v.strictObject({
  fileList: v.array(
    v.union([
      v.pipe(
        v.string(),
        v.transform((fileID): { fileID: string; maxAge?: number } => ({ fileID })),
      ),
      v.strictObject({ fileID: v.string(), maxAge: v.optional(MaxAge) }),
    ]),
  ),
});
const DeleteBody = v.strictObject({ fileList: v.array(v.string()) });

const STATUS: Record<StorageError['code'], number> = {
  INVALID_PARAM: 400,
  STORAGE_FILE_NONEXIST: 404,
  STORAGE_EXCEED_AUTHORITY: 403,
  STORAGE_FILE_TOO_LARGE: 413,
};

async function answeringRefusals(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (cause instanceof StorageError) throw new HttpRefusal(STATUS[cause.code], cause.code, cause.message);
    if (v.isValiError(cause)) throw new HttpRefusal(400, 'INVALID_PARAM', cause.message);
    throw cause;
  }
}

function shopperOf(request: IncomingMessage): string {
  const openid = request.headers['x-dev-openid'];
  if (typeof openid !== 'string' || openid === '')
    throw new HttpRefusal(400, 'INVALID_PARAM', 'the header x-dev-openid is required');
  return openid;
}

/** One byte more than a file may have, so that the storage itself refuses. */
function fileBody(request: IncomingMessage): Promise<Buffer> {
  return readBody(request, MAX_FILE_BYTES + 1);
}

/** `POST /__files/<verb>`: what `wx.cloud.uploadFile`, `getTempFileURL` and `deleteFile` do for `x-dev-openid`. */
export function handlePhoneFiles(
  { storage }: Cloud,
  target: { readonly verb: string; readonly url: URL },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  return answeringRefusals(async () => {
    const openid = shopperOf(request);
    switch (target.verb) {
      case 'upload': {
        const cloudPath = target.url.searchParams.get('cloudPath');
        const { path } = await storage.upload({ cloudPath, owner: openid, bytes: await fileBody(request) });
        return sendJson(response, 200, { fileID: storage.ids.of(path), statusCode: 200 });
      }
      case 'temp-urls': {
        const { fileList } = v.parse(TempUrlsBody, parseJson(await readBody(request, MAX_LIST_BYTES)));
        const answered = storage
          .tempUrls(fileList, openid)
          .map(({ code, ...file }) => ({ ...file, ...outcome(code) }));
        return sendJson(response, 200, { fileList: answered });
      }
      case 'delete': {
        const { fileList } = v.parse(DeleteBody, parseJson(await readBody(request, MAX_LIST_BYTES)));
        const deleted = await storage.delete(fileList, openid);
        const answered = deleted.map(({ fileID, code }) => ({ fileID, ...outcome(code) }));
        return sendJson(response, 200, { fileList: answered });
      }
      default:
        throw new HttpRefusal(404, 'INVALID_PATH', `nothing answers /__files/${target.verb}`);
    }
  });
}

/** The phone is told by a number and a text where the SDK is told by a code. */
function outcome(code: string): { readonly status: number; readonly errMsg: string } {
  return code === 'SUCCESS' ? { status: 0, errMsg: 'ok' } : { status: 1, errMsg: code };
}

/** `/__storage/<path>`: the bucket itself, behind signed addresses: PUT for the SDK's uploads, GET and HEAD to show. */
export function handleBucket(
  { storage }: Cloud,
  target: { readonly path: string; readonly url: URL },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { path, url } = target;
  return answeringRefusals(async () => {
    if (request.method === 'PUT') {
      const permit = request.headers.authorization ?? '';
      if (!storage.urls.allowsUpload(path, permit))
        throw new HttpRefusal(403, 'SignatureDoesNotMatch', 'this upload was not allowed, or not any more');
      await storage.upload({ cloudPath: path, owner: null, bytes: await fileBody(request) });
      response.writeHead(200).end();
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new HttpRefusal(405, 'MethodNotAllowed', request.method ?? '');
    const refusal = storage.urls.refuseDownload(path, url.searchParams);
    if (refusal === 'expired') throw new HttpRefusal(403, 'AccessDenied', 'Request has expired');
    if (refusal === 'forged')
      throw new HttpRefusal(403, 'SignatureDoesNotMatch', 'the address is not signed');
    await show(storage.files.read(path), path, request, response);
  });
}

async function show(
  reading: Promise<Uint8Array>,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const bytes = await reading;
  response.writeHead(200, {
    'content-type': contentTypeOf(path),
    'content-length': bytes.length,
    'cache-control': 'private, max-age=3600',
    'x-content-type-options': 'nosniff',
    // An uploaded SVG is a picture here and never a page with scripts.
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

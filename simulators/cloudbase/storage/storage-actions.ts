import * as v from 'valibot';
import { parseCloudPath } from './cloud-path';
import type { FileStorage } from './file-storage';
import { StorageError } from './storage-error';

const MaxAge = v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))));
const UploadMetadata = v.looseObject({ path: v.string(), method: v.optional(v.literal('put'), 'put') });
const DownloadUrls = v.looseObject({
  file_list: v.array(v.looseObject({ fileid: v.string(), max_age: MaxAge })),
});
const Deletion = v.looseObject({ fileid_list: v.array(v.string()) });

/** True for an action of the file storage. */
export function isStorageAction(action: string): boolean {
  return action.startsWith('storage.');
}

function parsed<Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new StorageError('INVALID_PARAM', `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`);
}

/** Carries out one storage request of the SDK, which is the administrator. Answers what stands beside `requestId`. */
export async function runStorageAction(
  storage: FileStorage,
  action: string,
  body: unknown,
): Promise<{ readonly data: unknown }> {
  switch (action) {
    case 'storage.getUploadMetadata': {
      const path = parseCloudPath(parsed(UploadMetadata, body).path);
      const { url, permit } = storage.urls.upload(path);
      const fileId = storage.ids.of(path);
      // Opaque and fit for a header, which a path is not.
      const cosFileId = Buffer.from(fileId).toString('base64url');
      return { data: { url, token: 'local', authorization: permit, fileId, cosFileId } };
    }
    case 'storage.batchGetDownloadUrl': {
      const { file_list: list } = parsed(DownloadUrls, body);
      const wanted = list.map(({ fileid, max_age }) => ({ fileID: fileid, maxAge: max_age ?? undefined }));
      return { data: { download_list: storage.tempUrls(wanted, null) } };
    }
    case 'storage.batchDeleteFile': {
      const { fileid_list: list } = parsed(Deletion, body);
      return { data: { delete_list: await storage.delete(list, null) } };
    }
    default:
      throw new StorageError('INVALID_PARAM', `the emulator has no ${action}`);
  }
}

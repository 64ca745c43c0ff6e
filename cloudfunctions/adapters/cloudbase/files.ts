import cloudbase from '@cloudbase/node-sdk';
import type { Files, ReadFile } from '../../ports/files';
import { FilesUnavailable } from '../../ports/files';

/** A photo of some megabytes arrives well within this; a function's own timeout is longer. */
const REQUEST_TIMEOUT_MS = 8_000;
/** The service deletes at most so many files in one call. */
const MAX_DELETED_AT_ONCE = 50;

type Sdk = ReturnType<typeof cloudbase.init>;

async function addressOf(sdk: Sdk, fileId: string): Promise<string | null> {
  const { fileList } = await sdk.getTempFileURL({ fileList: [fileId] });
  const [found] = fileList;
  return found?.code === 'SUCCESS' && found.tempFileURL !== '' ? encodeURI(found.tempFileURL) : null;
}

/** Reads as much as is allowed and hangs up then: what the header says of the length is only a promise. */
async function readUpTo(response: Response, maxBytes: number): Promise<ReadFile> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > maxBytes) return { kind: 'tooLarge' };
    parts.push(part);
  }
  return { kind: 'read', bytes: Buffer.concat(parts) };
}

async function read(sdk: Sdk, fileId: string, maxBytes: number): Promise<ReadFile> {
  const address = await addressOf(sdk, fileId);
  if (address === null) return { kind: 'notFound' };
  const response = await fetch(address, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
  if (response.status === 404 || response.status === 403) return { kind: 'notFound' };
  if (!response.ok) throw new FilesUnavailable(`the file storage answered ${response.status}`);
  return readUpTo(response, maxBytes);
}

/**
 * The file storage through the unmodified SDK.
 * @param environmentId the CloudBase environment.
 */
export function createCloudbaseFiles(environmentId: string): Files {
  const sdk = cloudbase.init({ env: environmentId, timeout: REQUEST_TIMEOUT_MS });
  return {
    async read(fileId, maxBytes) {
      try {
        return await read(sdk, fileId, maxBytes);
      } catch (cause) {
        if (cause instanceof FilesUnavailable) throw cause;
        throw new FilesUnavailable('the file storage did not answer', { cause });
      }
    },
    async remove(fileIds) {
      try {
        for (let from = 0; from < fileIds.length; from += MAX_DELETED_AT_ONCE)
          await sdk.deleteFile({ fileList: fileIds.slice(from, from + MAX_DELETED_AT_ONCE) });
      } catch (cause) {
        throw new FilesUnavailable('the file storage did not delete', { cause });
      }
    },
  };
}

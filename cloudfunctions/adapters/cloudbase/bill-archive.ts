import cloudbase from '@cloudbase/node-sdk';
import type { BillArchive, IncomingBill } from '../../ports/bill-archive';
import { FilesUnavailable } from '../../ports/files';

/** A piece arrives well within this from inside the data centre. */
const REQUEST_TIMEOUT_MS = 20_000;
/** As much as is held of a file on its way; the storage takes no file longer than 50 MB. */
const PIECE_BYTES = 8 * 1024 * 1024;

type Sdk = ReturnType<typeof cloudbase.init>;

function unavailable(cause: unknown, what: string): FilesUnavailable {
  return cause instanceof FilesUnavailable ? cause : new FilesUnavailable(what, { cause });
}

function incoming(sdk: Sdk, name: string): IncomingBill {
  const fileIds: string[] = [];
  let held: Uint8Array[] = [];
  let size = 0;
  const send = async (): Promise<void> => {
    // The first piece has the plain name: nearly every bill has only one.
    const cloudPath = fileIds.length === 0 ? name : `${name}.${String(fileIds.length).padStart(3, '0')}`;
    const fileContent = Buffer.concat(held);
    held = [];
    size = 0;
    try {
      const { fileID } = await sdk.uploadFile({ cloudPath, fileContent });
      fileIds.push(fileID);
    } catch (cause) {
      throw unavailable(cause, 'the file storage did not take a bill');
    }
  };
  return {
    async write(piece) {
      // A copy: whoever reads the bill goes on using its own bytes.
      held.push(new Uint8Array(piece));
      size += piece.length;
      if (size >= PIECE_BYTES) await send();
    },
    async end() {
      if (size > 0) await send();
      return fileIds;
    },
  };
}

async function* pieceOf(sdk: Sdk, fileId: string): AsyncGenerator<Uint8Array> {
  const { fileList } = await sdk.getTempFileURL({ fileList: [fileId] });
  const address = fileList[0]?.tempFileURL ?? '';
  if (address === '') throw new FilesUnavailable('a piece of a bill is not in the storage');
  const response = await fetch(encodeURI(address), { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
  if (!response.ok || response.body === null)
    throw new FilesUnavailable(`the file storage answered ${response.status}`);
  yield* response.body;
}

/**
 * The archive of bills in the cloud storage, through the unmodified SDK.
 * @param environmentId the CloudBase environment.
 */
export function createCloudbaseBillArchive(environmentId: string): BillArchive {
  const sdk = cloudbase.init({ env: environmentId, timeout: REQUEST_TIMEOUT_MS });
  return {
    begin: (name) => incoming(sdk, name),
    async *read(fileIds) {
      try {
        for (const fileId of fileIds) yield* pieceOf(sdk, fileId);
      } catch (cause) {
        throw unavailable(cause, 'the file storage did not answer');
      }
    },
  };
}

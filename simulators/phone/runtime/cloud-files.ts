import { post, reach } from './world';

/** Cloud storage as the phone's server offers it; the only file that knows its routes. */

interface FileResult {
  readonly fileID: string;
  readonly status: number;
  readonly errMsg: string;
}

/** Stores a file. Answers its id, `cloud://…`. @throws when it could not be stored */
export async function uploadFile(cloudPath: string, file: Blob): Promise<string> {
  const headers = { 'content-type': file.type || 'application/octet-stream' };
  const response = await reach(`/files/${cloudPath.split('/').map(encodeURIComponent).join('/')}`, {
    method: 'PUT',
    headers,
    body: file,
  });
  const answer = (await response.json()) as { readonly fileID?: string; readonly message?: string };
  if (answer.fileID === undefined) throw new Error(answer.message ?? `status ${response.status}`);
  return answer.fileID;
}

/** Addresses that can be looked at for a while, in the order of the ids. */
export async function temporaryUrls(
  files: readonly unknown[],
): Promise<readonly (FileResult & { readonly tempFileURL: string })[]> {
  const ids = files.map((file) =>
    typeof file === 'string' ? file : (file as { readonly fileID: string }).fileID,
  );
  return (
    await post<{ readonly fileList: readonly (FileResult & { readonly tempFileURL: string })[] }>(
      '/files/urls',
      { fileList: ids },
    )
  ).fileList;
}

/** Removes files; each answers for itself. */
export async function removeFiles(fileIds: readonly string[]): Promise<readonly FileResult[]> {
  return (await post<{ readonly fileList: readonly FileResult[] }>('/files/delete', { fileList: fileIds }))
    .fileList;
}

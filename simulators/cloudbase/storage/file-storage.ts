import type { StorageRule } from '../rules/storage-rule';
import { parseCloudPath, FileIds } from './cloud-path';
import type { FileFacts, FileStore } from './file-store';
import { SignedUrls } from './signed-urls';
import { StorageError } from './storage-error';

/** The service's default: a day. */
const DEFAULT_MAX_AGE_SECONDS = 86_400;
/** Files one call may name. */
const MAX_FILES_PER_CALL = 50;
/** Largest file; the service's own figure differs between pages, this is the smallest of them. */
export const MAX_FILE_BYTES = 50 * 1024 * 1024;

/** How asking for one address ended. */
export type TempUrl = {
  readonly fileID: string;
  readonly tempFileURL: string;
  readonly maxAge: number;
  readonly code: 'SUCCESS' | 'STORAGE_FILE_NONEXIST' | 'STORAGE_EXCEED_AUTHORITY';
};

/** How deleting one file ended. */
export type Deletion = {
  readonly fileID: string;
  readonly code: 'SUCCESS' | 'STORAGE_FILE_NONEXIST' | 'STORAGE_EXCEED_AUTHORITY';
};

/** The bucket of one environment. What a phone may do the rule says; the administrator may everything. */
export class FileStorage {
  readonly files: FileStore;
  readonly ids: FileIds;
  readonly urls: SignedUrls;
  readonly #rule: StorageRule;

  constructor(options: {
    readonly files: FileStore;
    readonly envId: string;
    readonly baseUrl: string;
    readonly nowMs: () => number;
    readonly rule: StorageRule;
  }) {
    this.#rule = options.rule;
    this.files = options.files;
    this.ids = new FileIds(options.envId);
    this.urls = new SignedUrls(options.baseUrl, options.nowMs);
  }

  /** Takes a file in; `owner` null is the administrator. */
  async upload(given: {
    readonly cloudPath: unknown;
    readonly owner: string | null;
    readonly bytes: Uint8Array;
  }): Promise<FileFacts> {
    const path = parseCloudPath(given.cloudPath);
    if (given.bytes.length > MAX_FILE_BYTES)
      throw new StorageError('STORAGE_FILE_TOO_LARGE', `a file has at most ${MAX_FILE_BYTES} bytes`);
    this.#assertMayWrite(path, given.owner);
    return this.files.put({ path, owner: given.owner, bytes: given.bytes });
  }

  /** Addresses that show the files for a while, each with its own outcome; `by` null is the administrator. */
  tempUrls(
    wanted: readonly { readonly fileID: string; readonly maxAge?: number | undefined }[],
    by: string | null,
  ): TempUrl[] {
    this.#limit(wanted.length);
    return wanted.map(({ fileID, maxAge = DEFAULT_MAX_AGE_SECONDS }) => {
      const path = this.ids.pathOf(fileID);
      const found = path === null ? null : this.files.find(path);
      // Before anything is said of the file: who may not read it does not learn whether it is there.
      if (path !== null && !this.#mayRead(path, by))
        return { fileID, tempFileURL: '', maxAge, code: 'STORAGE_EXCEED_AUTHORITY' };
      if (path === null || found === null)
        return { fileID, tempFileURL: '', maxAge, code: 'STORAGE_FILE_NONEXIST' };
      return { fileID, tempFileURL: this.urls.download(path, maxAge), maxAge, code: 'SUCCESS' };
    });
  }

  /** Deletes files, each with its own outcome; `by` null is the administrator. */
  async delete(fileIds: readonly string[], by: string | null): Promise<Deletion[]> {
    this.#limit(fileIds.length);
    const deletions: Deletion[] = [];
    for (const fileID of fileIds) deletions.push({ fileID, code: await this.#deleteOne(fileID, by) });
    return deletions;
  }

  async #deleteOne(fileId: string, by: string | null): Promise<Deletion['code']> {
    const path = this.ids.pathOf(fileId);
    try {
      if (path !== null) this.#assertMayWrite(path, by);
      const gone = path !== null && (await this.files.delete(path));
      return gone ? 'SUCCESS' : 'STORAGE_FILE_NONEXIST';
    } catch (cause) {
      if (cause instanceof StorageError && cause.code === 'STORAGE_EXCEED_AUTHORITY') return cause.code;
      throw cause;
    }
  }

  #mayRead(path: string, by: string | null): boolean {
    const openid = this.files.find(path)?.owner ?? null;
    return by === null || this.#rule.read({ auth: { openid: by }, resource: { openid, path } });
  }

  /** A file that is not there yet belongs to whoever brings it. */
  #assertMayWrite(path: string, by: string | null): void {
    const found = this.files.find(path);
    const openid = found === null ? by : found.owner;
    if (by !== null && !this.#rule.write({ auth: { openid: by }, resource: { openid, path } }))
      throw new StorageError('STORAGE_EXCEED_AUTHORITY', `the rule lets nobody write ${path}`);
  }

  #limit(count: number): void {
    if (count === 0 || count > MAX_FILES_PER_CALL)
      throw new StorageError('INVALID_PARAM', `fileList must name 1 to ${MAX_FILES_PER_CALL} files`);
  }
}

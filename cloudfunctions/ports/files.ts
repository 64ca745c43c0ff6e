/** How reading a file ends. `tooLarge`: longer than the caller takes; not read to its end. */
export type ReadFile =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'notFound' };

/**
 * The file storage. Throws {@link FilesUnavailable} when it does not answer; the caller may repeat any method.
 */
export interface Files {
  read(fileId: string, maxBytes: number): Promise<ReadFile>;
  /** Deletes files; unknown ones are passed over. */
  remove(fileIds: readonly string[]): Promise<void>;
}

/** The file storage could not serve the call in time. */
export class FilesUnavailable extends Error {
  override readonly name = 'FilesUnavailable';
}

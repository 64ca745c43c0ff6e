/** A refusal of the file storage, with the code a caller of the real service sees. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code:
    'INVALID_PARAM' | 'STORAGE_FILE_NONEXIST' | 'STORAGE_EXCEED_AUTHORITY' | 'STORAGE_FILE_TOO_LARGE';

  constructor(code: StorageError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

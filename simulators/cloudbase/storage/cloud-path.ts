import { StorageError } from './storage-error';

/** The service's limit for an encoded path. */
const MAX_ENCODED_BYTES = 850;

/** A path of the storage, or INVALID_PARAM: relative, without empty, `.` or `..` parts and without control characters. */
export function parseCloudPath(given: unknown): string {
  if (typeof given !== 'string' || given === '') throw invalid('cloudPath must be a text that is not empty');
  const parts = given.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    throw invalid(`cloudPath must be relative, without empty parts, . or ..: ${given}`);
  // The last three would end the path of an address, which the service hands out without encoding it.
  if (/[\p{Cc}\p{Cs}\\?#%]/u.test(given)) throw invalid('cloudPath holds characters a path cannot have');
  if (Buffer.byteLength(encodeURIComponent(given)) > MAX_ENCODED_BYTES)
    throw invalid(`cloudPath is longer than ${MAX_ENCODED_BYTES} bytes when encoded`);
  return given;
}

/** Translates between paths and the `cloud://` addresses of one environment's bucket. */
export class FileIds {
  readonly #prefix: string;

  constructor(envId: string) {
    this.#prefix = `cloud://${envId}.6c6f-${envId}-1250000000/`;
  }

  /** The address of a path. */
  of(path: string): string {
    return this.#prefix + path;
  }

  /** The path of an address, or null for one of another bucket. */
  pathOf(fileId: string): string | null {
    return fileId.startsWith(this.#prefix) ? fileId.slice(this.#prefix.length) : null;
  }
}

function invalid(message: string): StorageError {
  return new StorageError('INVALID_PARAM', message);
}

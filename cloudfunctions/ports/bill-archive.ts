/** A file on its way into the archive, piece by piece. */
export interface IncomingBill {
  /** Takes the next bytes. @throws FilesUnavailable when the storage does not take them. */
  write(piece: Uint8Array): Promise<void>;
  /** Ends the file; answers its pieces in order. @throws FilesUnavailable when the storage does not take the rest. */
  end(): Promise<readonly string[]>;
}

/**
 * Where bill files are kept as they arrived, good ones and broken ones. Holds a piece of a few megabytes, whatever the
 * length of a file. Throws `FilesUnavailable` when the storage does not answer; the caller may repeat any method.
 */
export interface BillArchive {
  /** Begins a file. `name` is unique and cannot be guessed: whoever knows it can read the file. */
  begin(name: string): IncomingBill;
  /** The bytes of a file that was kept, as they arrived. The iteration throws when a piece does not come. */
  read(fileIds: readonly string[]): AsyncIterable<Uint8Array>;
}

import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

const GZIP_MAGIC = [0x1f, 0x8b] as const;

/** One unpacked piece. With the default of 16 kB unpacking takes more than twice as long. */
const UNPACKED_BYTES = 256 * 1024;

/** Pieces unpacked ahead while others are read: unpacking runs on another thread. */
const PIECES_AHEAD = 4;

async function* startingWith(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    // Whoever stops early lets go of the connection too.
    await rest.return?.();
  }
}

/**
 * Unpacks a stream that is gzip and passes on any other: what a file is, its first two bytes say; no bill begins with
 * those. Holds a few pieces, whatever the length. Throws what the source or zlib throws.
 */
export async function* unpack(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const pieces = source[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < GZIP_MAGIC.length) {
    const next = await pieces.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  const whole = startingWith(head, pieces);
  if (!GZIP_MAGIC.every((byte, at) => head[at] === byte)) {
    yield* whole;
    return;
  }
  const options = {
    chunkSize: UNPACKED_BYTES,
    readableHighWaterMark: PIECES_AHEAD * UNPACKED_BYTES,
  };
  const gunzip = createGunzip(options);
  pipeline(Readable.from(whole), gunzip, (error) => {
    if (error) gunzip.destroy(error);
  });
  yield* gunzip as AsyncIterable<Buffer>;
}

import type { BillDefect } from '../../../ports/bills';

const LF = 0x0a;
const CR = 0x0d;

/** Offsets of cells are kept in 16 bits. The longest line of documented values has about 3000 bytes. */
export const MAX_LINE_BYTES = 65_000;

/** Takes whole lines: every line of `bytes` from `from` to `end` has its line feed. */
export type TakeLines = (bytes: Buffer, from: number, end: number) => BillDefect | null;

/** Cuts pieces of any size into whole lines. */
export interface BillLines {
  write(chunk: Uint8Array): BillDefect | null;
  /** Gives the last line, which may lack its line end. */
  end(): BillDefect | null;
}

const EMPTY: Buffer = Buffer.alloc(0);

function bufferOf(chunk: Uint8Array): Buffer {
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

/** Only the line across two pieces is copied; all others are read where they are. */
export function createBillLines(take: TakeLines): BillLines {
  let rest = EMPTY;
  const join = (more: Buffer): Buffer => (rest.length === 0 ? more : Buffer.concat([rest, more]));
  const keep = (bytes: Buffer): BillDefect | null => {
    rest = bytes;
    return rest.length > MAX_LINE_BYTES
      ? { stage: 'format', reason: `a line has more than ${MAX_LINE_BYTES} bytes` }
      : null;
  };
  return {
    write: (chunk) => {
      const bytes = bufferOf(chunk);
      const end = bytes.lastIndexOf(LF) + 1;
      if (end === 0) return keep(join(Buffer.from(bytes)));
      const from = rest.length === 0 ? 0 : bytes.indexOf(LF) + 1;
      const joined = from === 0 ? EMPTY : join(bytes.subarray(0, from));
      const defect = take(joined, 0, joined.length) ?? take(bytes, from, end);
      // Copied: a view would keep the whole piece.
      return defect ?? keep(Buffer.from(bytes.subarray(end)));
    },
    end: () => {
      if (rest.length === 0) return null;
      const unended = rest[rest.length - 1] === CR ? rest.subarray(0, -1) : rest;
      return take(Buffer.concat([unended, Buffer.of(LF)]), 0, unended.length + 1);
    },
  };
}

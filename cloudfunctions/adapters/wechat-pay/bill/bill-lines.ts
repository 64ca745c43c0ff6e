import type { BillDefect } from '../../../ports/bills';
import { LINE_END, type LineEnd } from './bill-format';

const LF = 0x0a;
const CR = 0x0d;

/** Offsets of cells are kept in 16 bits. The longest line of documented values has about 3000 bytes. */
export const MAX_LINE_BYTES = 65_000;

/** Whole lines: every line of `bytes` from `from` to `end` has its line end. */
export interface WholeLines {
  readonly bytes: Buffer;
  readonly from: number;
  readonly end: number;
  readonly lineEnd: LineEnd;
}

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

/** The first line says how all of them end. */
function lineEndOf(bytes: Buffer): LineEnd | null {
  const at = bytes.indexOf(LF);
  if (at === -1) return null;
  return bytes[at - 1] === CR ? 'CRLF' : 'LF';
}

/** Makes a cutter. Only a line across two pieces is copied; all others are taken where they are. */
export function createBillLines(take: (lines: WholeLines) => BillDefect | null): BillLines {
  let rest = EMPTY;
  let lineEnd: LineEnd | null = null;

  const keep = (bytes: Buffer): BillDefect | null => {
    rest = bytes;
    return rest.length > MAX_LINE_BYTES
      ? { stage: 'format', reason: `a line has more than ${MAX_LINE_BYTES} bytes` }
      : null;
  };
  /** Takes the lines of `bytes` and keeps what follows the last of them. */
  const takeAndKeep = (bytes: Buffer, from: number): BillDefect | null => {
    lineEnd ??= lineEndOf(bytes);
    const mark = lineEnd === null ? null : LINE_END[lineEnd];
    const last = mark === null ? -1 : bytes.lastIndexOf(mark);
    const end = mark === null || last < from ? from : last + mark.length;
    const defect = lineEnd === null || end === from ? null : take({ bytes, from, end, lineEnd });
    // Copied: a view would hold on to the whole piece.
    return defect ?? keep(Buffer.from(bytes.subarray(end)));
  };
  return {
    write: (chunk) => {
      const bytes = bufferOf(chunk);
      let from = 0;
      while (rest.length > 0 && from < bytes.length) {
        const feed = bytes.indexOf(LF, from) + 1;
        const upTo = feed === 0 ? bytes.length : feed;
        const defect = takeAndKeep(Buffer.concat([rest, bytes.subarray(from, upTo)]), 0);
        if (defect !== null) return defect;
        from = upTo;
      }
      return from < bytes.length ? takeAndKeep(bytes, from) : null;
    },
    end: () => {
      if (rest.length === 0) return null;
      const halfEnded = lineEnd === 'CRLF' && rest[rest.length - 1] === CR;
      const line = halfEnded ? rest.subarray(0, -1) : rest;
      return takeAndKeep(Buffer.concat([line, Buffer.from(LINE_END[lineEnd ?? 'LF'])]), 0);
    },
  };
}

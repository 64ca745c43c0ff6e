import { LINE_END, MAX_COLUMNS, type Cells, type LineEnd } from './bill-format';

const LF = 0x0a;
const CR = 0x0d;
const COMMA = 0x2c;
const BACKTICK = 0x60;

/** Offsets allocated at once: those of a thousand lines. */
const POOL_OFFSETS = 32_768;

/** How a line was cut up. `next` is where the next line begins. */
export interface Scanned {
  readonly next: number;
  readonly columns: number;
  /** Its cells; they stay valid while others are scanned. */
  readonly cells: Cells;
}

/** Cuts up the line that begins at `start` with a backtick. It must have its line end before the end of `bytes`. */
export type RowScanner = (bytes: Buffer, start: number, line: number) => Scanned;

/** How many offsets of the pool are taken. A scan notes where each cell begins, and answers where the line ends. */
type Notes = { used: number };

// A separator and a line end are two bytes each, so looking at every second byte meets one of the two. Nearly all bytes
// are past the comma and no backtick: the inner loop is where the time of a bill goes.
function scanCrlf(bytes: Buffer, start: number, starts: Uint16Array, notes: Notes): number {
  let cell = notes.used;
  starts[cell] = 1;
  for (let at = start + 2; ; at += 2) {
    let byte = bytes[at] ?? LF;
    while (byte > COMMA && byte !== BACKTICK) {
      byte = bytes[(at += 2)] ?? LF;
      // Twice per turn: the loop itself costs as much as a look.
      if (byte <= COMMA || byte === BACKTICK) break;
      byte = bytes[(at += 2)] ?? LF;
    }
    if (byte === BACKTICK && bytes[at - 1] === COMMA) {
      cell += 1;
      starts[cell] = at + 1 - start;
    } else if (byte === COMMA && bytes[at + 1] === BACKTICK) {
      cell += 1;
      starts[cell] = at + 2 - start;
      at += 1;
    } else if ((byte === LF && bytes[at - 1] === CR) || (byte === CR && bytes[at + 1] === LF)) {
      notes.used = cell + 1;
      return byte === LF ? at - 1 : at;
    }
  }
}

function scanLf(bytes: Buffer, start: number, starts: Uint16Array, notes: Notes): number {
  let cell = notes.used;
  starts[cell] = 1;
  for (let at = start + 1; ; at += 1) {
    const byte = bytes[at];
    if (byte === BACKTICK && bytes[at - 1] === COMMA) {
      cell += 1;
      starts[cell] = at + 1 - start;
    } else if (byte === LF) {
      notes.used = cell + 1;
      return at;
    }
  }
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/**
 * Makes a scanner of the rows of a file. A comma and a backtick separate values; a comma alone, a quote, a backtick
 * after anything else and half of a CRLF belong to the value. The answer is one object, overwritten by the next call,
 * and so are its `cells`: whoever keeps them copies their five fields.
 */
export function createRowScanner(lineEnd: LineEnd): RowScanner {
  const scan = lineEnd === 'CRLF' ? scanCrlf : scanLf;
  const endBytes = LINE_END[lineEnd].length;
  let pool = new Uint16Array(POOL_OFFSETS);
  const notes: Notes = { used: 0 };
  const cells: Mutable<Cells> = { bytes: Buffer.alloc(0), start: 0, starts: pool, base: 0, line: 0 };
  const scanned: Mutable<Scanned> = { next: 0, columns: 0, cells };
  return (bytes, start, line) => {
    if (notes.used + MAX_COLUMNS + 1 > POOL_OFFSETS) {
      pool = new Uint16Array(POOL_OFFSETS);
      notes.used = 0;
    }
    const base = notes.used;
    const end = scan(bytes, start, pool, notes);
    pool[notes.used] = end - start + 2;
    scanned.next = end + endBytes;
    scanned.columns = notes.used - base;
    notes.used += 1;
    cells.bytes = bytes;
    cells.start = start;
    cells.starts = pool;
    cells.base = base;
    cells.line = line;
    return scanned;
  };
}

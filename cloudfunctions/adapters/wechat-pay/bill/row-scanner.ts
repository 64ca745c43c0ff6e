import { MAX_COLUMNS, type Cells, type LineEnd } from './bill-format';

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
  readonly lineEnd: LineEnd;
  /** Its cells; they stay valid while others are scanned. */
  readonly cells: Cells;
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/**
 * Makes a scanner of lines that begin with a backtick and end with a line feed before the end of `bytes`. A comma and
 * a backtick separate values; a comma alone, a quote or a backtick after anything else belong to the value. The answer
 * is one object, overwritten by the next call, and so are its `cells`: a row copies their five fields.
 */
export function createRowScanner(): (bytes: Buffer, start: number, line: number) => Scanned {
  let pool = new Uint16Array(POOL_OFFSETS);
  let used = 0;
  const cells: Mutable<Cells> = { bytes: Buffer.alloc(0), start: 0, starts: pool, base: 0, line: 0 };
  const scanned: Mutable<Scanned> = { next: 0, columns: 0, lineEnd: 'LF', cells };
  return (bytes, start, line) => {
    // The hot loop of a bill: locals, one pass, two comparisons a byte.
    const starts = pool;
    const base = used;
    let cell = base;
    let at = start + 1;
    starts[base] = 1;
    for (; ; at += 1) {
      const byte = bytes[at];
      if (byte === BACKTICK) {
        if (bytes[at - 1] === COMMA) {
          cell += 1;
          starts[cell] = at + 1 - start;
        }
      } else if (byte === LF) break;
    }
    const crlf = bytes[at - 1] === CR;
    cell += 1;
    starts[cell] = (crlf ? at - 1 : at) - start + 2;
    cells.bytes = bytes;
    cells.start = start;
    cells.starts = starts;
    cells.base = base;
    cells.line = line;
    scanned.next = at + 1;
    scanned.columns = cell - base;
    scanned.lineEnd = crlf ? 'CRLF' : 'LF';
    used = cell + 1;
    if (used + MAX_COLUMNS + 1 > POOL_OFFSETS) {
      pool = new Uint16Array(POOL_OFFSETS);
      used = 0;
    }
    return scanned;
  };
}

import type { BillDefect } from '../../../ports/bills';
import { isFault, type BillFormat, type LineFault } from './bill-format';
import { createBillFrame, type BillHead } from './bill-frame';
import { createBillLines, MAX_LINE_BYTES } from './bill-lines';
import { createRowScanner, type Scanned } from './row-scanner';

const LF = 0x0a;
const CR = 0x0d;
const BACKTICK = 0x60;

/** What a whole bill was. */
export type BillEnd<Summary> =
  | { readonly kind: 'complete'; readonly summary: Summary }
  | { readonly kind: 'defective'; readonly defect: BillDefect };

/** Takes a bill in pieces of any size. After a defect nothing more may be written. */
export interface BillReader<Summary> {
  /** Reads what is complete by now. The rows take their texts from these bytes later: leave them unchanged. */
  write(chunk: Uint8Array): BillDefect | null;
  /** Says what the whole was, once the last piece was written. */
  end(): BillEnd<Summary>;
}

/** What is wrong with how a row is cut up. */
function shapeFault<Row, Summary extends object>(
  row: Scanned,
  head: BillHead<Row, Summary>,
): LineFault | null {
  if (row.next - row.cells.start > MAX_LINE_BYTES) return { reason: `has more than ${MAX_LINE_BYTES} bytes` };
  if (row.columns !== head.columns)
    return { reason: `has ${row.columns} values under ${head.columns} columns` };
  if (row.lineEnd !== head.lineEnd)
    return { reason: `ends with ${row.lineEnd} in a file whose lines end with ${head.lineEnd}` };
  return null;
}

/**
 * Makes a reader of a bill (page 4013071246): a header, rows whose values each follow a backtick, and a summary of two
 * lines. Columns are found by name. The rows' lines end with CRLF or LF, all of them alike: an odd one is a value that
 * broke its line. The end of the last line may be missing. Each row goes to `onRow` once it was judged right.
 */
export function createBillReader<Row, Summary extends object>(
  format: BillFormat<Row, Summary>,
  onRow: (row: Row) => void,
): BillReader<Summary> {
  const frame = createBillFrame(format);
  const scan = createRowScanner();
  let line = 1;
  let rows = 0;

  const readRow = (row: Scanned, head: BillHead<Row, Summary>): LineFault | null => {
    const fault = shapeFault(row, head) ?? head.body.judge(row.cells);
    if (fault !== null) return fault;
    rows += 1;
    onRow(head.body.row(row.cells));
    return null;
  };
  const readFrame = (bytes: Buffer, from: number, lf: number): LineFault | null => {
    const crlf = lf > from && bytes[lf - 1] === CR;
    return frame.take(bytes.toString('utf8', from, crlf ? lf - 1 : lf), crlf ? 'CRLF' : 'LF', rows);
  };
  const lines = createBillLines((bytes, from, end) => {
    let head = frame.head();
    for (let at = from; at < end; line += 1) {
      let fault: LineFault | null;
      if (head !== null && bytes[at] === BACKTICK) {
        const row = scan(bytes, at, line);
        at = row.next;
        fault = readRow(row, head);
      } else {
        const lf = bytes.indexOf(LF, at);
        fault = readFrame(bytes, at, lf);
        at = lf + 1;
        head = frame.head();
      }
      if (fault !== null) return { stage: 'format', line, ...fault };
    }
    return null;
  });
  return {
    write: lines.write,
    end: () => {
      const defect = lines.end();
      if (defect !== null) return { kind: 'defective', defect };
      const end = frame.end();
      return isFault(end)
        ? { kind: 'defective', defect: { stage: 'format', line, ...end } }
        : { kind: 'complete', summary: end.summary };
    },
  };
}

import type { BillDefect } from '../../../ports/bills';
import { isFault, LINE_END, type BillFormat, type LineEnd, type LineFault } from './bill-format';
import { createBillFrame, type BillHead } from './bill-frame';
import { createBillLines, MAX_LINE_BYTES } from './bill-lines';
import { createRowScanner, type Scanned } from './row-scanner';

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
function shapeFault({ next, columns, cells }: Scanned, lineEnd: LineEnd, wanted: number): LineFault | null {
  if (next - cells.start > MAX_LINE_BYTES) return { reason: `has more than ${MAX_LINE_BYTES} bytes` };
  if (columns !== wanted) return { reason: `has ${columns} values under ${wanted} columns` };
  return lineEnd === 'LF' && cells.bytes[next - 2] === CR
    ? { reason: 'ends with CRLF in a file whose lines end with LF' }
    : null;
}

/**
 * Makes a reader of a bill (page 4013071246): a header, rows whose values each follow a backtick, and a summary of two
 * lines. Columns are found by name. Lines end with CRLF or LF as the first one does; the end of the last may be
 * missing. Each row goes to `onRow` once it was judged right.
 */
export function createBillReader<Row, Summary extends object>(
  format: BillFormat<Row, Summary>,
  onRow: (row: Row) => void,
): BillReader<Summary> {
  const frame = createBillFrame(format);
  const scanner = { CRLF: createRowScanner('CRLF'), LF: createRowScanner('LF') };
  let line = 1;
  let rows = 0;

  const readRow = (scanned: Scanned, lineEnd: LineEnd, head: BillHead<Row, Summary>): LineFault | null => {
    const { body, columns } = head;
    const fault = shapeFault(scanned, lineEnd, columns) ?? body.judge(scanned.cells);
    if (fault !== null) return fault;
    rows += 1;
    onRow(body.row(scanned.cells));
    return null;
  };
  const lines = createBillLines(({ bytes, from, end, lineEnd }) => {
    const scan = scanner[lineEnd];
    let head = frame.head();
    for (let at = from; at < end; line += 1) {
      let fault: LineFault | null;
      if (head !== null && bytes[at] === BACKTICK) {
        const scanned = scan(bytes, at, line);
        at = scanned.next;
        fault = readRow(scanned, lineEnd, head);
      } else {
        const to = bytes.indexOf(LINE_END[lineEnd], at);
        fault = frame.take(bytes.toString('utf8', at, to), rows);
        at = to + LINE_END[lineEnd].length;
        head = frame.head();
      }
      if (fault !== null) return { stage: 'format', line, ...fault };
    }
    return null;
  });
  const placed = (defect: BillDefect | null) => (defect === null ? null : { line, ...defect });
  return {
    write: (chunk) => placed(lines.write(chunk)),
    end: () => {
      const defect = placed(lines.end());
      if (defect !== null) return { kind: 'defective', defect };
      const end = frame.end();
      return isFault(end)
        ? { kind: 'defective', defect: { stage: 'format', line, ...end } }
        : { kind: 'complete', summary: end.summary };
    },
  };
}

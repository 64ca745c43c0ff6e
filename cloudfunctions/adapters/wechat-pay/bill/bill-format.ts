import type { BillDefect } from '../../../ports/bills';

/** The widest documented bill has 29 columns. */
export const MAX_COLUMNS = 64;

/** How the lines of a file end: live files with CRLF, some passed on by hand with LF. */
export const LINE_END = { CRLF: '\r\n', LF: '\n' } as const;
export type LineEnd = keyof typeof LINE_END;

/**
 * Where the cells of one line lie, undecoded. Cell i begins at `start + starts[base + i]`; two bytes, a comma and a
 * backtick, stand between it and the next.
 */
export interface Cells {
  readonly bytes: Buffer;
  readonly start: number;
  readonly starts: Uint16Array;
  readonly base: number;
  /** Line of the file, from 1. */
  readonly line: number;
}

/** First byte of a cell. */
export function cellFrom({ start, starts, base }: Cells, column: number): number {
  return start + (starts[base + column] ?? 0);
}

/** The byte after a cell. */
export function cellTo({ start, starts, base }: Cells, column: number): number {
  return start + (starts[base + column + 1] ?? 0) - 2;
}

/** What is wrong with a line, and in which column where it has one. */
export type LineFault = Pick<BillDefect, 'reason' | 'column'> & { readonly stage?: 'summary' };

/** Whether something that may be a fault is one. */
export function isFault(value: object): value is LineFault {
  return 'reason' in value;
}

/** A number of the summary as an integer of its `places`-th decimal; NaN where it is no number. */
export type ReadSummary = (column: string, places: number) => number;

/** The rows of one bill, once it is known in which order its columns stand. */
export interface BillBody<Row, Summary extends object> {
  /** Judges everything in a line that money depends on and adds it to the sums. Null when it is right. */
  judge(cells: Cells): LineFault | null;
  /** The row of a line that was judged right. */
  row(cells: Cells): Row;
  /** Compares the summary with the rows. */
  summarize(rows: number, read: ReadSummary): Summary | LineFault;
}

/** One kind of bill. */
export interface BillFormat<Row, Summary extends object> {
  /** Columns without which it is not read. */
  readonly columns: readonly string[];
  /** What its summary must tell. */
  readonly summaryColumns: readonly string[];
  /** `columnOf` answers where a column stands, -1 for one that is absent. */
  body(columnOf: (name: string) => number): BillBody<Row, Summary>;
}

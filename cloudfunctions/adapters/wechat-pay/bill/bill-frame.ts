import {
  isFault,
  MAX_COLUMNS,
  type BillBody,
  type BillFormat,
  type LineFault,
  type ReadSummary,
} from './bill-format';
import { readDecimal, UNREADABLE } from './cell';

const BYTE_ORDER_MARK = '\ufeff';

/** What the header says of the rows below it. */
export interface BillHead<Row, Summary extends object> {
  readonly body: BillBody<Row, Summary>;
  readonly columns: number;
}

/** The lines of a bill that are no rows: the header above them and the two lines of the summary below. */
export interface BillFrame<Row, Summary extends object> {
  /** Set while rows may come: after the header and before the summary. */
  head(): BillHead<Row, Summary> | null;
  /** Takes the next line that is no row. `rows` is how many rows stand above it. */
  take(line: string, rows: number): LineFault | null;
  /** The summary, or what the file lacks. */
  end(): { readonly summary: Summary } | LineFault;
}

/** The column names of a line. Full-width parentheses and half-width ones make the same name. */
function namesOf(line: string): readonly string[] {
  return line.split(',').map((name) => name.normalize('NFKC').trim());
}

/** Why names cannot head a bill. Further names are left alone: WeChat Pay may add some. */
function namesFault(names: readonly string[], needed: readonly string[]): LineFault | null {
  if (names.length > MAX_COLUMNS)
    return { reason: `has ${names.length} columns, at most ${MAX_COLUMNS} are read` };
  const missing = needed.find((name) => !names.includes(name));
  if (missing !== undefined) return { column: missing, reason: 'is missing' };
  const twice = needed.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  return twice === undefined ? null : { column: twice, reason: 'stands twice' };
}

function summaryReader(names: readonly string[], line: string): ReadSummary | LineFault {
  if (!line.startsWith('`')) return { reason: 'is no row of a summary' };
  const values = line.slice(1).split(',`');
  if (values.length !== names.length)
    return { reason: `has ${values.length} values under ${names.length} columns` };
  return (column, places) => {
    const value = Buffer.from(values[names.indexOf(column)] ?? '');
    return value.length === 0 ? UNREADABLE : readDecimal(value, 0, value.length, places);
  };
}

type Expected<Row, Summary extends object> =
  | { readonly part: 'header' }
  | { readonly part: 'rows'; readonly head: BillHead<Row, Summary> }
  | { readonly part: 'summary'; readonly head: BillHead<Row, Summary>; readonly names: readonly string[] }
  | { readonly part: 'nothing'; readonly summary: Summary };

const LACKS: Record<Exclude<Expected<never, never>['part'], 'nothing'>, string> = {
  header: 'is empty',
  rows: 'ends before its summary',
  summary: 'ends inside its summary',
};

/** Makes the frame of one kind of bill. */
export function createBillFrame<Row, Summary extends object>(
  format: BillFormat<Row, Summary>,
): BillFrame<Row, Summary> {
  let expected: Expected<Row, Summary> = { part: 'header' };

  const takeHeader = (line: string): LineFault | null => {
    const names = namesOf(line.startsWith(BYTE_ORDER_MARK) ? line.slice(1) : line);
    const fault = namesFault(names, format.columns);
    const body = format.body((name) => names.indexOf(name));
    expected = { part: 'rows', head: { body, columns: names.length } };
    return fault;
  };
  const takeSummaryNames = (line: string, head: BillHead<Row, Summary>): LineFault | null => {
    const names = namesOf(line);
    expected = { part: 'summary', head, names };
    return namesFault(names, format.summaryColumns);
  };
  const takeSummary = (
    line: string,
    names: readonly string[],
    { body }: BillHead<Row, Summary>,
    rows: number,
  ) => {
    const read = summaryReader(names, line);
    const summary = typeof read === 'function' ? body.summarize(rows, read) : read;
    if (isFault(summary)) return summary;
    expected = { part: 'nothing', summary };
    return null;
  };
  return {
    head: () => (expected.part === 'rows' ? expected.head : null),
    take: (line, rows) => {
      switch (expected.part) {
        case 'header':
          return takeHeader(line);
        case 'rows':
          return takeSummaryNames(line, expected.head);
        case 'summary':
          return takeSummary(line, expected.names, expected.head, rows);
        case 'nothing':
          return line === '' ? null : { reason: 'stands after the summary' };
      }
    },
    end: () =>
      expected.part === 'nothing'
        ? { summary: expected.summary }
        : { reason: `the file ${LACKS[expected.part]}` },
  };
}

import { cellFrom, cellTo, type Cells, type LineFault, type ReadSummary } from './bill-format';
import { readDecimal } from './cell';

/** A column that is a number in every row and is added up. */
export interface SummedColumn {
  /** Its name in the file. */
  readonly name: string;
  readonly at: number;
  /** Decimals of a yuan that one unit of the sum is: 2 for fen. */
  readonly places: number;
  readonly signed?: boolean;
  /** Its name in the summary; absent when the summary does not tell it. */
  readonly summaryName?: string;
  /** How far, in units of the sum, the summary may be off because it is rounded. */
  readonly rounding?: number;
}

/** Sums of columns, exact: a sum beyond exact integers is a fault of the line that reached it. */
export interface Sums {
  /** Adds the numbers of one line. */
  add(cells: Cells): LineFault | null;
  /** The sum of the n-th column. */
  of(index: number): number;
  /** Compares every sum the summary tells. */
  compare(read: ReadSummary): LineFault | null;
}

/** Makes sums, all zero. */
export function createSums(columns: readonly SummedColumn[]): Sums {
  const sums = new Float64Array(columns.length);
  const at = Int32Array.from(columns, (column) => column.at);
  const decimals = Int32Array.from(columns, (column) => column.places);
  // The least a value may be; an unreadable one is not that either.
  const least = Float64Array.from(columns, (column) => (column.signed === true ? -Infinity : 0));
  const unreadable = (index: number): LineFault => {
    return { column: columns[index]?.name ?? '', reason: 'is no amount' };
  };
  return {
    add: (cells) => {
      for (let index = 0; index < sums.length; index += 1) {
        const column = at[index] ?? 0;
        const from = cellFrom(cells, column);
        const value = readDecimal(cells.bytes, from, cellTo(cells, column), decimals[index] ?? 0);
        const sum = (sums[index] ?? 0) + value;
        if (!(value >= (least[index] ?? 0)) || Math.abs(sum) > Number.MAX_SAFE_INTEGER)
          return unreadable(index);
        sums[index] = sum;
      }
      return null;
    },
    of: (index) => sums[index] ?? 0,
    compare: (read) => {
      for (const [index, { summaryName, places, rounding = 0 }] of columns.entries()) {
        if (summaryName === undefined) continue;
        const sum = sums[index] ?? 0;
        const told = read(summaryName, places);
        if (Number.isNaN(told)) return { column: summaryName, reason: 'is no amount' };
        if (Math.abs(told - sum) > rounding) {
          const unit = places === 2 ? 'fen' : `1/${10 ** places} yuan`;
          return {
            stage: 'summary',
            column: summaryName,
            reason: `is ${told} ${unit}, but the rows sum to ${sum}`,
          };
        }
      }
      return null;
    },
  };
}

/** Compares a count of rows with the summary's. */
export function compareCount(read: ReadSummary, summaryName: string, rows: number): LineFault | null {
  const told = read(summaryName, 0);
  if (Number.isNaN(told)) return { column: summaryName, reason: 'is no count' };
  return told === rows
    ? null
    : { stage: 'summary', column: summaryName, reason: `is ${told}, but there are ${rows} rows` };
}

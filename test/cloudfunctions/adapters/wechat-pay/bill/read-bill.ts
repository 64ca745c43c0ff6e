import type { BillFormat } from '../../../../../cloudfunctions/adapters/wechat-pay/bill/bill-format';
import { createBillReader } from '../../../../../cloudfunctions/adapters/wechat-pay/bill/bill-reader';
import type { BillDefect } from '../../../../../cloudfunctions/ports/bills';

/** What came out of a file: its rows as `keep` copied them, and its summary or what was wrong. */
export interface ReadBill<Kept, Summary> {
  readonly rows: readonly Kept[];
  readonly summary?: Summary;
  readonly defect?: BillDefect;
}

/** Reads a file given in pieces. */
export function readPieces<Row, Summary extends object, Kept>(
  format: BillFormat<Row, Summary>,
  pieces: readonly Uint8Array[],
  keep: (row: Row) => Kept,
): ReadBill<Kept, Summary> {
  const rows: Kept[] = [];
  const reader = createBillReader(format, (row) => rows.push(keep(row)));
  for (const piece of pieces) {
    const defect = reader.write(piece);
    if (defect !== null) return { rows, defect };
  }
  const end = reader.end();
  return end.kind === 'complete' ? { rows, summary: end.summary } : { rows, defect: end.defect };
}

/** Cuts a file at these places; places beyond it count from its beginning again. */
export function cutAt(file: Buffer, places: readonly number[]): Uint8Array[] {
  const at = [...new Set(places.map((place) => place % (file.length + 1)))].toSorted((a, b) => a - b);
  return [0, ...at].map((from, index) => new Uint8Array(file.subarray(from, at[index] ?? file.length)));
}

import type { EvidenceView, ExportedFile, ExportFormat } from '../../miniprogram/contract/desk-evidence';
import { csvRows, csvText } from '../core/export/csv';
import type { OrderDeskStore } from '../ports/order-desk-store';
import { evidenceView } from './find-evidence';
import { markOf, pageOf } from './page-mark';

/** Proofs in one part: each is about 400 bytes in either format, and the platform carries 1 MB of an answer. */
const ENTRIES_PER_PART = 500;

const COLUMNS = [
  'at',
  'kind',
  'verdict',
  'orderId',
  'outTradeNo',
  'outRefundNo',
  'requestId',
  'bodySha256',
  'supportCode',
  'evidenceId',
] as const satisfies readonly (keyof EvidenceView)[];

/** The first part of a CSV has the byte order mark and the names of the columns; the others are rows only. */
function csvPart(entries: readonly EvidenceView[], isFirst: boolean): string {
  const rows = entries.map((entry) => COLUMNS.map((name) => entry[name] ?? ''));
  return isFirst ? csvText([COLUMNS, ...rows]) : csvRows(rows);
}

function content(entries: readonly EvidenceView[], format: ExportFormat, isFirst: boolean): string {
  switch (format) {
    case 'csv':
      return csvPart(entries, isFirst);
    case 'jsonl':
      return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  }
}

const MEDIA_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
};

/** One part of a file of all proofs of an order, oldest first; null where there is no such order. */
export async function exportEvidence(
  { store }: { readonly store: OrderDeskStore },
  query: { readonly orderId: string; readonly format: ExportFormat; readonly after?: string | undefined },
): Promise<ExportedFile | null> {
  const { orderId, format, after } = query;
  if ((await store.findOrder(orderId)) === null) return null;
  const mark = after === undefined ? {} : { after: markOf(after) };
  const found = await store.pageEvidence({ orderId, ...mark, limit: ENTRIES_PER_PART + 1 });
  const { rows, ...next } = pageOf(found, ENTRIES_PER_PART, ({ atMs, evidenceId: id }) => ({ atMs, id }));
  return {
    fileName: `evidence-${orderId}.${format}`,
    mediaType: MEDIA_TYPES[format],
    content: content(rows.map(evidenceView), format, after === undefined),
    entries: rows.length,
    ...next,
  };
}

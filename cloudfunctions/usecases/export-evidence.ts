import type { EvidenceView, ExportedFile, ExportFormat } from '../../miniprogram/contract/desk-evidence';
import { csvText } from '../core/export/csv';
import type { OrderDeskStore, PageMark } from '../ports/order-desk-store';
import { evidenceView } from './find-evidence';

/** Proofs read at a time. */
const PAGE = 500;
/** The platform carries 1 MB of an answer, and a proof is about 400 bytes in either format. */
const MOST_ENTRIES = 2_000;

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

async function allOf(store: OrderDeskStore, orderId: string): Promise<readonly EvidenceView[]> {
  const all: EvidenceView[] = [];
  let after: PageMark | undefined;
  while (all.length < MOST_ENTRIES) {
    const found = await store.pageEvidence({ orderId, limit: PAGE, ...(after && { after }) });
    all.push(...found.map(evidenceView));
    const last = found.at(-1);
    if (last === undefined || found.length < PAGE) break;
    after = { atMs: last.atMs, id: last.evidenceId };
  }
  return all.slice(0, MOST_ENTRIES);
}

function content(entries: readonly EvidenceView[], format: ExportFormat): string {
  switch (format) {
    case 'csv':
      return csvText([COLUMNS, ...entries.map((entry) => COLUMNS.map((name) => entry[name] ?? ''))]);
    case 'jsonl':
      return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  }
}

const MEDIA_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
};

/** All proofs of one order as a file, oldest first; null where there is no such order. */
export async function exportEvidence(
  { store }: { readonly store: OrderDeskStore },
  { orderId, format }: { readonly orderId: string; readonly format: ExportFormat },
): Promise<ExportedFile | null> {
  if ((await store.findOrder(orderId)) === null) return null;
  const entries = await allOf(store, orderId);
  return {
    fileName: `evidence-${orderId}.${format}`,
    mediaType: MEDIA_TYPES[format],
    content: content(entries, format),
    entries: entries.length,
  };
}

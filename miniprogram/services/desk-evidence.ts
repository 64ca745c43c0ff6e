import type { DeskEvidenceMethods, ExportFormat } from '../contract/desk-evidence';
import type { DeskRefusal } from '../contract/desk';
import type { CallEnd } from '../platform/cloud';
import { callDesk, type DeskEnd } from './desk';

/** What a support code or a number leads to. */
export function findEvidence(text: string): Promise<DeskEnd<'evidence.find'>> {
  return callDesk('evidence.find', { text });
}

/** The proofs of one order, oldest first. */
export function loadEvidence(
  params: DeskEvidenceMethods['evidence.timeline']['params'],
): Promise<DeskEnd<'evidence.timeline'>> {
  return callDesk('evidence.timeline', params);
}

/** A file with how many proofs are in it. */
export interface EvidenceFile {
  readonly fileName: string;
  readonly content: string;
  readonly entries: number;
}

/** All proofs of one order as one file: its parts are asked for to the end. `told` hears how many have come so far. */
export async function exportEvidence(
  orderId: string,
  format: ExportFormat,
  told: (entries: number) => void,
): Promise<CallEnd<EvidenceFile, DeskRefusal>> {
  const file = { fileName: '', content: '', entries: 0 };
  let after: string | undefined;
  do {
    const end = await callDesk('evidence.export', { orderId, format, ...(after !== undefined && { after }) });
    if (end.kind !== 'accepted') return end;
    const { fileName, content, entries, next } = end.value;
    file.fileName = fileName;
    file.content += content;
    file.entries += entries;
    told(file.entries);
    after = next;
  } while (after !== undefined);
  return { kind: 'accepted', value: file };
}

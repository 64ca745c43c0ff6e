import type { DeskEvidenceMethods, ExportFormat } from '../contract/desk-evidence';
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

/** All proofs of one order as a file. */
export function exportEvidence(orderId: string, format: ExportFormat): Promise<DeskEnd<'evidence.export'>> {
  return callDesk('evidence.export', { orderId, format });
}

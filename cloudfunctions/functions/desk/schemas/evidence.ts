import * as v from 'valibot';
import type { DeskEvidenceMethods } from '../../../../miniprogram/contract/desk-evidence';
import { EXPORT_FORMATS, MAX_EVIDENCE_SEARCH_LENGTH } from '../../../../miniprogram/contract/desk-evidence';
import { cursor, id, words } from '../../../main/call-shapes';

/** The shape of every method's parameters. */
export const EVIDENCE_PARAMS = {
  'evidence.find': v.strictObject({
    text: v.pipe(words(MAX_EVIDENCE_SEARCH_LENGTH), v.trim(), v.minLength(1)),
  }),
  'evidence.timeline': v.strictObject({ orderId: id, after: v.optional(cursor) }),
  'evidence.export': v.strictObject({
    orderId: id,
    format: v.picklist(EXPORT_FORMATS),
    after: v.optional(cursor),
  }),
} as const satisfies Record<keyof DeskEvidenceMethods, v.GenericSchema>;

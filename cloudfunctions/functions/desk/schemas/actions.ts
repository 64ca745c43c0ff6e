import * as v from 'valibot';
import { ACTION_SUBJECTS, ACTION_WORDS } from '../../../../miniprogram/contract/desk-actions';
import type { ActionKind } from '../../../../miniprogram/contract/desk-actions';
import { cursor, id } from '../../../main/call-shapes';

const KINDS = Object.keys(ACTION_WORDS) as ActionKind[];

/** Parameters of the methods of the log. */
export const ACTION_PARAMS = {
  'actions.list': v.strictObject({
    by: v.optional(id),
    what: v.optional(v.picklist(KINDS)),
    subject: v.optional(v.strictObject({ kind: v.picklist(ACTION_SUBJECTS), id })),
    before: v.optional(cursor),
  }),
} as const;

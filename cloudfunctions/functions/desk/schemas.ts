import type * as v from 'valibot';
import type { DeskMethod } from '../../../miniprogram/contract/desk';
import { nothing } from '../../main/call-shapes';

/** The shape of every method's parameters. Unknown keys are refused. */
export const PARAMS = {
  'staff.list': nothing,
} as const satisfies Record<DeskMethod, v.GenericSchema>;

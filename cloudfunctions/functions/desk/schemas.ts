import type * as v from 'valibot';
import type { DeskMethod } from '../../../miniprogram/contract/desk';
import { ACTION_PARAMS } from './schemas/actions';
import { STAFF_PARAMS } from './schemas/staff';

/** The shape of every method's parameters. Unknown keys are refused. */
export const PARAMS = {
  ...STAFF_PARAMS,
  ...ACTION_PARAMS,
} as const satisfies Record<DeskMethod, v.GenericSchema>;

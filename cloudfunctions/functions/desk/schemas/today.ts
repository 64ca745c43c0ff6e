import { nothing } from '../../../main/call-shapes';

/** Parameters of the method of the first page. */
export const TODAY_PARAMS = { 'today.get': nothing } as const;

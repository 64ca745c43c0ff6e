import type { TodayMethods } from '../../../../miniprogram/contract/desk-today';
import { viewToday } from '../../../usecases/view-today';
import type { MethodsOf } from '../method';

/** What the method of the first page does. */
export const TODAY: MethodsOf<keyof TodayMethods> = {
  'today.get': async (deps) => ({ value: await viewToday(deps) }),
};

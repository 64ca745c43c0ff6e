import type { ActionMethods } from '../../../../miniprogram/contract/desk-actions';
import { readActions } from '../../../usecases/read-actions';
import type { MethodsOf } from '../method';

/** What the methods of the log do. */
export const ACTIONS: MethodsOf<keyof ActionMethods> = {
  'actions.list': async (deps, _actor, params) => ({ value: await readActions(deps, params) }),
};

import type { DeskMethod, DeskRefusal } from '../../../miniprogram/contract/desk';
import { DESK_REFUSAL_WORDS } from '../../../miniprogram/contract/desk';
import { mayDo } from '../../../miniprogram/contract/staff';
import type { Actor } from '../../core/shop/actor';
import type { Counter } from '../../main/answer-call';
import type { ShopDeps } from '../../main/wire';
import { METHODS } from './methods';
import { RIGHTS } from './rights';
import { PARAMS } from './schemas';

/** The counter of the staff: who may call which method, and what it does. */
export function deskCounter(deps: ShopDeps): Counter<DeskRefusal, Actor> {
  return {
    name: 'desk',
    deps,
    words: DESK_REFUSAL_WORDS,
    params: PARAMS,
    // Read at every call: who was dismissed a moment ago is nobody now.
    admit: async (openid, method) => {
      const member = await deps.store.findMember(openid);
      if (member === null || member.role === 'none') return { refusal: 'NOT_STAFF' };
      if (!mayDo(member.role, RIGHTS[method as DeskMethod])) return { refusal: 'NOT_ALLOWED' };
      return { who: { openid, role: member.role } };
    },
    // The schema of this very method has parsed the parameters, which the compiler cannot follow through a name.
    run: (actor, method, params, call) =>
      METHODS[method as DeskMethod]({ ...deps, supportCode: call.supportCode, call }, actor, params as never),
  };
}

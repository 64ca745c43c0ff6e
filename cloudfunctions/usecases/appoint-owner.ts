import type { Actor } from '../core/shop/actor';
import { COMMAND_LINE } from '../core/shop/actor';
import { decideOwner } from '../core/staff/roster';
import type { Member, RosterDecision } from '../core/staff/roster';
import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { Store } from '../ports/store';

/**
 * Makes an owner of somebody, from the command line: nobody becomes one by being the first to open the shop. Safe to
 * repeat. Answers whether anything changed.
 */
export async function appointOwner(
  deps: { readonly store: Store; readonly clock: Clock; readonly ids: Ids },
  wish: Pick<Member, 'openid' | 'name'>,
): Promise<boolean> {
  const { store, clock, ids } = deps;
  const actor: Actor = { openid: COMMAND_LINE, role: 'none' };
  const doing = { actor, actionId: ids.unique(), nowMs: clock.nowMs() };
  const { openid } = wish;
  let changed = false;
  await store.changeRoster<RosterDecision<never>>({ openid, nowMs: doing.nowMs }, (_roster, member) => {
    const result = decideOwner(member, wish, doing);
    if (result.kind === 'refused' || result.write === undefined) return { result };
    changed = true;
    return { result, write: result.write };
  });
  return changed;
}

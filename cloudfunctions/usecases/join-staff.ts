import type { JOIN_REFUSAL_WORDS, StaffRole } from '../../miniprogram/contract/staff';
import { decideJoining } from '../core/staff/roster';
import { withTry } from '../core/staff/tries';
import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { Store } from '../ports/store';

/** The role somebody has now, or why not. */
export type JoinResult =
  | { readonly kind: 'joined'; readonly role: StaffRole; readonly name: string }
  | { readonly kind: 'refused'; readonly refusal: keyof typeof JOIN_REFUSAL_WORDS };

/**
 * Lets whoever was invited work here. Every try is counted before the code is looked at, so that nobody finds one by
 * guessing. Safe to repeat by the same person while the invitation would still serve.
 */
export async function joinStaff(
  { store, clock, ids }: { readonly store: Store; readonly clock: Clock; readonly ids: Ids },
  { openid, code }: { readonly openid: string; readonly code: string },
): Promise<JoinResult> {
  const nowMs = clock.nowMs();
  const counted = await store.changeTries(openid, (tries) => {
    const write = withTry(tries, nowMs);
    return write === null ? { result: false } : { result: true, write };
  });
  if (!counted) return { kind: 'refused', refusal: 'TOO_MANY_TRIES' };
  const wish = { openid, code, actionId: ids.unique(), nowMs };
  const decision = await store.changeRoster({ openid, nowMs }, (roster, member) => {
    const result = decideJoining(roster, member, wish);
    return result.kind === 'refused' || result.write === undefined
      ? { result }
      : { result, write: result.write };
  });
  if (decision.kind === 'refused') return decision;
  const { invitation } = decision;
  if (invitation === undefined) throw new Error('joining without an invitation');
  return { kind: 'joined', role: invitation.role, name: invitation.name };
}

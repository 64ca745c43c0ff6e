import type { FieldProblem } from '../../miniprogram/contract/field-problem';
import { mayDo, STAFF_LIMITS } from '../../miniprogram/contract/staff';
import type {
  InvitationView,
  STAFF_REFUSAL_WORDS,
  StaffBoard,
  StaffRole,
  StaffView,
} from '../../miniprogram/contract/staff';
import { cleanText } from '../core/field/clean-text';
import type { Actor } from '../core/shop/actor';
import {
  decideCancelling,
  decideDismissing,
  decideInviting,
  decideRenaming,
  decideRole,
  isOpen,
} from '../core/staff/roster';
import type { Doing, Invitation, Member, Roster, RosterDecision } from '../core/staff/roster';
import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { Store } from '../ports/store';
import { rfc3339 } from './order-view';

type Deps = { readonly store: Store; readonly clock: Clock; readonly ids: Ids };

/** How managing staff ends: the board as it is then, or why not. */
export type StaffResult = { readonly kind: 'done'; readonly board: StaffBoard } | StaffRefused;

interface StaffRefused {
  readonly kind: 'refused';
  readonly refusal: keyof typeof STAFF_REFUSAL_WORDS | 'CLIENT_TOKEN_REUSED' | 'NOT_ALLOWED';
}

/** A name the shop cannot call anybody by. */
interface InvalidName {
  readonly kind: 'invalid';
  readonly problems: readonly FieldProblem[];
}

/** Letters and digits of an invitation's code: 32^8 codes, of which twenty serve and a person may try five an hour. */
const CODE_LENGTH = 8;

function staffView(actor: Actor): (member: Member) => readonly StaffView[] {
  return ({ openid, name, role, joinedAtMs }) =>
    role === 'none'
      ? []
      : [{ openid, name, role, joinedAt: rfc3339(joinedAtMs), me: openid === actor.openid }];
}

function invitationView({ invitationId, code, role, name, expiresAtMs }: Invitation): InvitationView {
  return { invitationId, code, role, name, expiresAt: rfc3339(expiresAtMs) };
}

/** Everybody who works here, in the order they came, and who is invited. */
export async function viewStaff({ store, clock }: Deps, actor: Actor): Promise<StaffBoard> {
  const { staff, invitations } = await store.readRoster();
  const open = invitations.filter((invitation) => isOpen(invitation, clock.nowMs()));
  return {
    staff: staff.flatMap(staffView(actor)),
    invitations: open.toSorted((a, b) => a.expiresAtMs - b.expiresAtMs).map(invitationView),
  };
}

function nameProblems(name: string): readonly FieldProblem[] {
  const { nameLength } = STAFF_LIMITS;
  if (name !== '' && name.length <= nameLength) return [];
  return [{ field: 'name', message: `称呼须为 1 到 ${nameLength} 个字` }];
}

async function changed(
  deps: Deps,
  actor: Actor,
  openid: string | null,
  decide: (roster: Roster, member: Member | null, doing: Doing) => RosterDecision<StaffRefused['refusal']>,
): Promise<StaffResult> {
  const doing = { actor, actionId: deps.ids.unique(), nowMs: deps.clock.nowMs() };
  const wish = { openid, nowMs: doing.nowMs };
  const decision = await deps.store.changeRoster<RosterDecision<StaffRefused['refusal']>>(
    wish,
    (roster, member) => {
      // Whoever was dismissed while this call was on its way does nothing any more.
      const role = roster.staff.find((one) => one.openid === actor.openid)?.role ?? 'none';
      if (!mayDo(role, 'staff')) return { result: { kind: 'refused', refusal: 'NOT_ALLOWED' } };
      const result = decide(roster, member, doing);
      return result.kind === 'refused' || result.write === undefined
        ? { result }
        : { result, write: result.write };
    },
  );
  return decision.kind === 'refused' ? decision : { kind: 'done', board: await viewStaff(deps, actor) };
}

/** Makes a code for a role. Safe to repeat with the same token. */
export async function inviteStaff(
  deps: Deps,
  wish: {
    readonly actor: Actor;
    readonly clientToken: string;
    readonly role: StaffRole;
    readonly name: string;
  },
): Promise<
  | StaffRefused
  | InvalidName
  | { readonly kind: 'done'; readonly board: StaffBoard & { readonly invitation: InvitationView } }
> {
  const { actor, role } = wish;
  const name = cleanText(wish.name);
  const problems = nameProblems(name);
  if (problems.length > 0) return { kind: 'invalid', problems };
  const invitationId = deps.ids.derived('invitation', actor.openid, wish.clientToken);
  const code = deps.ids.unique().slice(0, CODE_LENGTH).toUpperCase();
  const result = await changed(deps, actor, null, (roster, _member, doing) =>
    decideInviting(roster, { invitationId, code, role, name }, doing),
  );
  if (result.kind !== 'done') return result;
  const invitation = result.board.invitations.find((one) => one.invitationId === invitationId);
  // Used or taken back between the two reads, or a very late repeat.
  if (invitation === undefined) return { kind: 'refused', refusal: 'INVITATION_NOT_FOUND' };
  return { kind: 'done', board: { ...result.board, invitation } };
}

/** Takes an invitation back. */
export function cancelInvitation(
  deps: Deps,
  { actor, invitationId }: { readonly actor: Actor; readonly invitationId: string },
): Promise<StaffResult> {
  return changed(deps, actor, null, (roster, _member, doing) =>
    decideCancelling(roster, invitationId, doing),
  );
}

/** Gives somebody another role. Safe to repeat. */
export function changeRole(
  deps: Deps,
  wish: {
    readonly actor: Actor;
    readonly openid: string;
    readonly from: StaffRole;
    readonly to: StaffRole;
  },
): Promise<StaffResult> {
  const { actor, openid } = wish;
  return changed(deps, actor, openid, (roster, member, doing) => decideRole(roster, member, wish, doing));
}

/** Calls somebody by another name. Safe to repeat. */
export async function renameStaff(
  deps: Deps,
  wish: { readonly actor: Actor; readonly openid: string; readonly name: string },
): Promise<StaffResult | InvalidName> {
  const name = cleanText(wish.name);
  const problems = nameProblems(name);
  if (problems.length > 0) return { kind: 'invalid', problems };
  return changed(deps, wish.actor, wish.openid, (_roster, member, doing) =>
    decideRenaming(member, name, doing),
  );
}

/** Ends somebody's work here. Safe to repeat. */
export function dismissStaff(
  deps: Deps,
  { actor, openid }: { readonly actor: Actor; readonly openid: string },
): Promise<StaffResult> {
  return changed(deps, actor, openid, decideDismissing);
}

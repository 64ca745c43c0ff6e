import type { Role } from '../../../miniprogram/contract/me';
import { ROLE_WORDS, STAFF_LIMITS } from '../../../miniprogram/contract/staff';
import type { JOIN_REFUSAL_WORDS, STAFF_REFUSAL_WORDS, StaffRole } from '../../../miniprogram/contract/staff';
import type { Action } from '../shop/action';
import { actionOf } from '../shop/action';
import type { Actor } from '../shop/actor';

/** Who somebody is to the shop. */
export interface Member {
  readonly openid: string;
  readonly role: Role;
  /** What the shop calls them; empty for somebody who never worked here. */
  readonly name: string;
  readonly joinedAtMs: number;
}

/** A role that waits for whoever types the code. */
export interface Invitation {
  readonly invitationId: string;
  readonly code: string;
  readonly role: StaffRole;
  readonly name: string;
  readonly expiresAtMs: number;
  /** Kept until it would have expired, so that a repeated tap of the same person succeeds; null while unused. */
  readonly usedBy: string | null;
}

/** Everybody with a role, and every invitation that is kept. */
export interface Roster {
  readonly staff: readonly Member[];
  readonly invitations: readonly Invitation[];
}

/** What a decision about the roster writes. */
export interface RosterWrite {
  readonly member?: Omit<Member, 'joinedAtMs'>;
  readonly invitation?: Invitation;
  readonly cancelled?: string;
  readonly action: Action;
}

/** How a decision about the roster ends; without a write everything was so already. */
export type RosterDecision<Refusal> =
  | { readonly kind: 'done'; readonly write?: RosterWrite }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

type StaffRefusal = keyof typeof STAFF_REFUSAL_WORDS;

/** When, by whom, and the id of the action it becomes. */
export interface Doing {
  readonly actor: Actor;
  readonly actionId: string;
  readonly nowMs: number;
}

const HOUR_MS = 3_600_000;

/** Whether somebody may still use it. */
export function isOpen({ usedBy, expiresAtMs }: Invitation, nowMs: number): boolean {
  return usedBy === null && nowMs < expiresAtMs;
}

/** Invites somebody. The same `invitationId` again is the same invitation, whatever code comes along. */
export function decideInviting(
  { invitations }: Roster,
  wish: Pick<Invitation, 'invitationId' | 'code' | 'role' | 'name'>,
  { actor, actionId, nowMs }: Doing,
): RosterDecision<'TOO_MANY_INVITATIONS' | 'CLIENT_TOKEN_REUSED'> {
  const { role, name } = wish;
  const same = invitations.find(({ invitationId }) => invitationId === wish.invitationId);
  if (same !== undefined) {
    const repeated = same.role === role && same.name === name;
    return repeated ? { kind: 'done' } : { kind: 'refused', refusal: 'CLIENT_TOKEN_REUSED' };
  }
  const open = invitations.filter((invitation) => isOpen(invitation, nowMs));
  if (open.length >= STAFF_LIMITS.openInvitations)
    return { kind: 'refused', refusal: 'TOO_MANY_INVITATIONS' };
  const expiresAtMs = nowMs + STAFF_LIMITS.invitationHours * HOUR_MS;
  const action = actionOf(actor, {
    actionId,
    atMs: nowMs,
    what: 'staff.invite',
    subject: { kind: 'invitation', id: wish.invitationId },
    title: name,
    changes: [{ field: '岗位', from: '', to: ROLE_WORDS[role] }],
  });
  return { kind: 'done', write: { invitation: { ...wish, expiresAtMs, usedBy: null }, action } };
}

/** Takes an invitation back. */
export function decideCancelling(
  { invitations }: Roster,
  invitationId: string,
  { actor, actionId, nowMs }: Doing,
): RosterDecision<'INVITATION_NOT_FOUND'> {
  const found = invitations.find((one) => one.invitationId === invitationId);
  if (found === undefined || !isOpen(found, nowMs))
    return { kind: 'refused', refusal: 'INVITATION_NOT_FOUND' };
  const action = actionOf(actor, {
    actionId,
    atMs: nowMs,
    what: 'staff.cancelInvitation',
    subject: { kind: 'invitation', id: invitationId },
    title: found.name,
  });
  return { kind: 'done', write: { cancelled: invitationId, action } };
}

/** One form for what is typed: no spaces or dashes, capitals, and the letters that look like numbers as those. */
function typedCode(code: string): string {
  return code.replace(/[\s-]/g, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
}

/** Gives the role of an invitation to whoever typed its code. Safe to repeat by the same person. */
export function decideJoining(
  { invitations }: Roster,
  member: Member | null,
  wish: { readonly openid: string; readonly code: string; readonly actionId: string; readonly nowMs: number },
): RosterDecision<keyof typeof JOIN_REFUSAL_WORDS> & { readonly invitation?: Invitation } {
  const { openid, nowMs, actionId } = wish;
  const found = invitations.find(({ code }) => code === typedCode(wish.code));
  const works = member !== null && member.role !== 'none';
  if (works && found?.usedBy === openid) return { kind: 'done', invitation: found };
  if (works) return { kind: 'refused', refusal: 'ALREADY_STAFF' };
  if (found === undefined || !isOpen(found, nowMs)) return { kind: 'refused', refusal: 'INVITATION_INVALID' };
  const { role, name } = found;
  const action = actionOf(
    { openid, role },
    {
      actionId,
      atMs: nowMs,
      what: 'staff.join',
      subject: { kind: 'staff', id: openid },
      title: name,
      changes: [{ field: '岗位', from: '', to: ROLE_WORDS[role] }],
    },
  );
  const invitation = { ...found, usedBy: openid };
  return { kind: 'done', invitation, write: { member: { openid, role, name }, invitation, action } };
}

function isLastOwner({ staff }: Roster, { openid, role }: Member): boolean {
  return role === 'owner' && staff.every((other) => other.openid === openid || other.role !== 'owner');
}

/** Gives somebody of the staff another role; the last owner stays one. Safe to repeat. */
export function decideRole(
  roster: Roster,
  member: Member | null,
  wish: { readonly from: StaffRole; readonly to: StaffRole },
  doing: Doing,
): RosterDecision<StaffRefusal> {
  if (member === null || member.role === 'none') return { kind: 'refused', refusal: 'STAFF_NOT_FOUND' };
  if (member.role === wish.to) return { kind: 'done' };
  if (member.role !== wish.from) return { kind: 'refused', refusal: 'STAFF_CHANGED' };
  if (isLastOwner(roster, member)) return { kind: 'refused', refusal: 'LAST_OWNER' };
  return { kind: 'done', write: changed(member, { role: wish.to }, 'staff.changeRole', doing) };
}

/** Ends somebody's work here; the last owner stays. Safe to repeat. */
export function decideDismissing(
  roster: Roster,
  member: Member | null,
  doing: Doing,
): RosterDecision<StaffRefusal> {
  if (member === null || member.name === '') return { kind: 'refused', refusal: 'STAFF_NOT_FOUND' };
  if (member.role === 'none') return { kind: 'done' };
  if (isLastOwner(roster, member)) return { kind: 'refused', refusal: 'LAST_OWNER' };
  return { kind: 'done', write: changed(member, { role: 'none' }, 'staff.dismiss', doing) };
}

/** Calls somebody of the staff by another name. */
export function decideRenaming(
  member: Member | null,
  name: string,
  doing: Doing,
): RosterDecision<StaffRefusal> {
  if (member === null || member.role === 'none') return { kind: 'refused', refusal: 'STAFF_NOT_FOUND' };
  if (member.name === name) return { kind: 'done' };
  return { kind: 'done', write: changed(member, { name }, 'staff.rename', doing) };
}

/** Makes an owner of somebody from outside the desk: by whoever holds the keys of the environment. */
export function decideOwner(
  member: Member | null,
  wish: { readonly openid: string; readonly name: string },
  doing: Doing,
): RosterDecision<never> {
  const { openid, name } = wish;
  if (member?.role === 'owner' && member.name === name) return { kind: 'done' };
  const known = member ?? { openid, role: 'none', name: '', joinedAtMs: doing.nowMs };
  return { kind: 'done', write: changed(known, { role: 'owner', name }, 'staff.appoint', doing) };
}

function changed(
  { openid, role, name }: Member,
  changes: Partial<Pick<Member, 'role' | 'name'>>,
  what: Action['what'],
  { actor, actionId, nowMs }: Doing,
): RosterWrite {
  const member = { openid, role, name, ...changes };
  const fields = [
    { field: '岗位', from: ROLE_WORDS[role], to: ROLE_WORDS[member.role] },
    { field: '称呼', from: name, to: member.name },
  ];
  const action = actionOf(actor, {
    actionId,
    atMs: nowMs,
    what,
    subject: { kind: 'staff', id: openid },
    title: member.name,
    changes: fields.filter(({ from, to }) => from !== to),
  });
  return { member, action };
}

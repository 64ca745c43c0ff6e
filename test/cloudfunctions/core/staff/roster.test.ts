import { describe, expect, it } from '@jest/globals';
import { STAFF_LIMITS } from '../../../../miniprogram/contract/staff';
import type { Invitation, Member, Roster } from '../../../../cloudfunctions/core/staff/roster';
import {
  decideDismissing,
  decideInviting,
  decideJoining,
  decideRole,
} from '../../../../cloudfunctions/core/staff/roster';
import { NOW_MS } from '../samples';

const OWNER: Member = { openid: 'o-owner', role: 'owner', name: '店主', joinedAtMs: 0 };
const DOING = { actor: { openid: 'o-owner', role: 'owner' }, actionId: 'a', nowMs: NOW_MS } as const;

function invitation(changes: Partial<Invitation> = {}): Invitation {
  return {
    invitationId: 'i',
    code: 'ABCD2345',
    role: 'cashier',
    name: '小周',
    expiresAtMs: NOW_MS + 1_000,
    usedBy: null,
    ...changes,
  };
}

const roster = (...invitations: readonly Invitation[]): Roster => ({ staff: [OWNER], invitations });

function joining(on: Roster, nowMs: number, openid = 'o-new'): string {
  const decision = decideJoining(on, null, { openid, code: 'abcd 2345', actionId: 'a', nowMs });
  return decision.kind === 'refused' ? decision.refusal : decision.kind;
}

describe('an invitation', () => {
  it('serves until its time, and not at it', () => {
    expect(joining(roster(invitation()), NOW_MS + 999)).toBe('done');
    expect(joining(roster(invitation()), NOW_MS + 1_000)).toBe('INVITATION_INVALID');
  });

  it('is made for a day', () => {
    const made = decideInviting(roster(), invitation(), DOING);
    const expiresAtMs = made.kind === 'done' ? made.write?.invitation?.expiresAtMs : null;
    expect(expiresAtMs).toBe(NOW_MS + 24 * 3_600_000);
    expect(STAFF_LIMITS.invitationHours).toBe(24);
  });

  it('that has been used serves nobody else', () => {
    expect(joining(roster(invitation({ usedBy: 'o-first' })), NOW_MS)).toBe('INVITATION_INVALID');
  });

  it('that has run out takes no place among those that may be open', () => {
    const many = (changes: Partial<Invitation>) =>
      Array.from({ length: STAFF_LIMITS.openInvitations }, (_, n) =>
        invitation({ invitationId: `i-${n}`, ...changes }),
      );
    const inviting = (on: Roster) => decideInviting(on, invitation({ invitationId: 'new' }), DOING).kind;
    expect(inviting(roster(...many({})))).toBe('refused');
    expect(inviting(roster(...many({ expiresAtMs: NOW_MS })))).toBe('done');
    expect(inviting(roster(...many({ usedBy: 'o-x' })))).toBe('done');
  });
});

describe('the last owner', () => {
  const manager: Member = { openid: 'o-manager', role: 'manager', name: '店长', joinedAtMs: 0 };
  const former: Member = { openid: 'o-former', role: 'none', name: '走了', joinedAtMs: 0 };
  const alone: Roster = { staff: [OWNER, manager, former], invitations: [] };

  it('neither leaves nor becomes anything else, whoever else works here', () => {
    expect(decideDismissing(alone, OWNER, DOING)).toEqual({ kind: 'refused', refusal: 'LAST_OWNER' });
    expect(decideRole(alone, OWNER, { from: 'owner', to: 'viewer' }, DOING)).toEqual({
      kind: 'refused',
      refusal: 'LAST_OWNER',
    });
  });

  it('is none as soon as there is another', () => {
    const two: Roster = { staff: [OWNER, { ...manager, role: 'owner' }], invitations: [] };
    expect(decideDismissing(two, OWNER, DOING)).toMatchObject({
      kind: 'done',
      write: { member: { role: 'none' } },
    });
  });
});

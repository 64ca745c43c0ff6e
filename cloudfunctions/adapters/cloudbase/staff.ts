import type { Role } from '../../../miniprogram/contract/me';
import { ROLE_WORDS, STAFF_ROLES } from '../../../miniprogram/contract/staff';
import type { Invitation, Member, Roster, RosterWrite } from '../../core/staff/roster';
import type { DecideRoster, StaffStore } from '../../ports/staff-store';
import { writeActions } from './actions';
import type { Database, Document, Operators, Session } from './database';
import { COLLECTIONS } from './schema';

/** A member under the openid. */
interface MemberDocument extends Document, Omit<Member, 'openid'> {}
interface InvitationDocument extends Document, Omit<Invitation, 'invitationId'> {}
/** Written with every decision about the roster, so that two at once cannot both win. */
interface RosterDocument extends Document {
  readonly revision: number;
}

/** The one document of the collection. */
const ROSTER = 'roster';

function memberOf({ _id, role, name, joinedAtMs }: MemberDocument): Member {
  return { openid: _id, role, name, joinedAtMs };
}
function invitationOf({ _id, ...invitation }: InvitationDocument): Invitation {
  return { invitationId: _id, ...invitation };
}

/** The member of this openid, or null before the first visit. */
export async function findMember(session: Session, openid: string): Promise<Member | null> {
  const known = await session.get<MemberDocument>(COLLECTIONS.members, openid);
  return known === null ? null : memberOf(known);
}

/** Those of these people who are members. */
export async function findMembers(
  database: Database,
  openids: readonly string[],
): Promise<readonly Member[]> {
  if (openids.length === 0) return [];
  const where = { _id: database.operators.in(openids) };
  return (await database.find<MemberDocument>(COLLECTIONS.members, where)).map(memberOf);
}

async function staffIn(session: Session, operators: Operators): Promise<readonly Member[]> {
  const working = { role: operators.in(STAFF_ROLES) };
  const options = { sort: [['joinedAtMs', 'asc']] } as const;
  return (await session.find<MemberDocument>(COLLECTIONS.members, working, options)).map(memberOf);
}

/** Everybody with a role, in the order they joined. */
export function listStaff(database: Database): Promise<readonly Member[]> {
  return staffIn(database, database.operators);
}

/** People without a role who opened the shop last, along the index `staff`. */
export async function listNewcomers(database: Database, limit: number): Promise<readonly Member[]> {
  const options = { sort: [['joinedAtMs', 'desc']], limit } as const;
  return (await database.find<MemberDocument>(COLLECTIONS.members, { role: 'none' }, options)).map(memberOf);
}

/** Gives somebody a role. */
export async function appoint(database: Database, openid: string, role: Role, nowMs: number): Promise<void> {
  const known = await findMember(database, openid);
  const name = known === null || known.name === '' ? ROLE_WORDS[role] : known.name;
  if (await database.changeIf(COLLECTIONS.members, { _id: openid }, { role, name })) return;
  const document: MemberDocument = { _id: openid, role, name, joinedAtMs: nowMs };
  await database.add(COLLECTIONS.members, [document]);
}

/** The member of this openid, written at the first visit. */
export async function meet(database: Database, openid: string, nowMs: number): Promise<Member> {
  const known = await findMember(database, openid);
  if (known !== null) return known;
  const member = { role: 'none', name: '', joinedAtMs: nowMs } as const;
  const document: MemberDocument = { _id: openid, ...member };
  // Two first visits at once: the slower one is told of a duplicate and reads again.
  await database.add(COLLECTIONS.members, [document]);
  return { openid, ...member };
}

async function rosterIn(session: Session, operators: Operators): Promise<Roster> {
  const everything = { _id: operators.gt('') };
  const invitations = await session.find<InvitationDocument>(COLLECTIONS.invitations, everything);
  return { staff: await staffIn(session, operators), invitations: invitations.map(invitationOf) };
}

/** Everybody with a role and every invitation, of one moment. */
export function readRoster(database: Database): Promise<Roster> {
  return database.transaction((session) => rosterIn(session, database.operators));
}

async function writeRoster(
  session: Session,
  { member, invitation, cancelled, action }: RosterWrite,
  nowMs: number,
): Promise<void> {
  if (member !== undefined) {
    const { openid, role, name } = member;
    const known = await findMember(session, openid);
    const document: MemberDocument = { _id: openid, role, name, joinedAtMs: known?.joinedAtMs ?? nowMs };
    await session.put(COLLECTIONS.members, document);
  }
  if (invitation !== undefined) {
    const { invitationId, ...fields } = invitation;
    const document: InvitationDocument = { _id: invitationId, ...fields };
    await session.put(COLLECTIONS.invitations, document);
  }
  if (cancelled !== undefined) await session.remove(COLLECTIONS.invitations, cancelled);
  await writeActions(session, [action]);
}

/** Reads the roster, decides, and writes all of it or nothing. Safe to repeat. */
export function changeRoster<Result>(
  database: Database,
  { openid, nowMs }: Parameters<StaffStore['changeRoster']>[0],
  decide: DecideRoster<Result>,
): Promise<Result> {
  return database.transaction(async (session) => {
    const { roster: collection, invitations } = COLLECTIONS;
    const revision = (await session.get<RosterDocument>(collection, ROSTER))?.revision ?? 0;
    const roster = await rosterIn(session, database.operators);
    const member = openid === null ? null : await findMember(session, openid);
    const { result, write } = decide(roster, member);
    if (write === undefined) return result;
    const document: RosterDocument = { _id: ROSTER, revision: revision + 1 };
    if (revision === 0) await session.add(collection, [document]);
    else await session.put(collection, document);
    for (const { invitationId, expiresAtMs } of roster.invitations)
      if (expiresAtMs <= nowMs) await session.remove(invitations, invitationId);
    await writeRoster(session, write, nowMs);
    return result;
  });
}

import { ROLES, type MeView, type Role } from '../contract/me';
import { readStored, store as keep } from '../platform/storage';
import { createStore } from './observable';

/**
 * What the phone remembers about who holds it. It draws the desk tab and nothing else: every call of the desk asks the
 * server again, so a phone that claims a role gains an empty page.
 */
export interface Session {
  readonly role: Role;
}

export type SessionEvent = { readonly kind: 'meArrived'; readonly me: Pick<MeView, 'role'> };

/** The session after an event. */
export function reduceSession(session: Session, event: SessionEvent): Session {
  return event.me.role === session.role ? session : { role: event.me.role };
}

/** A stored session, or null for anything a phone should not have stored. */
export function parseSession(stored: unknown): Session | null {
  if (typeof stored !== 'object' || stored === null || !('role' in stored)) return null;
  const role = ROLES.find((known) => known === stored.role);
  return role === undefined ? null : { role };
}

const KEY = 'session/1';

/** The one session of this phone. The role of the last visit is there at once, so the tab does not jump in later. */
export const session = createStore<Session, SessionEvent>(
  readStored(KEY, parseSession) ?? { role: 'none' },
  reduceSession,
);

session.subscribe((state) => keep(KEY, state));

/** True for staff of the shop, whatever they may do there. */
export function isStaff({ role }: Session): boolean {
  return role !== 'none';
}

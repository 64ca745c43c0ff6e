import type { Role } from '../../miniprogram/contract/me';
import type { Member, Roster, RosterWrite } from '../core/staff/roster';
import type { Tries } from '../core/staff/tries';
import type { DecidePersonal } from './shopper-store';

/** Decides on the roster, without I/O; `member` is whom it is about. It may be called again after a conflict. */
export type DecideRoster<Result> = (
  roster: Roster,
  member: Member | null,
) => { readonly result: Result; readonly write?: RosterWrite };

/** Who works here. */
export interface StaffStore {
  /** The member, or null for somebody who never opened the shop. */
  findMember(openid: string): Promise<Member | null>;
  /** Those of these people who are members. */
  findMembers(openids: readonly string[]): Promise<readonly Member[]>;
  /** People without a role who opened the shop last, the latest first. */
  listNewcomers(limit: number): Promise<readonly Member[]>;
  /** Everybody with a role, in the order they joined. */
  listStaff(): Promise<readonly Member[]>;
  /**
   * Gives somebody a role without asking, under the role's own word where they have no name; `none` makes a shopper of
   * them. They join now if they never opened the shop.
   */
  appoint(openid: string, role: Role, nowMs: number): Promise<void>;
  /** Everybody with a role and every invitation, of one moment. */
  readRoster(): Promise<Roster>;
  /** Reads the roster, decides, and writes all of it or nothing; no two decisions at once. */
  changeRoster<Result>(
    wish: { readonly openid: string | null; readonly nowMs: number },
    decide: DecideRoster<Result>,
  ): Promise<Result>;
  /** When somebody tried invitation codes. */
  changeTries<Result>(openid: string, decide: DecidePersonal<Tries, Result>): Promise<Result>;
}

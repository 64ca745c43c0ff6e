import type { ActionMethods } from '../contract/desk-actions';
import type { StaffMethods } from '../contract/staff';
import { callDesk, type DeskEnd } from './desk';

/** Everybody who works here, and who is invited. */
export function loadStaff(): Promise<DeskEnd<'staff.list'>> {
  return callDesk('staff.list', {});
}

/** Invites somebody. Safe to repeat with the same `clientToken`. */
export function inviteStaff(
  params: StaffMethods['staff.invite']['params'],
): Promise<DeskEnd<'staff.invite'>> {
  return callDesk('staff.invite', params);
}

/** Takes an invitation back. */
export function cancelInvitation(invitationId: string): Promise<DeskEnd<'staff.cancelInvitation'>> {
  return callDesk('staff.cancelInvitation', { invitationId });
}

/** Gives somebody another role. */
export function changeRole(
  params: StaffMethods['staff.changeRole']['params'],
): Promise<DeskEnd<'staff.changeRole'>> {
  return callDesk('staff.changeRole', params);
}

/** Changes what somebody is called. */
export function renameStaff(
  params: StaffMethods['staff.rename']['params'],
): Promise<DeskEnd<'staff.rename'>> {
  return callDesk('staff.rename', params);
}

/** Takes somebody out of the staff. */
export function dismissStaff(openid: string): Promise<DeskEnd<'staff.dismiss'>> {
  return callDesk('staff.dismiss', { openid });
}

/** The log of what the staff did, newest first. */
export function listActions(
  params: ActionMethods['actions.list']['params'],
): Promise<DeskEnd<'actions.list'>> {
  return callDesk('actions.list', params);
}

import type { DeskMethod } from '../../../miniprogram/contract/desk';
import type { DeskRight } from '../../../miniprogram/contract/staff';

/** The right each method asks for. */
export const RIGHTS: Readonly<Record<DeskMethod, DeskRight>> = {
  'staff.list': 'staff',
  'staff.invite': 'staff',
  'staff.cancelInvitation': 'staff',
  'staff.changeRole': 'staff',
  'staff.rename': 'staff',
  'staff.dismiss': 'staff',
  'actions.list': 'actions',
};

import type { DeskMethod } from '../../../miniprogram/contract/desk';
import type { DeskRight } from '../../../miniprogram/contract/staff';

/** The right each method asks for. */
export const RIGHTS: Readonly<Record<DeskMethod, DeskRight>> = {
  'staff.list': 'staff',
};

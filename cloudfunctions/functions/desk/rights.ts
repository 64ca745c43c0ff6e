import type { DeskMethod } from '../../../miniprogram/contract/desk';
import type { DeskRight } from '../../../miniprogram/contract/staff';

/** The right each method asks for. */
export const RIGHTS: Readonly<Record<DeskMethod, DeskRight>> = {
  'today.get': 'look',
  'products.list': 'look',
  'products.form': 'look',
  'products.checkPicture': 'products',
  'products.create': 'products',
  'products.edit': 'products',
  'products.publish': 'products',
  'products.withdraw': 'products',
  'products.remove': 'products',
  'stock.scan': 'look',
  'stock.get': 'look',
  'stock.adjust': 'stock',
  'stock.movements': 'look',
  'stock.low': 'look',
  'staff.list': 'staff',
  'staff.invite': 'staff',
  'staff.cancelInvitation': 'staff',
  'staff.changeRole': 'staff',
  'staff.rename': 'staff',
  'staff.dismiss': 'staff',
  'actions.list': 'actions',
};

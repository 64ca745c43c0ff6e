import type { DeskMethod } from '../../../miniprogram/contract/desk';
import type { DeskRight } from '../../../miniprogram/contract/staff';

/** The right each method asks for. */
export const RIGHTS: Readonly<Record<DeskMethod, DeskRight>> = {
  'staff.list': 'staff',
  'shipping.couriers': 'ship',
  'shipping.recognise': 'ship',
  'shipping.get': 'look',
  'shipping.ship': 'ship',
  'shipping.correct': 'ship',
  'shipping.retry': 'ship',
  'shipping.remind': 'ship',
  'shipping.state': 'look',
  'shipping.list': 'look',
};

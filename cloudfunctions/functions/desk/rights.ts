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
  'orders.list': 'look',
  'orders.search': 'look',
  'orders.detail': 'look',
  'orders.note': 'orders',
  'refunds.list': 'look',
  'refunds.counts': 'look',
  'refunds.get': 'look',
  'refunds.create': 'refund',
  'refunds.approveRequest': 'refund',
  'refunds.rejectRequest': 'refund',
  'refunds.approve': 'refund',
  'refunds.decline': 'refund',
  'refunds.retry': 'refund',
  'refunds.redirect': 'refund',
  'refunds.settleByHand': 'refund',
  'refunds.goodsBack': 'refund',
  'collect.byCode': 'collect',
  'collect.byQr': 'collect',
  'collect.check': 'collect',
  // Money that arrived asks for the right to refund as well; the use case knows whether it did.
  'collect.void': 'collect',
  'collect.list': 'look',
  'evidence.find': 'look',
  'evidence.timeline': 'look',
  'evidence.export': 'look',
};

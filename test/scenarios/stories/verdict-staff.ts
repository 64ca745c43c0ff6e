import type { ActionKind } from '../../../miniprogram/contract/desk-actions';
import type { Role } from '../../../miniprogram/contract/me';
import { isLive } from '../../../cloudfunctions/core/refund/refund';
import type { Refund } from '../../../cloudfunctions/core/refund/refund';
import type { Books, Store } from '../../../cloudfunctions/ports/store';

const MONEY_BACK: readonly Role[] = ['owner', 'manager'];
const GOODS: readonly Role[] = ['owner', 'manager', 'warehouse'];
const TILL: readonly Role[] = ['owner', 'manager', 'cashier'];

/** In which role what may have been done, said once more. */
const MAY: Partial<Record<ActionKind, readonly Role[]>> = {
  'product.edit': MONEY_BACK,
  'product.publish': MONEY_BACK,
  'product.withdraw': MONEY_BACK,
  'stock.adjust': GOODS,
  'staff.changeRole': ['owner'],
  'order.ship': GOODS,
  'order.correctShipment': GOODS,
  'order.retryUpload': GOODS,
  'order.remind': GOODS,
  'refund.create': MONEY_BACK,
  'refund.approveRequest': MONEY_BACK,
  'refund.rejectRequest': MONEY_BACK,
  'refund.approve': MONEY_BACK,
  'refund.decline': MONEY_BACK,
  'refund.retry': MONEY_BACK,
  'refund.redirect': MONEY_BACK,
  'refund.settleByHand': MONEY_BACK,
  'refund.goodsBack': MONEY_BACK,
  'collect.byCode': TILL,
  'collect.byQr': TILL,
  'collect.void': TILL,
  'bill.resolve': MONEY_BACK,
  'bill.refetch': MONEY_BACK,
};

/** More than a story does. */
const ACTIONS = 1_000;

/** Small sums one person gives back never add up to more than one person may. */
function aloneProblems({ orders, refunds }: Books, aboveMinor: number): readonly string[] {
  const alone = ({ asked, state }: Refund) => asked?.approval.kind === 'notNeeded' && isLive(state);
  return orders.flatMap(({ orderId }) => {
    const sum = refunds
      .filter((refund) => refund.orderId === orderId && alone(refund))
      .reduce((all, { amount }) => all + amount.minor, 0);
    return sum > aboveMinor ? [`${sum} of order ${orderId} went back without a second person`] : [];
  });
}

/** Everything that was done by somebody who may not. */
export async function judgeStaff(books: Books, store: Store, aboveMinor: number): Promise<readonly string[]> {
  const actions = await store.listActions({ limit: ACTIONS });
  const wrong = actions.filter(({ what, role }) => MAY[what]?.includes(role) === false);
  return [
    ...wrong.map(
      ({ what, by, role, subject }) => `${what} of ${subject.id} was done by ${by}, who is ${role}`,
    ),
    ...aloneProblems(books, aboveMinor),
  ];
}

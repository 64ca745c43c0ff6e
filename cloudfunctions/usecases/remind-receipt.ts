import { mayDo } from '../../miniprogram/contract/staff';
import { orderAction } from '../core/order/order-action';
import { refusedAt } from '../core/shipment/parcels';
import { decideReminding } from '../core/shipment/reminding';
import type { ShipOrder, ShippingDeskDeps, ShippingDeskResult } from './ship-order';

/** Wants the shopper to be reminded to confirm the receipt, once per order; WeChat is asked by the jobs. */
export function remindReceipt(
  deps: ShippingDeskDeps,
  { actor, orderId }: Pick<ShipOrder, 'actor' | 'orderId'>,
): Promise<ShippingDeskResult> {
  const refused = (refusal: Parameters<typeof refusedAt>[0]) => refusedAt(refusal, { field: 'orderId' });
  if (!mayDo(actor.role, 'ship')) return Promise.resolve(refused('NOT_ALLOWED'));
  const nowMs = deps.clock.nowMs();
  const done = { actionId: deps.ids.unique(), actor, what: 'order.remind', nowMs } as const;
  return deps.store.changeOrder<ShippingDeskResult>(orderId, (file) => {
    if (file === null) return { result: refused('ORDER_NOT_FOUND') };
    const decision = decideReminding(file, nowMs);
    if (decision.kind === 'refused') return { result: refused(decision.refusal) };
    const { order } = file;
    const { shipment } = decision;
    const actions = [orderAction(order, done)];
    return { result: { kind: 'done', file: { ...file, shipment } }, write: { order, shipment, actions } };
  });
}

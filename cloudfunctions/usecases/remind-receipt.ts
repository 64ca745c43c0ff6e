import { refusedAt } from '../core/shipment/parcels';
import { decideReminding } from '../core/shipment/reminding';
import type { Actor } from '../core/shop/actor';
import { mayShip } from '../core/shop/actor';
import type { CarryDeps } from './carry-shipments';
import { keepWechatEvidence } from './evidence';
import type { ShippingDeskResult } from './ship-order';

/**
 * Has WeChat remind the shopper to confirm the receipt, once per order. That it is asked is written down first, so that
 * a second tap, or a reply that is lost, asks no second time.
 */
export async function remindReceipt(
  deps: CarryDeps,
  { actor, orderId }: { readonly actor: Actor; readonly orderId: string },
): Promise<ShippingDeskResult> {
  if (!mayShip(actor)) return refusedAt('NOT_ALLOWED', { field: 'orderId' });
  const nowMs = deps.clock.nowMs();
  type Begun = { readonly result: ShippingDeskResult; readonly transactionId: string | null };
  const begun = await deps.store.changeOrder<Begun>(orderId, (file) => {
    if (file === null)
      return { result: { result: refusedAt('ORDER_NOT_FOUND', { field: 'orderId' }), transactionId: null } };
    const decision = decideReminding(file, nowMs);
    if (decision.kind === 'refused')
      return { result: { result: refusedAt(decision.refusal, { field: 'orderId' }), transactionId: null } };
    const { shipment, transactionId } = decision;
    const result = { kind: 'done', file: { ...file, shipment } } as const;
    return { result: { result, transactionId }, write: { order: file.order, shipment } };
  });
  const { transactionId, result } = begun;
  if (transactionId === null) return result;
  const answer = await deps.wechat.remindReceipt({ transactionId, receivedAtMs: nowMs });
  await keepWechatEvidence(deps, { kind: 'shipping', what: 'remind', orderId }, answer);
  return result;
}

import type { OrderRecord } from '../orders/order-record';
import { orderNotExist, orderOfAnother } from '../orders/order-refusals';
import { isPartnerOrder } from '../orders/parties';
import { INTERNAL_CODE } from '../protocol/answer';
import type { ApiRefusal } from '../protocol/answer';
import type { World } from '../world';
import type { Mode } from './party-fields';

export type FoundOrder =
  | { readonly kind: 'order'; readonly order: OrderRecord }
  | { readonly kind: 'refused'; readonly refusal: ApiRefusal };

/** The order, if it is there and belongs to those who ask in this mode. */
export function ownOrder(order: OrderRecord | undefined, mode: Mode, world: World): FoundOrder {
  const { variations } = world;
  if (order === undefined) return { kind: 'refused', refusal: orderNotExist(variations) };
  const orderMode: Mode = isPartnerOrder(order.request) ? 'partner' : 'direct';
  if (orderMode === mode) return { kind: 'order', order };
  const internalCode =
    mode === 'partner' ? INTERNAL_CODE.subMerchantMismatch : INTERNAL_CODE.merchantMismatch;
  return { kind: 'refused', refusal: orderOfAnother(variations, internalCode) };
}

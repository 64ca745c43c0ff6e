import type { ShopRefusal } from '../../miniprogram/contract/shop';
import { decideConfirming, decideHiding } from '../core/order/receiving';
import type { OrderChange } from '../core/order/receiving';
import type { Clock } from '../ports/clock';
import type { OrderFile, Store } from '../ports/store';

type Deps = { readonly store: Store; readonly clock: Clock };

/** The order's file after the call, or why nothing changed. */
export type OwnOrderResult<Refusal extends ShopRefusal> =
  | { readonly kind: 'done'; readonly file: OrderFile }
  | { readonly kind: 'refused'; readonly refusal: Refusal | 'ORDER_NOT_FOUND' };

interface OwnOrder {
  readonly openid: string;
  readonly orderId: string;
}

function changeOwn<Refusal extends ShopRefusal>(
  { store }: Deps,
  { openid, orderId }: OwnOrder,
  decide: (file: OrderFile) => OrderChange<Refusal>,
): Promise<OwnOrderResult<Refusal>> {
  return store.changeOrder<OwnOrderResult<Refusal>>(orderId, (file) => {
    if (file?.order.openid !== openid) return { result: { kind: 'refused', refusal: 'ORDER_NOT_FOUND' } };
    const decision = decide(file);
    switch (decision.kind) {
      case 'refused':
        return { result: decision };
      case 'already':
        return { result: { kind: 'done', file } };
      case 'changed': {
        const { order } = decision;
        return { result: { kind: 'done', file: { ...file, order } }, write: { order } };
      }
    }
  });
}

/** The shopper has the goods: completes a shipped order. Safe to repeat. */
export function confirmReceipt(deps: Deps, own: OwnOrder): Promise<OwnOrderResult<'ORDER_NOT_SHIPPED'>> {
  return changeOwn(deps, own, ({ order }) => decideConfirming(order, deps.clock.nowMs()));
}

/** Takes a finished order off the shopper's list. Safe to repeat. */
export function hideOrder(deps: Deps, own: OwnOrder): Promise<OwnOrderResult<'ORDER_NOT_FINISHED'>> {
  return changeOwn(deps, own, decideHiding);
}

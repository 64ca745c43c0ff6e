import type { CollectionRefusal, CollectionView } from '../../miniprogram/contract/collection';
import { formatMoney } from '../../miniprogram/contract/money';
import type { Money } from '../../miniprogram/contract/money';
import { isCollectable, newCollection } from '../core/collection/counter-order';
import type { NewCollection } from '../core/collection/counter-order';
import { orderAction } from '../core/order/order-action';
import type { Actor } from '../core/shop/actor';
import type { Attempt } from '../core/payment/attempt';
import type { GatewayDeps } from './ask-gateway';
import { attemptOfCollection, collectionView } from './collection-view';

/** The collection as it now stands, or why nothing was written. */
export type CollectionResult =
  | { readonly kind: 'collection'; readonly collection: CollectionView }
  | { readonly kind: 'refused'; readonly refusal: CollectionRefusal };

/** What a cashier wants to collect. `clientToken` names the wish: a repeated tap is the same collection. */
export interface CollectionWish {
  readonly actor: Actor;
  readonly clientToken: string;
  readonly amount: Money;
  readonly remark: string;
}

/** `begun`: written now, and the gateway is to be told. `known`: it was there already. */
export type BegunCollection =
  | { readonly kind: 'begun' | 'known'; readonly attempt: Attempt; readonly description: string }
  | { readonly kind: 'refused'; readonly refusal: CollectionRefusal };

/**
 * Writes a collection down before the gateway hears of it. Whoever wrote it is told `begun`, even when the answer of
 * the database was lost and the write found itself done; everybody else is told `known`.
 */
export async function beginCollection(
  deps: GatewayDeps,
  wish: CollectionWish,
  payment: Pick<NewCollection, 'scene' | 'payWithinMs'> & { readonly code: string },
): Promise<BegunCollection> {
  const { actor, clientToken, amount, remark } = wish;
  const { scene, payWithinMs, code } = payment;
  if (!isCollectable(amount)) return { kind: 'refused', refusal: 'INVALID_AMOUNT' };
  const orderId = deps.ids.derived('collection', actor.openid, clientToken);
  const { order, attempt } = newCollection({
    orderId,
    clientToken,
    requestHash: deps.ids.derived('collection', JSON.stringify([scene, amount.minor, remark, code])),
    amount,
    remark,
    nowMs: deps.clock.nowMs(),
    payWithinMs,
    outTradeNo: deps.ids.outTradeNo(),
    scene,
    ...deps.gateway.payee(scene),
  });
  const action = orderAction(order, {
    actionId: deps.ids.derived('collect', orderId),
    actor,
    what: scene === 'native' ? 'collect.byQr' : 'collect.byCode',
    nowMs: order.placedAtMs,
    changes: [{ field: '收款金额', from: '', to: formatMoney(amount) }],
  });
  const description = order.lines[0]?.title ?? remark;
  return deps.store.changeOrder<BegunCollection>(orderId, (file) => {
    if (file === null)
      return {
        result: { kind: 'begun', attempt, description },
        write: { order, attempts: [attempt], actions: [action] },
      };
    const known = attemptOfCollection(file);
    if (known === null || file.order.requestHash !== order.requestHash)
      return { result: { kind: 'refused', refusal: 'CLIENT_TOKEN_REUSED' } };
    const kind = known.outTradeNo === attempt.outTradeNo ? 'begun' : 'known';
    return { result: { kind, attempt: known, description } };
  });
}

/** The collection as the books have it now. */
export async function standingOf(
  { store }: Pick<GatewayDeps, 'store'>,
  orderId: string,
): Promise<CollectionResult> {
  const collection = collectionView(await store.findOrder(orderId));
  return collection === null
    ? { kind: 'refused', refusal: 'COLLECTION_NOT_FOUND' }
    : { kind: 'collection', collection };
}

import type * as v from 'valibot';
import type { OrderView } from '../../../miniprogram/contract/order';
import type { ShopMethod, ShopMethods, ShopRefusal } from '../../../miniprogram/contract/shop';
import type { OrderFile } from '../../ports/store';
import { browseCatalogue } from '../../usecases/browse-catalogue';
import { closeOrder } from '../../usecases/close-order';
import { healOrder } from '../../usecases/heal-order';
import { listOrders } from '../../usecases/list-orders';
import { orderView } from '../../usecases/order-view';
import { placeOrder } from '../../usecases/place-order';
import type { StartPaymentDeps } from '../../usecases/start-payment';
import { startPayment } from '../../usecases/start-payment';
import type { PARAMS } from './schemas';

/** A method's value, or the code of its refusal. */
export type Answer<Value> = { readonly value: Value } | { readonly refusal: ShopRefusal };

type Methods = {
  readonly [Method in ShopMethod]: (
    deps: StartPaymentDeps,
    openid: string,
    params: v.InferOutput<(typeof PARAMS)[Method]>,
  ) => Promise<Answer<ShopMethods[Method]['value']>>;
};

/** One's own order, or null: another's order looks like one that does not exist. */
async function ownOrder(deps: StartPaymentDeps, openid: string, orderId: string): Promise<OrderFile | null> {
  const file = await deps.store.findOrder(orderId);
  return file?.order.openid === openid ? file : null;
}

async function detail(deps: StartPaymentDeps, openid: string, orderId: string): Promise<Answer<OrderView>> {
  const file = await ownOrder(deps, openid, orderId);
  if (file === null) return { refusal: 'ORDER_NOT_FOUND' };
  return { value: orderView(await healOrder(deps, file)) };
}

async function cancel(deps: StartPaymentDeps, openid: string, orderId: string): Promise<Answer<OrderView>> {
  if ((await ownOrder(deps, openid, orderId)) === null) return { refusal: 'ORDER_NOT_FOUND' };
  const result = await closeOrder(deps, { orderId, reason: 'cancelled' });
  switch (result.kind) {
    case 'notFound':
      return { refusal: 'ORDER_NOT_FOUND' };
    case 'unknown':
      return { refusal: 'PAYMENT_PENDING' };
    case 'notClosable':
      return { refusal: 'ORDER_ALREADY_PAID' };
    case 'closed':
    case 'alreadyClosed': {
      const file = await ownOrder(deps, openid, orderId);
      return file === null ? { refusal: 'ORDER_NOT_FOUND' } : { value: orderView(file) };
    }
  }
}

/** What each method of the function does. */
export const METHODS: Methods = {
  'catalogue.list': async (deps) => ({ value: { products: await browseCatalogue(deps) } }),
  'orders.place': async (deps, openid, params) => {
    const result = await placeOrder(deps, { openid, ...params });
    return result.kind === 'refused' ? { refusal: result.refusal } : { value: orderView(result.file) };
  },
  'orders.pay': async (deps, openid, { orderId }) => {
    const result = await startPayment(deps, { openid, orderId });
    return result.kind === 'refused'
      ? { refusal: result.refusal }
      : { value: { requestPayment: result.requestPayment } };
  },
  'orders.detail': (deps, openid, { orderId }) => detail(deps, openid, orderId),
  'orders.cancel': (deps, openid, { orderId }) => cancel(deps, openid, orderId),
  'orders.list': async (deps, openid, { state, before }) => {
    const page = await listOrders(deps, {
      openid,
      ...(state !== undefined && { state }),
      ...(before !== undefined && { before }),
    });
    return {
      value: { orders: page.files.map(orderView), ...(page.next !== undefined && { next: page.next }) },
    };
  },
};

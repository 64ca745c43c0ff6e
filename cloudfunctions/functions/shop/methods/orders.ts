import type { CancelReason, OrderMethods, OrderView } from '../../../../miniprogram/contract/order';
import type { ShopDeps } from '../../../main/wire';
import type { OrderFile } from '../../../ports/store';
import { closeOrder } from '../../../usecases/close-order';
import { confirmReceipt, hideOrder } from '../../../usecases/confirm-receipt';
import { healOrder } from '../../../usecases/heal-order';
import { listOrders } from '../../../usecases/list-orders';
import { orderView } from '../../../usecases/order-view';
import { placeOrder } from '../../../usecases/place-order';
import { quoteWish } from '../../../usecases/quote-order';
import { startPayment } from '../../../usecases/start-payment';
import type { Answer, MethodsOf } from '../method';

/** One's own order, or null: another's order looks like one that does not exist. */
async function ownOrder(deps: ShopDeps, openid: string, orderId: string): Promise<OrderFile | null> {
  const file = await deps.store.findOrder(orderId);
  return file?.order.openid === openid ? file : null;
}

function view({ clock }: ShopDeps, file: OrderFile): OrderView {
  return orderView(file, clock.nowMs());
}

/** The order a number of ours at the gateway was for, or null. */
async function orderPaidUnder({ store }: ShopDeps, outTradeNo: string): Promise<string | null> {
  return (await store.findAttempt(outTradeNo))?.orderId ?? null;
}

async function detail(
  deps: ShopDeps,
  openid: string,
  wish: { readonly orderId: string } | { readonly outTradeNo: string },
): Promise<Answer<'orders.detail'>> {
  const orderId = 'orderId' in wish ? wish.orderId : await orderPaidUnder(deps, wish.outTradeNo);
  const file = orderId === null ? null : await ownOrder(deps, openid, orderId);
  if (file === null) return { refusal: 'ORDER_NOT_FOUND' };
  return { value: view(deps, await healOrder(deps, file)) };
}

async function cancel(
  deps: ShopDeps,
  openid: string,
  { orderId, reason }: { readonly orderId: string; readonly reason?: CancelReason | undefined },
): Promise<Answer<'orders.cancel'>> {
  if ((await ownOrder(deps, openid, orderId)) === null) return { refusal: 'ORDER_NOT_FOUND' };
  const because = reason === undefined ? {} : { because: reason };
  const result = await closeOrder(deps, { orderId, reason: 'cancelled', ...because });
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
      return file === null ? { refusal: 'ORDER_NOT_FOUND' } : { value: view(deps, file) };
    }
  }
}

/** What the methods of orders do. */
export const ORDERS: MethodsOf<keyof OrderMethods> = {
  'orders.quote': async (deps, openid, params) => {
    const result = await quoteWish(deps, { openid, ...params });
    return result.kind === 'refused' ? { refusal: result.refusal } : { value: result.view };
  },
  'orders.place': async (deps, openid, params) => {
    const result = await placeOrder(deps, { openid, ...params });
    if (result.kind === 'placed') return { value: view(deps, result.file) };
    const { refusal, quote } = result;
    return quote === undefined ? { refusal } : { refusal, detail: quote };
  },
  'orders.pay': async (deps, openid, { orderId }) => {
    const result = await startPayment(deps, { openid, orderId });
    return result.kind === 'refused'
      ? { refusal: result.refusal }
      : { value: { requestPayment: result.requestPayment } };
  },
  'orders.detail': detail,
  'orders.cancel': cancel,
  'orders.confirm': async (deps, openid, { orderId }) => {
    const result = await confirmReceipt(deps, { openid, orderId });
    return result.kind === 'refused' ? { refusal: result.refusal } : { value: view(deps, result.file) };
  },
  'orders.hide': async (deps, openid, { orderId }) => {
    const result = await hideOrder(deps, { openid, orderId });
    return result.kind === 'refused' ? { refusal: result.refusal } : { value: { orderId } };
  },
  'orders.list': async (deps, openid, { state, before }) => {
    const page = await listOrders(deps, {
      openid,
      ...(state !== undefined && { state }),
      ...(before !== undefined && { before }),
    });
    const orders = page.files.map((file) => view(deps, file));
    return { value: { orders, ...(page.next !== undefined && { next: page.next }) } };
  },
  'orders.counts': async ({ store }, openid) => ({ value: await store.countOrders(openid) }),
};

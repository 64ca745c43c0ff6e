import type {
  ShippingMethods,
  ShippingProblem,
  ShippingRefusal,
  ShippingView,
} from '../../../../miniprogram/contract/shipping';
import type { ShopDeps } from '../../../main/wire';
import { remindReceipt } from '../../../usecases/remind-receipt';
import { correctShipment, retryUpload, shipOrder } from '../../../usecases/ship-order';
import type { ShippingDeskResult } from '../../../usecases/ship-order';
import {
  listCouriers,
  listShipping,
  recogniseCourier,
  viewShipping,
  viewShippingState,
} from '../../../usecases/view-shipping';
import type { MethodsOf } from '../method';

type Shown =
  | { readonly value: ShippingView }
  | { readonly refusal: ShippingRefusal; readonly message: string; readonly detail: ShippingProblem };

/** The shipment as it then stands, or the sentence that names what is to be mended. */
async function shown(deps: ShopDeps, result: ShippingDeskResult): Promise<Shown> {
  if (result.kind === 'done') return { value: await viewShipping(deps, result.file) };
  const { refusal, detail } = result;
  return { refusal, message: detail.text, detail };
}

/** The same where nothing can be mended in the call itself. */
async function shownPlain(deps: ShopDeps, result: ShippingDeskResult) {
  if (result.kind === 'done') return { value: await viewShipping(deps, result.file) };
  return { refusal: result.refusal };
}

/** What the methods of shipping do. */
export const SHIPPING: MethodsOf<keyof ShippingMethods> = {
  'shipping.couriers': async (deps) => ({ value: { couriers: await listCouriers(deps) } }),
  'shipping.recognise': async (deps, _actor, { trackingNo }) => ({
    value: await recogniseCourier(deps, trackingNo),
  }),
  'shipping.get': async (deps, _actor, { orderId }) => {
    const file = await deps.store.findOrder(orderId);
    return file === null ? { refusal: 'ORDER_NOT_FOUND' } : { value: await viewShipping(deps, file) };
  },
  'shipping.ship': async (deps, actor, params) => shown(deps, await shipOrder(deps, { actor, ...params })),
  'shipping.correct': async (deps, actor, params) =>
    shown(deps, await correctShipment(deps, { actor, ...params })),
  'shipping.retry': async (deps, actor, { orderId }) =>
    shownPlain(deps, await retryUpload(deps, { actor, orderId })),
  'shipping.remind': async (deps, actor, { orderId }) =>
    shownPlain(deps, await remindReceipt(deps, { actor, orderId })),
  'shipping.state': async (deps) => ({ value: await viewShippingState(deps) }),
  'shipping.list': async (deps, _actor, params) => ({ value: await listShipping(deps, params) }),
};

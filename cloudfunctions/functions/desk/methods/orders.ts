import type { DeskOrderMethods } from '../../../../miniprogram/contract/desk-orders';
import { deskOrderView } from '../../../usecases/desk-order-view';
import { healOrder } from '../../../usecases/heal-order';
import { listDeskOrders, searchOrders } from '../../../usecases/list-desk-orders';
import { noteOrder } from '../../../usecases/note-order';
import type { MethodsOf } from '../method';

/** What the methods of orders do. */
export const ORDERS: MethodsOf<keyof DeskOrderMethods> = {
  'orders.list': async (deps, actor, params) => ({ value: await listDeskOrders(deps, { actor, ...params }) }),
  'orders.search': async (deps, actor, params) => {
    const page = await searchOrders(deps, { actor, ...params });
    return page === null ? { refusal: 'SEARCH_TOO_SHORT' } : { value: page };
  },
  'orders.detail': async (deps, { role }, { orderId }) => {
    const file = await deps.store.findOrder(orderId);
    if (file === null) return { refusal: 'ORDER_NOT_FOUND' };
    return { value: deskOrderView(await healOrder(deps, file), role) };
  },
  'orders.note': async (deps, actor, params) => {
    const result = await noteOrder(deps, { actor, ...params });
    if (result.kind === 'noted') return { value: deskOrderView(result.file, actor.role) };
    if (result.refusal === 'ORDER_NOT_FOUND') return { refusal: result.refusal };
    return { refusal: result.refusal, detail: { note: result.note } };
  },
};

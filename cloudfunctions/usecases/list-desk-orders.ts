import type { DeskOrderPage, OrderFilter } from '../../miniprogram/contract/desk-orders';
import { SUPPORT_CODE } from '../../miniprogram/contract/call';
import type { Actor } from '../core/shop/actor';
import type { OrderDeskStore } from '../ports/order-desk-store';
import type { OrderFile } from '../ports/store';
import { deskOrderCard } from './desk-order-view';
import { markOf, pageOf, ROWS_PER_PAGE } from './page-mark';

interface Deps {
  readonly store: OrderDeskStore;
}

type By = Parameters<OrderDeskStore['listDeskOrders']>[0]['by'];

async function page(
  { store }: Deps,
  { role }: Actor,
  by: By,
  before: string | undefined,
): Promise<DeskOrderPage> {
  const found = await store.listDeskOrders({
    by,
    limit: ROWS_PER_PAGE + 1,
    ...(before !== undefined && { before: markOf(before) }),
  });
  const { rows, ...next } = pageOf(found, ROWS_PER_PAGE, ({ order }) => ({
    atMs: order.placedAtMs,
    id: order.orderId,
  }));
  return { orders: rows.map((file) => deskOrderCard(file, role)), ...next };
}

/** One page of the whole shop's orders, newest first. */
export function listDeskOrders(
  deps: Deps,
  query: { readonly actor: Actor; readonly filter: OrderFilter; readonly before?: string | undefined },
): Promise<DeskOrderPage> {
  return page(deps, query.actor, { kind: 'filter', filter: query.filter }, query.before);
}

const PHONE_TAIL = /^\d{4}$/;
const MOBILE = /^1[3-9]\d{5}(\d{4})$/;
/** No number of ours or of the gateway is shorter; a support code is looked for apart. */
const SHORTEST_NUMBER = 8;
/** Proofs looked through for the orders of one support code. */
const PROOFS_OF_A_CODE = 200;

/** The orders of whatever a screen with this code caused, newest first. */
async function ordersOfCode({ store }: Deps, code: string): Promise<readonly OrderFile[]> {
  const proofs = await store.findEvidence({ by: 'supportCode', text: code, limit: PROOFS_OF_A_CODE });
  return store.findOrders([...new Set(proofs.flatMap(({ orderId }) => orderId ?? []))]);
}

/** A support code as it was read aloud: in any case, with spaces. Null where the text is none. */
export function supportCodeIn(text: string): string | null {
  const code = text.replaceAll(/[\s-]/g, '').toUpperCase();
  return SUPPORT_CODE.test(code) ? code : null;
}

/** Orders found by a number, a support code or the end of a telephone number; null where the text is too short to be one. */
export async function searchOrders(
  deps: Deps,
  query: { readonly actor: Actor; readonly text: string; readonly before?: string | undefined },
): Promise<DeskOrderPage | null> {
  const text = query.text.trim();
  const digits = PHONE_TAIL.test(text) ? text : MOBILE.exec(text)?.[1];
  if (digits !== undefined) return page(deps, query.actor, { kind: 'phoneTail', digits }, query.before);
  const code = supportCodeIn(text);
  if (code === null && text.length < SHORTEST_NUMBER) return null;
  const found = [
    ...(await deps.store.findOrdersByNumber(text)),
    ...(code === null ? [] : await ordersOfCode(deps, code)),
  ];
  const files = [...new Map(found.map((file) => [file.order.orderId, file])).values()];
  return { orders: files.map((file) => deskOrderCard(file, query.actor.role)) };
}

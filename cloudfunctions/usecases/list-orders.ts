import type { OrderState } from '../../miniprogram/contract/order';
import type { OrderFile, Store } from '../ports/store';

/** Orders on one page of a shopper's list. */
const ORDERS_PER_PAGE = 20;

/** One page of a shopper's own orders, newest first; `next` continues after it. */
export async function listOrders(
  { store }: { readonly store: Store },
  query: { readonly openid: string; readonly state?: OrderState; readonly before?: string },
): Promise<{ readonly files: readonly OrderFile[]; readonly next?: string }> {
  const { openid, state } = query;
  const before = query.before === undefined ? undefined : parseCursor(query.before);
  const found = await store.listOrders({
    openid,
    ...(state !== undefined && { state }),
    ...(before !== undefined && { before }),
    limit: ORDERS_PER_PAGE + 1,
  });
  const files = found.slice(0, ORDERS_PER_PAGE);
  const last = files.at(-1);
  if (found.length <= ORDERS_PER_PAGE || last === undefined) return { files };
  return { files, next: `${last.order.placedAtMs}.${last.order.orderId}` };
}

/** The schema at the edge has checked the form `digits.id`. */
function parseCursor(cursor: string): { placedAtMs: number; orderId: string } {
  const dot = cursor.indexOf('.');
  return { placedAtMs: Number(cursor.slice(0, dot)), orderId: cursor.slice(dot + 1) };
}

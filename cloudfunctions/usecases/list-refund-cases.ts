import type { RefundCaseView, RefundList } from '../../miniprogram/contract/desk-refunds';
import type { Actor } from '../core/shop/actor';
import type { OrderDeskStore, PageMark } from '../ports/order-desk-store';
import type { OrderFile } from '../ports/store';
import { markOf, pageOf, ROWS_PER_PAGE } from './page-mark';
import { caseOfRefund, caseOfRequest, refundCaseView } from './refund-case-view';
import type { RefundCase } from './refund-case-view';
import { settingsOf } from './shop-settings';

interface Deps {
  readonly store: OrderDeskStore;
}

interface Row {
  readonly mark: PageMark;
  readonly one: RefundCase | null;
}

async function rowsOf(
  { store }: Deps,
  list: RefundList,
  after: PageMark | undefined,
): Promise<readonly Row[]> {
  const query = { limit: ROWS_PER_PAGE + 1, ...(after !== undefined && { after }) };
  if (list === 'requests') {
    const found = await store.listWaitingRequests(query);
    return found.map(({ request: { requestId, requestedAtMs }, file }) => ({
      mark: { atMs: requestedAtMs, id: requestId },
      one: caseOfRequest(file, requestId),
    }));
  }
  const found = await store.listDeskRefunds({ ...query, list });
  return found.map(({ refund: { outRefundNo, createdAtMs }, file }) => ({
    mark: { atMs: createdAtMs, id: outRefundNo },
    one: caseOfRefund(file, outRefundNo),
  }));
}

/** A case as this person sees it, under the shop's settings; null stays null. */
export async function viewCase(
  { store }: Deps,
  actor: Actor,
  one: RefundCase | null,
): Promise<RefundCaseView | null> {
  if (one === null) return null;
  const { secondApprovalAbove = null } = await settingsOf(store);
  return refundCaseView(one, actor, secondApprovalAbove);
}

/** One page of a list of cases. */
export async function listRefundCases(
  deps: Deps,
  query: { readonly actor: Actor; readonly list: RefundList; readonly after?: string | undefined },
): Promise<{ readonly cases: readonly RefundCaseView[]; readonly next?: string }> {
  const { actor, list, after } = query;
  const found = await rowsOf(deps, list, after === undefined ? undefined : markOf(after));
  const { rows, ...next } = pageOf(found, ROWS_PER_PAGE, ({ mark }) => mark);
  const { secondApprovalAbove = null } = await settingsOf(deps.store);
  const cases = rows.flatMap(({ one }) =>
    one === null ? [] : [refundCaseView(one, actor, secondApprovalAbove)],
  );
  return { cases, ...next };
}

/** The case of a request, wherever its order is. */
export async function findCaseOfRequest({ store }: Deps, requestId: string): Promise<RefundCase | null> {
  const file = await store.findOrderOfRequest(requestId);
  return file === null ? null : caseOfRequest(file, requestId);
}

/** The case of a refund of this order and no other. */
export async function findCaseOfRefund(
  { store }: Deps,
  { orderId, outRefundNo }: { readonly orderId: string; readonly outRefundNo: string },
): Promise<RefundCase | null> {
  const file: OrderFile | null = await store.findOrder(orderId);
  return file === null ? null : caseOfRefund(file, outRefundNo);
}

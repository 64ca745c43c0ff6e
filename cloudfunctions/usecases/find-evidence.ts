import type { DeskOrderCard } from '../../miniprogram/contract/desk-orders';
import type { EvidenceView } from '../../miniprogram/contract/desk-evidence';
import type { Actor } from '../core/shop/actor';
import type { OrderDeskStore } from '../ports/order-desk-store';
import type { Evidence } from '../ports/store';
import { deskOrderCard } from './desk-order-view';
import { supportCodeIn } from './list-desk-orders';
import { rfc3339 } from './order-view';
import { markOf, pageOf } from './page-mark';

interface Deps {
  readonly store: OrderDeskStore;
}

const ENTRIES_PER_PAGE = 100;
/** Proofs looked through for one code or request. */
const MOST_FOUND = 200;

/** A proof as the staff reads it. */
export function evidenceView(proof: Evidence): EvidenceView {
  const { evidenceId, kind, orderId, outTradeNo, outRefundNo, requestId, bodySha256, verdict } = proof;
  return {
    evidenceId,
    at: rfc3339(proof.atMs),
    kind,
    orderId,
    outTradeNo,
    outRefundNo: outRefundNo ?? null,
    requestId,
    bodySha256,
    verdict,
    supportCode: proof.supportCode ?? null,
  };
}

/** What a support code or any number leads to. */
export async function findEvidence(
  { store }: Deps,
  query: { readonly actor: Actor; readonly text: string },
): Promise<{ readonly orders: readonly DeskOrderCard[]; readonly loose: readonly EvidenceView[] }> {
  const text = query.text.trim();
  const code = supportCodeIn(text);
  const [named, byRequest, byCode] = await Promise.all([
    store.findOrdersByNumber(text),
    store.findEvidence({ by: 'requestId', text, limit: MOST_FOUND }),
    code === null ? [] : store.findEvidence({ by: 'supportCode', text: code, limit: MOST_FOUND }),
  ]);
  const proofs = [...byRequest, ...byCode];
  const led = [...new Set(proofs.flatMap(({ orderId }) => orderId ?? []))];
  const files = [...named, ...(await store.findOrders(led))];
  const orders = [...new Map(files.map((file) => [file.order.orderId, file])).values()];
  const there = new Set(orders.map(({ order }) => order.orderId));
  const loose = proofs.filter(({ orderId }) => orderId === null || !there.has(orderId));
  return {
    orders: orders.map((file) => deskOrderCard(file, query.actor.role)),
    loose: loose.toSorted((a, b) => b.atMs - a.atMs).map(evidenceView),
  };
}

/** One page of an order's proofs, oldest first; null where there is no such order. */
export async function evidenceTimeline(
  { store }: Deps,
  query: { readonly orderId: string; readonly after?: string | undefined },
): Promise<{ readonly entries: readonly EvidenceView[]; readonly next?: string } | null> {
  const { orderId, after } = query;
  if ((await store.findOrder(orderId)) === null) return null;
  const mark = after === undefined ? {} : { after: markOf(after) };
  const found = await store.pageEvidence({ orderId, ...mark, limit: ENTRIES_PER_PAGE + 1 });
  const { rows, ...next } = pageOf(found, ENTRIES_PER_PAGE, ({ atMs, evidenceId: id }) => ({ atMs, id }));
  return { entries: rows.map(evidenceView), ...next };
}

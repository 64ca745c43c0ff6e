import type { CollectionCard, CollectionDay } from '../../miniprogram/contract/desk-collect';
import { fen } from '../../miniprogram/contract/money';
import type { Clock } from '../ports/clock';
import type { OrderDeskStore } from '../ports/order-desk-store';
import type { OrderFile } from '../ports/store';
import { attemptOfCollection, collectionView } from './collection-view';
import { rfc3339 } from './order-view';
import { markOf, pageOf, ROWS_PER_PAGE } from './page-mark';

const DAY_MS = 24 * 60 * 60 * 1000;
/** China has one time zone and no summer time. */
const CHINA_OFFSET_MS = 8 * 60 * 60 * 1000;

/** The day in China of a moment, e.g. `2026-11-21`. */
function chinaDay(atMs: number): string {
  return new Date(atMs + CHINA_OFFSET_MS).toISOString().slice(0, 10);
}

function spanOf(day: string): { readonly fromMs: number; readonly toMs: number } {
  const fromMs = Date.parse(`${day}T00:00:00+08:00`);
  return { fromMs, toMs: fromMs + DAY_MS };
}

/** A collection in the list of a day; null where the order is none of the counter. */
export function collectionCard(file: OrderFile | null): CollectionCard | null {
  const view = collectionView(file);
  const attempt = attemptOfCollection(file);
  if (view === null || attempt === null || attempt.scene === 'miniProgram') return null;
  const paidAtMs = file?.order.paidAtMs ?? null;
  return {
    ...view,
    scene: attempt.scene,
    startedAt: rfc3339(attempt.createdAtMs),
    ...(paidAtMs !== null && { paidAt: rfc3339(paidAtMs) }),
  };
}

/** One page of a day at the counter, and what of the whole day stayed with the shop. Without `day` today. */
export async function listCollections(
  { store, clock }: { readonly store: OrderDeskStore; readonly clock: Clock },
  query: { readonly day?: string | undefined; readonly before?: string | undefined },
): Promise<CollectionDay> {
  const { day = chinaDay(clock.nowMs()), before } = query;
  const span = spanOf(day);
  const mark = before === undefined ? {} : { before: markOf(before) };
  const [found, { count, minor }] = await Promise.all([
    store.listCollections({ ...span, ...mark, limit: ROWS_PER_PAGE + 1 }),
    store.sumCollections(span),
  ]);
  const { rows, ...next } = pageOf(found, ROWS_PER_PAGE, ({ order }) => ({
    atMs: order.placedAtMs,
    id: order.orderId,
  }));
  const collections = rows.flatMap((file) => collectionCard(file) ?? []);
  return { day, count, sum: fen(minor), collections, ...next };
}

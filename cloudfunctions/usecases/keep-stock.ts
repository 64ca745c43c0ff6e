import { isBarcode } from '../core/catalogue/draft';
import { specificationOf } from '../core/catalogue/product';
import { STOCK_LIMITS } from '../../miniprogram/contract/desk-stock';
import type {
  AdjustReason,
  MovementView,
  SkuStockView,
  StockMethods,
} from '../../miniprogram/contract/desk-stock';
import type { FieldProblem } from '../../miniprogram/contract/field-problem';
import { cleanText } from '../core/field/clean-text';
import type { Actor } from '../core/shop/actor';
import { adjustingProblems, decideAdjusting } from '../core/stock/adjusting';
import type { AdjustingDecision, StockFile } from '../core/stock/adjusting';
import { onHandShift } from '../core/stock/stock';
import type { Movement } from '../core/stock/stock';
import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { Store } from '../ports/store';
import { rfc3339 } from './order-view';
import { namesOf } from './read-actions';

type Deps = { readonly store: Store; readonly clock: Clock; readonly ids: Ids };

/** Movements and SKUs on one page. */
const PER_PAGE = 30;
/** Movements that are told to somebody whose adjustment was overtaken. */
const MOVEMENTS_TOLD = 10;

/** How an adjustment ends. `overtaken` and `tooLow` bring how it is now. */
export type AdjustResult =
  | { readonly kind: 'done'; readonly sku: SkuStockView }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] }
  | {
      readonly kind: 'stale';
      readonly refusal: 'STOCK_CHANGED' | 'STOCK_TOO_LOW';
      readonly now: { readonly sku: SkuStockView; readonly movements: readonly MovementView[] };
    }
  | { readonly kind: 'refused'; readonly refusal: 'SKU_NOT_FOUND' | 'CLIENT_TOKEN_REUSED' };

function stockView({ stock, values, adjustments, ...file }: StockFile): SkuStockView {
  const { skuId, onHand, reserved, sold } = stock;
  const specification = specificationOf(values);
  return { skuId, ...file, specification, available: onHand, reserved, sold, version: adjustments };
}

async function movementViews(deps: Deps, movements: readonly Movement[]): Promise<readonly MovementView[]> {
  const by = movements.flatMap(({ adjustment }) => (adjustment === undefined ? [] : [adjustment.by]));
  const nameOf = await namesOf(deps, by);
  return movements.map((movement) => {
    const { movementId, kind, quantity, atMs, orderId, adjustment } = movement;
    return {
      movementId,
      kind,
      quantity,
      delta: onHandShift(movement),
      at: rfc3339(atMs),
      ...(orderId !== null && { orderId }),
      ...(adjustment !== undefined && {
        reason: adjustment.reason,
        note: adjustment.note,
        by: nameOf(adjustment.by),
      }),
    };
  });
}

/** One specification's stock, or null. */
export async function viewStock({ store }: Deps, skuId: string): Promise<SkuStockView | null> {
  const file = await store.findStockFile(skuId);
  return file === null ? null : stockView(file);
}

/** The specification a scanner read, or null; digits of full width are digits. */
export async function scanStock({ store }: Deps, scanned: string): Promise<SkuStockView | null> {
  const barcode = cleanText(scanned.normalize('NFKC'));
  const file = isBarcode(barcode) ? await store.findByBarcode(barcode) : null;
  return file === null ? null : stockView(file);
}

/** Adjusts one specification's pieces. Safe to repeat with the same token. */
export async function adjustStock(
  deps: Deps,
  wish: {
    readonly actor: Actor;
    readonly clientToken: string;
    readonly skuId: string;
    readonly delta: number;
    readonly reason: AdjustReason;
    readonly note?: string | undefined;
    readonly version: number;
  },
): Promise<AdjustResult> {
  const { actor, clientToken, skuId, delta, reason, version } = wish;
  const { store, clock, ids } = deps;
  const movementId = ids.derived('adjust', actor.openid, clientToken);
  const adjusting = { movementId, delta, reason, note: cleanText(wish.note ?? ''), version };
  const problems = adjustingProblems(adjusting);
  if (problems.length > 0) return { kind: 'invalid', problems };
  const doing = { actor, actionId: ids.unique(), nowMs: clock.nowMs() };
  const decision = await store.changeStock<AdjustingDecision>({ skuId, movementId }, (file, done) => {
    const result = decideAdjusting(file, done, adjusting, doing);
    return result.kind === 'refused' || result.write === undefined
      ? { result }
      : { result, write: result.write };
  });
  const file = await store.findStockFile(skuId);
  if (file === null) return { kind: 'refused', refusal: 'SKU_NOT_FOUND' };
  const sku = stockView(file);
  if (decision.kind === 'done') return { kind: 'done', sku };
  const { refusal } = decision;
  if (refusal !== 'STOCK_CHANGED' && refusal !== 'STOCK_TOO_LOW') return { kind: 'refused', refusal };
  const movements = await store.listMovements({ skuId, limit: MOVEMENTS_TOLD });
  return { kind: 'stale', refusal, now: { sku, movements: await movementViews(deps, movements) } };
}

/** A number and an id: where a page begins. The schema at the edge has checked the form `digits.id`. */
function parseCursor(cursor: string): readonly [value: number, id: string] {
  const dot = cursor.indexOf('.');
  return [Number(cursor.slice(0, dot)), cursor.slice(dot + 1)];
}

/** One page of what moved, newest first; null for a SKU nobody knows. */
export async function readMovements(
  deps: Deps,
  query: { readonly skuId: string; readonly before?: string | undefined },
): Promise<StockMethods['stock.movements']['value'] | null> {
  const { skuId } = query;
  const [atMs, movementId] = query.before === undefined ? [0, ''] : parseCursor(query.before);
  const [file, found] = await Promise.all([
    deps.store.findStockFile(skuId),
    deps.store.listMovements({
      skuId,
      ...(query.before !== undefined && { before: { atMs, movementId } }),
      limit: PER_PAGE + 1,
    }),
  ]);
  if (file === null) return null;
  const shown = found.slice(0, PER_PAGE);
  const movements = await movementViews(deps, shown);
  const last = shown.at(-1);
  if (found.length <= PER_PAGE || last === undefined) return { movements };
  return { movements, next: `${last.atMs}.${last.movementId}` };
}

/** One page of specifications on sale with few or no pieces left. */
export async function listLowStock(
  { store }: Deps,
  cursor: string | undefined,
): Promise<StockMethods['stock.low']['value']> {
  const [onHand, skuId] = cursor === undefined ? [0, ''] : parseCursor(cursor);
  const found = await store.listLowStock({
    lowAt: STOCK_LIMITS.lowAt,
    ...(cursor !== undefined && { after: { onHand, skuId } }),
    limit: PER_PAGE + 1,
  });
  const skus = found.slice(0, PER_PAGE).map(stockView);
  const last = skus.at(-1);
  if (found.length <= PER_PAGE || last === undefined) return { skus };
  return { skus, next: `${last.available}.${last.skuId}` };
}

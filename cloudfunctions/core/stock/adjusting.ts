import { ADJUST_REASON_WORDS, STOCK_LIMITS } from '../../../miniprogram/contract/desk-stock';
import type { AdjustReason } from '../../../miniprogram/contract/desk-stock';
import type { FieldProblem } from '../../../miniprogram/contract/field-problem';
import type { PictureView } from '../../../miniprogram/contract/picture';
import { specificationOf } from '../catalogue/product';
import type { Action } from '../shop/action';
import { actionOf } from '../shop/action';
import type { Actor } from '../shop/actor';
import { applyMovement } from './stock';
import type { Movement, Stock } from './stock';

/** A specification with the books of its pieces. */
export interface StockFile {
  readonly stock: Stock;
  readonly productId: string;
  readonly title: string;
  readonly values: readonly string[];
  readonly picture: PictureView | null;
  readonly barcode: string;
  readonly onSale: boolean;
  /** Adjustments so far. Orders do not count: they move what is there, an adjustment corrects what was counted. */
  readonly adjustments: number;
}

/** An adjustment as somebody wants it; `movementId` names the wish. */
export interface Adjusting {
  readonly movementId: string;
  readonly delta: number;
  readonly reason: AdjustReason;
  readonly note: string;
  /** The number of adjustments the person saw. */
  readonly version: number;
}

/** What an adjustment writes, all of it together. */
export interface AdjustmentWrite {
  readonly stock: Stock;
  readonly movement: Movement;
  readonly action: Action;
}

/** How an adjustment ends; without a write it had happened already. */
export type AdjustingDecision =
  | { readonly kind: 'done'; readonly write?: AdjustmentWrite }
  | {
      readonly kind: 'refused';
      readonly refusal: 'SKU_NOT_FOUND' | 'STOCK_CHANGED' | 'STOCK_TOO_LOW' | 'CLIENT_TOKEN_REUSED';
    };

/** What is wrong with an adjustment before any stock is looked at. */
export function adjustingProblems({ delta, reason, note }: Adjusting): readonly FieldProblem[] {
  const { mostDelta, noteLength } = STOCK_LIMITS;
  const size = Math.abs(delta);
  return [
    ...(size >= 1 && size <= mostDelta
      ? []
      : [{ field: 'delta', message: `调整数量须为 1 到 ${mostDelta} 件，增加或减少` }]),
    ...(note.length <= noteLength ? [] : [{ field: 'note', message: `备注最多 ${noteLength} 个字` }]),
    ...(reason === 'other' && note === '' ? [{ field: 'note', message: '选择其他原因时请写明备注' }] : []),
  ];
}

/**
 * Decides on an adjustment without problems. `done` is the movement of this id, where it has happened. Pieces set aside
 * for orders cannot be taken: only those on hand are.
 */
export function decideAdjusting(
  file: StockFile | null,
  done: Movement | null,
  wish: Adjusting,
  doing: { readonly actor: Actor; readonly actionId: string; readonly nowMs: number },
): AdjustingDecision {
  if (file === null) return { kind: 'refused', refusal: 'SKU_NOT_FOUND' };
  const { movementId, delta: quantity, reason, note } = wish;
  const { actor, actionId, nowMs: atMs } = doing;
  const { stock } = file;
  const { skuId } = stock;
  const adjustment = { by: actor.openid, reason, note };
  const movement = { movementId, skuId, orderId: null, kind: 'adjust', quantity, atMs, adjustment } as const;
  if (done !== null) {
    const same = done.skuId === skuId && done.quantity === quantity && done.adjustment?.reason === reason;
    return same ? { kind: 'done' } : { kind: 'refused', refusal: 'CLIENT_TOKEN_REUSED' };
  }
  if (file.adjustments !== wish.version) return { kind: 'refused', refusal: 'STOCK_CHANGED' };
  const moved = applyMovement(stock, movement);
  if (moved.kind === 'refused') return { kind: 'refused', refusal: 'STOCK_TOO_LOW' };
  const action = actionOf(actor, {
    actionId,
    atMs,
    what: 'stock.adjust',
    subject: { kind: 'sku', id: skuId },
    title: [file.title, specificationOf(file.values)].filter((text) => text !== '').join(' '),
    changes: [{ field: '可售库存', from: String(stock.onHand), to: String(moved.stock.onHand) }],
    note: [ADJUST_REASON_WORDS[reason], note].filter((text) => text !== '').join('：'),
  });
  return { kind: 'done', write: { stock: moved.stock, movement, action } };
}

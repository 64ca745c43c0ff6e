import {
  ADJUST_REASONS,
  STOCK_LIMITS,
  type AdjustReason,
  type SkuStockView,
} from '../../../contract/desk-stock';
import { createDrafts } from '../../../stores/drafts';

/** An adjustment as it is being entered. */
export interface AdjustForm {
  readonly reason: AdjustReason | '';
  /** Of `other` only: the rest say by themselves whether pieces come or go. */
  readonly less: boolean;
  /** Pieces that came or went; of a count, pieces that are there. */
  readonly piecesText: string;
  readonly note: string;
  /** What was sent, and against what: sent again it is the same, whatever the screen counts by then. */
  readonly version: number;
  readonly delta: number;
}

export const NEW_ADJUSTMENT: AdjustForm = {
  reason: '',
  less: false,
  piecesText: '',
  note: '',
  version: 0,
  delta: 0,
};

const LESS: Record<Exclude<AdjustReason, 'recount' | 'other'>, boolean> = {
  delivery: false,
  damage: true,
  loss: true,
  sample: true,
};

function readPieces(text: string): number | null {
  const plain = text.trim().replace(/[０-９]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
  return /^\d{1,6}$/.test(plain) ? Number(plain) : null;
}

/** What would change, and what is in its way; `delta` null while nothing can be sent. */
export interface Adjustment {
  readonly delta: number | null;
  readonly problem: string;
  /** What the button says. */
  readonly words: string;
}

function no(problem: string): Adjustment {
  return { delta: null, problem, words: '调整库存' };
}

function deltaOf(form: AdjustForm, pieces: number, { available, reserved }: SkuStockView): number {
  switch (form.reason) {
    case 'recount':
      return pieces - available - reserved;
    case 'other':
      return form.less ? -pieces : pieces;
    case '':
      return 0;
    case 'delivery':
    case 'damage':
    case 'loss':
    case 'sample':
      return LESS[form.reason] ? -pieces : pieces;
  }
}

/** The form in figures. A count is of everything on the shelf, pieces of unpaid orders included. */
export function adjustmentOf(form: AdjustForm, sku: SkuStockView): Adjustment {
  if (form.reason === '') return no('请选择原因');
  const pieces = readPieces(form.piecesText);
  if (pieces === null) return no('请填写件数');
  const delta = deltaOf(form, pieces, sku);
  if (delta === 0) return no(form.reason === 'recount' ? '和账面一致，不用调整' : '请填写件数');
  if (Math.abs(delta) > STOCK_LIMITS.mostDelta) return no(`一次最多调整 ${STOCK_LIMITS.mostDelta} 件`);
  if (delta < -sku.available)
    return no(
      sku.reserved > 0
        ? `最多减少 ${sku.available} 件，另有 ${sku.reserved} 件为待付款订单预留`
        : `最多减少 ${sku.available} 件`,
    );
  return { delta, problem: '', words: delta > 0 ? `增加 ${delta} 件` : `减少 ${-delta} 件` };
}

/** Adjustments that are being entered, by specification. */
export const adjustDrafts = createDrafts<AdjustForm>('desk-adjust/1', (stored) => {
  const { reason, less, piecesText, note, version, delta } = stored;
  if (typeof piecesText !== 'string' || typeof note !== 'string') return null;
  if (typeof version !== 'number' || typeof delta !== 'number') return null;
  return {
    reason: ADJUST_REASONS.find((known) => known === reason) ?? '',
    less: less === true,
    piecesText,
    note,
    version,
    delta,
  };
});

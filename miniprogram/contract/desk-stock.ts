import type { StaffName } from './desk-actions';
import type { FieldProblems } from './field-problem';
import type { PictureView } from './picture';

/** What one adjustment may be. */
export const STOCK_LIMITS = {
  /** Pieces more or less at once. */
  mostDelta: 100_000,
  noteLength: 100,
  /** From this many pieces downwards a specification is among those to reorder. */
  lowAt: 5,
} as const;

/** Why somebody adjusts stock. */
export const ADJUST_REASONS = ['delivery', 'recount', 'damage', 'loss', 'sample', 'other'] as const;
export type AdjustReason = (typeof ADJUST_REASONS)[number];

/** The words a person chooses from. */
export const ADJUST_REASON_WORDS: Record<AdjustReason, string> = {
  delivery: '到货入库',
  recount: '盘点更正',
  damage: '破损报废',
  loss: '遗失',
  sample: '样品领用',
  other: '其他',
};

/** Every way pieces move, with the words of the ledger. */
export const MOVEMENT_WORDS = {
  reserve: '下单预留',
  release: '取消释放',
  sell: '付款售出',
  sellOnHand: '恢复订单售出',
  return: '退货入库',
  adjust: '库存调整',
} as const;

/** A specification and its pieces. */
export interface SkuStockView {
  readonly skuId: string;
  readonly productId: string;
  readonly title: string;
  readonly specification: string;
  readonly picture: PictureView | null;
  readonly barcode: string;
  readonly onSale: boolean;
  /** Pieces that can be ordered now, those set aside for unpaid orders, and those sold. */
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
  /**
   * Grows with every adjustment, not with orders: goes with the next one, so that two people who count the same shelf
   * do not both correct it.
   */
  readonly version: number;
}

/** One line of the ledger. */
export interface MovementView {
  readonly movementId: string;
  readonly kind: keyof typeof MOVEMENT_WORDS;
  /** What became of the pieces that can be ordered: plus, minus, or nothing. */
  readonly delta: number;
  readonly quantity: number;
  readonly at: string;
  readonly orderId?: string;
  /** These three of an adjustment. */
  readonly reason?: AdjustReason;
  readonly note?: string;
  readonly by?: StaffName;
}

/** The methods of stock. */
export interface StockMethods {
  /** The specification with this barcode. */
  'stock.scan': { params: { readonly barcode: string }; value: SkuStockView };
  'stock.get': { params: { readonly skuId: string }; value: SkuStockView };
  /** Pieces more (`delta` above zero) or less. The same `clientToken` again is the same adjustment. */
  'stock.adjust': {
    params: {
      readonly clientToken: string;
      readonly skuId: string;
      readonly delta: number;
      readonly reason: AdjustReason;
      readonly note?: string;
      readonly version: number;
    };
    value: SkuStockView;
    /** With FIELDS_INVALID the problems; with STOCK_CHANGED and STOCK_TOO_LOW how it is now. */
    detail: FieldProblems | { readonly sku: SkuStockView; readonly movements: readonly MovementView[] };
  };
  /** What moved, newest first, 30 on a page. */
  'stock.movements': {
    params: { readonly skuId: string; readonly before?: string };
    value: { readonly movements: readonly MovementView[]; readonly next?: string };
  };
  /** Specifications on sale with few or no pieces left, the fewest first, 30 on a page. */
  'stock.low': {
    params: { readonly cursor?: string };
    value: { readonly skus: readonly SkuStockView[]; readonly next?: string };
  };
}

/** Why the desk says no about stock. */
export const STOCK_REFUSAL_WORDS = {
  SKU_NOT_FOUND: '没有找到这个规格，可能已被删除',
  BARCODE_NOT_FOUND: '没有商品用这个条码，可在商品的规格里填写',
  STOCK_CHANGED: '这个规格刚被其他店员调整过，请核对后再提交',
  STOCK_TOO_LOW: '减少的数量超过可售库存，待付款订单预留的不能减',
} as const;

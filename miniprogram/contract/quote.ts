import type { AddressView } from './address';
import type { Money } from './money';
import type { PictureView } from './picture';

/** Most lines of one request for a quote or an order, so that placing it stays one small write. */
export const MAX_ORDER_LINES = 50;

/** A wish: so many pieces of one specification. */
export interface WantedLine {
  readonly skuId: string;
  readonly quantity: number;
}

/** A line that can be bought at this price. */
export interface QuoteLineView {
  readonly skuId: string;
  readonly productId: string;
  readonly title: string;
  readonly specification: string;
  readonly picture: PictureView;
  readonly quantity: number;
  readonly unitPrice: Money;
  readonly lineTotal: Money;
}

/** Why a line cannot be bought. */
export const UNAVAILABLE_REASONS = ['withdrawn', 'soldOut', 'notEnough', 'overLimit', 'noDelivery'] as const;
export type UnavailableReason = (typeof UNAVAILABLE_REASONS)[number];

/** The words a person reads for each reason. */
export const UNAVAILABLE_WORDS: Record<UnavailableReason, string> = {
  withdrawn: '已下架',
  soldOut: '已售罄',
  notEnough: '库存不足',
  overLimit: '超过每单限购数量',
  noDelivery: '该地区暂不配送',
};

/** A line that cannot be bought as wanted. */
export interface UnavailableLineView {
  readonly skuId: string;
  /** Empty for a SKU nobody knows. */
  readonly title: string;
  readonly specification: string;
  readonly picture?: PictureView;
  readonly quantity: number;
  readonly reason: UnavailableReason;
  /** How many could be bought; 0 for none. */
  readonly maxQuantity: number;
}

/** What an order would cost now. Nothing is reserved by it. */
export interface QuoteView {
  /** What can be bought as wanted; the sums below count these lines only. */
  readonly lines: readonly QuoteLineView[];
  readonly unavailable: readonly UnavailableLineView[];
  /**
   * The ways out while `unavailable` is not empty, ready to be quoted again (the third is to go back). `without`
   * leaves those lines out, `reduced` keeps as many pieces of them as there are; empty where nothing would remain.
   */
  readonly waysOut: { readonly without: readonly WantedLine[]; readonly reduced: readonly WantedLine[] };
  readonly goodsTotal: Money;
  readonly freight: Money;
  /** How the freight came about, e.g. `满99元包邮，还差12元`. */
  readonly freightNote: string;
  readonly discount: Money;
  readonly payable: Money;
  /** Null where none was named: the freight is then that of most regions. */
  readonly address: AddressView | null;
  /** Templates of the messages the shop would send about the order, at most three. */
  readonly messageTemplates: readonly string[];
}

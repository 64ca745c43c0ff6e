import { fen, MAX_ORDER_MINOR } from '../../../miniprogram/contract/money';
import type { Money } from '../../../miniprogram/contract/money';
import { MAX_ORDER_LINES } from '../../../miniprogram/contract/quote';
import type { UnavailableReason, WantedLine } from '../../../miniprogram/contract/quote';
import { addMoney, multiplyMoney, sumMoney } from '../money';
import type { OrderLine } from '../order/order';
import { mergeLines } from '../stock/stock';
import type { Freight, FreightRule } from './freight';
import { freightOf } from './freight';
import { lineOf, MAX_QUANTITY } from './pricing';
import type { SkuOnShelf } from './pricing';

/** A SKU with the pieces that can be had of it now. */
export interface Offer {
  readonly sku: SkuOnShelf;
  readonly available: number;
}

/** A line that cannot be bought as wanted, and how many could be. */
export interface UnavailableLine {
  readonly skuId: string;
  readonly quantity: number;
  readonly reason: UnavailableReason;
  readonly maxQuantity: number;
  /** Null for a SKU nobody knows. */
  readonly sku: SkuOnShelf | null;
}

/** What an order would cost now; `lines` are those that can be bought as wanted. */
export interface Quote {
  readonly lines: readonly OrderLine[];
  readonly unavailable: readonly UnavailableLine[];
  readonly goodsTotal: Money;
  readonly freight: Money;
  readonly freightNote: string;
  readonly total: Money;
}

/** A quote, or why the wish itself cannot be one. */
export type Quoting =
  | { readonly kind: 'quoted'; readonly quote: Quote }
  | { readonly kind: 'refused'; readonly refusal: 'INVALID_PARAMS' | 'ORDER_TOTAL_TOO_LARGE' };

/**
 * Prices a wish at the shop's own prices, one line per SKU in the order of first mention; what cannot be bought is
 * named with its reason and left out of the sums. Reserves nothing. Refused: no line or more than `MAX_ORDER_LINES`, a
 * quantity (repeated mentions together) that is not a whole number from 1 to `MAX_QUANTITY`, a total above
 * `MAX_ORDER_MINOR`.
 * @throws RangeError when the shelf holds a price that is not more than zero, or two currencies.
 */
export function quoteOrder(input: {
  readonly wanted: readonly WantedLine[];
  readonly offers: ReadonlyMap<string, Offer>;
  readonly rule: FreightRule;
  /** Null while no address is chosen. */
  readonly province: string | null;
}): Quoting {
  const { wanted, offers, rule, province } = input;
  const merged = mergeLines(wanted);
  if (wanted.length === 0 || wanted.length > MAX_ORDER_LINES || merged.some(isOdd) || wanted.some(isOdd))
    return { kind: 'refused', refusal: 'INVALID_PARAMS' };
  const judged = judge(merged, offers);
  // Looked at before the multiplication, which would leave exact integers.
  const tooDear = judged.lines.some(({ unitPrice }) => unitPrice.minor > MAX_ORDER_MINOR);
  if (tooDear) return { kind: 'refused', refusal: 'ORDER_TOTAL_TOO_LARGE' };
  const goodsTotal = sumMoney(judged.lines.map(totalOf), 'CNY');
  const freight = freightOf(rule, goodsTotal, province);
  const quote = freight.kind === 'delivered' ? delivered(judged, goodsTotal, freight) : undelivered(judged);
  if (quote.total.minor > MAX_ORDER_MINOR) return { kind: 'refused', refusal: 'ORDER_TOTAL_TOO_LARGE' };
  return { kind: 'quoted', quote };
}

interface Judged {
  readonly lines: readonly OrderLine[];
  readonly unavailable: readonly UnavailableLine[];
}

/** Looks at one line after the other; a product's limit counts over all lines of it so far. */
function judge(merged: readonly WantedLine[], offers: ReadonlyMap<string, Offer>): Judged {
  const lines: OrderLine[] = [];
  const unavailable: UnavailableLine[] = [];
  const taken = new Map<string, number>();
  for (const { skuId, quantity } of merged) {
    const offer = offers.get(skuId);
    const sofar = offer === undefined ? 0 : (taken.get(offer.sku.productId) ?? 0);
    const verdict = judgeLine(offer, quantity, sofar);
    if (verdict === null && offer !== undefined) {
      lines.push(lineOf(offer.sku, quantity));
      taken.set(offer.sku.productId, sofar + quantity);
    } else if (verdict !== null) {
      unavailable.push({ skuId, quantity, sku: offer?.sku ?? null, ...verdict });
      if (offer !== undefined) taken.set(offer.sku.productId, sofar + verdict.maxQuantity);
    }
  }
  return { lines, unavailable };
}

function judgeLine(
  offer: Offer | undefined,
  quantity: number,
  sofar: number,
): { readonly reason: UnavailableReason; readonly maxQuantity: number } | null {
  if (offer === undefined || !offer.sku.onSale) return { reason: 'withdrawn', maxQuantity: 0 };
  if (offer.available <= 0) return { reason: 'soldOut', maxQuantity: 0 };
  const most = mostOf(offer, sofar);
  if (quantity <= most) return null;
  return { reason: quantity > offer.available ? 'notEnough' : 'overLimit', maxQuantity: most };
}

/** How many pieces of a SKU one order may have, beside `sofar` pieces of the same product. */
export function mostOf({ sku, available }: Offer, sofar: number): number {
  const limit = sku.limitPerOrder === null ? MAX_QUANTITY : sku.limitPerOrder - sofar;
  return Math.max(0, Math.min(available, limit, MAX_QUANTITY));
}

function delivered(
  judged: Judged,
  goodsTotal: Money,
  freight: Extract<Freight, { kind: 'delivered' }>,
): Quote {
  const total = addMoney(goodsTotal, freight.fee);
  return { ...judged, goodsTotal, freight: freight.fee, freightNote: freight.note, total };
}

/** Nothing goes there: every line that could be bought elsewhere is named. */
function undelivered({ lines, unavailable }: Judged): Quote {
  const stranded = lines.map(({ skuId, quantity, ...line }): UnavailableLine => ({
    skuId,
    quantity,
    reason: 'noDelivery',
    maxQuantity: 0,
    sku: { skuId, ...line, price: line.unitPrice, onSale: true, limitPerOrder: null },
  }));
  const zero = fen(0);
  return {
    lines: [],
    unavailable: [...unavailable, ...stranded],
    goodsTotal: zero,
    freight: zero,
    freightNote: '',
    total: zero,
  };
}

function totalOf({ unitPrice, quantity }: OrderLine): Money {
  return multiplyMoney(unitPrice, quantity);
}

function isOdd({ quantity }: WantedLine): boolean {
  return !Number.isSafeInteger(quantity) || quantity < 1 || quantity > MAX_QUANTITY;
}

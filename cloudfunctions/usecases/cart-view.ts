import { CART_INVALID_WORDS, MAX_CART_QUANTITY } from '../../miniprogram/contract/cart';
import type { CartLineView, CartView, InvalidCartLineView } from '../../miniprogram/contract/cart';
import { fen } from '../../miniprogram/contract/money';
import type { Cart, CartLine } from '../core/cart/cart';
import { isLowStock, NO_PICTURE } from '../core/catalogue/product';
import { equalMoney, multiplyMoney, sumMoney } from '../core/money';
import { mostOf } from '../core/pricing/quote';
import type { Offer } from '../core/pricing/quote';

/** Why a line cannot be bought, or null. A SKU that was deleted is withdrawn too. */
function invalidity(offer: Offer | undefined): InvalidCartLineView['reason'] | null {
  if (offer === undefined || !offer.sku.onSale) return 'withdrawn';
  return offer.available <= 0 ? 'soldOut' : null;
}

/** The SKUs of a cart that cannot be bought any more. */
export function invalidLines(cart: Cart, offers: ReadonlyMap<string, Offer>): readonly string[] {
  return cart.lines.map(({ skuId }) => skuId).filter((skuId) => invalidity(offers.get(skuId)) !== null);
}

function invalidView(line: CartLine, offer: Offer | undefined): InvalidCartLineView {
  const reason = invalidity(offer) ?? 'withdrawn';
  const { skuId, quantity } = line;
  const sku = offer?.sku;
  return {
    skuId,
    productId: sku?.productId ?? '',
    title: sku?.title ?? CART_INVALID_WORDS[reason],
    specification: sku?.specification ?? '',
    picture: sku?.picture ?? NO_PICTURE,
    quantity,
    reason,
  };
}

function lineView(line: CartLine, offer: Offer, piecesOfProduct: number): CartLineView {
  const { sku, available } = offer;
  const { skuId, quantity, selected, priceWhenAdded } = line;
  return {
    skuId,
    productId: sku.productId,
    title: sku.title,
    specification: sku.specification,
    picture: sku.picture ?? NO_PICTURE,
    quantity,
    selected,
    price: sku.price,
    ...(!equalMoney(priceWhenAdded, sku.price) && { priceBefore: priceWhenAdded }),
    maxQuantity: Math.min(mostOf(offer, piecesOfProduct - quantity), MAX_CART_QUANTITY),
    lowStock: isLowStock(available),
    available,
    ...(sku.limitPerOrder !== null && { limitPerOrder: sku.limitPerOrder }),
  };
}

/** The cart as it stands against the shelf now. */
export function cartView(cart: Cart, offers: ReadonlyMap<string, Offer>): CartView {
  const pieces = new Map<string, number>();
  for (const { skuId, quantity } of cart.lines) {
    const productId = offers.get(skuId)?.sku.productId ?? '';
    pieces.set(productId, (pieces.get(productId) ?? 0) + quantity);
  }
  const lines: CartLineView[] = [];
  const invalid: InvalidCartLineView[] = [];
  for (const line of cart.lines) {
    const offer = offers.get(line.skuId);
    if (offer === undefined || invalidity(offer) !== null) invalid.push(invalidView(line, offer));
    else lines.push(lineView(line, offer, pieces.get(offer.sku.productId) ?? 0));
  }
  const selected = lines.filter((line) => line.selected);
  return {
    lines,
    invalid,
    pieces: piecesOf(lines),
    selectedPieces: piecesOf(selected),
    selectedTotal: sumMoney(
      selected.map(({ price, quantity }) => multiplyMoney(price, quantity)),
      fen(0).currency,
    ),
    allSelected: lines.length > 0 && selected.length === lines.length,
  };
}

function piecesOf(lines: readonly CartLineView[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

import { fen, type Money } from '../contract/money';
import type { OrderLineView, OrderState } from '../contract/order';
import type { WantedLine } from '../contract/quote';

/** How many pieces of each SKU are to go back. */
export type Pieces = Readonly<Record<string, number>>;

/** What of an order its goods going back depends on. */
interface Bought {
  readonly lines: readonly OrderLineView[];
  readonly state: OrderState;
  readonly freight: Money;
}

/** The chosen goods, of those the order has. */
export function goodsBack({ lines }: Pick<Bought, 'lines'>, pieces: Pieces): readonly WantedLine[] {
  return lines.flatMap(({ skuId, quantity }) => {
    const wanted = Math.min(pieces[skuId] ?? 0, quantity);
    return wanted > 0 ? [{ skuId, quantity: wanted }] : [];
  });
}

/** What the chosen goods cost; with the freight where all of them go back before anything was sent. The server decides. */
export function goodsBackAmount(order: Bought, pieces: Pieces): Money {
  const price = new Map(order.lines.map(({ skuId, unitPrice }) => [skuId, unitPrice.minor]));
  const goods = goodsBack(order, pieces).reduce(
    (sum, { skuId, quantity }) => sum + quantity * (price.get(skuId) ?? 0),
    0,
  );
  const all = order.lines.every(({ skuId, quantity }) => pieces[skuId] === quantity);
  return fen(goods + (all && order.state === 'paid' ? order.freight.minor : 0));
}

/** A page on which goods or a sum are chosen. */
interface GoodsBackPage {
  pieces(): Pieces;
  change(change: {
    readonly mode?: 'goods' | 'amount';
    readonly pieces?: Pieces;
    readonly amountText?: string;
  }): void;
}

/** What such a page does for the hand: spread into the page. */
export const choosingGoodsBack = {
  onMode(
    this: GoodsBackPage,
    { currentTarget }: WechatMiniprogram.TouchEvent<object, object, { mode: 'goods' | 'amount' }>,
  ) {
    this.change({ mode: currentTarget.dataset.mode });
  },

  onPieces(
    this: GoodsBackPage,
    { currentTarget, detail }: WechatMiniprogram.CustomEvent<{ value: number }, object, { skuId: string }>,
  ) {
    const { skuId } = currentTarget.dataset;
    const pieces = this.pieces();
    if (pieces[skuId] !== detail.value) this.change({ pieces: { ...pieces, [skuId]: detail.value } });
  },

  onAmount(this: GoodsBackPage, { detail }: WechatMiniprogram.Input) {
    this.change({ amountText: detail.value });
  },
};

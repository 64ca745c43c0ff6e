import type { DeskOrderView } from '../../../contract/desk-orders';
import type { DeskRefundMethods, GoodsReturn } from '../../../contract/desk-refunds';
import { fen, formatMoney, type Money } from '../../../contract/money';
import { createDrafts } from '../../../stores/drafts';
import { goodsBack, goodsBackAmount, type Pieces } from '../../../stores/goods-back';
import { readYuan } from '../../../stores/yuan';

type Wish = Omit<DeskRefundMethods['refunds.create']['params'], 'clientToken'>;

/** A refund the shop begins, as it is being entered. */
export interface GiveBackForm {
  readonly mode: 'goods' | 'amount';
  readonly pieces: Pieces;
  readonly amountText: string;
  readonly goods: GoodsReturn | '';
  /** Shown to the payer. */
  readonly text: string;
  /** What was sent: sent again it is the same, whatever the order has left by then. */
  readonly wish: Wish | null;
}

/** What the payer is told most often. */
export const GIVE_BACK_TEXTS = ['商品缺货', '顾客不想要了', '商品破损', '少发漏发', '协商退款'] as const;

/** What a refund begins with: everything that is left; goods nobody has sent go back to the shelf. */
export function newGiveBack({ lines, shippedAt, kind, refunded }: DeskOrderView): GiveBackForm {
  return {
    mode: kind === 'counter' || refunded.minor > 0 ? 'amount' : 'goods',
    pieces: Object.fromEntries(lines.map(({ skuId, quantity }) => [skuId, quantity])),
    amountText: '',
    goods: kind === 'delivery' && shippedAt === undefined ? 'now' : '',
    text: '',
    wish: null,
  };
}

/** What would go back, and what is in the way of it; the problem belongs to the field of the mode. */
export interface GiveBack {
  readonly amount: Money;
  readonly problem: string;
}

/** The form in figures. An empty amount is all that is left. */
export function giveBackOf(order: DeskOrderView, form: GiveBackForm): GiveBack {
  const typed = form.amountText.trim() === '' ? order.refundable : readYuan(form.amountText);
  const amount = form.mode === 'goods' ? goodsBackAmount(order, form.pieces) : (typed ?? fen(0));
  if (amount.minor === 0)
    return { amount, problem: form.mode === 'goods' ? '请选择要退的商品' : '请填写金额，如 12.50' };
  if (amount.minor <= order.refundable.minor) return { amount, problem: '' };
  const wayOut = form.mode === 'goods' ? '可以改为按金额退' : '请改小金额';
  return { amount, problem: `这笔订单最多还能退 ${formatMoney(order.refundable)}，${wayOut}` };
}

/** The refund as it is sent; null while something is in its way. */
export function giveBackWish(order: DeskOrderView, form: GiveBackForm): Wish | null {
  const { amount, problem } = giveBackOf(order, form);
  if (problem !== '') return null;
  const text = form.text.trim();
  const rest = { orderId: order.orderId, ...(text !== '' && { text }) };
  return form.mode === 'goods'
    ? { ...rest, lines: goodsBack(order, form.pieces), ...(form.goods !== '' && { goods: form.goods }) }
    : { ...rest, amount };
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Refunds that are being entered, by order. */
export const giveBackDrafts = createDrafts<GiveBackForm>('desk-give-back/1', (stored) => {
  const { mode, pieces, amountText, goods, text, wish } = stored;
  if (mode !== 'goods' && mode !== 'amount') return null;
  const counted = Object.entries((pieces ?? {}) as Readonly<Record<string, unknown>>).filter(
    (pair): pair is [string, number] => Number.isSafeInteger(pair[1]),
  );
  return {
    mode,
    pieces: Object.fromEntries(counted),
    amountText: textIn(amountText),
    goods: goods === 'now' || goods === 'later' ? goods : '',
    text: textIn(text),
    // As this version wrote it; the server judges it.
    wish: typeof wish === 'object' && wish !== null ? (wish as Wish) : null,
  };
});

import { fen, formatMoney, type Money } from '../../../contract/money';
import type { OrderView } from '../../../contract/order';
import type { RefundMethods } from '../../../contract/refund';
import { goodsBack, goodsBackAmount } from '../../../stores/goods-back';
import type { RefundDraft } from '../../../stores/refund-draft';
import { readYuan } from '../../../stores/yuan';

type Params = RefundMethods['refunds.request']['params'];

/** What is drawn beside the button: what would come back, and what stands in the way, if anything. */
export interface FormView {
  readonly amount: Money;
  readonly problem: string;
}

function amountOf(order: OrderView, draft: RefundDraft): Money {
  return draft.mode === 'goods'
    ? goodsBackAmount(order, draft.pieces)
    : (readYuan(draft.amountText) ?? fen(0));
}

function problemOf(order: OrderView, draft: RefundDraft, amount: Money): string {
  if (amount.minor === 0) return draft.mode === 'goods' ? '请选择要退款的商品' : '请填写退款金额，如 12.50';
  if (amount.minor > order.refundable.minor) return `最多可以退${formatMoney(order.refundable)}`;
  if (draft.reason === '') return '请选择退款原因';
  return draft.photos.some(({ fileId }) => fileId === '') ? '有照片还没有上传好，请重试或删除' : '';
}

/** A draft in words. */
export function formView(order: OrderView, draft: RefundDraft): FormView {
  const amount = amountOf(order, draft);
  return { amount, problem: problemOf(order, draft, amount) };
}

/** What is sent; null while something is missing. */
export function requestParams(order: OrderView, draft: RefundDraft): Params | null {
  const { amount, problem } = formView(order, draft);
  const { clientToken, reason, mode, photos } = draft;
  if (problem !== '' || reason === '') return null;
  const text = draft.text.trim();
  return {
    clientToken,
    orderId: order.orderId,
    reason,
    ...(text !== '' && { text }),
    ...(photos.length > 0 && { photos: photos.map(({ fileId }) => fileId) }),
    ...(mode === 'goods' ? { lines: goodsBack(order, draft.pieces) } : { amount }),
  };
}

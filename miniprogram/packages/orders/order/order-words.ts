import {
  GIVEN_BACK_WORDS,
  ORDER_STATE_WORDS,
  type OrderAction,
  type OrderView,
} from '../../../contract/order';
import { REFUND_STATE_WORDS } from '../../../contract/refund';

/** The words on an order's buttons. */
export const ACTION_WORDS: Record<OrderAction, string> = {
  pay: '去支付',
  cancel: '取消订单',
  confirm: '确认收货',
  requestRefund: '申请退款',
  hide: '删除订单',
};

/** A button of an order. */
export interface ActionButton {
  readonly action: OrderAction;
  readonly words: string;
  /** One at most: what most shoppers come for. */
  readonly primary: boolean;
}

const MAIN_ACTIONS: readonly OrderAction[] = ['pay', 'confirm'];

/** The buttons in the order they are drawn, the main one last, where the thumb is. */
export function actionButtons(actions: readonly OrderAction[]): readonly ActionButton[] {
  const main = actions.find((action) => MAIN_ACTIONS.includes(action));
  const others = actions.filter((action) => action !== main).reverse();
  return [...others, ...(main === undefined ? [] : [main])].map((action) => ({
    action,
    words: ACTION_WORDS[action],
    primary: action === main,
  }));
}

/** What came of the money of a closed order, or of one that was given back whole; empty where there is nothing to say. */
function refundText({ refunds }: OrderView): string {
  const open = refunds.find(({ state }) => state !== 'succeeded');
  if (open !== undefined) return REFUND_STATE_WORDS[open.state];
  return refunds.length > 0 ? REFUND_STATE_WORDS.succeeded : '';
}

/** The state of an order in a list. */
export function stateTag(order: OrderView): string {
  if (order.givenBack) return GIVEN_BACK_WORDS;
  const refund = refundText(order);
  return refund === '' ? ORDER_STATE_WORDS[order.state] : `${ORDER_STATE_WORDS[order.state]} · ${refund}`;
}

/** What the sum of an order is called. */
export function sumWords({ paidAt, state }: Pick<OrderView, 'paidAt' | 'state'>): string {
  if (paidAt !== undefined) return '实付';
  return state === 'closed' ? '合计' : '应付';
}

function closedText(order: OrderView): string {
  const ended =
    order.closeReason === 'expired' ? '超过了付款时间，商品已经放回货架' : '订单已取消，商品已经放回货架';
  const refund = refundText(order);
  return refund === '' ? ended : `${ended}。你付的款会原路退回，现在：${refund}`;
}

function givenBackText({ refunds }: OrderView): string {
  const byHand = refunds.some(({ state }) => state === 'byHand');
  return byHand ? '商家已把款项全部退给你，其中有一部分不经微信支付' : '你付的款已经全部原路退回';
}

/** An order's state as a title and a sentence. */
export function stateWords(order: OrderView): { readonly title: string; readonly text: string } {
  if (order.givenBack) return { title: GIVEN_BACK_WORDS, text: givenBackText(order) };
  switch (order.state) {
    case 'awaitingPayment':
      return {
        title: '等待付款',
        text: order.paymentUnknown
          ? '商品已为你保留。如果刚刚付过款，结果会自动更新，请不要重复付款'
          : '商品已为你保留，请在时间内完成付款',
      };
    case 'paid':
      return { title: '等待发货', text: '已收到你的付款，我们会尽快发货' };
    case 'shipped':
      return { title: '正在路上', text: '收到商品并查看无误后，再确认收货' };
    case 'completed':
      return { title: '已完成', text: '感谢光临，有问题随时联系客服' };
    case 'closed':
      return { title: '已关闭', text: closedText(order) };
  }
}

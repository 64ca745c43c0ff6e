import {
  CANCEL_REASON_WORDS,
  CANCEL_REASONS,
  type OrderAction,
  type OrderView,
} from '../../../contract/order';
import { askToConfirm, choose, notify } from '../../../platform/feedback';
import { openPage } from '../../../platform/navigation';
import { confirmOnWechat } from '../../../platform/receipt';
import { cancelOrder, confirmOrder, hideOrder, loadOrder } from '../../../services/orders';
import type { ShopEnd } from '../../../services/shop';

/** The order an action is about. */
export interface ActedOn {
  readonly orderId: string;
  /** Empty before payment. */
  readonly transactionId: string;
}

/** What the page draws then: the order as it is now, `hidden` when it left the list, null when nothing changed. */
export type Acted = OrderView | 'hidden' | null;

/** An end that is not yes: its sentence, and the order as the server knows it, which may have changed meanwhile. */
async function afterRefusal(orderId: string, message: string): Promise<OrderView | null> {
  notify(message);
  const now = await loadOrder(orderId);
  return now.kind === 'accepted' ? now.value : null;
}

async function told(
  end: ShopEnd<'orders.cancel' | 'orders.confirm'>,
  orderId: string,
  done: string,
): Promise<OrderView | null> {
  if (end.kind !== 'accepted') return afterRefusal(orderId, end.message);
  notify(done, 'done');
  return end.value;
}

async function cancel({ orderId }: ActedOn): Promise<Acted> {
  const chosen = await choose(CANCEL_REASONS.map((reason) => CANCEL_REASON_WORDS[reason]));
  const reason = chosen === null ? undefined : CANCEL_REASONS[chosen];
  if (reason === undefined) return null;
  return told(await cancelOrder(orderId, reason), orderId, '订单已取消');
}

async function confirm({ orderId, transactionId }: ActedOn): Promise<Acted> {
  const outcome = transactionId === '' ? 'missing' : await confirmOnWechat(transactionId);
  if (outcome === 'cancelled') return null;
  const yes =
    outcome === 'confirmed' ||
    (await askToConfirm({
      title: '已经收到商品了吗？',
      text: '确认后，货款会结算给商家',
      yes: '已收到',
      no: '还没有',
    }));
  return yes ? told(await confirmOrder(orderId), orderId, '已确认收货') : null;
}

async function hide({ orderId }: ActedOn): Promise<Acted> {
  const text = '删除后在订单列表里看不到它，售后不受影响';
  if (!(await askToConfirm({ title: '删除这笔订单？', text, yes: '删除' }))) return null;
  const end = await hideOrder(orderId);
  if (end.kind === 'accepted') return 'hidden';
  return afterRefusal(orderId, end.message);
}

/** Does what a button of an order says, asking first where it cannot be undone. */
export async function act(action: OrderAction, order: ActedOn): Promise<Acted> {
  switch (action) {
    case 'pay':
      await openPage('payResult', { orderId: order.orderId, start: 'yes' });
      return null;
    case 'requestRefund':
      await openPage('refundRequest', { orderId: order.orderId });
      return null;
    case 'cancel':
      return cancel(order);
    case 'confirm':
      return confirm(order);
    case 'hide':
      return hide(order);
  }
}

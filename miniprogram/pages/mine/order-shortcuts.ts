import type { OrderCounts, OrderState } from '../../contract/order';

/** A way to the orders that wait for something; `state` is empty for money back. */
export interface OrderShortcut {
  readonly state: OrderState | '';
  readonly words: string;
  readonly icon: string;
  /** Empty for none, and no more than two digits. */
  readonly badge: string;
}

function badge(count: number): string {
  if (count === 0) return '';
  return count > 99 ? '99+' : String(count);
}

/** The shortcuts with their numbers; none are drawn before these are known. */
export function orderShortcuts(counts: OrderCounts): readonly OrderShortcut[] {
  return [
    { state: 'awaitingPayment', words: '待付款', icon: 'wallet', badge: badge(counts.awaitingPayment) },
    { state: 'paid', words: '待发货', icon: 'gift', badge: badge(counts.paid) },
    { state: 'shipped', words: '待收货', icon: 'vehicle', badge: badge(counts.shipped) },
    { state: '', words: '退款/售后', icon: 'service', badge: badge(counts.refunding) },
  ];
}

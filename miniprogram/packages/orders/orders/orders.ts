import type { OrderAction, OrderState, OrderView } from '../../../contract/order';
import { orderStateFromLink } from '../../../contract/routes';
import { openPage, stopRefreshing } from '../../../platform/navigation';
import { countOrders, listOrders, loadOrder } from '../../../services/orders';
import { leftText } from '../../../stores/countdown';
import { growList } from '../../../stores/list-on-page';
import { listPage } from '../../../stores/list-page';
import { newList } from '../../../stores/paged-list';
import { startTicking, stopTicking } from '../../../stores/ticking';
import { act } from '../order/act';
import { rowOf, type OrderRow } from '../order/order-row';
import { orderTabs } from './order-tabs';

type OrderTap = WechatMiniprogram.TouchEvent<object, object, { orderId: string }>;
type ActionTap = WechatMiniprogram.TouchEvent<object, object, { orderId: string; action: OrderAction }>;

Page({
  ...listPage,

  data: {
    state: '' as OrderState | '',
    tabs: orderTabs(null),
    list: newList<OrderRow>(),
    /** The order whose button was tapped; its buttons wait. */
    busy: '',
    /** The order whose page was opened: it is asked for again on the way back. */
    visited: '',
  },

  onLoad({ state }: { state?: string }) {
    this.setData({ state: orderStateFromLink(state) ?? '' });
    void this.more();
  },

  onShow() {
    void this.count();
    const { visited } = this.data;
    if (visited !== '') void this.refresh(visited);
    this.setData({ visited: '' });
    startTicking(this, () => this.tick());
  },

  onHide() {
    stopTicking(this);
  },

  onUnload() {
    stopTicking(this);
  },

  async onPullDownRefresh() {
    void this.count();
    await this.restart();
    stopRefreshing();
  },

  onTab({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { state: OrderState | '' }>) {
    const { state } = currentTarget.dataset;
    if (state === this.data.state) return;
    this.setData({ state });
    void this.restart();
  },

  more(): Promise<void> {
    const { state } = this.data;
    return growList(this, {
      ask: ({ cursor }) =>
        listOrders({ ...(state !== '' && { state }), ...(cursor !== undefined && { before: cursor }) }),
      rows: ({ orders, next }) => ({ items: orders.map((order) => rowOf(order, Date.now())), next }),
    });
  },

  async count() {
    const end = await countOrders();
    if (end.kind === 'accepted') this.setData({ tabs: orderTabs(end.value) });
  },

  /** Draws one order anew. It stays where it is, also when it belongs to another tab now: nothing jumps away. */
  draw(orderId: string, change: Partial<OrderRow>) {
    const index = this.data.list.items.findIndex((row) => row.orderId === orderId);
    if (index < 0) return;
    for (const [name, value] of Object.entries(change))
      if (JSON.stringify(value) !== JSON.stringify(this.data.list.items[index]?.[name as keyof OrderRow]))
        this.setData({ [`list.items[${index}].${name}`]: value });
    if (this.data.list.items.every(({ gone }) => gone)) {
      void this.restart();
    }
  },

  show(order: OrderView) {
    this.draw(order.orderId, rowOf(order, Date.now()));
    void this.count();
  },

  async refresh(orderId: string) {
    const end = await loadOrder(orderId);
    if (end.kind === 'accepted') this.show(end.value);
    else if (end.kind === 'refused' && end.code === 'ORDER_NOT_FOUND') this.draw(orderId, { gone: true });
  },

  tick() {
    for (const row of this.data.list.items) {
      if (row.left === '') continue;
      const left = leftText(row, Date.now());
      if (left === row.left) continue;
      this.draw(row.orderId, { left });
      // The time is over: the server closes it, and says so when it is asked.
      if (left === '') void this.refresh(row.orderId);
    }
  },

  onOrder({ currentTarget }: OrderTap) {
    const { orderId } = currentTarget.dataset;
    this.setData({ visited: orderId });
    void openPage('orderDetail', { orderId });
  },

  async onAction({ currentTarget }: ActionTap) {
    const { orderId, action } = currentTarget.dataset;
    const row = this.data.list.items.find((known) => known.orderId === orderId);
    if (this.data.busy !== '' || row === undefined) return;
    this.setData({ busy: orderId, visited: orderId });
    const acted = await act(action, row);
    this.setData({ busy: '' });
    if (acted === 'hidden') this.draw(orderId, { gone: true });
    else if (acted !== null) this.show(acted);
  },

  onHome() {
    void openPage('home', {});
  },
});

import type { OrderState, OrderView } from '../../../contract/order';
import { orderStateFromLink } from '../../../contract/routes';
import { stopRefreshing } from '../../../platform/navigation';
import { listOrders } from '../../../services/orders';
import { growList, tellList } from '../../../stores/list-on-page';
import { newList, wantsMore } from '../../../stores/paged-list';

Page({
  data: {
    state: null as OrderState | null,
    list: newList<OrderView>(),
  },

  onLoad({ state }: { state?: string }) {
    this.setData({ state: orderStateFromLink(state) });
    void this.more();
  },

  async onPullDownRefresh() {
    tellList(this, { kind: 'restarted' });
    await this.more();
    stopRefreshing();
  },

  onReachBottom() {
    if (wantsMore(this.data.list)) void this.more();
  },

  onRetry() {
    void this.more();
  },

  more(): Promise<void> {
    const { state } = this.data;
    return growList(this, {
      ask: ({ cursor }) =>
        listOrders({ ...(state !== null && { state }), ...(cursor !== undefined && { before: cursor }) }),
      rows: ({ orders, next }) => ({ items: orders, next }),
    });
  },
});

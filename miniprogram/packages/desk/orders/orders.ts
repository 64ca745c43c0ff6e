import {
  MAX_ORDER_SEARCH_LENGTH,
  ORDER_FILTER_WORDS,
  ORDER_FILTERS,
  type OrderFilter,
} from '../../../contract/desk-orders';
import { mayDo } from '../../../contract/staff';
import { openPage } from '../../../platform/navigation';
import { listDeskOrders, loadDeskOrder, searchDeskOrders } from '../../../services/desk-orders';
import { unfollow } from '../../../stores/following';
import { growList } from '../../../stores/list-on-page';
import { listPage, redrawRow } from '../../../stores/list-page';
import { newList } from '../../../stores/paged-list';
import { searchedList } from '../../../stores/searched-list';
import { followRole } from '../role/follow-role';
import { deskOrderRow, type DeskOrderRow } from '../order/desk-order-row';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;

Page({
  ...listPage,

  data: {
    filter: 'all' as OrderFilter,
    tabs: ORDER_FILTERS.map((filter) => ({ filter, words: ORDER_FILTER_WORDS[filter] })),
    list: newList<DeskOrderRow>(),
    /** What stands in the field, and what the list was searched by; empty: the list of the tab. */
    typed: '',
    text: '',
    longest: MAX_ORDER_SEARCH_LENGTH,
    /** The order whose page was opened: it is asked for again on the way back. */
    visited: '',
    mayShip: false,
  },

  onLoad({ filter }: { filter?: string }) {
    this.setData({ filter: ORDER_FILTERS.find((known) => known === filter) ?? 'all' });
    followRole(this, (role) => this.setData({ mayShip: mayDo(role, 'ship') }));
    void this.more();
  },

  onUnload() {
    unfollow(this);
  },

  onShow() {
    const { visited } = this.data;
    if (visited !== '') void this.refresh(visited);
  },

  more(): Promise<void> {
    const { filter, text } = this.data;
    return growList(this, {
      ask: ({ cursor }) => {
        const page = cursor === undefined ? {} : { before: cursor };
        return text === '' ? listDeskOrders({ filter, ...page }) : searchDeskOrders({ text, ...page });
      },
      rows: ({ orders, next }) => ({ items: orders.map(deskOrderRow), next }),
    });
  },

  onTab({ currentTarget }: Tap<{ filter: OrderFilter }>) {
    const { filter } = currentTarget.dataset;
    if (filter === this.data.filter) return;
    this.setData({ filter });
    void this.restart();
  },

  ...searchedList,

  async refresh(orderId: string) {
    this.setData({ visited: '' });
    await redrawRow(this, {
      is: (row) => row.orderId === orderId,
      ask: () => loadDeskOrder(orderId),
      row: deskOrderRow,
    });
  },

  onOrder({ currentTarget }: Tap<{ orderId: string }>) {
    const { orderId } = currentTarget.dataset;
    this.setData({ visited: orderId });
    void openPage('deskOrder', { orderId });
  },

  onShip({ currentTarget }: Tap<{ orderId: string }>) {
    const { orderId } = currentTarget.dataset;
    this.setData({ visited: orderId });
    void openPage('deskShip', { orderId });
  },
});

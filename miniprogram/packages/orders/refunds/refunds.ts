import type { Money } from '../../../contract/money';
import type { PictureView } from '../../../contract/picture';
import { REFUND_REQUEST_REASON_WORDS, type RefundRequestView } from '../../../contract/refund';
import { openPage, stopRefreshing } from '../../../platform/navigation';
import { listRefunds, loadRefund } from '../../../services/refunds';
import { growList, tellList } from '../../../stores/list-on-page';
import { newList, wantsMore } from '../../../stores/paged-list';
import { requestWords } from '../order/refund-words';
import { timeText } from '../../../stores/when';

/** A request in a list. */
interface RefundRow {
  readonly requestId: string;
  readonly words: string;
  readonly open: boolean;
  readonly reason: string;
  readonly when: string;
  readonly amount: Money;
  readonly picture: PictureView | null;
}

function rowOf(request: RefundRequestView): RefundRow {
  const { requestId, state, amount, picture, reason, requestedAt } = request;
  return {
    requestId,
    words: requestWords(request).title,
    open: state === 'requested',
    reason: REFUND_REQUEST_REASON_WORDS[reason],
    when: timeText(requestedAt),
    amount,
    picture,
  };
}

Page({
  data: {
    list: newList<RefundRow>(),
    /** The request whose page was opened: it is asked for again on the way back. */
    visited: '',
  },

  onLoad() {
    void this.more();
  },

  onShow() {
    const { visited } = this.data;
    if (visited !== '') void this.refresh(visited);
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
    return growList(this, {
      ask: ({ cursor }) => listRefunds(cursor),
      rows: ({ requests, next }) => ({ items: requests.map(rowOf), next }),
    });
  },

  async refresh(requestId: string) {
    this.setData({ visited: '' });
    const end = await loadRefund(requestId);
    const index = this.data.list.items.findIndex((row) => row.requestId === requestId);
    if (end.kind === 'accepted' && index >= 0) this.setData({ [`list.items[${index}]`]: rowOf(end.value) });
  },

  onRefund({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { requestId: string }>) {
    const { requestId } = currentTarget.dataset;
    this.setData({ visited: requestId });
    void openPage('refund', { requestId });
  },

  onOrders() {
    void openPage('orders', {});
  },
});

import type { Money } from '../../../contract/money';
import type { PictureView } from '../../../contract/picture';
import { REFUND_REQUEST_REASON_WORDS, type RefundRequestView } from '../../../contract/refund';
import { openPage } from '../../../platform/navigation';
import { listRefunds, loadRefund } from '../../../services/refunds';
import { growList } from '../../../stores/list-on-page';
import { listPage, redrawRow } from '../../../stores/list-page';
import { newList } from '../../../stores/paged-list';
import { requestWords } from '../order/refund-words';
import { timeText } from '../../../stores/when';

/** A request in a list. */
interface RefundRow {
  readonly requestId: string;
  readonly words: string;
  readonly open: boolean;
  readonly title: string;
  readonly reason: string;
  readonly when: string;
  readonly amount: Money;
  readonly picture: PictureView | null;
}

function rowOf(request: RefundRequestView): RefundRow {
  const { requestId, state, amount, title, picture, reason, requestedAt } = request;
  return {
    requestId,
    words: requestWords(request).title,
    open: state === 'requested',
    title,
    reason: REFUND_REQUEST_REASON_WORDS[reason],
    when: timeText(requestedAt),
    amount,
    picture,
  };
}

Page({
  ...listPage,

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

  more(): Promise<void> {
    return growList(this, {
      ask: ({ cursor }) => listRefunds(cursor),
      rows: ({ requests, next }) => ({ items: requests.map(rowOf), next }),
    });
  },

  async refresh(requestId: string) {
    this.setData({ visited: '' });
    await redrawRow(this, {
      is: (row) => row.requestId === requestId,
      ask: () => loadRefund(requestId),
      row: rowOf,
    });
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

import {
  REFUND_LIST_WORDS,
  REFUND_LISTS,
  type RefundCaseView,
  type RefundCounts,
  type RefundList,
} from '../../../contract/desk-refunds';
import { openPage, stopRefreshing } from '../../../platform/navigation';
import { countCases, listCases, loadCase } from '../../../services/desk-refunds';
import { growList } from '../../../stores/list-on-page';
import { listPage, redrawRow } from '../../../stores/list-page';
import { newList } from '../../../stores/paged-list';
import { caseCard, type CaseCard } from './case-row';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;

function countText(count: number): string {
  if (count === 0) return '';
  return count > 99 ? '99+' : String(count);
}

function tabsOf(counts: RefundCounts | null) {
  return REFUND_LISTS.map((which) => ({
    which,
    words: REFUND_LIST_WORDS[which],
    count: counts !== null && which in counts ? countText(counts[which as keyof RefundCounts]) : '',
  }));
}

const EMPTY_WORDS: Record<RefundList, string> = {
  requests: '没有待处理的退款申请',
  approvals: '没有待复核的退款',
  troubles: '没有受阻的退款',
  underWay: '没有正在退的款',
  ended: '还没有结束的退款',
};

Page({
  ...listPage,

  data: {
    which: 'requests' as RefundList,
    tabs: tabsOf(null),
    emptyText: EMPTY_WORDS.requests,
    list: newList<CaseCard>(),
    /** The case whose page was opened: it is asked for again on the way back. */
    visited: '',
  },

  onLoad({ which }: { which?: string }) {
    const known = REFUND_LISTS.find((list) => list === which) ?? 'requests';
    this.setData({ which: known, emptyText: EMPTY_WORDS[known] });
    void this.more();
  },

  onShow() {
    void this.count();
    const { visited } = this.data;
    if (visited !== '') void this.refresh(visited);
  },

  async onPullDownRefresh() {
    void this.count();
    await this.restart();
    stopRefreshing();
  },

  onTab({ currentTarget }: Tap<{ which: RefundList }>) {
    const { which } = currentTarget.dataset;
    if (which === this.data.which) return;
    this.setData({ which, emptyText: EMPTY_WORDS[which] });
    void this.restart();
  },

  more(): Promise<void> {
    const { which } = this.data;
    return growList(this, {
      ask: ({ cursor }) => listCases({ list: which, ...(cursor !== undefined && { after: cursor }) }),
      rows: ({ cases, next }) => ({ items: cases.map((one: RefundCaseView) => caseCard(one)), next }),
    });
  },

  async count() {
    const end = await countCases();
    if (end.kind === 'accepted') this.setData({ tabs: tabsOf(end.value) });
  },

  async refresh(key: string) {
    this.setData({ visited: '' });
    await redrawRow(this, {
      is: (row) => row.key === key,
      ask: ({ requestId, orderId, outRefundNo }) =>
        loadCase(requestId === '' ? { orderId, outRefundNo } : { requestId }),
      row: (one) => caseCard(one),
    });
  },

  onCase({ currentTarget }: Tap<{ key: string; requestId: string; orderId: string; outRefundNo: string }>) {
    const { key, requestId, orderId, outRefundNo } = currentTarget.dataset;
    this.setData({ visited: key });
    void openPage('deskRefund', requestId === '' ? { orderId, outRefundNo } : { requestId });
  },
});

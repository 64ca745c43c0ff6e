import { REFUND_REQUEST_REASON_WORDS, type RefundRequestView } from '../../../contract/refund';
import { idFromLink } from '../../../contract/routes';
import { SHOP_REFUSAL_WORDS } from '../../../contract/shop';
import { askToConfirm, notify } from '../../../platform/feedback';
import { previewPictures } from '../../../platform/media';
import { openPage, replacePage } from '../../../platform/navigation';
import { loadRefund, withdrawRefund } from '../../../services/refunds';
import type { ListPhase } from '../../../stores/paged-list';
import { requestWords } from '../order/refund-words';
import { timeText } from '../../../stores/when';
import { loadedPage } from '../../../stores/loaded-page';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;

function viewOf(request: RefundRequestView) {
  return {
    ...requestWords(request),
    reason: REFUND_REQUEST_REASON_WORDS[request.reason],
    requestedAt: timeText(request.requestedAt),
    photos: request.photos.map((fileId) => ({ fileId, width: 1, height: 1, alt: '' })),
    timeline: [...request.timeline].reverse().map(({ at, text }) => ({ when: timeText(at), text })),
  };
}

Page({
  ...loadedPage,

  data: {
    requestId: '',
    request: null as RefundRequestView | null,
    view: null as ReturnType<typeof viewOf> | null,
    phase: 'first' as ListPhase,
    problem: '',
    busy: false,
  },

  onLoad({ requestId }: { requestId?: string }) {
    const id = idFromLink(requestId);
    if (id === null) this.setData({ phase: 'empty', problem: SHOP_REFUSAL_WORDS.REFUND_NOT_FOUND });
    else this.setData({ requestId: id });
  },

  onShow() {
    if (this.data.requestId !== '') void this.load();
  },

  async load() {
    const end = await loadRefund(this.data.requestId);
    if (end.kind === 'accepted') this.show(end.value);
    else if (end.kind === 'refused' && end.code === 'REFUND_NOT_FOUND')
      this.setData({ phase: 'empty', problem: end.message, request: null });
    else if (this.data.request === null) this.setData({ phase: 'failed', problem: end.message });
    else notify(end.message);
  },

  show(request: RefundRequestView) {
    this.setData({ request, view: viewOf(request), phase: 'end' });
  },

  async onWithdraw() {
    if (this.data.busy) return;
    this.setData({ busy: true });
    const text = '撤销后，商家不会再处理它；需要时可以重新申请';
    const yes = await askToConfirm({ title: '撤销这次申请？', text, yes: '撤销', no: '再等等' });
    if (yes) await this.withdraw();
    this.setData({ busy: false });
  },

  async withdraw() {
    const end = await withdrawRefund(this.data.requestId);
    if (end.kind === 'accepted') {
      notify('已撤销', 'done');
      this.show(end.value);
      return;
    }
    notify(end.message);
    await this.load();
  },

  onPhoto({ currentTarget }: Tap<{ fileId: string }>) {
    previewPictures(this.data.request?.photos ?? [], currentTarget.dataset.fileId);
  },

  onOrder() {
    const orderId = this.data.request?.orderId;
    if (orderId !== undefined) void openPage('orderDetail', { orderId });
  },

  onRefunds() {
    void replacePage('refunds', {});
  },
});

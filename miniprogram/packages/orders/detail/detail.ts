import type { OrderAction, OrderView } from '../../../contract/order';
import { idFromEntry, idFromLink } from '../../../contract/routes';
import { SHOP_REFUSAL_WORDS } from '../../../contract/shop';
import { copyText } from '../../../platform/clipboard';
import { notify } from '../../../platform/feedback';
import { openTracking } from '../../../platform/parcel';
import { openPage, replacePage } from '../../../platform/navigation';
import { allowOnTap, loadMessages } from '../../../services/messages';
import { loadOrder, loadOrderPaidUnder } from '../../../services/orders';
import { loadRefund } from '../../../services/refunds';
import { leftText } from '../../../stores/countdown';
import { NO_OFFER, offeringMessages } from '../../../stores/message-offer';
import type { ListPhase } from '../../../stores/paged-list';
import { startTicking, stopTicking } from '../../../stores/ticking';
import { act } from '../order/act';
import { detailView, refundRows, type DetailView, type RefundRow } from './detail-view';
import { loadedPage } from '../../../stores/loaded-page';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;

/** More requests than anybody makes of one order; the list of all of them is a page of its own. */
const MOST_REQUESTS = 6;

/** How often an order is looked at again by itself while a payment of it may be under way. */
const LOOK_AGAIN_S = 10;

Page({
  ...loadedPage,

  data: {
    orderId: '',
    /** The number of a payment, where that is all the link knows; the order's own id comes with the order. */
    outTradeNo: '',
    order: null as OrderView | null,
    view: null as DetailView | null,
    refunds: [] as readonly RefundRow[],
    phase: 'first' as ListPhase,
    problem: '',
    left: '',
    offer: NO_OFFER,
    wholeTimeline: false,
    busy: false,
    loading: false,
    seconds: 0,
  },

  onLoad(query: Record<string, string>) {
    const orderId = idFromEntry(query, 'orderId') ?? '';
    // WeChat's order centre brings the number of the payment; its shipping messages do so under its own name.
    const outTradeNo = idFromLink(query['outTradeNo'] ?? query['merchant_trade_no']) ?? '';
    if (orderId === '' && outTradeNo === '')
      this.setData({ phase: 'empty', problem: SHOP_REFUSAL_WORDS.ORDER_NOT_FOUND });
    else this.setData({ orderId, outTradeNo });
  },

  onShow() {
    if (this.data.orderId === '' && this.data.outTradeNo === '') return;
    void this.load();
    startTicking(this, () => this.tick());
  },

  onHide() {
    stopTicking(this);
  },

  onUnload() {
    stopTicking(this);
  },

  /** The server asks WeChat Pay when it is asked: an order whose notification got lost heals by being looked at. */
  async load() {
    const { orderId, outTradeNo, loading } = this.data;
    if (loading || (orderId === '' && outTradeNo === '')) return;
    this.setData({ loading: true });
    const end = await (orderId === '' ? loadOrderPaidUnder(outTradeNo) : loadOrder(orderId));
    this.setData({ loading: false });
    if (end.kind === 'accepted') {
      await this.show(end.value);
      return;
    }
    const missing = end.kind === 'refused' && end.code === 'ORDER_NOT_FOUND';
    if (missing) this.setData({ phase: 'empty', problem: end.message, order: null });
    else if (this.data.order === null) this.setData({ phase: 'failed', problem: end.message });
    else notify(end.message);
  },

  async show(order: OrderView) {
    const left = order.state === 'awaitingPayment' ? leftText(order, Date.now()) : '';
    const view = detailView(order);
    this.setData({ orderId: order.orderId, order, view, phase: 'end', left });
    if (view.awaitsNews) void this.offerMessages();
    const ends = await Promise.all(order.refundRequests.slice(0, MOST_REQUESTS).map(loadRefund));
    const requests = ends.flatMap((end) => (end.kind === 'accepted' ? [end.value] : []));
    this.setData({ refunds: refundRows(order, requests) });
  },

  ...offeringMessages({ load: loadMessages, allow: allowOnTap }),

  tick() {
    const { order, left, seconds } = this.data;
    if (order?.state !== 'awaitingPayment') return;
    const now = leftText(order, Date.now());
    const again = order.paymentUnknown && (seconds + 1) % LOOK_AGAIN_S === 0;
    if (now !== left) this.setData({ left: now, seconds: seconds + 1 });
    if (again || (now === '' && left !== '')) void this.load();
  },

  async onAction({ currentTarget }: Tap<{ action: OrderAction }>) {
    const { order, busy } = this.data;
    if (busy || order === null) return;
    this.setData({ busy: true });
    const { orderId, transactionId = '' } = order;
    const acted = await act(currentTarget.dataset.action, { orderId, transactionId });
    this.setData({ busy: false });
    if (acted === 'hidden') await replacePage('orders', {});
    else if (acted !== null) await this.show(acted);
  },

  onCopy({ currentTarget }: Tap<{ text: string }>) {
    void copyText(currentTarget.dataset.text);
  },

  async onTrack({ currentTarget }: Tap<{ text: string }>) {
    const { text } = currentTarget.dataset;
    if (await openTracking(text)) return;
    if (await copyText(text)) notify('单号已复制，可到快递公司查询');
  },

  onProduct({ currentTarget }: Tap<{ productId: string }>) {
    void openPage('product', { productId: currentTarget.dataset.productId });
  },

  onRefund({ currentTarget }: Tap<{ requestId: string }>) {
    const { requestId } = currentTarget.dataset;
    if (requestId !== '') void openPage('refund', { requestId });
  },

  onTimeline() {
    this.setData({ wholeTimeline: !this.data.wholeTimeline });
  },

  onOrders() {
    void replacePage('orders', {});
  },
});

import { DESK_ORDER_REFUSAL_WORDS, MAX_NOTE_LENGTH, type DeskOrderView } from '../../../contract/desk-orders';
import { idFromEntry } from '../../../contract/routes';
import type { ShippingView } from '../../../contract/shipping';
import { mayDo } from '../../../contract/staff';
import { callNumber } from '../../../platform/app-facts';
import { copyText } from '../../../platform/clipboard';
import { askToConfirm, notify } from '../../../platform/feedback';
import { openPage, replacePage } from '../../../platform/navigation';
import { loadDeskOrder, writeNote } from '../../../services/desk-orders';
import { loadCase } from '../../../services/desk-refunds';
import { loadShipping, remindReceipt, retryUpload } from '../../../services/desk-shipping';
import { createDrafts } from '../../../stores/drafts';
import { unfollow } from '../../../stores/following';
import { phaseWithout, type ListPhase } from '../../../stores/paged-list';
import { followRole } from '../role/follow-role';
import {
  caseRow,
  orderButtons,
  orderPage,
  type CaseRow,
  type OrderButton,
  type OrderPage,
  type OrderStep,
} from './order-page';
import { loadedPage } from '../../../stores/loaded-page';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;

/** Notes that were begun and not saved. */
const noteDrafts = createDrafts<{ readonly note: string }>('desk-note/1', ({ note }) =>
  typeof note === 'string' ? { note } : null,
);

/** More cases than anybody makes of one order; the rest are in the list of refunds. */
const MOST_CASES = 8;

Page({
  ...loadedPage,

  data: {
    orderId: '',
    phase: 'first' as ListPhase,
    problem: '',
    order: null as DeskOrderView | null,
    view: null as OrderPage | null,
    shipping: null as ShippingView | null,
    cases: [] as readonly CaseRow[],
    buttons: [] as readonly OrderButton[],
    wholeTimeline: false,
    busy: '' as OrderStep | 'retry' | '',
    mayNote: false,
    rights: { ship: false, refund: false },
    writing: false,
    note: '',
    noteProblem: '',
    /** What somebody else wrote meanwhile. */
    theirs: '',
    saving: false,
    longestNote: MAX_NOTE_LENGTH,
  },

  onLoad(query: Record<string, string>) {
    const orderId = idFromEntry(query, 'orderId');
    if (orderId === null) this.setData({ phase: 'empty', problem: DESK_ORDER_REFUSAL_WORDS.ORDER_NOT_FOUND });
    else this.setData({ orderId });
    followRole(this, (role) => {
      const rights = { ship: mayDo(role, 'ship'), refund: mayDo(role, 'refund') };
      this.setData({ rights, mayNote: mayDo(role, 'orders') });
      this.drawButtons();
    });
  },

  onUnload() {
    unfollow(this);
  },

  onShow() {
    if (this.data.orderId !== '') void this.load();
  },

  async load() {
    const end = await loadDeskOrder(this.data.orderId);
    if (end.kind === 'accepted') {
      this.show(end.value);
      await Promise.all([this.loadShipping(end.value), this.loadCases(end.value)]);
    } else if (end.kind === 'refused' && end.code === 'ORDER_NOT_FOUND')
      this.setData({ phase: 'empty', problem: end.message, order: null });
    else if (this.data.order === null) this.setData({ phase: phaseWithout(end), problem: end.message });
    else notify(end.message);
  },

  show(order: DeskOrderView) {
    this.setData({ order, view: orderPage(order), phase: 'end' });
    this.drawButtons();
  },

  drawButtons() {
    const { order, shipping, rights } = this.data;
    if (order !== null) this.setData({ buttons: orderButtons(order, shipping, rights) });
  },

  async loadShipping({ kind, orderId, paidAt }: DeskOrderView) {
    if (kind !== 'delivery' || paidAt === undefined) return;
    const end = await loadShipping(orderId);
    if (end.kind === 'accepted') this.showShipping(end.value);
  },

  showShipping(shipping: ShippingView) {
    this.setData({ shipping });
    this.drawButtons();
  },

  async loadCases({ orderId, requestIds, refundNos }: DeskOrderView) {
    const wanted = [
      ...requestIds.map((requestId) => ({ requestId })),
      ...[...refundNos].reverse().map((outRefundNo) => ({ orderId, outRefundNo })),
    ].slice(0, MOST_CASES);
    const ends = await Promise.all(wanted.map(loadCase));
    const rows = ends.flatMap((end) => (end.kind === 'accepted' ? [caseRow(end.value)] : []));
    // A refund that carries out a request was asked for twice: by both its names.
    const known = new Set<string>();
    const cases = rows.filter(({ key }) => !known.has(key) && known.add(key));
    this.setData({ cases });
  },

  async onStep({ currentTarget }: Tap<{ step: OrderStep }>) {
    const { orderId, busy } = this.data;
    if (busy !== '') return;
    switch (currentTarget.dataset.step) {
      case 'ship':
        return openPage('deskShip', { orderId });
      case 'correct':
        return openPage('deskShip', { orderId, correct: 'yes' });
      case 'giveBack':
        return openPage('deskGiveBack', { orderId });
      case 'remind':
        return this.remind();
      case 'answer':
        return this.answer();
    }
  },

  /** To the request that waits; to the list of them while it is not known which one that is. */
  answer() {
    const waits = this.data.cases.find(({ waiting, requestId }) => waiting && requestId !== '');
    if (waits === undefined) void openPage('deskRefunds', { which: 'requests' });
    else void openPage('deskRefund', { requestId: waits.requestId });
  },

  async remind() {
    this.setData({ busy: 'remind' });
    const text = '微信会提醒顾客确认收货，每笔订单只能提醒一次';
    const yes = await askToConfirm({ title: '提醒顾客收货？', text, yes: '提醒' });
    if (yes) {
      const end = await remindReceipt(this.data.orderId);
      if (end.kind === 'accepted') this.showShipping(end.value);
      notify(end.kind === 'accepted' ? '已提醒' : end.message);
    }
    this.setData({ busy: '' });
  },

  async onRetryUpload() {
    if (this.data.busy !== '') return;
    this.setData({ busy: 'retry' });
    const end = await retryUpload(this.data.orderId);
    if (end.kind === 'accepted') this.showShipping(end.value);
    else notify(end.message);
    this.setData({ busy: '' });
  },

  onCase({ currentTarget }: Tap<{ requestId: string; outRefundNo: string }>) {
    const { requestId, outRefundNo } = currentTarget.dataset;
    const { orderId } = this.data;
    void openPage('deskRefund', requestId === '' ? { orderId, outRefundNo } : { requestId });
  },

  onCopy({ currentTarget }: Tap<{ text: string }>) {
    void copyText(currentTarget.dataset.text);
  },

  onCopyAddress() {
    const buyer = this.data.order?.buyer;
    if (buyer === undefined || buyer === null) return;
    const { name, mobile, province, city, district, detail } = buyer;
    void copyText(`${name} ${mobile} ${province === city ? '' : province}${city}${district}${detail}`);
  },

  onCall() {
    const buyer = this.data.order?.buyer;
    if (buyer !== undefined && buyer !== null) callNumber(buyer.mobile);
  },

  onTimeline() {
    this.setData({ wholeTimeline: !this.data.wholeTimeline });
  },

  onEvidence() {
    void openPage('deskEvidence', { orderId: this.data.orderId });
  },

  onNote() {
    const { order, orderId } = this.data;
    if (order === null) return;
    noteDrafts.tell(orderId, { kind: 'opened', form: { note: order.note } });
    const note = noteDrafts.read(orderId)?.form.note ?? order.note;
    this.setData({ writing: true, note, noteProblem: '', theirs: '' });
  },

  onNoteTyped({ detail }: WechatMiniprogram.Input) {
    const note = detail.value.slice(0, MAX_NOTE_LENGTH);
    this.setData({ note });
    noteDrafts.tell(this.data.orderId, { kind: 'changed', change: { note } });
  },

  onSheet({ detail }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
    if (!detail.visible) this.onCloseNote();
  },

  onCloseNote() {
    this.setData({ writing: false });
  },

  async onSaveNote() {
    const { order, orderId, note, saving } = this.data;
    if (saving || order === null) return;
    this.setData({ saving: true, noteProblem: '' });
    const end = await writeNote({ orderId, note: note.trim(), replaces: order.note });
    this.setData({ saving: false });
    if (end.kind === 'accepted') {
      noteDrafts.tell(orderId, { kind: 'done' });
      this.setData({ writing: false });
      this.show(end.value);
      return;
    }
    this.setData({ noteProblem: end.message });
    if (end.kind === 'refused' && end.code === 'NOTE_CHANGED' && end.detail !== undefined)
      // Seen now: saving again replaces it knowingly.
      this.setData({ theirs: end.detail.note, 'order.note': end.detail.note });
  },

  onUseTheirs() {
    noteDrafts.tell(this.data.orderId, { kind: 'done' });
    this.setData({ writing: false, note: this.data.theirs, theirs: '' });
  },

  onOrders() {
    void replacePage('deskOrders', {});
  },
});

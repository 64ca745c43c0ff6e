import {
  DESK_REFUND_REFUSAL_WORDS,
  MAX_REFUND_ANSWER_LENGTH,
  MAX_SETTLED_NOTE_LENGTH,
  REFUND_BANKS,
  type GoodsReturn,
  type RefundAction,
  type RefundCaseView,
  type RefundRef,
} from '../../../contract/desk-refunds';
import { formatMoney } from '../../../contract/money';
import { idFromLink } from '../../../contract/routes';
import { askToConfirm, notify } from '../../../platform/feedback';
import { previewPictures } from '../../../platform/media';
import { openPage, replacePage, stopRefreshing } from '../../../platform/navigation';
import type { CallEnd } from '../../../platform/cloud';
import {
  approveRefund,
  approveRequest,
  declineRefund,
  loadCase,
  redirectRefund,
  rejectRequest,
  retryRefund,
  settleByHand,
  takeGoodsBack,
} from '../../../services/desk-refunds';
import { askAfter, askingPage } from '../../../stores/asking';
import { follow } from '../../../stores/following';
import { phaseWithout, type ListPhase } from '../../../stores/paged-list';
import {
  agreementOf,
  agreementParams,
  caseDrafts,
  mayMove,
  NEW_CASE,
  newCaseForm,
  type Agreement,
  type CaseForm,
} from './case-form';
import { casePage, type CasePage } from './case-page';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;
type Sheet = 'approveRequest' | 'rejectRequest' | 'redirect' | 'settleByHand' | '';
type Acted = CallEnd<RefundCaseView, string, unknown>;

/** Seconds between questions while the money is on its way; then every half minute. */
const PAUSES_S = [3, 5, 8, 13, 20] as const;

const DONE_WORDS: Record<RefundAction, string> = {
  approveRequest: '已同意退款',
  rejectRequest: '已拒绝',
  approve: '已同意',
  decline: '已拒绝',
  retry: '已提交重试',
  redirect: '已提交',
  settleByHand: '已记录',
  goodsBack: '已入库',
};

Page({
  data: {
    query: null as { requestId: string } | RefundRef | null,
    subject: '',
    phase: 'first' as ListPhase,
    problem: '',
    one: null as RefundCaseView | null,
    view: null as CasePage | null,
    form: NEW_CASE,
    agreement: { amount: null, amountProblem: '', textProblem: '' } as Agreement,
    agreeWords: '',
    sheet: '' as Sheet,
    /** What the server or the form says about what was sent last. */
    wrong: '',
    tried: false,
    busy: '' as RefundAction | '',
    /** Sent, and nobody knows yet what became of it. */
    unsure: '',
    banks: REFUND_BANKS.map(({ name }) => name),
    toMerchant: false,
    bank: -1,
    account: '',
    realName: '',
    longestAnswer: MAX_REFUND_ANSWER_LENGTH,
    longestNote: MAX_SETTLED_NOTE_LENGTH,
    asked: 0,
    shown: false,
  },

  onLoad({ requestId, orderId, outRefundNo }: Record<string, string>) {
    const [request, order, refund] = [requestId, orderId, outRefundNo].map(idFromLink);
    if (typeof request === 'string') this.setData({ query: { requestId: request }, subject: request });
    else if (typeof order === 'string' && typeof refund === 'string')
      this.setData({ query: { orderId: order, outRefundNo: refund }, subject: refund });
    else this.setData({ phase: 'empty', problem: DESK_REFUND_REFUSAL_WORDS.REFUND_NOT_FOUND });
  },

  onShow() {
    this.setData({ shown: true, asked: 0 });
    void this.load();
  },

  ...askingPage,

  async onPullDownRefresh() {
    await this.load();
    stopRefreshing();
  },

  onRetryLoad() {
    this.setData({ phase: 'first' });
    void this.load();
  },

  async load() {
    const { query } = this.data;
    if (query === null) return;
    const end = await loadCase(query);
    if (end.kind === 'accepted') {
      this.setData({ unsure: '' });
      this.show(end.value);
    } else if (end.kind === 'refused' && end.code === 'REFUND_NOT_FOUND')
      this.setData({ phase: 'empty', problem: end.message, one: null });
    else if (this.data.one === null) this.setData({ phase: phaseWithout(end), problem: end.message });
    this.askLater();
  },

  askLater() {
    const { one, shown, asked } = this.data;
    if (!shown || one === null || !(mayMove(one) || this.data.unsure !== '')) return;
    askAfter(this, (PAUSES_S[asked] ?? 30) * 1000, () => {
      this.setData({ asked: asked + 1 });
      void this.load();
    });
  },

  show(one: RefundCaseView) {
    this.setData({ one, view: casePage(one), phase: 'end' });
    const { subject } = this.data;
    caseDrafts.tell(subject, { kind: 'opened', form: newCaseForm(one) });
    follow(this, 'draft', () => caseDrafts.subscribe(subject, ({ form }) => this.draw(form)));
  },

  draw(form: CaseForm) {
    const { one } = this.data;
    if (one === null) return;
    const agreement = agreementOf(one, form);
    const agreeWords = agreement.amount === null ? '同意退款' : `同意退款 ${formatMoney(agreement.amount)}`;
    this.setData({ form, agreement, agreeWords });
  },

  change(change: Partial<CaseForm>) {
    this.setData({ wrong: '' });
    caseDrafts.tell(this.data.subject, { kind: 'changed', change });
  },

  onAmount({ detail }: WechatMiniprogram.Input) {
    this.change({ amountText: detail.value });
  },

  onText({ detail }: WechatMiniprogram.Input) {
    this.change({ text: detail.value.slice(0, MAX_REFUND_ANSWER_LENGTH) });
  },

  onAnswer({ detail }: WechatMiniprogram.Input) {
    this.change({ answer: detail.value.slice(0, MAX_REFUND_ANSWER_LENGTH) });
  },

  onNote({ detail }: WechatMiniprogram.Input) {
    this.change({ note: detail.value.slice(0, MAX_SETTLED_NOTE_LENGTH) });
  },

  onGoods({ currentTarget }: Tap<{ goods: GoodsReturn | '' }>) {
    this.change({ goods: currentTarget.dataset.goods });
  },

  onWhere({ currentTarget }: Tap<{ merchant: boolean }>) {
    this.setData({ toMerchant: currentTarget.dataset.merchant, wrong: '' });
  },

  onBank({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ bank: Number(detail.value), wrong: '' });
  },

  onAccount({ detail }: WechatMiniprogram.Input) {
    this.setData({ account: detail.value, wrong: '' });
  },

  onRealName({ detail }: WechatMiniprogram.Input) {
    this.setData({ realName: detail.value, wrong: '' });
  },

  onSheet({ detail }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
    if (!detail.visible) this.onCloseSheet();
  },

  onCloseSheet() {
    this.setData({ sheet: '' });
  },

  /** A button of the page: what needs words opens its sheet, what needs a yes asks for it. */
  async onAction({ currentTarget }: Tap<{ action: RefundAction }>) {
    const { action } = currentTarget.dataset;
    const { one, busy } = this.data;
    if (busy !== '' || one === null) return;
    switch (action) {
      case 'approveRequest':
      case 'rejectRequest':
      case 'redirect':
      case 'settleByHand':
        this.setData({ sheet: action, wrong: '', tried: false });
        return;
      case 'approve':
        return this.run(action, (ref) => approveRefund(ref));
      case 'decline':
        if (
          await askToConfirm({
            title: '不同意这笔退款？',
            text: '不会退款，发起的店员会看到结果',
            yes: '不同意',
          })
        )
          await this.run(action, (ref) => declineRefund(ref));
        return;
      case 'retry':
        return this.run(action, (ref) => retryRefund(ref));
      case 'goodsBack':
        if (
          await askToConfirm({
            title: '商品已经收到了吗？',
            text: '确认后库存会增加，只能入库一次',
            yes: '已收到',
          })
        )
          await this.run(action, (ref) => takeGoodsBack(ref));
    }
  },

  /** Does something to the refund and shows the case as it is then. */
  async run(action: RefundAction, ask: (ref: RefundRef) => Promise<Acted>) {
    const { one } = this.data;
    if (one === null || this.data.busy !== '') return;
    this.setData({ busy: action, wrong: '', unsure: '' });
    const ref = { orderId: one.order.orderId, outRefundNo: one.refund?.outRefundNo ?? '' };
    const end = await ask(ref);
    this.setData({ busy: '' });
    if (end.kind === 'accepted') {
      caseDrafts.tell(this.data.subject, { kind: 'done' });
      this.setData({ sheet: '', account: '', realName: '', asked: 0 });
      notify(DONE_WORDS[action], 'done');
      this.show(end.value);
      this.askLater();
    } else if (end.kind === 'unknown' || end.code === 'REFUND_UNSURE') {
      // It may have been done: the case itself tells, so it is asked for before anything can be tapped again.
      this.setData({ sheet: '', unsure: '没有等到结果，正在向服务器核对，请不要重复退款', asked: 0 });
      await this.load();
    } else {
      if (this.data.sheet === '') notify(end.message);
      this.setData({ wrong: end.message });
      if (end.code === 'REFUND_DECIDED' || end.code === 'REFUND_REDIRECTED') await this.load();
    }
  },

  onAgree() {
    const { one, form } = this.data;
    if (one === null) return;
    const params = agreementParams(one, form);
    if (params === null) this.setData({ tried: true });
    else void this.run('approveRequest', () => approveRequest(params));
  },

  onReject() {
    const { one, form } = this.data;
    const answer = form.answer.trim();
    const requestId = one?.request?.requestId ?? '';
    if (answer === '') this.setData({ wrong: '请告诉顾客为什么不能退' });
    else void this.run('rejectRequest', () => rejectRequest({ requestId, answer }));
  },

  onSettle() {
    const note = this.data.form.note.trim();
    if (note === '') this.setData({ wrong: '请写下怎么退的，如：现金当面退给顾客' });
    else void this.run('settleByHand', (ref) => settleByHand({ ...ref, note }));
  },

  onRedirect() {
    const { toMerchant, bank, account, realName } = this.data;
    if (toMerchant) {
      void this.run('redirect', (ref) => redirectRefund({ ...ref, to: { kind: 'merchantBankCard' } }));
      return;
    }
    const bankType = REFUND_BANKS[bank]?.bankType;
    const bankAccount = account.replace(/\s/g, '');
    if (realName.trim() === '') this.setData({ wrong: '请填写持卡人姓名' });
    else if (bankType === undefined) this.setData({ wrong: '请选择开户银行' });
    else if (!/^\d{12,21}$/.test(bankAccount)) this.setData({ wrong: '请填写 12 到 21 位银行卡号' });
    else {
      const to = { kind: 'userBankCard', bankType, bankAccount, realName: realName.trim() } as const;
      void this.run('redirect', (ref) => redirectRefund({ ...ref, to }));
    }
  },

  onPhoto({ currentTarget }: Tap<{ fileId: string }>) {
    previewPictures(this.data.one?.request?.photos ?? [], currentTarget.dataset.fileId);
  },

  onOrder() {
    const orderId = this.data.one?.order.orderId;
    if (orderId !== undefined) void openPage('deskOrder', { orderId });
  },

  onRefunds() {
    void replacePage('deskRefunds', {});
  },
});

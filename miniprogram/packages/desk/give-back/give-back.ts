import type { DeskOrderView } from '../../../contract/desk-orders';
import {
  DESK_REFUND_REFUSAL_WORDS,
  MAX_REFUND_ANSWER_LENGTH,
  type GoodsReturn,
} from '../../../contract/desk-refunds';
import { fen, formatMoney } from '../../../contract/money';
import { idFromLink } from '../../../contract/routes';
import { goBack, replacePage } from '../../../platform/navigation';
import { loadDeskOrder } from '../../../services/desk-orders';
import { giveBack } from '../../../services/desk-refunds';
import type { Draft } from '../../../stores/drafts';
import { follow, unfollow } from '../../../stores/following';
import { choosingGoodsBack } from '../../../stores/goods-back';
import { phaseWithoutOne, retriedPage } from '../../../stores/loaded-page';
import type { ListPhase } from '../../../stores/paged-list';
import {
  GIVE_BACK_TEXTS,
  giveBackDrafts,
  giveBackOf,
  giveBackWish,
  newGiveBack,
  type GiveBack,
  type GiveBackForm,
} from './give-back-form';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;

Page({
  data: {
    orderId: '',
    phase: 'first' as ListPhase,
    problem: '',
    order: null as DeskOrderView | null,
    form: null as GiveBackForm | null,
    sum: { amount: fen(0), problem: '' } as GiveBack,
    words: '退款',
    texts: GIVE_BACK_TEXTS,
    longestText: MAX_REFUND_ANSWER_LENGTH,
    tried: false,
    wrong: '',
    sending: false,
    /** Sent, and its end is not known: it is sent again as it was. */
    unsure: false,
  },

  onLoad({ orderId }: { orderId?: string }) {
    const id = idFromLink(orderId);
    if (id === null) {
      this.setData({ phase: 'empty', problem: DESK_REFUND_REFUSAL_WORDS.ORDER_NOT_FOUND });
      return;
    }
    this.setData({ orderId: id });
    void this.load();
  },

  onUnload() {
    unfollow(this);
  },

  ...retriedPage,

  async load() {
    const { orderId } = this.data;
    const end = await loadDeskOrder(orderId);
    if (end.kind !== 'accepted') {
      this.setData({ phase: phaseWithoutOne(end, 'ORDER_NOT_FOUND'), problem: end.message });
    } else if (end.value.refundable.minor === 0 && giveBackDrafts.read(orderId)?.sent !== true) {
      this.setData({ phase: 'empty', problem: DESK_REFUND_REFUSAL_WORDS.NOT_REFUNDABLE });
    } else {
      this.begin(end.value);
    }
  },

  begin(order: DeskOrderView) {
    this.setData({ order, phase: 'end' });
    giveBackDrafts.tell(order.orderId, { kind: 'opened', form: newGiveBack(order) });
    follow(this, 'draft', () => giveBackDrafts.subscribe(order.orderId, (draft) => this.draw(draft)));
  },

  draw({ form, sent }: Draft<GiveBackForm>) {
    const { order, sending } = this.data;
    if (order === null) return;
    const sum =
      sent && form.wish?.amount !== undefined
        ? { amount: form.wish.amount, problem: '' }
        : giveBackOf(order, form);
    const words = sum.amount.minor === 0 ? '退款' : `退款 ${formatMoney(sum.amount)}`;
    this.setData({ form, sum, words, unsure: sent && !sending });
  },

  change(change: Partial<GiveBackForm>) {
    this.setData({ wrong: '' });
    giveBackDrafts.tell(this.data.orderId, { kind: 'changed', change });
  },

  pieces() {
    return this.data.form?.pieces ?? {};
  },

  ...choosingGoodsBack,

  onGoods({ currentTarget }: Tap<{ goods: GoodsReturn | '' }>) {
    this.change({ goods: currentTarget.dataset.goods });
  },

  onChip({ currentTarget }: Tap<{ text: string }>) {
    this.change({ text: currentTarget.dataset.text });
  },

  onText({ detail }: WechatMiniprogram.Input) {
    this.change({ text: detail.value.slice(0, MAX_REFUND_ANSWER_LENGTH) });
  },

  async onSend() {
    const { order, orderId, sending } = this.data;
    const draft = giveBackDrafts.read(orderId);
    if (sending || order === null || draft === undefined) return;
    const wish = draft.sent ? draft.form.wish : giveBackWish(order, draft.form);
    if (wish === null) {
      this.setData({ tried: true });
      return;
    }
    this.setData({ sending: true, wrong: '' });
    giveBackDrafts.tell(orderId, { kind: 'changed', change: { wish } });
    giveBackDrafts.tell(orderId, { kind: 'sent' });
    // One of the two shapes, which the compiler cannot follow through the spread.
    const end = await giveBack({ ...wish, clientToken: draft.clientToken } as Parameters<typeof giveBack>[0]);
    this.setData({ sending: false });
    if (end.kind === 'accepted') {
      unfollow(this, 'draft');
      giveBackDrafts.tell(orderId, { kind: 'done' });
      const outRefundNo = end.value.refund?.outRefundNo ?? '';
      await replacePage('deskRefund', { orderId, outRefundNo });
    } else if (end.kind === 'unknown') {
      this.setData({ unsure: true });
    } else {
      giveBackDrafts.tell(orderId, { kind: 'refused' });
      this.setData({ wrong: end.message });
    }
  },

  onBack() {
    void goBack();
  },
});

import { COLLECTION_REFUSAL_WORDS } from '../../../contract/collection';
import type { CollectionCard } from '../../../contract/desk-collect';
import { formatMoney } from '../../../contract/money';
import { idFromLink } from '../../../contract/routes';
import { mayDo } from '../../../contract/staff';
import { screenWidth } from '../../../platform/app-facts';
import { buzz } from '../../../platform/attention';
import { askToConfirm } from '../../../platform/feedback';
import { goBack, openPage } from '../../../platform/navigation';
import { checkCollection, voidCollection } from '../../../services/desk-collect';
import { askAfter, askingPage, askNothing } from '../../../stores/asking';
import { followRole } from '../role/follow-role';
import { collectionWords, isFinal, type CollectionWords } from './collection-view';

/** As often as WeChat Pay wants to be asked. */
const ASK_EVERY_MS = 5_000;

/** The code's edge: large enough for a camera at arm's length, with room beside it on the narrowest phone. */
const MOST_CODE_PX = 240;

Page({
  data: {
    orderId: '',
    card: null as CollectionCard | null,
    view: null as CollectionWords | null,
    problem: '',
    missing: false,
    takeBack: '',
    mayRefund: false,
    codePx: MOST_CODE_PX,
    busy: false,
    shown: false,
  },

  onLoad({ orderId }: { orderId?: string }) {
    followRole(this, (role) => {
      this.setData({ mayRefund: mayDo(role, 'refund') });
      if (this.data.card !== null) this.show(this.data.card);
    });
    const id = idFromLink(orderId);
    this.setData({ codePx: Math.min(MOST_CODE_PX, screenWidth() - 112) });
    if (id === null) this.setData({ missing: true, problem: COLLECTION_REFUSAL_WORDS.COLLECTION_NOT_FOUND });
    else this.setData({ orderId: id });
  },

  onShow() {
    this.setData({ shown: true });
    void this.ask();
  },

  ...askingPage,

  async ask() {
    const { orderId } = this.data;
    if (orderId === '') return;
    const end = await checkCollection(orderId);
    if (end.kind === 'accepted') this.show(end.value);
    else if (end.kind === 'refused' && end.code === 'COLLECTION_NOT_FOUND')
      this.setData({ missing: true, problem: end.message });
    // Whatever became of it is known at the next answer: nothing is said about the money until then.
    else this.setData({ problem: `${end.message}。正在重新查询，请不要重复收款` });
    this.askLater();
  },

  askLater() {
    const { shown, card, missing } = this.data;
    if (!shown || missing || (card !== null && isFinal(card.standing))) askNothing(this);
    else askAfter(this, ASK_EVERY_MS, () => void this.ask());
  },

  show(card: CollectionCard) {
    const before = this.data.card;
    const view = collectionWords(card);
    // What is paid is given back by whoever may refund; what only waits may be ended by the cashier.
    const may = card.standing.kind === 'waiting' || this.data.mayRefund;
    const takeBack = may ? view.takeBack : '';
    this.setData({ card, view, problem: '', takeBack });
    if (before !== null && !isFinal(before.standing) && card.standing.kind === 'paid') buzz();
  },

  async onTakeBack() {
    const { card, busy, orderId } = this.data;
    if (busy || card === null) return;
    this.setData({ busy: true });
    const paid = card.standing.kind === 'paid';
    const yes = await askToConfirm(
      paid
        ? { title: `撤销这笔 ${formatMoney(card.amount)}？`, text: '款项会原路退回顾客', yes: '撤销' }
        : { title: '取消这笔收款？', text: '如果顾客刚好付了款，会自动退回', yes: '取消收款', no: '再等等' },
    );
    if (yes) {
      const end = await voidCollection(orderId);
      if (end.kind === 'accepted') this.show(end.value);
      else if (end.kind === 'refused') this.setData({ problem: end.message });
      else this.setData({ problem: '没有等到结果，正在查询，请不要重复操作' });
      this.askLater();
    }
    this.setData({ busy: false });
  },

  onAsk() {
    void this.ask();
  },

  onOrder() {
    void openPage('deskOrder', { orderId: this.data.orderId });
  },

  onBack() {
    void goBack();
  },
});

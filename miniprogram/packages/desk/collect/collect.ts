import {
  DESK_COLLECT_REFUSAL_WORDS,
  MAX_AUTH_CODE_LENGTH,
  MAX_COLLECT_REMARK_LENGTH,
  walletOf,
  type CollectionCard,
  type DeskCollectMethods,
} from '../../../contract/desk-collect';
import { formatMoney, type Money } from '../../../contract/money';
import { openPage } from '../../../platform/navigation';
import { scanCode } from '../../../platform/scan';
import { collectByCode, collectByQr, listCollections } from '../../../services/desk-collect';
import type { Draft } from '../../../stores/drafts';
import { follow, unfollow } from '../../../stores/following';
import { timeText } from '../../../stores/when';
import { standingTag } from '../collection/collection-view';
import { AMOUNT_KEYS, amountTyped, pressKey, type AmountKey } from './amount-entry';
import { collectDrafts, COUNTER, NEW_COLLECTION, type CollectForm } from './collect-draft';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;

/** Collections under the keypad; all of them are among the orders. */
const MOST_ROWS = 5;

interface CollectionRow {
  readonly orderId: string;
  readonly amount: Money;
  readonly tag: string;
  readonly paid: boolean;
  readonly when: string;
  readonly remark: string;
}

function rowOf({ orderId, amount, standing, startedAt, remark }: CollectionCard): CollectionRow {
  return {
    orderId,
    amount,
    tag: standingTag(standing),
    paid: standing.kind === 'paid',
    when: timeText(startedAt).slice(-5),
    remark,
  };
}

/** What is wrong with a scanned code, or empty: another wallet's code is named before anything is sent. */
function codeProblem(authCode: string): string {
  switch (walletOf(authCode)) {
    case 'wechat':
      return '';
    case 'alipay':
      return DESK_COLLECT_REFUSAL_WORDS.CODE_OF_ALIPAY;
    case 'unionPay':
      return DESK_COLLECT_REFUSAL_WORDS.CODE_OF_UNION_PAY;
    case 'other':
      return DESK_COLLECT_REFUSAL_WORDS.NOT_A_PAYMENT_CODE;
  }
}

Page({
  data: {
    keys: AMOUNT_KEYS,
    amountText: '',
    remark: '',
    amount: null as Money | null,
    words: '',
    wrong: '',
    sending: false,
    /** Sent, and nobody knows yet what became of it. */
    unsure: false,
    noting: false,
    typing: false,
    typedCode: '',
    longestRemark: MAX_COLLECT_REMARK_LENGTH,
    longestCode: MAX_AUTH_CODE_LENGTH,
    count: 0,
    sum: null as Money | null,
    rows: [] as readonly CollectionRow[],
  },

  onLoad() {
    collectDrafts.tell(COUNTER, { kind: 'opened', form: NEW_COLLECTION });
    follow(this, 'draft', () => collectDrafts.subscribe(COUNTER, (draft) => this.draw(draft)));
  },

  onShow() {
    void this.load();
  },

  onUnload() {
    unfollow(this);
  },

  async load() {
    const end = await listCollections({});
    if (end.kind !== 'accepted') return;
    const { count, sum, collections } = end.value;
    this.setData({ count, sum, rows: collections.slice(0, MOST_ROWS).map(rowOf) });
  },

  draw({ form, sent }: Draft<CollectForm>) {
    const { amountText, remark } = form;
    const amount = amountTyped(amountText);
    const words = amount === null ? '' : formatMoney(amount);
    this.setData({ amountText, remark, amount, words, unsure: sent && !this.data.sending });
  },

  change(change: Partial<CollectForm>) {
    this.setData({ wrong: '' });
    collectDrafts.tell(COUNTER, { kind: 'changed', change });
  },

  onKey({ currentTarget }: Tap<{ key: AmountKey }>) {
    this.change({ amountText: pressKey(this.data.amountText, currentTarget.dataset.key) });
  },

  onClear() {
    this.change({ amountText: '' });
  },

  onNoting() {
    this.setData({ noting: !this.data.noting });
  },

  onRemark({ detail }: WechatMiniprogram.Input) {
    this.change({ remark: detail.value.slice(0, MAX_COLLECT_REMARK_LENGTH) });
  },

  amountMissing(): boolean {
    if (this.data.amount === null) this.setData({ wrong: '请先输入收款金额' });
    return this.data.amount === null;
  },

  async onScan() {
    if (this.data.sending || this.data.unsure || this.amountMissing()) return;
    const scanned = await scanCode('either');
    if (scanned.kind === 'failed') this.setData({ wrong: '没有扫到付款码，可以手动输入数字，或出示二维码' });
    if (scanned.kind === 'text') await this.useCode(scanned.text);
  },

  onTyping() {
    if (!this.data.unsure && !this.amountMissing()) this.setData({ typing: true, typedCode: '' });
  },

  onTypedCode({ detail }: WechatMiniprogram.Input) {
    this.setData({ typedCode: detail.value, wrong: '' });
  },

  onSheet({ detail }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
    if (!detail.visible) this.onCloseSheet();
  },

  onCloseSheet() {
    this.setData({ typing: false });
  },

  onUseTyped() {
    void this.useCode(this.data.typedCode);
  },

  async useCode(text: string) {
    const authCode = text.replace(/\s/g, '');
    const wrong = codeProblem(authCode);
    if (wrong !== '') {
      this.setData({ wrong });
      return;
    }
    this.change({ authCode });
    this.setData({ typing: false });
    await this.send();
  },

  onShowCode() {
    if (this.data.sending || this.data.unsure || this.amountMissing()) return;
    this.change({ authCode: '' });
    void this.send();
  },

  /** The same again, under the same name: it collects nothing twice and answers how it stands. */
  onAskAgain() {
    void this.send();
  },

  async send() {
    const draft = collectDrafts.read(COUNTER);
    const amount = amountTyped(draft?.form.amountText ?? '');
    if (this.data.sending || draft === undefined || amount === null) return;
    const { authCode, remark } = draft.form;
    this.setData({ sending: true, wrong: '' });
    collectDrafts.tell(COUNTER, { kind: 'sent' });
    const wish: DeskCollectMethods['collect.byQr']['params'] = {
      clientToken: draft.clientToken,
      amount,
      ...(remark.trim() !== '' && { remark: remark.trim() }),
    };
    const end = await (authCode === '' ? collectByQr(wish) : collectByCode({ ...wish, authCode }));
    this.setData({ sending: false });
    if (end.kind === 'accepted') {
      collectDrafts.tell(COUNTER, { kind: 'done' });
      collectDrafts.tell(COUNTER, { kind: 'opened', form: NEW_COLLECTION });
      await openPage('deskCollection', { orderId: end.value.orderId });
    } else if (end.kind === 'unknown') {
      this.setData({ unsure: true });
    } else {
      collectDrafts.tell(COUNTER, { kind: 'refused' });
      this.setData({ wrong: end.message });
    }
  },

  onCollection({ currentTarget }: Tap<{ orderId: string }>) {
    void openPage('deskCollection', { orderId: currentTarget.dataset.orderId });
  },

  onAll() {
    void openPage('deskOrders', { filter: 'counter' });
  },
});

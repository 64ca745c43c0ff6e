import {
  BILL_DAY_STATE_WORDS,
  BILL_REFUSAL_WORDS,
  MAX_BILL_REASON_LENGTH,
  MIN_BILL_REASON_LENGTH,
  type BillAction,
  type BillDayDetail,
  type BillDifferenceView,
  type BillTotals,
} from '../../../contract/bills';
import { formatMoney } from '../../../contract/money';
import { dayFromLink } from '../../../contract/routes';
import { mayDo } from '../../../contract/staff';
import { askToConfirm, notify } from '../../../platform/feedback';
import { goBack, openPage, setTitle } from '../../../platform/navigation';
import { loadBillDay, refetchBills, resolveDifference } from '../../../services/desk-bills';
import { askAfter, askingPage, askNothing } from '../../../stores/asking';
import { createDrafts } from '../../../stores/drafts';
import { phaseWithout, type ListPhase } from '../../../stores/paged-list';
import { timeText } from '../../../stores/when';
import { followRole } from '../role/follow-role';
import { differenceCard, differenceCards, type DifferenceCard } from './difference';
import { loadedPage } from '../../../stores/loaded-page';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;

/** Reasons that were begun and not sent, by difference. */
const reasonDrafts = createDrafts<{ readonly reason: string }>('desk-bill-reason/1', ({ reason }) =>
  typeof reason === 'string' ? { reason } : null,
);

/** The timer matches a day within the minute; nobody waits much longer for its end. */
const ASK_EVERY_MS = 5_000;

interface SumRow {
  readonly name: string;
  readonly ours: string;
  readonly theirs: string;
  readonly differs: boolean;
}

function sumRows({ ours, theirs, openDifferences }: BillDayDetail): readonly SumRow[] {
  const words = (totals: BillTotals | null, of: (totals: BillTotals) => string): string =>
    totals === null ? '–' : of(totals);
  const row = (name: string, of: (totals: BillTotals) => string): SumRow => {
    const [mine, wechat] = [words(ours, of), words(theirs, of)];
    const differs = openDifferences > 0 && ours !== null && theirs !== null && mine !== wechat;
    return { name, ours: mine, theirs: wechat, differs };
  };
  // Whoever takes the fee knows it; the books learn it from the bill.
  const fee = {
    name: '手续费',
    ours: '–',
    theirs: words(theirs, (totals) => formatMoney(totals.fee)),
    differs: false,
  };
  return [
    row('收款笔数', ({ payments }) => String(payments)),
    row('收款', ({ paid }) => formatMoney(paid)),
    row('退款笔数', ({ refunds }) => String(refunds)),
    row('退款', ({ refunded }) => formatMoney(refunded)),
    fee,
  ];
}

/** Being matched, and nothing stands in the way. */
function isUnderWay({ state, trouble }: BillDayDetail): boolean {
  return state === 'fetching' && trouble === undefined;
}

function dayTitle(day: BillDayDetail): string {
  if (isUnderWay(day)) return '正在对账';
  return day.openDifferences > 0 ? `${day.openDifferences} 条差异待处理` : BILL_DAY_STATE_WORDS[day.state];
}

function dayText(day: BillDayDetail): string {
  const { state, nextTryAt, trouble } = day;
  if (isUnderWay(day)) return '一般一分钟以内完成，结果会自动显示';
  if (trouble !== undefined) return trouble;
  if (nextTryAt !== undefined) return `${timeText(nextTryAt)} 再取账单`;
  return state === 'unavailable' ? '微信支付只保留三个月的账单' : '';
}

Page({
  ...loadedPage,

  data: {
    date: '',
    phase: 'first' as ListPhase,
    problem: '',
    day: null as BillDayDetail | null,
    title: '',
    text: '',
    rows: [] as readonly SumRow[],
    cards: [] as readonly DifferenceCard[],
    mayAct: false,
    /** The difference and what is being done to it. */
    busy: '',
    fetching: false,
    underWay: false,
    shown: false,
    ignoring: '',
    reason: '',
    wrong: '',
    longestReason: MAX_BILL_REASON_LENGTH,
  },

  onLoad(query: { date?: string }) {
    const date = dayFromLink(query.date);
    if (date === null) {
      this.setData({ phase: 'empty', problem: BILL_REFUSAL_WORDS.BILL_DAY_INVALID });
      return;
    }
    const [, month, day] = date.split('-').map(Number);
    setTitle(`${month}月${day}日对账`);
    this.setData({ date });
    followRole(this, (role) => {
      this.setData({ mayAct: mayDo(role, 'books') });
      if (this.data.day !== null) this.show(this.data.day);
    });
  },

  onShow() {
    this.setData({ shown: true });
    if (this.data.date !== '') void this.load();
  },

  ...askingPage,

  askLater() {
    if (this.data.shown && this.data.underWay) askAfter(this, ASK_EVERY_MS, () => void this.load());
    else askNothing(this);
  },

  async load() {
    const end = await loadBillDay(this.data.date);
    if (end.kind === 'accepted') this.show(end.value);
    else if (end.kind === 'refused' && end.code === 'BILL_DAY_INVALID')
      this.setData({ phase: 'empty', problem: end.message });
    else if (this.data.day === null) this.setData({ phase: phaseWithout(end), problem: end.message });
    else {
      notify(end.message);
      this.askLater();
    }
  },

  show(day: BillDayDetail) {
    const { mayAct } = this.data;
    this.setData({
      day,
      phase: 'end',
      underWay: isUnderWay(day),
      title: dayTitle(day),
      text: dayText(day),
      rows: sumRows(day),
      cards: differenceCards(day, mayAct && !isUnderWay(day)),
    });
    this.askLater();
  },

  async onAction({ currentTarget }: Tap<{ differenceId: string; action: BillAction }>) {
    const { differenceId, action } = currentTarget.dataset;
    if (this.data.busy !== '') return;
    if (action === 'ignore') {
      reasonDrafts.tell(differenceId, { kind: 'opened', form: { reason: '' } });
      const reason = reasonDrafts.read(differenceId)?.form.reason ?? '';
      this.setData({ ignoring: differenceId, reason, wrong: '' });
      return;
    }
    if (action === 'refund') {
      const theirs = this.data.day?.differences.find((one) => one.differenceId === differenceId)?.theirs;
      const sum = theirs?.amount === undefined ? '这笔款' : formatMoney(theirs.amount);
      const text = '先向微信支付核实，入账后全额退回顾客';
      if (!(await askToConfirm({ title: `退回 ${sum}？`, text, yes: '退回' }))) return;
    }
    await this.resolve(differenceId, action);
  },

  async resolve(differenceId: string, action: BillAction, reason?: string) {
    this.setData({ busy: differenceId, wrong: '' });
    const end = await resolveDifference({ differenceId, action, ...(reason !== undefined && { reason }) });
    this.setData({ busy: '' });
    if (end.kind === 'accepted') {
      reasonDrafts.tell(differenceId, { kind: 'done' });
      this.setData({ ignoring: '' });
      this.draw(end.value);
      if (end.value.resolution !== undefined) notify('已处理', 'done');
      else notify(end.value.learnt ?? '微信支付还没有给出结果，请稍后再查');
      return;
    }
    if (action === 'ignore') this.setData({ wrong: end.message });
    else notify(end.kind === 'unknown' ? '没有等到结果，正在刷新' : end.message);
    if (end.kind === 'unknown' || end.code === 'DIFFERENCE_RESOLVED') await this.load();
  },

  draw(difference: BillDifferenceView) {
    const index = this.data.cards.findIndex(({ differenceId }) => differenceId === difference.differenceId);
    if (index >= 0)
      this.setData({
        [`cards[${index}]`]: differenceCard(difference, { date: this.data.date, mayAct: this.data.mayAct }),
      });
    void this.load();
  },

  onReason({ detail }: WechatMiniprogram.Input) {
    const reason = detail.value.slice(0, MAX_BILL_REASON_LENGTH);
    this.setData({ reason, wrong: '' });
    reasonDrafts.tell(this.data.ignoring, { kind: 'changed', change: { reason } });
  },

  onSheet({ detail }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
    if (!detail.visible) this.onCloseSheet();
  },

  onCloseSheet() {
    this.setData({ ignoring: '' });
  },

  onIgnore() {
    const { ignoring, reason, busy } = this.data;
    if (busy !== '') return;
    if (reason.trim().length < MIN_BILL_REASON_LENGTH)
      this.setData({ wrong: BILL_REFUSAL_WORDS.BILL_REASON_MISSING });
    else void this.resolve(ignoring, 'ignore', reason.trim());
  },

  async onRefetch() {
    if (this.data.fetching) return;
    this.setData({ fetching: true });
    const end = await refetchBills(this.data.date);
    this.setData({ fetching: false });
    if (end.kind !== 'accepted') notify(end.message);
    await this.load();
  },

  onOrder({ currentTarget }: Tap<{ orderId: string }>) {
    void openPage('deskOrder', { orderId: currentTarget.dataset.orderId });
  },

  onBack() {
    void goBack();
  },
});

import type { BillDayView, BillOpenDay } from '../../../contract/bills';
import { fen, type Money } from '../../../contract/money';
import { notify } from '../../../platform/feedback';
import { openPage, stopRefreshing } from '../../../platform/navigation';
import { loadBillMonth } from '../../../services/desk-bills';
import { phaseWithout, type ListPhase } from '../../../stores/paged-list';
import { dayText, thisMonth } from '../../../stores/when';
import { monthAfter, monthCells, monthWords, type DayCell } from './month';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;

const DAY_MS = 24 * 60 * 60_000;

/** WeChat Pay keeps bills for three months. */
const OLDEST_MONTHS = 3;

/** What the bills of a month add up to. */
interface MonthSums {
  readonly paid: Money;
  readonly refunded: Money;
  readonly fee: Money;
}

function sumsOf(days: readonly BillDayView[]): MonthSums {
  const sum = (of: (day: BillDayView) => Money | undefined): Money =>
    fen(days.reduce((total, day) => total + (of(day)?.minor ?? 0), 0));
  return {
    paid: sum(({ theirs }) => theirs?.paid),
    refunded: sum(({ theirs }) => theirs?.refunded),
    fee: sum(({ theirs }) => theirs?.fee),
  };
}

Page({
  data: {
    month: '',
    words: '',
    newest: true,
    oldest: false,
    week: ['一', '二', '三', '四', '五', '六', '日'],
    cells: [] as readonly DayCell[],
    /** Of every month. */
    open: [] as readonly BillOpenDay[],
    sums: null as MonthSums | null,
    phase: 'first' as ListPhase,
    problem: '',
  },

  onLoad() {
    this.turn(thisMonth(Date.now()));
  },

  onShow() {
    // Differences may have been settled on the page of a day.
    if (this.data.phase === 'end') void this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    stopRefreshing();
  },

  onRetry() {
    void this.load();
  },

  turn(month: string) {
    const now = thisMonth(Date.now());
    this.setData({
      month,
      words: monthWords(month),
      newest: month >= now,
      oldest: month <= monthAfter(now, -OLDEST_MONTHS),
      cells: monthCells(month, []),
      sums: null,
      phase: 'first',
    });
    void this.load();
  },

  async load() {
    const { month } = this.data;
    const end = await loadBillMonth(month);
    if (month !== this.data.month) return;
    if (end.kind === 'accepted') {
      const { days, open } = end.value;
      this.setData({
        cells: monthCells(month, days),
        open,
        sums: sumsOf(days),
        phase: 'end',
        problem: '',
      });
    } else if (this.data.phase === 'end') notify(end.message);
    else this.setData({ phase: phaseWithout(end), problem: end.message });
  },

  onMonth({ currentTarget }: Tap<{ months: number }>) {
    const { months } = currentTarget.dataset;
    const { newest, oldest, month } = this.data;
    if ((months > 0 && newest) || (months < 0 && oldest)) return;
    this.turn(monthAfter(month, months));
  },

  onDay({ currentTarget }: Tap<{ date: string; look: DayCell['look'] }>) {
    const { date, look } = currentTarget.dataset;
    if (date === '') return;
    if (look !== 'none') {
      void openPage('deskBillDay', { date });
      return;
    }
    const yesterday = dayText(new Date(Date.now() - DAY_MS).toISOString());
    notify(date < yesterday ? '这天店里没有收款，没有账单要对' : '这天的账单第二天上午 10 点后才有');
  },
});

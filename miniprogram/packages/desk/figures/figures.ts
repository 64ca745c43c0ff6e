import { SALES_DAYS, type DaySales, type SalesSum } from '../../../contract/desk-today';
import type { Money } from '../../../contract/money';
import { notify } from '../../../platform/feedback';
import { openPage } from '../../../platform/navigation';
import { loadBillMonth } from '../../../services/desk-bills';
import { loadShippingState } from '../../../services/desk-shipping';
import { loadToday } from '../../../services/desk-today';
import { phaseWithout, type ListPhase } from '../../../stores/paged-list';
import { thisMonth } from '../../../stores/when';
import { loadedPage } from '../../../stores/loaded-page';

type Days = 1 | 7 | 30;
type Today = { readonly today: SalesSum; readonly days7: SalesSum; readonly days30: SalesSum };

const WORDS: Record<Days, string> = { 1: '今天', 7: '近7天', 30: `近${SALES_DAYS}天` };

function sumOf({ today, days7, days30 }: Today, days: Days): SalesSum {
  switch (days) {
    case 1:
      return today;
    case 7:
      return days7;
    case 30:
      return days30;
  }
}

Page({
  ...loadedPage,

  data: {
    phase: 'first' as ListPhase,
    problem: '',
    days: 7 as Days,
    choices: ([1, 7, 30] as const).map((days) => ({ days, words: WORDS[days] })),
    sums: null as Today | null,
    series: [] as readonly DaySales[],
    shown: [] as readonly DaySales[],
    sum: null as SalesSum | null,
    /** The day whose bar was tapped. */
    chosen: null as DaySales | null,
    frozen: null as Money | null,
    differences: -1,
  },

  onShow() {
    void this.load();
  },

  async load() {
    void this.loadFrozen();
    void this.loadDifferences();
    const end = await loadToday();
    if (end.kind === 'accepted') {
      this.setData({ phase: 'end', sums: end.value, series: end.value.series });
      this.draw(this.data.days);
    } else if (this.data.sums === null) this.setData({ phase: phaseWithout(end), problem: end.message });
    else notify(end.message);
  },

  async loadFrozen() {
    const end = await loadShippingState();
    if (end.kind === 'accepted') this.setData({ frozen: end.value.frozen });
  },

  async loadDifferences() {
    const end = await loadBillMonth(thisMonth(Date.now()));
    if (end.kind === 'accepted')
      this.setData({ differences: end.value.open.reduce((sum, day) => sum + day.openDifferences, 0) });
  },

  draw(days: Days) {
    const { sums, series } = this.data;
    if (sums === null) return;
    // One bar says nothing: today is drawn among the days before it.
    this.setData({ days, sum: sumOf(sums, days), shown: series.slice(-Math.max(7, days)), chosen: null });
  },

  onDays({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { days: Days }>) {
    this.draw(currentTarget.dataset.days);
  },

  onDay({ detail }: WechatMiniprogram.CustomEvent<{ day: string }>) {
    this.setData({ chosen: this.data.series.find(({ day }) => day === detail.day) ?? null });
  },

  onFrozen() {
    void openPage('deskOrders', { filter: 'shipped' });
  },

  onBills() {
    void openPage('deskBills', {});
  },
});

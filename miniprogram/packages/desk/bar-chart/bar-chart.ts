import type { DaySales } from '../../../contract/desk-today';
import { barsOf, type Bar } from './bars';

/** Draws days of sales as bars. `series` the oldest first; `day` is the one that is chosen. Tells `choose` { day }. */
Component({
  properties: {
    series: { type: Array, value: [] as DaySales[] },
    day: { type: String, value: '' },
  },

  data: { bars: [] as readonly Bar[] },

  observers: {
    series(series: readonly DaySales[]) {
      this.setData({ bars: barsOf(series) });
    },
  },

  methods: {
    onBar({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { day: string }>) {
      this.triggerEvent('choose', { day: currentTarget.dataset.day });
    },
  },
});

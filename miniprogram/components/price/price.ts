import { formatMoney, type Money } from '../../contract/money';

/** Splits what the contract's formatter writes, so that the digits stay its own: `¥1,234.50` → `¥`, `1,234`, `.50`. */
function partsOf(text: string): { symbol: string; whole: string; fraction: string } {
  const [, symbol = '', whole = '', fraction = ''] = /^([^\d]*)([\d,]*)(.*)$/.exec(text) ?? [];
  return { symbol, whole, fraction };
}

/** Draws an amount of money. `from` adds 起; `muted` is for a price that is not asked for, `plain` for a part of a sum, `struck` for one that is no more. */
Component({
  properties: {
    amount: { type: Object, value: {} },
    size: { type: String, value: 'm' },
    from: { type: Boolean, value: false },
    muted: { type: Boolean, value: false },
    struck: { type: Boolean, value: false },
    plain: { type: Boolean, value: false },
  },

  data: { symbol: '', whole: '', fraction: '', label: '' },

  observers: {
    'amount, from, struck'(amount: Money | Record<never, never>, from: boolean, struck: boolean) {
      if (!('minor' in amount)) return;
      const text = formatMoney(amount);
      this.setData({ ...partsOf(text), label: `${struck ? '原价' : ''}${text}${from ? '起' : ''}` });
    },
  },
});

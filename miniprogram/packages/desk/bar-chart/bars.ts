import type { DaySales } from '../../../contract/desk-today';
import { formatMoney } from '../../../contract/money';

/** A day as a bar. */
export interface Bar {
  readonly day: string;
  /** Percent of the tallest bar; a day with any sale is at least 2 so that it can be seen. */
  readonly height: number;
  /** `21`, the first of a month and of the row `11/21`; empty where there is no room for it. */
  readonly label: string;
  /** For a person who cannot see it. */
  readonly words: string;
}

const PERCENT = 100;
/** A day with any sale can be seen. */
const LEAST_HEIGHT = 2;

/** At most this many dates under the bars. */
const MOST_LABELS = 7;

function dayWords(day: string): string {
  const [, month = '', date = ''] = day.split('-');
  return `${Number(month)}/${Number(date)}`;
}

/** Only where a month begins is it named: seven dates in full do not fit the narrowest phone in large text. */
function labelWords(day: string, isFirst: boolean): string {
  const [, , date = ''] = day.split('-');
  return isFirst || Number(date) === 1 ? dayWords(day) : String(Number(date));
}

/** Days as bars, the oldest first. All zero draws no bar. */
export function barsOf(series: readonly DaySales[]): readonly Bar[] {
  const most = series.reduce((top, { paid }) => Math.max(top, paid.minor), 0);
  const step = Math.ceil(series.length / MOST_LABELS);
  return series.map(({ day, paid, paidOrders }, index) => ({
    day,
    height:
      most === 0 || paid.minor === 0 ? 0 : Math.max(LEAST_HEIGHT, Math.round((paid.minor / most) * PERCENT)),
    label: (series.length - 1 - index) % step === 0 ? labelWords(day, index < step) : '',
    words: `${dayWords(day)}，${paidOrders}笔，${formatMoney(paid)}`,
  }));
}

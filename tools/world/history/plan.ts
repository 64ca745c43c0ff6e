import type { WantedLine } from '../../../miniprogram/contract/quote';
import { createSeededRandom } from '../../../simulators/wechat-pay/seeded-random';
import { SHELF } from '../catalogue/shelf';

/** What becomes of an order: how the visit ends, and what is asked back later. */
export type Fate = 'paid' | 'unpaid' | 'cancelled' | 'changedMind' | 'damaged' | 'twoDamaged';

/** Somebody orders something. */
export interface Visit {
  readonly kind: 'visit';
  readonly atMs: number;
  readonly openid: string;
  readonly clientToken: string;
  readonly lines: readonly WantedLine[];
  readonly fate: Fate;
}

/** Somebody pays at the counter. */
export interface CounterSale {
  readonly kind: 'counter';
  readonly atMs: number;
  readonly clientToken: string;
  readonly amountMinor: number;
  readonly remark: string;
}

/** What happens in one day, in its order. */
export type HistoryEvent = Visit | CounterSale;

const HOUR_MS = 3_600_000;
/** Evenings are busy, nights are quiet: the hours of Beijing's day somebody may come, the busy ones more than once. */
const HOURS = [8, 9, 10, 11, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 20, 20, 21, 21, 22];
/** Mondays first. */
const WEEKDAYS = [0.8, 0.8, 0.9, 0.9, 1.1, 1.4, 1.3];
const FATES: readonly (readonly [share: number, fate: Fate])[] = [
  [0.08, 'unpaid'],
  [0.06, 'cancelled'],
  [0.03, 'changedMind'],
  [0.04, 'damaged'],
  [0.01, 'twoDamaged'],
];
const REMARKS = ['散茶', '茶点', '包装', ''];
const GUESTS = 48;

/** Draws the events of days. The same seed gives the same history. */
export function historyPlan(seed: number) {
  const { fraction } = createSeededRandom(seed);
  const upTo = (limit: number): number => Math.floor(fraction('history') * limit);
  const one = <Item>(items: readonly Item[]): Item => {
    const item = items[upTo(items.length)];
    if (item === undefined) throw new RangeError('nothing to choose from');
    return item;
  };
  const fate = (): Fate => {
    let left = fraction('history');
    for (const [share, name] of FATES) {
      left -= share;
      if (left < 0) return name;
    }
    return 'paid';
  };
  const lines = (): readonly WantedLine[] => {
    const wanted = new Map<string, number>();
    for (let count = 1 + upTo(2); count > 0; count--) {
      const { product } = one(SHELF);
      const skuId = `${product.id}-${1 + upTo(product.skus.length)}`;
      wanted.set(skuId, 1 + upTo(2));
    }
    return [...wanted].map(([skuId, quantity]) => ({ skuId, quantity }));
  };
  const moment = (dayStartMs: number): number => dayStartMs + one(HOURS) * HOUR_MS + upTo(HOUR_MS);
  const visit = (dayStartMs: number, name: string): Visit => ({
    kind: 'visit',
    atMs: moment(dayStartMs),
    openid: `o-guest-${1 + upTo(GUESTS)}`,
    clientToken: `history-${name}`,
    lines: lines(),
    fate: fate(),
  });
  const sale = (dayStartMs: number, name: string): CounterSale => ({
    kind: 'counter',
    atMs: moment(dayStartMs),
    clientToken: `history-${name}`,
    amountMinor: 500 + upTo(20) * 400,
    remark: one(REMARKS),
  });
  return {
    /** The events of the day that begins then in Beijing; `growth` is how far the shop has come, from 0 to 1. */
    day(dayStartMs: number, growth: number): readonly HistoryEvent[] {
      const weekday = (new Date(dayStartMs + 8 * HOUR_MS).getUTCDay() + 6) % 7;
      const crowd = (2 + 4 * growth) * (WEEKDAYS[weekday] ?? 1);
      const visits = Math.round(crowd * (0.7 + 0.6 * fraction('history')));
      const events = [
        ...Array.from({ length: visits }, (_, number) => visit(dayStartMs, `${dayStartMs}-${number}`)),
        ...Array.from({ length: upTo(3) }, (_, number) =>
          sale(dayStartMs, `${dayStartMs}-counter-${number}`),
        ),
      ];
      return events.toSorted((a, b) => a.atMs - b.atMs);
    },
  };
}

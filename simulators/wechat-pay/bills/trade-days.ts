import { beijingDay } from '../beijing-day';

/** One row to be: what happened, and the number it is found by. */
export interface TradeEvent {
  readonly kind: 'payment' | 'refund' | 'reversal';
  /** out_trade_no, or out_refund_no of a refund. */
  readonly number: string;
}

/** What happened on each day in Beijing, in the order it happened. */
export interface TradeDays {
  events(day: string): readonly TradeEvent[];
  /** Oldest first. */
  days(): readonly string[];
}

export interface TradeDaysKeeper extends TradeDays {
  add(atMs: number, event: TradeEvent): void;
  clear(): void;
}

export function createTradeDays(): TradeDaysKeeper {
  const days = new Map<string, TradeEvent[]>();
  return {
    events: (day) => days.get(day) ?? [],
    days: () => [...days.keys()].sort(),
    add(atMs, event) {
      const day = beijingDay(atMs);
      const listed = days.get(day);
      if (listed === undefined) days.set(day, [event]);
      else listed.push(event);
    },
    clear: () => days.clear(),
  };
}

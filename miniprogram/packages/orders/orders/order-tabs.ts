import { ORDER_STATE_WORDS, type OrderCounts, type OrderState } from '../../../contract/order';

/** A tab above the list; `state` is empty for all orders. */
export interface OrderTab {
  readonly state: OrderState | '';
  readonly words: string;
  /** How many wait in it; nothing is drawn for none. */
  readonly count: string;
}

const STATES = ['awaitingPayment', 'paid', 'shipped', 'completed'] as const;

function countText(count: number): string {
  if (count === 0) return '';
  return count > 99 ? '99+' : String(count);
}

/** The tabs with their numbers; without any before these are known. */
export function orderTabs(counts: OrderCounts | null): readonly OrderTab[] {
  return [
    { state: '', words: '全部', count: '' },
    ...STATES.map((state) => ({
      state,
      words: ORDER_STATE_WORDS[state],
      count: counts === null || state === 'completed' ? '' : countText(counts[state]),
    })),
  ];
}

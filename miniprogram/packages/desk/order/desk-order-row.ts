import type { DeskOrderCard } from '../../../contract/desk-orders';
import { formatMoney, type Money } from '../../../contract/money';
import { GIVEN_BACK_WORDS, ORDER_STATE_WORDS } from '../../../contract/order';
import type { PictureView } from '../../../contract/picture';
import { timeText } from '../../../stores/when';

/** Pictures of a row with several lines. */
const MOST_PICTURES = 3;

/** An order in a list of the merchant: what is drawn of it and no more. */
export interface DeskOrderRow {
  readonly orderId: string;
  readonly when: string;
  readonly tag: string;
  readonly mood: '' | 'open' | 'wrong';
  readonly title: string;
  readonly pictures: readonly (PictureView | null)[];
  readonly pieces: number;
  readonly total: Money;
  /** Who and where to; empty at the counter. */
  readonly who: string;
  readonly remark: string;
  readonly note: string;
  readonly toShip: boolean;
}

function tagOf({ state, openRequests, refunded, givenBack, kind }: DeskOrderCard): string {
  const words = kind === 'counter' && state === 'completed' ? '到店收款' : ORDER_STATE_WORDS[state];
  if (openRequests > 0) return `${words} · 申请退款`;
  if (kind === 'delivery' && givenBack) return GIVEN_BACK_WORDS;
  return refunded.minor > 0 ? `${words} · 退款 ${formatMoney(refunded)}` : words;
}

function moodOf({ state, openRequests, givenBack }: DeskOrderCard): DeskOrderRow['mood'] {
  if (openRequests > 0) return 'wrong';
  return state === 'paid' && !givenBack ? 'open' : '';
}

/** Goods in one line: `亚麻茶席 墨绿 等3种`. */
export function goodsWords({ lines }: Pick<DeskOrderCard, 'lines'>): string {
  const [first] = lines;
  if (first === undefined) return '';
  const words = `${first.title} ${first.specification}`.trim();
  return lines.length === 1 ? words : `${words} 等${lines.length}种`;
}

/** An order as a row. */
export function deskOrderRow(order: DeskOrderCard): DeskOrderRow {
  const { orderId, placedAt, lines, total, buyer, remark, note, kind, state } = order;
  return {
    orderId,
    when: timeText(placedAt),
    tag: tagOf(order),
    mood: moodOf(order),
    title: goodsWords(order),
    pictures: kind === 'counter' ? [] : lines.slice(0, MOST_PICTURES).map(({ picture }) => picture),
    pieces: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    total,
    who: buyer === null ? '' : `${buyer.name} ${buyer.mobile} ${buyer.city}${buyer.district}`,
    // At the counter it names the goods and stands in the title.
    remark: kind === 'counter' ? '' : remark,
    note,
    toShip: kind === 'delivery' && state === 'paid' && order.openRequests === 0 && !order.givenBack,
  };
}

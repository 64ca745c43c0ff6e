import type { Money } from '../../../contract/money';
import type { OrderView } from '../../../contract/order';
import type { PictureView } from '../../../contract/picture';
import { leftText } from '../../../stores/countdown';
import { actionButtons, stateTag, sumWords, type ActionButton } from './order-words';
import { timeText } from '../../../stores/when';

/** Pictures of a row with several lines; the number beside them tells the rest. */
const MOST_PICTURES = 3;

/** An order in a list: what is drawn of it and no more, so that a page of them stays a small message. */
export interface OrderRow {
  readonly orderId: string;
  readonly when: string;
  readonly tag: string;
  readonly waiting: boolean;
  readonly closed: boolean;
  /** The only line's words; empty where there are several. */
  readonly title: string;
  readonly specification: string;
  readonly pictures: readonly (PictureView | null)[];
  readonly pieces: number;
  readonly total: Money;
  /** What the total is: 应付, 实付, or 合计 of what nobody paid. */
  readonly sumWords: string;
  readonly placedAt: string;
  readonly payBefore: string;
  /** What is left to pay, `29:07`; empty when nothing is waited for. */
  readonly left: string;
  readonly transactionId: string;
  readonly actions: readonly ActionButton[];
  /** True once the shopper took it off the list; the row stays as nothing until the list begins anew. */
  readonly gone: boolean;
}

/** An order as a row. */
export function rowOf(order: OrderView, nowMs: number): OrderRow {
  const { orderId, lines, total, placedAt, payBefore, state, actions } = order;
  const [only] = lines.length === 1 ? lines : [];
  const waiting = state === 'awaitingPayment';
  return {
    orderId,
    when: timeText(placedAt),
    tag: stateTag(order),
    waiting,
    closed: state === 'closed' || order.givenBack,
    title: only?.title ?? '',
    specification: only?.specification ?? '',
    pictures: lines.slice(0, MOST_PICTURES).map(({ picture }) => picture),
    pieces: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    total,
    sumWords: sumWords(order),
    placedAt,
    payBefore,
    left: waiting ? leftText(order, nowMs) : '',
    transactionId: order.transactionId ?? '',
    actions: actionButtons(actions),
    gone: false,
  };
}

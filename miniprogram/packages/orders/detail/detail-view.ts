import type { OrderView, ParcelView, TimelineEntry } from '../../../contract/order';
import { REFUND_STATE_WORDS, type RefundRequestView } from '../../../contract/refund';
import type { Money } from '../../../contract/money';
import { actionButtons, stateWords, sumWords } from '../order/order-words';
import { requestWords } from '../order/refund-words';
import { orderTimes, timeText, type Fact } from '../../../stores/when';

/** A parcel as it is drawn. */
interface ParcelCard {
  readonly parcelId: string;
  readonly courier: string;
  readonly trackingNo: string;
  readonly when: string;
  /** What is in it, where that is not the whole order. */
  readonly contents: string;
}

/** A request for money back, or money the shop gives back by itself. */
export interface RefundRow {
  readonly key: string;
  /** Empty where there is no request to open. */
  readonly requestId: string;
  readonly words: string;
  readonly amount: Money;
}

/** The page of an order, ready to be drawn. */
export interface DetailView {
  readonly title: string;
  readonly text: string;
  readonly sumWords: string;
  /** Whether news of it will come that the shop may send. */
  readonly awaitsNews: boolean;
  readonly parcels: readonly ParcelCard[];
  readonly facts: readonly Fact[];
  /** Newest first. */
  readonly timeline: readonly { readonly when: string; readonly text: string }[];
  readonly buttons: ReturnType<typeof actionButtons>;
}

function contentsOf({ lines: held }: ParcelView, { lines }: OrderView): string {
  if (held === undefined) return '';
  const titles = new Map(lines.map(({ skuId, title }) => [skuId, title]));
  return held.map(({ skuId, quantity }) => `${titles.get(skuId) ?? ''} ×${quantity}`).join('、');
}

function parcelCard(parcel: ParcelView, order: OrderView): ParcelCard {
  const { parcelId, courier, trackingNo, shippedAt } = parcel;
  return { parcelId, courier, trackingNo, when: timeText(shippedAt), contents: contentsOf(parcel, order) };
}

/** An order as its page tells it. */
export function detailView(order: OrderView): DetailView {
  return {
    ...stateWords(order),
    sumWords: sumWords(order),
    awaitsNews: order.state === 'paid' && !order.givenBack,
    parcels: order.parcels.map((parcel) => parcelCard(parcel, order)),
    facts: orderTimes(order),
    timeline: [...order.timeline]
      .reverse()
      .map(({ at, text }: TimelineEntry) => ({ when: timeText(at), text })),
    buttons: actionButtons(order.actions),
  };
}

/** Everything about money back: what was asked for, and refunds nobody had to ask for. */
export function refundRows(
  { refunds }: Pick<OrderView, 'refunds'>,
  requests: readonly RefundRequestView[],
): readonly RefundRow[] {
  const asked = new Set(requests.map(({ refund }) => refund?.outRefundNo));
  return [
    ...requests.map((request) => ({
      key: request.requestId,
      requestId: request.requestId,
      words: requestWords(request).title,
      amount: request.amount,
    })),
    ...refunds
      .filter(({ outRefundNo }) => !asked.has(outRefundNo))
      .map(({ outRefundNo, state, amount }) => ({
        key: outRefundNo,
        requestId: '',
        words: REFUND_STATE_WORDS[state],
        amount,
      })),
  ];
}

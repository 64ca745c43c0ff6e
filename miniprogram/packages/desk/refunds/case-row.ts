import type { DeskRefundView, RefundCaseView } from '../../../contract/desk-refunds';
import type { Money } from '../../../contract/money';
import type { PictureView } from '../../../contract/picture';
import { REFUND_REQUEST_REASON_WORDS } from '../../../contract/refund';
import { timeText } from '../../../stores/when';
import { goodsWords } from '../order/desk-order-row';
import { caseWords } from '../order/order-page';

/** A case in a list. */
export interface CaseCard {
  readonly key: string;
  readonly requestId: string;
  readonly orderId: string;
  readonly outRefundNo: string;
  readonly words: string;
  readonly waiting: boolean;
  readonly amount: Money;
  readonly title: string;
  /** Why it was asked for, and by whom. */
  readonly why: string;
  readonly when: string;
  readonly picture: PictureView | null;
  /** What stands in its way; empty where nothing does. */
  readonly trouble: string;
}

const OWN_REASON_WORDS: Record<DeskRefundView['reason'], string> = {
  secondSuccess: '重复付款，自动退回',
  orderClosed: '订单已关闭，自动退回',
  requested: '店里发起',
};

/** Why the money goes back, in a few words. */
export function whyWords({ request, refund }: Pick<RefundCaseView, 'request' | 'refund'>): string {
  if (request !== null) return REFUND_REQUEST_REASON_WORDS[request.reason];
  return refund === null ? '' : OWN_REASON_WORDS[refund.reason];
}

/** A case as a card of the list. */
export function caseCard(one: RefundCaseView): CaseCard {
  const { request, refund, order } = one;
  const who = order.buyer === null ? '' : `${order.buyer.name} · `;
  return {
    key: `${order.orderId}/${request?.requestId ?? ''}/${refund?.outRefundNo ?? ''}`,
    requestId: request?.requestId ?? '',
    orderId: order.orderId,
    outRefundNo: refund?.outRefundNo ?? '',
    words: caseWords(one),
    waiting: one.actions.length > 0,
    amount: refund?.amount ?? request?.amount ?? one.refunded,
    title: goodsWords(order),
    why: `${who}${whyWords(one)}`,
    when: timeText(request?.requestedAt ?? refund?.createdAt ?? order.placedAt),
    picture: order.lines[0]?.picture ?? null,
    trouble: refund?.trouble?.text ?? '',
  };
}

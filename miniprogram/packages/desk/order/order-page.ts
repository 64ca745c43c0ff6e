import { PAYMENT_STATE_WORDS, type DeskOrderView, type PaymentView } from '../../../contract/desk-orders';
import { GIVEN_BACK_WORDS, ORDER_STATE_WORDS } from '../../../contract/order';
import { DESK_REFUND_STATE_WORDS, type RefundCaseView } from '../../../contract/desk-refunds';
import type { Money } from '../../../contract/money';
import type { RefundRequestState } from '../../../contract/refund';
import type { ShippingView } from '../../../contract/shipping';
import { orderTimes, timeText, type Fact } from '../../../stores/when';

const SCENE_WORDS: Record<PaymentView['scene'], string> = {
  miniProgram: '小程序支付',
  native: '扫码支付',
  paymentCode: '付款码',
};

/** The page of an order, ready to be drawn. */
export interface OrderPage {
  readonly title: string;
  readonly text: string;
  readonly facts: readonly Fact[];
  readonly payments: readonly {
    readonly outTradeNo: string;
    readonly words: string;
    readonly amount: Money;
    readonly transactionId: string;
    /** A success besides the one that counts. */
    readonly extra: boolean;
  }[];
  /** Newest first. */
  readonly timeline: readonly { readonly when: string; readonly text: string }[];
}

const ASKED = '顾客正在申请退款，请先处理';

function stateText(order: DeskOrderView): string {
  if (order.paymentUnknown) return '正在向微信支付确认，请不要当作没有付款';
  if (order.givenBack && order.kind === 'delivery') return '款项已全部退给顾客';
  switch (order.state) {
    case 'awaitingPayment':
      return `顾客须在 ${timeText(order.payBefore)} 前付款，到时自动关闭`;
    case 'paid':
    case 'completed':
      return order.openRequests > 0 ? ASKED : '';
    case 'shipped':
      return order.openRequests > 0 ? ASKED : '等待顾客确认收货';
    case 'closed':
      return order.closeReason === 'expired' ? '超过付款时间，商品已回到货架' : '已取消，商品已回到货架';
  }
}

function titleOf({ kind, state, givenBack }: DeskOrderView): string {
  if (kind === 'counter' && state === 'completed') return '到店收款';
  return givenBack ? GIVEN_BACK_WORDS : ORDER_STATE_WORDS[state];
}

/** An order as its page tells it. */
export function orderPage(order: DeskOrderView): OrderPage {
  return {
    title: titleOf(order),
    text: stateText(order),
    facts: orderTimes(order),
    payments: order.payments.map(
      ({ outTradeNo, scene, state, amount, payerTotal, transactionId, counts }) => ({
        outTradeNo,
        words: `${SCENE_WORDS[scene]} · ${PAYMENT_STATE_WORDS[state]}`,
        amount: payerTotal ?? amount,
        transactionId: transactionId ?? '',
        extra: state === 'succeeded' && !counts,
      }),
    ),
    timeline: [...order.timeline].reverse().map(({ at, text }) => ({ when: timeText(at), text })),
  };
}

/** A case as a row of the order. */
export interface CaseRow {
  readonly key: string;
  readonly requestId: string;
  readonly outRefundNo: string;
  readonly words: string;
  readonly amount: Money;
  readonly waiting: boolean;
}

const REQUEST_WORDS: Record<RefundRequestState, string> = {
  requested: '等你答复',
  approved: '已同意',
  rejected: '已拒绝',
  withdrawn: '顾客已撤销',
};

/** How a case stands, in a few words. */
export function caseWords({ request, refund }: Pick<RefundCaseView, 'request' | 'refund'>): string {
  if (refund !== null) return DESK_REFUND_STATE_WORDS[refund.state];
  return request === null ? '' : REQUEST_WORDS[request.state];
}

/** A case as a row. */
export function caseRow(one: RefundCaseView): CaseRow {
  const { request, refund } = one;
  const requestId = request?.requestId ?? '';
  const outRefundNo = refund?.outRefundNo ?? '';
  return {
    key: `${requestId}/${outRefundNo}`,
    requestId,
    outRefundNo,
    words: caseWords(one),
    amount: refund?.amount ?? request?.amount ?? one.refunded,
    // Goods that come back may take days: nothing is wrong meanwhile.
    waiting: one.actions.some((action) => action !== 'goodsBack'),
  };
}

/** What a button at the lower edge does. */
export type OrderStep = 'ship' | 'correct' | 'remind' | 'giveBack' | 'answer';

/** A button of the page; the main one last, where the thumb is. */
export interface OrderButton {
  readonly step: OrderStep;
  readonly words: string;
  readonly primary: boolean;
}

/** The buttons for an order as it is, for somebody with these rights. */
export function orderButtons(
  order: DeskOrderView,
  shipping: ShippingView | null,
  rights: { readonly ship: boolean; readonly refund: boolean },
): readonly OrderButton[] {
  const buttons: OrderButton[] = [];
  const asked = rights.refund && order.openRequests > 0;
  // What was asked for comes first: other money back, or a reminder, would go past it.
  if (rights.refund && order.refundable.minor > 0 && !asked)
    buttons.push({ step: 'giveBack', words: '退款', primary: false });
  if (rights.ship && shipping?.canCorrect === true)
    buttons.push({ step: 'correct', words: '更正物流', primary: false });
  if (rights.ship && shipping?.canRemind === true && order.openRequests === 0)
    buttons.push({ step: 'remind', words: '提醒收货', primary: !shipping.canShip });
  if (rights.ship && shipping?.canShip === true)
    buttons.push({ step: 'ship', words: shipping.parcels.length > 0 ? '继续发货' : '发货', primary: true });
  if (asked)
    buttons.push({ step: 'answer', words: '处理申请', primary: !buttons.some(({ primary }) => primary) });
  return buttons;
}

import type { OrderView } from '../../../contract/order';
import type { CashierOutcome } from '../../../platform/payment';

/** What the page knows. The phone's own part (`cashier`) chooses words only; what happened is the order's state. */
export interface PaymentFacts {
  /** Null until the server answered once. */
  readonly order: OrderView | null;
  /** `opening` until it closed; null when it was not opened from here. */
  readonly cashier: CashierOutcome | 'opening' | null;
  /** Answers that came since the cashier closed. */
  readonly answers: number;
  /** Why the last question or the start of the payment brought nothing; empty when it did. */
  readonly problem: string;
  /** The order is nobody's, or somebody else's. */
  readonly missing: boolean;
}

/** `unpaid` is said only where the server says so and the shopper did not just pay. */
export type PaymentKind =
  | 'asking'
  | 'opening'
  | 'confirming'
  | 'slow'
  | 'unpaid'
  | 'paid'
  | 'refunding'
  | 'closed'
  | 'unreachable'
  | 'missing';

/** What the main button and the one under it do. */
export type PaymentStep = 'pay' | 'ask' | 'order' | 'orders' | 'home';

/** The page in words. */
export interface PaymentView {
  readonly kind: PaymentKind;
  readonly title: string;
  readonly text: string;
  readonly steps: readonly PaymentStep[];
}

/** The words on a button. */
export const PAYMENT_STEP_WORDS: Record<PaymentStep, string> = {
  pay: '继续支付',
  ask: '刷新结果',
  order: '查看订单',
  orders: '我的订单',
  home: '继续逛逛',
};

/** After a password was typed the server hears of it within seconds; this many answers without it are long. */
const ANSWERS_UNTIL_SLOW = 5;
/** A cashier that ended oddly may still have been paid: so often the server is asked before the order counts as waiting. */
const ANSWERS_UNTIL_UNPAID = 2;

function waitingKind({ cashier, answers }: PaymentFacts): PaymentKind {
  switch (cashier) {
    case 'opening':
      return 'opening';
    case 'done':
      return answers < ANSWERS_UNTIL_SLOW ? 'confirming' : 'slow';
    case 'failed':
      return answers < ANSWERS_UNTIL_UNPAID ? 'confirming' : 'unpaid';
    case 'cancelled':
    case null:
      return 'unpaid';
  }
}

/** Which of its faces the page shows. */
export function paymentKind(facts: PaymentFacts): PaymentKind {
  const { order, cashier, problem, missing } = facts;
  if (missing) return 'missing';
  if (order === null) {
    if (cashier === 'opening') return 'opening';
    return problem === '' ? 'asking' : 'unreachable';
  }
  switch (order.state) {
    case 'awaitingPayment':
      return waitingKind(facts);
    case 'closed':
      return order.refunds.length > 0 ? 'refunding' : 'closed';
    case 'paid':
    case 'shipped':
    case 'completed':
      return 'paid';
  }
}

function closedText({ closeReason }: OrderView): string {
  return closeReason === 'expired'
    ? '超过了付款时间，商品已经放回货架。如果已付款，款项会原路退回'
    : '订单已取消。如果已付款，款项会原路退回';
}

/** The page in words for what is known. */
export function paymentView(facts: PaymentFacts): PaymentView {
  const kind = paymentKind(facts);
  const { order, problem } = facts;
  switch (kind) {
    case 'asking':
      return { kind, title: '正在查询支付结果', text: '', steps: [] };
    case 'opening':
      return { kind, title: '正在打开微信支付', text: '请在弹出的收银台里完成付款', steps: [] };
    case 'confirming':
      return { kind, title: '正在确认支付结果', text: '通常只要几秒钟，请不要重复付款', steps: [] };
    case 'slow':
      return {
        kind,
        title: '银行处理中',
        text: problem === '' ? '结果会自动更新，不会重复扣款。也可以先去逛逛，稍后在订单里查看' : problem,
        steps: ['ask', 'order'],
      };
    case 'unpaid':
      return {
        kind,
        title: '订单等待付款',
        text: problem === '' ? '商品已为你保留，请在时间内完成付款' : problem,
        steps: ['pay', 'order'],
      };
    case 'paid':
      return { kind, title: '支付成功', text: '我们会尽快为你发货', steps: ['order', 'home'] };
    case 'refunding':
      return {
        kind,
        title: '款项正在退回',
        text: '付款到账时商品已经售完，款项会原路退回，请留意微信支付的通知',
        steps: ['order', 'home'],
      };
    case 'closed':
      return {
        kind,
        title: '订单已关闭',
        text: order === null ? '' : closedText(order),
        steps: ['home', 'order'],
      };
    case 'unreachable':
      return {
        kind,
        title: '暂时查不到结果',
        text: `${problem}。订单不会丢，稍后就能看到结果`,
        steps: ['ask', 'order'],
      };
    case 'missing':
      return { kind, title: '没有找到这笔订单', text: '可能是用别的微信号下的单', steps: ['orders', 'home'] };
  }
}

/** True while another answer may say something new. */
export function mayChange(kind: PaymentKind): boolean {
  return (
    kind === 'confirming' ||
    kind === 'slow' ||
    kind === 'unpaid' ||
    kind === 'unreachable' ||
    kind === 'asking'
  );
}

/** True where the shopper may want to ask the service: the result is late, or something did not work. */
export function mayNeedHelp(kind: PaymentKind, { problem }: Pick<PaymentFacts, 'problem'>): boolean {
  return kind === 'slow' || kind === 'unreachable' || (kind === 'unpaid' && problem !== '');
}

/** Seconds until the server is asked again: at once, then less and less often, never more seldom than twice a minute. */
const PAUSES_S = [1, 1, 2, 3, 5, 8, 13, 20] as const;

/** How long to wait before the next question, after so many. */
export function pauseMs(asked: number): number {
  return (PAUSES_S[asked] ?? 30) * 1000;
}

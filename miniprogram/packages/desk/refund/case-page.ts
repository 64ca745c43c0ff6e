import {
  ABNORMAL_WORDS,
  type DeskRefundView,
  type RefundAction,
  type RefundCaseView,
} from '../../../contract/desk-refunds';
import { formatMoney } from '../../../contract/money';
import { timeText } from '../../../stores/when';
import { caseWords } from '../order/order-page';
import { whyWords } from '../refunds/case-row';

/** A button of the page; at most one is primary. */
export interface CaseButton {
  readonly action: RefundAction;
  readonly words: string;
  readonly primary: boolean;
  readonly danger: boolean;
}

/** The page of a case, ready to be drawn. */
export interface CasePage {
  readonly title: string;
  /** What it means, or what to do. */
  readonly text: string;
  readonly wrong: boolean;
  readonly why: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly photos: readonly { fileId: string; width: number; height: number; alt: string }[];
  readonly timeline: readonly { readonly when: string; readonly text: string }[];
  readonly bar: readonly CaseButton[];
  /** Ways out that are not the usual one. */
  readonly others: readonly CaseButton[];
}

function refundText(refund: DeskRefundView): string {
  switch (refund.state) {
    case 'awaitingApproval':
      return '金额超过单人可退的上限，需要另一位有退款权限的店员复核';
    case 'due':
      return refund.trouble?.text ?? '系统会马上提交给微信支付';
    case 'processing':
      return '微信支付已受理，到账后这里会自动更新，请不要重复退款';
    case 'succeeded':
      return refund.receivedBy === undefined ? '款项已退给顾客' : `款项已退到顾客的${refund.receivedBy}`;
    case 'closed':
      return refund.approval === 'declined' ? '复核没有同意，没有退款' : '微信支付已关闭这笔退款，没有退款';
    case 'abnormal':
      return refund.redirectedTo === undefined ? ABNORMAL_WORDS : '已改退银行卡，等待到账';
    case 'byHand':
      return `店里已用其他方式退款：${refund.byHand?.note ?? ''}`;
  }
}

function factsOf({ request, refund }: RefundCaseView) {
  const facts: (readonly [name: string, value: string | undefined])[] = [
    ['申请时间', request === null ? undefined : timeText(request.requestedAt)],
    ['回复顾客', request === null || request.answer === '' ? undefined : request.answer],
    ['退款时间', refund === null ? undefined : timeText(refund.createdAt)],
    ['退款说明', refund === null || refund.text === '' ? undefined : refund.text],
    ['退款单号', refund?.outRefundNo],
    ['商品入库', refund?.goodsBackAt === undefined ? undefined : timeText(refund.goodsBackAt)],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}

const WORDS: Record<RefundAction, string> = {
  approveRequest: '同意退款',
  rejectRequest: '拒绝',
  approve: '复核同意',
  decline: '不同意',
  retry: '重试',
  redirect: '改退银行卡',
  settleByHand: '已另行退款',
  goodsBack: '商品已退回，入库',
};

/** What most people come for, the first of them that may be done. */
const MAIN: readonly RefundAction[] = ['approveRequest', 'approve', 'retry', 'redirect', 'goodsBack'];
/** What stands beside it. */
const BESIDE: readonly RefundAction[] = ['rejectRequest', 'decline'];

function buttonOf(action: RefundAction, { refund, request }: RefundCaseView, primary: boolean): CaseButton {
  const sum =
    action === 'approveRequest' ? request?.amount : action === 'approve' ? refund?.amount : undefined;
  return {
    action,
    words: sum === undefined ? WORDS[action] : `${WORDS[action]} ${formatMoney(sum)}`,
    primary,
    danger: BESIDE.includes(action),
  };
}

/** A case as its page tells it. */
export function casePage(one: RefundCaseView): CasePage {
  const { request, refund, actions } = one;
  const main = MAIN.find((action) => actions.includes(action));
  const bar = [...BESIDE.filter((action) => actions.includes(action)), ...(main === undefined ? [] : [main])];
  const waits = request?.state === 'requested' ? '同意后，款项原路退回顾客' : '';
  return {
    title: caseWords(one),
    text: refund === null ? waits : refundText(refund),
    wrong: refund?.trouble !== undefined || refund?.state === 'abnormal',
    why: whyWords(one),
    facts: factsOf(one),
    photos: (request?.photos ?? []).map((fileId) => ({ fileId, width: 1, height: 1, alt: '' })),
    timeline: [...(request?.timeline ?? [])].reverse().map(({ at, text }) => ({ when: timeText(at), text })),
    bar: bar.map((action) => buttonOf(action, one, action === main)),
    others: actions.filter((action) => !bar.includes(action)).map((action) => buttonOf(action, one, false)),
  };
}

import {
  BILL_ACTION_WORDS,
  BILL_DIFFERENCE_KIND_WORDS,
  type BillAction,
  type BillDayDetail,
  type BillDifferenceView,
  type BillSide,
  type BillSubject,
} from '../../../contract/bills';
import { formatMoney } from '../../../contract/money';
import { timeText } from '../../../stores/when';

const SUBJECT_WORDS: Record<BillSubject, string> = { payment: '收款', refund: '退款', account: '账户' };

/** A button of a difference. */
interface DifferenceButton {
  readonly action: BillAction;
  readonly words: string;
  readonly primary: boolean;
}

/** A difference as it is drawn. */
export interface DifferenceCard {
  readonly differenceId: string;
  readonly kind: string;
  /** What both sides cannot say; empty where they say all of it. */
  readonly text: string;
  readonly ours: string;
  readonly theirs: string;
  readonly learnt: string;
  readonly orderId: string;
  /** Numbers to look it up by at WeChat Pay. */
  readonly number: string;
  readonly buttons: readonly DifferenceButton[];
  /** How it ended; empty while it is open. */
  readonly resolution: string;
}

/** A time as short as it may be on the page of its day. */
function momentText(at: string, date: string): string {
  const text = timeText(at);
  return text.startsWith(`${date} `) ? text.slice(date.length + 1) : text;
}

function sideText({ amount, state, at }: BillSide, date: string): string {
  const parts = [
    amount === undefined ? '' : formatMoney(amount),
    state ?? '',
    at === undefined ? '' : momentText(at, date),
  ];
  return parts.filter((part) => part !== '').join(' · ') || '没有';
}

function endText({ resolution }: BillDifferenceView): string {
  if (resolution === undefined) return '';
  const how = resolution.action === 'foundLater' ? '后来对上了' : BILL_ACTION_WORDS[resolution.action];
  return `${timeText(resolution.at)} ${how}：${resolution.text}`;
}

/** Two sides that name their amount and state need no sentence; a fee and the day's account do. */
function saidBySides({ subject, kind }: BillDifferenceView): boolean {
  return subject !== 'account' && kind !== 'fee';
}

/** The sentence without the kind it begins with, which is the card's title. */
function wordsOnly(text: string, kind: BillDifferenceView['kind']): string {
  const beginning = `${BILL_DIFFERENCE_KIND_WORDS[kind]}：`;
  return text.startsWith(beginning) ? text.slice(beginning.length) : text;
}

/** A difference as a card on the page of `date`. `mayAct`: whether whoever looks may settle it. */
export function differenceCard(
  difference: BillDifferenceView,
  { date, mayAct }: { readonly date: string; readonly mayAct: boolean },
): DifferenceCard {
  const { differenceId, subject, kind, text, ours, theirs, actions, learnt, orderId } = difference;
  return {
    differenceId,
    kind: `${SUBJECT_WORDS[subject]} · ${BILL_DIFFERENCE_KIND_WORDS[kind]}`,
    text: saidBySides(difference) ? '' : wordsOnly(text, kind),
    ours: sideText(ours, date),
    theirs: sideText(theirs, date),
    learnt: learnt ?? '',
    orderId: orderId ?? '',
    number: difference.outRefundNo ?? difference.outTradeNo ?? difference.transactionId ?? '',
    // To ignore it is never what is proposed.
    buttons: (mayAct ? actions : []).map((action, index) => ({
      action,
      words: BILL_ACTION_WORDS[action],
      primary: index === 0 && action !== 'ignore',
    })),
    resolution: endText(difference),
  };
}

function rank({ resolution, subject }: BillDifferenceView): number {
  return (resolution === undefined ? 0 : 2) + (subject === 'account' ? 1 : 0);
}

/** The differences of a day: what waits first, and payments and refunds before the account, which often follows from them. */
export function differenceCards(
  { date, differences }: Pick<BillDayDetail, 'date' | 'differences'>,
  mayAct: boolean,
): readonly DifferenceCard[] {
  return [...differences]
    .sort((one, other) => rank(one) - rank(other))
    .map((difference) => differenceCard(difference, { date, mayAct }));
}

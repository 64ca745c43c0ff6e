import type { Money } from './money';

/**
 * How the books of one day stand against WeChat Pay's bill of it.
 * - `waiting`: the bill is not made yet; it is asked for after 10:00 of the next day.
 * - `fetching`: being asked for, read and matched; a file that arrived broken is asked for again.
 * - `matched`: everything agrees. Nothing to do.
 * - `differences`: somebody has to look.
 * - `closed`: there were differences, and each was resolved.
 * - `unavailable`: older than WeChat Pay keeps bills, and never read.
 */
export const BILL_DAY_STATES = [
  'waiting',
  'fetching',
  'matched',
  'differences',
  'closed',
  'unavailable',
] as const;
export type BillDayState = (typeof BILL_DAY_STATES)[number];

/** The words a person reads for each state. */
export const BILL_DAY_STATE_WORDS: Record<BillDayState, string> = {
  waiting: '账单未出',
  fetching: '对账中',
  matched: '账目一致',
  differences: '有差异待处理',
  closed: '差异已处理完',
  unavailable: '账单已过期',
};

/** In what the books and the bill differ. The last three are about the day's account, not about one payment. */
export const BILL_DIFFERENCE_KINDS = [
  'onlyOurs',
  'onlyTheirs',
  'amount',
  'state',
  'party',
  'fee',
  'repeated',
  'balance',
  'fundTotals',
  'opening',
] as const;
export type BillDifferenceKind = (typeof BILL_DIFFERENCE_KINDS)[number];

/** The words a person reads for each kind. */
export const BILL_DIFFERENCE_KIND_WORDS: Record<BillDifferenceKind, string> = {
  onlyOurs: '店里有，微信账单里没有',
  onlyTheirs: '微信账单里有，店里没有',
  amount: '金额不一致',
  state: '状态不一致',
  party: '商户号、AppID 或交易单号不一致',
  fee: '手续费与费率不符',
  repeated: '微信账单里出现了两次',
  balance: '资金账单余额不连续',
  fundTotals: '资金账单与交易账单合计不符',
  opening: '期初余额与前一日期末不符',
};

/** What a difference is about. */
export type BillSubject = 'payment' | 'refund' | 'account';

/**
 * What can be done about a difference without harm.
 * - `query`: ask WeChat Pay, and enter its answer in the books.
 * - `settle`: enter what only WeChat Pay has in the books, after WeChat Pay has confirmed it.
 * - `refund`: the same, and give the payment back in full.
 * - `ignore`: nothing is changed; a reason is kept.
 */
export const BILL_ACTIONS = ['query', 'settle', 'refund', 'ignore'] as const;
export type BillAction = (typeof BILL_ACTIONS)[number];

/** The words on the buttons. */
export const BILL_ACTION_WORDS: Record<BillAction, string> = {
  query: '向微信查询',
  settle: '补录入账',
  refund: '补录并退款',
  ignore: '忽略并说明原因',
};

/** Shortest and longest reason of an ignored difference, in characters. */
export const MIN_BILL_REASON_LENGTH = 2;
/** See {@link MIN_BILL_REASON_LENGTH}. */
export const MAX_BILL_REASON_LENGTH = 200;

/** Counts and sums of a day. */
export interface BillTotals {
  readonly payments: number;
  readonly paid: Money;
  readonly refunds: number;
  readonly refunded: Money;
  /** WeChat Pay's fee, rounded to fen; less where fees were given back. */
  readonly fee: Money;
}

/** One day of the calendar. */
export interface BillDayView {
  /** `yyyy-MM-dd`, a day in Beijing. */
  readonly date: string;
  readonly state: BillDayState;
  /** As the bill has it; null before it was read. */
  readonly theirs: BillTotals | null;
  readonly openDifferences: number;
  readonly resolvedDifferences: number;
  /** While `waiting` or `fetching`: when it is asked for again, RFC 3339. */
  readonly nextTryAt?: string;
  /** Why the day is not done yet, in words for a person: what arrived broken, and where. */
  readonly trouble?: string;
}

/** A day with something to resolve. */
export type BillOpenDay = Pick<BillDayView, 'date' | 'openDifferences'>;

/** One side of a difference; what is not known there is missing. */
export interface BillSide {
  readonly amount?: Money;
  /** In words for a person, e.g. `已付款`, `退款中`. */
  readonly state?: string;
  /** RFC 3339. */
  readonly at?: string;
}

/** How a difference ended. */
export interface BillResolution {
  readonly action: BillAction | 'foundLater';
  /** The openid of who resolved it; missing where the shop did by itself. */
  readonly by?: string;
  /** RFC 3339. */
  readonly at: string;
  /** What was found, or the reason that was given. */
  readonly text: string;
}

/** One difference between the books and the bill. */
export interface BillDifferenceView {
  readonly differenceId: string;
  readonly date: string;
  readonly subject: BillSubject;
  readonly kind: BillDifferenceKind;
  /** The kind and the numbers in one sentence. */
  readonly text: string;
  /** The order, where the books have one. */
  readonly orderId?: string;
  readonly outTradeNo?: string;
  readonly transactionId?: string;
  readonly outRefundNo?: string;
  readonly refundId?: string;
  readonly ours: BillSide;
  readonly theirs: BillSide;
  /** What may be done now, the most sensible first; empty once it is resolved. */
  readonly actions: readonly BillAction[];
  /** What asking WeChat Pay has taught, where somebody asked and it is still open. */
  readonly learnt?: string;
  readonly resolution?: BillResolution;
}

/** One of the two files of a day. */
export interface BillFileView {
  readonly bill: 'trade' | 'fundFlow';
  /** Lower-case hex, of the file unpacked. */
  readonly sha1: string;
  /** Of the file unpacked. */
  readonly bytes: number;
  readonly rows: number;
  /** Where the file is kept in the shop's cloud storage: its pieces in order, as they arrived (gzip). */
  readonly fileIds: readonly string[];
}

/** Everything about one day. */
export interface BillDayDetail extends BillDayView {
  /** As the books have it. */
  readonly ours: BillTotals | null;
  readonly files: readonly BillFileView[];
  /** Of the account, before the first and after the last movement; missing where nothing moved. */
  readonly balance?: { readonly opening: Money; readonly closing: Money };
  /** Rows of other apps or merchants in the same bill; not this shop's. */
  readonly foreignRows: number;
  /** At most {@link MAX_BILL_DIFFERENCES}: open ones first. */
  readonly differences: readonly BillDifferenceView[];
  /** Found, but beyond what is kept of one day; they show when the day is fetched again after resolving. */
  readonly moreDifferences: number;
}

/** How many differences of one day are kept. */
export const MAX_BILL_DIFFERENCES = 500;

/** Every way bills and differences refuse. */
export const BILL_REFUSALS = [
  'BILL_NOT_ALLOWED',
  'BILL_DAY_INVALID',
  'BILL_DAY_BUSY',
  'BILL_TOO_OLD',
  'DIFFERENCE_NOT_FOUND',
  'DIFFERENCE_RESOLVED',
  'BILL_ACTION_INVALID',
  'BILL_REASON_MISSING',
  'BILL_NOT_CONFIRMED',
] as const;
export type BillRefusal = (typeof BILL_REFUSALS)[number];

/** What the merchant reads for each refusal. */
export const BILL_REFUSAL_WORDS: Record<BillRefusal, string> = {
  BILL_NOT_ALLOWED: '只有店主和店长可以处理对账差异',
  BILL_DAY_INVALID: '日期有误：须为今天以前的某一天，格式如 2026-11-20',
  BILL_DAY_BUSY: '这一天正在对账，请稍后再试',
  BILL_TOO_OLD: '微信支付只保留三个月的账单，这一天已无法获取',
  DIFFERENCE_NOT_FOUND: '没有找到这条差异，请刷新后再试',
  DIFFERENCE_RESOLVED: '这条差异已处理过，请刷新查看',
  BILL_ACTION_INVALID: '这条差异不能这样处理，请刷新后选择其他方式',
  BILL_REASON_MISSING: '请填写忽略的原因（2 到 200 个字）',
  BILL_NOT_CONFIRMED: '微信支付暂未确认这笔交易，没有改动账目，请稍后再试',
};

/** The methods of bills. Every method needs a role; resolving and fetching again that of owner or manager. */
export interface BillMethods {
  'bills.month': {
    /**
     * `yyyy-MM`. One entry for each day whose bill is or was looked at, oldest first; days to come and days before
     * the shop took its first payment are missing. `open` are the days of every month that wait for somebody, the
     * latest first: on the first of a month yesterday is in another one.
     */
    params: { readonly month: string };
    value: { readonly days: readonly BillDayView[]; readonly open: readonly BillOpenDay[] };
  };
  'bills.day': { params: { readonly date: string }; value: BillDayDetail };
  'bills.resolve': {
    /** `reason` is needed to ignore, 2 to 200 characters, and not looked at otherwise. Safe to repeat. */
    params: { readonly differenceId: string; readonly action: BillAction; readonly reason?: string };
    /** Still open where asking WeChat Pay has not settled it: see `learnt`. */
    value: BillDifferenceView;
  };
  /** Asks for the day's bills again and matches anew; what was resolved and still differs stays resolved. */
  'bills.refetch': { params: { readonly date: string }; value: BillDayView };
}

import type { DeskOrderCard } from './desk-orders';
import type { Money } from './money';
import type { OrderLineView, RefundView, TimelineEntry } from './order';
import type { WantedLine } from './quote';
import type { RefundRequestReason, RefundRequestState } from './refund';

/**
 * Where refunds are listed. `requests` wait for an answer, `approvals` for a second person, `troubles` for somebody to
 * mend what stands in their way; `underWay` end by themselves; `ended` are over.
 */
export const REFUND_LISTS = ['requests', 'approvals', 'troubles', 'underWay', 'ended'] as const;
export type RefundList = (typeof REFUND_LISTS)[number];

/** The words of the tabs. */
export const REFUND_LIST_WORDS: Record<RefundList, string> = {
  requests: '待处理',
  approvals: '待复核',
  troubles: '有问题',
  underWay: '退款中',
  ended: '已结束',
};

/** A refund's life as the staff sees it. */
export type DeskRefundState = RefundView['state'] | 'awaitingApproval';

/** The words a person reads for each state. */
export const DESK_REFUND_STATE_WORDS: Record<DeskRefundState, string> = {
  awaitingApproval: '等待第二人复核',
  due: '即将退款',
  processing: '退款中，等待微信到账',
  succeeded: '已退款',
  closed: '已结束，没有退款',
  abnormal: '退款异常，需要处理',
  byHand: '已由店里另行退款',
};

/** What stands in the way of a refund that is due. */
export const REFUND_TROUBLES = ['notEnough', 'payerAccount', 'refused'] as const;
export type RefundTroubleKind = (typeof REFUND_TROUBLES)[number];

/** What the staff reads for each: what is wrong and what to do. */
export const REFUND_TROUBLE_WORDS: Record<RefundTroubleKind, string> = {
  notEnough: '商户账户余额不足。请到微信支付商户平台充值，系统会自动重试，也可以充值后点“重试”',
  payerAccount: '顾客的微信支付账户异常，无法原路退回。请与顾客联系，用其他方式退款后点“已另行退款”',
  refused: '微信支付没有受理。请按提示处理后点“重试”；无法处理时与顾客联系，另行退款',
};

/** What the staff reads beside an abnormal refund. */
export const ABNORMAL_WORDS =
  '顾客原来的银行卡或零钱收不了款。可以退到顾客的另一张银行卡，或退回商户自己的银行卡后当面退给顾客';

/** What somebody may do about a refund or a request now; the server decides for this very person, the phone draws. */
export const REFUND_ACTIONS = [
  'approveRequest',
  'rejectRequest',
  'approve',
  'decline',
  'retry',
  'redirect',
  'settleByHand',
  'goodsBack',
] as const;
export type RefundAction = (typeof REFUND_ACTIONS)[number];

/** Longest words to the payer, in characters. WeChat Pay shows the payer the first 80 bytes of them. */
export const MAX_REFUND_ANSWER_LENGTH = 200;
/** Longest note on how it was settled by hand, in characters. */
export const MAX_SETTLED_NOTE_LENGTH = 200;

/**
 * Banks whose debit cards WeChat Pay sends an abnormal refund to (page 4013071193), by its own word for each.
 * Another one is refused by WeChat Pay with BANK_CARD_REFUSED.
 */
export const REFUND_BANKS = [
  { bankType: 'ICBC_DEBIT', name: '工商银行' },
  { bankType: 'ABC_DEBIT', name: '农业银行' },
  { bankType: 'BOC_DEBIT', name: '中国银行' },
  { bankType: 'CCB_DEBIT', name: '建设银行' },
  { bankType: 'COMM_DEBIT', name: '交通银行' },
  { bankType: 'CMB_DEBIT', name: '招商银行' },
  { bankType: 'PSBC_DEBIT', name: '邮储银行' },
  { bankType: 'CITIC_DEBIT', name: '中信银行' },
  { bankType: 'CEB_DEBIT', name: '光大银行' },
  { bankType: 'CMBC_DEBIT', name: '民生银行' },
  { bankType: 'CIB_DEBIT', name: '兴业银行' },
  { bankType: 'SPDB_DEBIT', name: '浦发银行' },
  { bankType: 'PAB_DEBIT', name: '平安银行' },
  { bankType: 'GDB_DEBIT', name: '广发银行' },
  { bankType: 'NBCB_DEBIT', name: '宁波银行' },
] as const;

/** What the staff reads for each refusal; where the reply's own message names a sum, it is that sum which counts. */
export const DESK_REFUND_REFUSAL_WORDS = {
  ORDER_NOT_FOUND: '没有找到这笔订单',
  REFUND_NOT_FOUND: '没有找到这笔退款',
  REFUND_DECIDED: '这笔退款已经处理过了，请刷新',
  NOT_REFUNDABLE: '这笔订单没有可退的金额',
  REFUND_EXCEEDS: '退款金额或数量超过还能退的部分，请修改',
  EXCEEDS_REQUEST: '同意的金额超过顾客申请的金额，请修改',
  REASON_REQUIRED: '同意的金额少于顾客申请的金额，请填写原因',
  REFUND_TOO_LATE: '付款已超过 365 天，微信支付不再受理退款，请与顾客联系另行处理',
  TOO_MANY_REFUNDS: '这笔订单已退款 50 次，微信支付不再受理，请与顾客联系另行处理',
  GOODS_EXCEED: '退回的商品多于卖出的数量，请核对',
  NO_GOODS: '这笔退款没有商品可以退回库存',
  REFUND_NOT_APPROVED: '这笔退款还没有同意，商品不能退回库存',
  SAME_PERSON: '需要另一位店员复核，发起退款的人不能自己复核',
  REFUND_NOT_ABNORMAL: '这笔退款没有异常，不用改退银行卡',
  REFUND_REDIRECTED: '这笔退款已经改退银行卡，请等待到账',
  REFUND_JUST_SENT: '这笔退款刚刚提交给微信，请一分钟后再试',
  REFUND_UNDER_WAY: '微信支付已受理这笔退款，不能另行退款',
  REFUND_UNSURE: '暂时问不到微信支付的结果，请稍后再试，不要重复退款',
  NOT_STUCK: '这笔退款没有受阻，不用另行退款',
  BANK_CARD_REFUSED: '微信支付没有受理这张银行卡，请核对姓名、卡号和开户行后重试',
} as const;

/** A shopper's request as the staff sees it. */
export interface DeskRequestView {
  readonly requestId: string;
  readonly state: RefundRequestState;
  readonly amount: Money;
  /** The goods it is about; empty where only an amount was asked for. */
  readonly lines: readonly OrderLineView[];
  readonly reason: RefundRequestReason;
  readonly text: string;
  /** File ids; the phone draws them. */
  readonly photos: readonly string[];
  readonly requestedAt: string;
  readonly decidedAt?: string;
  /** The shop's words to the shopper; may be empty. */
  readonly answer: string;
  readonly timeline: readonly TimelineEntry[];
}

/** A refund as the staff sees it. */
export interface DeskRefundView {
  readonly outRefundNo: string;
  readonly outTradeNo: string;
  readonly amount: Money;
  readonly state: DeskRefundState;
  /** Why: by itself (paid twice, paid on a closed order), or because somebody asked. */
  readonly reason: 'secondSuccess' | 'orderClosed' | 'requested';
  /** Told to the payer. */
  readonly text: string;
  readonly createdAt: string;
  /** Who began it, by openid; absent where the shop refunds by itself. */
  readonly askedBy?: string;
  readonly approval: 'notNeeded' | 'awaited' | 'given' | 'declined';
  /** Who agreed or declined as the second person, by openid. */
  readonly decidedBy?: string;
  /** What stands in the way: `code` is WeChat Pay's own word, `text` what to do. */
  readonly trouble?: {
    readonly kind: RefundTroubleKind;
    readonly code: string;
    readonly at: string;
    readonly text: string;
  };
  readonly redirectedTo?: 'userBankCard' | 'merchantBankCard';
  /** Where the money arrived, in WeChat Pay's words. */
  readonly receivedBy?: string;
  /** How it was settled by hand. */
  readonly byHand?: { readonly note: string; readonly by: string; readonly at: string };
  /** The goods it is about; empty where it is about an amount. */
  readonly lines: readonly OrderLineView[];
  /** When its goods went back on hand. */
  readonly goodsBackAt?: string;
}

/** One case: a request, the refund that carries it out, or both, with the sums that matter. */
export interface RefundCaseView {
  readonly order: DeskOrderCard;
  readonly paid: Money;
  /** What went back or is on its way, this case included. */
  readonly refunded: Money;
  /** What may still go back. */
  readonly refundable: Money;
  /** Above this sum, over all refunds of the order, a second person has to agree; null where one is enough. */
  readonly secondAbove: Money | null;
  readonly request: DeskRequestView | null;
  readonly refund: DeskRefundView | null;
  readonly actions: readonly RefundAction[];
}

/** How many cases wait for somebody. */
export interface RefundCounts {
  readonly requests: number;
  readonly approvals: number;
  readonly troubles: number;
}

/** Whether the goods go back on hand with the refund, or when they arrive (`refunds.goodsBack`). */
export type GoodsReturn = 'now' | 'later';

/** Where an abnormal refund is sent. The account passes through to WeChat Pay, encrypted, and is kept nowhere. */
export type RefundRedirection =
  | {
      readonly kind: 'userBankCard';
      readonly bankType: string;
      readonly bankAccount: string;
      readonly realName: string;
    }
  | { readonly kind: 'merchantBankCard' };

/** One refund by its number, within its order. */
export interface RefundRef {
  readonly orderId: string;
  readonly outRefundNo: string;
}

/** The methods of refunds. */
export interface DeskRefundMethods {
  /** What waits comes longest waiting first, `ended` newest first; pages hold 20 cases. */
  'refunds.list': {
    params: { readonly list: RefundList; readonly after?: string };
    value: { readonly cases: readonly RefundCaseView[]; readonly next?: string };
  };
  'refunds.counts': { params: Record<never, never>; value: RefundCounts };
  'refunds.get': {
    params:
      { readonly requestId: string; readonly outRefundNo?: never } | (RefundRef & { requestId?: never });
    value: RefundCaseView;
  };
  /**
   * Gives back goods (the server computes the sum) or any amount up to what is left, as often as something is left.
   * Due at once, or waiting for a second person. `clientToken` makes a repeated tap one refund.
   */
  'refunds.create': {
    params: {
      readonly clientToken: string;
      readonly orderId: string;
      readonly goods?: GoodsReturn;
      /** Shown to the payer. */
      readonly text?: string;
    } & (
      | { readonly lines: readonly WantedLine[]; readonly amount?: never }
      | { readonly amount: Money; readonly lines?: never }
    );
    value: RefundCaseView;
    /** With REFUND_EXCEEDS: the most that may go back; the message names it too. */
    detail: { readonly left: Money };
  };
  /**
   * Agrees to a request: to all of it, or to less with `amount` and a reason in `text`, which the shopper reads. Safe to
   * repeat; two at the same moment make one refund.
   */
  'refunds.approveRequest': {
    params: {
      readonly requestId: string;
      readonly amount?: Money;
      readonly goods?: GoodsReturn;
      readonly text?: string;
    };
    value: RefundCaseView;
    /** With REFUND_EXCEEDS and EXCEEDS_REQUEST: the most that may go back. */
    detail: { readonly left: Money };
  };
  /** Says no; the shopper reads `answer`. */
  'refunds.rejectRequest': {
    params: { readonly requestId: string; readonly answer: string };
    value: RefundCaseView;
  };
  /** What a second person says to a refund that awaits one. Who began it may decline it, not approve it. */
  'refunds.approve': { params: RefundRef; value: RefundCaseView };
  'refunds.decline': { params: RefundRef; value: RefundCaseView };
  /** Tries one that is due again at once, under its own number. */
  'refunds.retry': { params: RefundRef; value: RefundCaseView };
  /** Sends an abnormal refund elsewhere. REFUND_UNSURE: nothing may be concluded; look again before doing it again. */
  'refunds.redirect': {
    params: RefundRef & { readonly to: RefundRedirection };
    value: RefundCaseView;
  };
  /**
   * Gives up on a refund WeChat Pay cannot carry out: the shop pays the shopper in another way and notes how. WeChat Pay
   * is asked first; one it has taken in is refused.
   */
  'refunds.settleByHand': { params: RefundRef & { readonly note: string }; value: RefundCaseView };
  /** Puts the goods of a refund back on hand when they have arrived. They come back once. */
  'refunds.goodsBack': { params: RefundRef; value: RefundCaseView };
}

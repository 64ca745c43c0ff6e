import type { CollectionView } from './collection';
import { COLLECTION_REFUSAL_WORDS } from './collection';
import type { Money } from './money';

/** Longest remark of a collection, in characters: it names the goods in the payer's bill. */
export const MAX_COLLECT_REMARK_LENGTH = 40;
/** Longest text that is typed as a payment code; a scanner may hand over more, which is none. */
export const MAX_AUTH_CODE_LENGTH = 64;

/** Whose payment code a scanned text is. */
export type CodeWallet = 'wechat' | 'alipay' | 'unionPay' | 'other';

const WECHAT_CODE = /^1[0-5]\d{16}$/;
const ALIPAY_CODE = /^(2[5-9]|30)\d{14,22}$/;
const UNION_PAY_CODE = /^62\d{17}$/;

/** Tells payment codes apart by their digits, so that a code of another wallet is refused with its name. */
export function walletOf(authCode: string): CodeWallet {
  if (WECHAT_CODE.test(authCode)) return 'wechat';
  if (ALIPAY_CODE.test(authCode)) return 'alipay';
  if (UNION_PAY_CODE.test(authCode)) return 'unionPay';
  return 'other';
}

/** What the cashier reads for each refusal. Nothing of such a wish was written. */
export const DESK_COLLECT_REFUSAL_WORDS = {
  INVALID_AMOUNT: COLLECTION_REFUSAL_WORDS.INVALID_AMOUNT,
  COLLECTION_NOT_FOUND: COLLECTION_REFUSAL_WORDS.COLLECTION_NOT_FOUND,
  CODE_OF_ALIPAY: '这是支付宝的付款码，本店只收微信支付，请顾客打开微信“收付款”',
  CODE_OF_UNION_PAY: '这是云闪付的付款码，本店只收微信支付，请顾客打开微信“收付款”',
  NOT_A_PAYMENT_CODE: '这不是付款码，请顾客打开微信“收付款”后重新扫码',
  VOID_NEEDS_MANAGER: '已经收到的钱要由店长或店主撤销，请找店长操作',
  VOID_NEEDS_SECOND: '金额超过单人可退的上限，不能直接撤销，请在订单里发起退款，由第二个人复核',
} as const;

/** A collection in the list of a day. */
export interface CollectionCard extends CollectionView {
  /** `paymentCode`: we scanned; `native`: the payer scanned our code. */
  readonly scene: 'native' | 'paymentCode';
  readonly startedAt: string;
  readonly paidAt?: string;
}

/** One day at the counter, by the clock of China. */
export interface CollectionDay {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** What stayed with the shop of what was begun on this day: taken back or refunded whole does not count. */
  readonly count: number;
  readonly sum: Money;
  /** Newest first, 20 on a page. */
  readonly collections: readonly CollectionCard[];
  readonly next?: string;
}

/** The methods of collecting. */
export interface DeskCollectMethods {
  /**
   * Collects with the code a payer shows. Ask `collect.check` every five seconds until the standing is final. A repeated
   * tap with the same `clientToken` sends nothing and answers how it stands.
   */
  'collect.byCode': {
    params: {
      readonly clientToken: string;
      readonly amount: Money;
      readonly remark?: string;
      readonly authCode: string;
    };
    value: CollectionCard;
  };
  /** Shows a code for an amount: draw `standing.codeUrl` as a QR code. */
  'collect.byQr': {
    params: { readonly clientToken: string; readonly amount: Money; readonly remark?: string };
    value: CollectionCard;
  };
  'collect.check': { params: { readonly orderId: string }; value: CollectionCard };
  /**
   * Takes a collection back: ends one that waits; reverses or refunds one that is paid, which asks for the right to
   * refund. Safe to repeat.
   */
  'collect.void': { params: { readonly orderId: string }; value: CollectionCard };
  /** Without `day` today. */
  'collect.list': {
    params: { readonly day?: string; readonly before?: string };
    value: CollectionDay;
  };
}

import type { Money } from './money';

/** Why nothing was collected. The money of a collection that ended so never stays with the shop. */
export const NOT_COLLECTED = [
  'notWechatCode',
  'codeInvalid',
  'payerDeclined',
  'payerStopped',
  'timeout',
  'givenUp',
  'notOffered',
  'gatewayRefused',
] as const;
export type NotCollected = (typeof NOT_COLLECTED)[number];

/** What the cashier reads for each: what happened and what to do. */
export const NOT_COLLECTED_WORDS: Record<NotCollected, string> = {
  notWechatCode: '这不是微信付款码，请顾客打开微信“收付款”后重新扫码',
  codeInvalid: '付款码无效或已过期，请顾客刷新付款码后重新扫码',
  payerDeclined: '顾客余额不足或银行卡不支持，请换一种付款方式',
  payerStopped: '付款没有成功，没有收款，请顾客换一种付款方式或重新扫码',
  timeout: '顾客没有及时付款，已撤销，没有收款',
  givenUp: '已取消，没有收款',
  notOffered: '微信支付暂未为本店开通这种收款方式，请联系店主',
  gatewayRefused: '微信支付没有受理，没有收款，请重新扫码',
};

/** Every way a collection is refused before anything of it is written. */
export const COLLECTION_REFUSALS = ['INVALID_AMOUNT', 'CLIENT_TOKEN_REUSED', 'COLLECTION_NOT_FOUND'] as const;
export type CollectionRefusal = (typeof COLLECTION_REFUSALS)[number];

/** What the cashier reads for each refusal. */
export const COLLECTION_REFUSAL_WORDS: Record<CollectionRefusal, string> = {
  INVALID_AMOUNT: '收款金额须大于 0，且不超过 1,000,000 元',
  CLIENT_TOKEN_REUSED: '这笔收款已提交过，内容不一致，请返回重新收款',
  COLLECTION_NOT_FOUND: '没有找到这笔收款',
};

/**
 * How a collection stands. `waiting` and the two that end in `-ing` are not final: ask again in a few seconds.
 * - `reversing`: it was not paid in time and is being ended; nothing will be kept.
 * - `takingBack`: paid, and on its way back to the payer.
 * - `refundDue`: paid, and a refund of the rest is recorded and will be sent by itself.
 */
export type CollectionStanding =
  | { readonly kind: 'waiting'; readonly codeUrl?: string }
  | { readonly kind: 'reversing' | 'paid' | 'takingBack' | 'takenBack' | 'refundDue' }
  | { readonly kind: 'notPaid'; readonly reason: NotCollected };

/** A collection at the counter as the cashier sees it. */
export interface CollectionView {
  readonly orderId: string;
  readonly amount: Money;
  readonly remark: string;
  readonly standing: CollectionStanding;
}

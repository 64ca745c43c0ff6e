import type { DeskOrderCard } from './desk-orders';

/** What a proof is of. `call`: a call of a phone that failed on our side. */
export const EVIDENCE_KINDS = [
  'prepay',
  'collect',
  'notification',
  'query',
  'close',
  'reverse',
  'refund',
  'shipping',
  'message',
  'bill',
  'call',
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** The words a person reads for each. */
export const EVIDENCE_KIND_WORDS: Record<EvidenceKind, string> = {
  prepay: '下单',
  collect: '付款码收款',
  notification: '支付通知',
  query: '查询',
  close: '关单',
  reverse: '撤销',
  refund: '退款',
  shipping: '发货信息',
  message: '订阅消息',
  bill: '账单',
  call: '调用失败',
};

/** Longest text to look for. */
export const MAX_EVIDENCE_SEARCH_LENGTH = 64;

/** What the staff reads for each refusal. */
export const DESK_EVIDENCE_REFUSAL_WORDS = {
  ORDER_NOT_FOUND: '没有找到这笔订单',
} as const;

/** One proof that something was said by or to the outside. */
export interface EvidenceView {
  readonly evidenceId: string;
  readonly at: string;
  readonly kind: EvidenceKind;
  readonly orderId: string | null;
  readonly outTradeNo: string | null;
  readonly outRefundNo: string | null;
  /** WeChat Pay's, for its support; of a call that failed, the platform's. */
  readonly requestId: string;
  /** Of the raw body in hex; null where there was none. */
  readonly bodySha256: string | null;
  /** How it ended, in one line. */
  readonly verdict: string;
  /** The code on the screen of whoever caused it; null for what the timer did. */
  readonly supportCode: string | null;
}

/** File formats of an export. */
export const EXPORT_FORMATS = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A part of a file for the phone to save or to share; the parts one after the other are the file. */
export interface ExportedFile {
  readonly fileName: string;
  readonly mediaType: string;
  /** Text in UTF-8; the first part of a CSV begins with a byte order mark and the names of the columns. */
  readonly content: string;
  /** Of this part. */
  readonly entries: number;
  /** Where the next part begins; absent of the last one. */
  readonly next?: string;
}

/** The methods of evidence. */
export interface DeskEvidenceMethods {
  /**
   * Looks for a support code, or any number: of the order, of a payment, of a refund, or WeChat Pay's Request-ID.
   * `orders` are those it leads to, newest first; `loose` are proofs that lead to no order, newest first.
   */
  'evidence.find': {
    params: { readonly text: string };
    value: { readonly orders: readonly DeskOrderCard[]; readonly loose: readonly EvidenceView[] };
  };
  /** Of one order, oldest first, 100 on a page; `after` is the `next` of the page before. */
  'evidence.timeline': {
    params: { readonly orderId: string; readonly after?: string };
    value: { readonly entries: readonly EvidenceView[]; readonly next?: string };
  };
  /** All proofs of one order as a file, 500 in a part; `after` is the `next` of the part before. */
  'evidence.export': {
    params: { readonly orderId: string; readonly format: ExportFormat; readonly after?: string };
    value: ExportedFile;
  };
}

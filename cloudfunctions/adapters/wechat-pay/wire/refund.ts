import { isFen, isObject, isWord, malformed, type Read, readTime } from './read';

/** Body of `POST /v3/refund/domestic/refunds`; exactly one of the two numbers of the payment. */
export interface WireRefundRequest {
  readonly sub_mchid?: string;
  readonly transaction_id?: string;
  readonly out_trade_no?: string;
  readonly out_refund_no: string;
  readonly reason?: string;
  readonly notify_url: string;
  readonly funds_account?: 'AVAILABLE';
  readonly amount: { readonly refund: number; readonly total: number; readonly currency: 'CNY' };
  readonly goods_detail?: readonly WireRefundGoods[];
}

/** One product of a refund. */
export interface WireRefundGoods {
  readonly merchant_goods_id: string;
  readonly unit_price: number;
  readonly refund_amount: number;
  readonly refund_quantity: number;
}

/** Body of `POST /v3/refund/domestic/refunds/{refund_id}/apply-abnormal-refund`. The bank fields are encrypted. */
export interface WireAbnormalRefund {
  readonly sub_mchid?: string;
  readonly out_refund_no: string;
  readonly type: 'USER_BANK_CARD' | 'MERCHANT_BANK_CARD';
  readonly bank_type?: string;
  readonly bank_account?: string;
  readonly real_name?: string;
}

/** A refund of an answer or of a decrypted notification. Amounts are whole fen; absent parts were not told. */
export interface WireRefund {
  readonly out_refund_no: string;
  readonly refund_id: string;
  readonly out_trade_no: string;
  readonly transaction_id: string;
  readonly status: string;
  /** Of answers alone: when it was begun (`create_time`). */
  readonly createdAtMs: number | undefined;
  readonly succeededAtMs: number | undefined;
  readonly user_received_account: string | undefined;
  readonly total: number;
  readonly refund: number;
  readonly payer_refund: number | undefined;
}

/** Longest account name kept; documented are 64 characters. */
const MAX_ACCOUNT_CHARS = 64;

type Json = Readonly<Record<string, unknown>>;

/** Words for a person, of any script; kept only when they are short and on one line. */
function accountName(value: unknown): string | undefined {
  const good =
    typeof value === 'string' &&
    value !== '' &&
    value.length <= MAX_ACCOUNT_CHARS &&
    !/[\p{Cc}\u2028\u2029]/u.test(value);
  return good ? value : undefined;
}

type Amounts = Pick<WireRefund, 'total' | 'refund' | 'payer_refund'>;

function readAmounts(amount: unknown): Read<Amounts> {
  if (!isObject(amount)) return malformed('amount');
  const { total, refund, payer_refund } = amount;
  if (!isFen(total) || total === 0) return malformed('amount.total');
  if (!isFen(refund) || refund === 0 || refund > total) return malformed('amount.refund');
  if (payer_refund !== undefined && !isFen(payer_refund)) return malformed('amount.payer_refund');
  if ((amount['currency'] ?? 'CNY') !== 'CNY') return malformed('amount.currency');
  return { kind: 'read', value: { total, refund, payer_refund } };
}

/** Reads a refund whose state stands under `statusField`: answers say `status`, notifications `refund_status`. */
export function readRefund(value: unknown, statusField: 'status' | 'refund_status'): Read<WireRefund> {
  if (!isObject(value)) return malformed('not an object');
  const { out_refund_no, refund_id, out_trade_no, transaction_id }: Json = value;
  if (!isWord(out_refund_no)) return malformed('out_refund_no');
  if (!isWord(refund_id)) return malformed('refund_id');
  if (!isWord(out_trade_no)) return malformed('out_trade_no');
  if (!isWord(transaction_id)) return malformed('transaction_id');
  const status = value[statusField];
  if (!isWord(status)) return malformed(statusField);
  const success_time = value['success_time'] ?? '';
  const succeededAtMs = success_time === '' ? undefined : readTime(success_time);
  if (Number.isNaN(succeededAtMs)) return malformed('success_time');
  const created = readTime(value['create_time'] ?? '');
  const amounts = readAmounts(value['amount']);
  if (amounts.kind === 'malformed') return amounts;
  const user_received_account = accountName(value['user_received_account']);
  return {
    kind: 'read',
    value: {
      out_refund_no,
      refund_id,
      out_trade_no,
      transaction_id,
      status,
      // Tells only on which day's bill it stands: not worth an answer that cannot be read.
      createdAtMs: Number.isNaN(created) ? undefined : created,
      succeededAtMs,
      user_received_account,
      ...amounts.value,
    },
  };
}

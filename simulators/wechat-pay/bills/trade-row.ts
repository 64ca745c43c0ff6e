import { startOfDay, dayAfter } from '../beijing-day';
import { feeFen } from '../funds/fees';
import type { Ledger } from '../ledger';
import type { OrderRecord, PaymentRecord } from '../orders/order-record';
import { isPartnerOrder } from '../orders/parties';
import { TRADE_TYPE } from '../orders/transaction-of';
import { refundedMs, refundStatusAt } from '../refunds/refund-record';
import type { RefundRecord } from '../refunds/refund-record';
import type { RefundStatusWire, TradeTypeWire } from '../wire';
import type { TradeEvent } from './trade-days';

/** A row of a trade bill before it is printed. Amounts in fen; a fee given back is negative. */
export interface TradeRow {
  readonly tradeState: 'SUCCESS' | 'REFUND' | 'REVOKED';
  readonly atMs: number;
  readonly appid: string;
  readonly mchid: string;
  readonly subMchid: string;
  readonly deviceId: string;
  readonly transactionId: string;
  readonly outTradeNo: string;
  readonly openid: string;
  readonly tradeType: TradeTypeWire;
  readonly bankType: string;
  readonly orderFen: number;
  readonly feeFen: number;
  readonly description: string;
  readonly attach: string;
  /** Of a row that gives money back. */
  readonly refund: RefundColumns | undefined;
}

export interface RefundColumns {
  readonly refundId: string;
  readonly outRefundNo: string;
  readonly amountFen: number;
  readonly type: 'ORIGINAL' | 'BALANCE';
  readonly status: 'SUCCESS' | 'PROCESSING' | 'FAIL' | 'CHANGE';
  readonly successMs: number | undefined;
}

/** A bill calls the states of a refund by names of its own. */
const BILL_STATUS: Readonly<Record<RefundStatusWire, RefundColumns['status']>> = {
  PROCESSING: 'PROCESSING',
  SUCCESS: 'SUCCESS',
  CLOSED: 'FAIL',
  ABNORMAL: 'CHANGE',
};

const NINE_HOURS_MS = 9 * 3_600_000;

/** A day's bill shows refunds as they stood when it was drawn up, at nine the next morning. */
export function drawnUpMs(day: string): number {
  return startOfDay(dayAfter(day)) + NINE_HOURS_MS;
}

/** The row of an event; undefined when a reset has taken its order away. */
export function tradeRowOf(event: TradeEvent, ledger: Ledger, snapshotMs: number): TradeRow | undefined {
  const refund = event.kind === 'refund' ? ledger.books.refunds.byNumber(event.number) : undefined;
  const order = ledger.orderByNumber(refund?.outTradeNo ?? event.number);
  if (order?.payment === undefined) return undefined;
  const { payment } = order;
  switch (event.kind) {
    case 'payment':
      return withOrder(paymentColumns(order, payment), order, payment);
    case 'refund':
      return refund && withOrder(refundColumns(refund, snapshotMs), order, payment);
    case 'reversal':
      return withOrder(reversalColumns(order, payment), order, payment);
  }
}

type MoneyColumns = Pick<TradeRow, 'tradeState' | 'atMs' | 'orderFen' | 'feeFen' | 'refund'>;

function paymentColumns(order: OrderRecord, { paidAtMs: atMs }: PaymentRecord): MoneyColumns {
  const { total } = order.request.amount;
  return { tradeState: 'SUCCESS', atMs, orderFen: total, feeFen: feeFen(total), refund: undefined };
}

function refundColumns(refund: RefundRecord, snapshotMs: number): MoneyColumns {
  const successMs = refundedMs(refund);
  return {
    tradeState: 'REFUND',
    atMs: refund.createdMs,
    orderFen: 0,
    feeFen: -refund.feeBackFen,
    refund: {
      refundId: refund.refundId,
      outRefundNo: refund.outRefundNo,
      amountFen: refund.request.amount.refund,
      type: refund.channel === 'BALANCE' || refund.channel === 'OTHER_BALANCE' ? 'BALANCE' : 'ORIGINAL',
      status: BILL_STATUS[refundStatusAt(refund, snapshotMs)],
      successMs: successMs !== undefined && successMs <= snapshotMs ? successMs : undefined,
    },
  };
}

/** A reversed payment is given back whole under the order's own number. */
function reversalColumns(order: OrderRecord, payment: PaymentRecord): MoneyColumns {
  const { total } = order.request.amount;
  const atMs = order.revokedMs ?? payment.paidAtMs;
  return {
    tradeState: 'REVOKED',
    atMs,
    orderFen: 0,
    feeFen: -feeFen(total),
    refund: {
      refundId: `50${payment.transactionId.slice(2)}`,
      outRefundNo: order.outTradeNo,
      amountFen: total,
      type: 'ORIGINAL',
      status: 'SUCCESS',
      successMs: atMs,
    },
  };
}

/** One literal, member by member: with a million rows, spreading would take most of the time. */
function withOrder(money: MoneyColumns, order: OrderRecord, payment: PaymentRecord): TradeRow {
  const { request } = order;
  return {
    tradeState: money.tradeState,
    atMs: money.atMs,
    appid: isPartnerOrder(request) ? (request.sp_appid ?? '') : request.appid,
    mchid: isPartnerOrder(request) ? request.sp_mchid : request.mchid,
    subMchid: isPartnerOrder(request) ? request.sub_mchid : '0',
    deviceId: request.scene_info?.device_id ?? '',
    transactionId: payment.transactionId,
    outTradeNo: order.outTradeNo,
    openid: payment.openid,
    tradeType: TRADE_TYPE[order.product],
    bankType: payment.bankType,
    orderFen: money.orderFen,
    feeFen: money.feeFen,
    description: request.description,
    attach: request.attach ?? '',
    refund: money.refund,
  };
}

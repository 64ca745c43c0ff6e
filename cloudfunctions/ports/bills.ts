import type { Money } from '../../miniprogram/contract/money';
import type { CallProof, GatewayRefusal, UnknownCause } from './payment-gateway';

/** How the file travels. What is read from it is the same. */
export type BillPacking = 'gzip' | 'plain';

/** Asks for the payments and refunds of one day. `date` is a day in Beijing, `yyyy-MM-dd`. */
export interface TradeBillRequest {
  readonly kind: 'trade';
  readonly type: 'all' | 'success' | 'refund';
  readonly date: string;
  /** For a service provider: the bill of this sub-merchant. */
  readonly subMchid?: string;
  /** `gzip` when absent. */
  readonly packing?: BillPacking;
}

/** Asks for the movements of one account on one day. `date` is a day in Beijing, `yyyy-MM-dd`. */
export interface FundFlowBillRequest {
  readonly kind: 'fundFlow';
  readonly account: 'basic' | 'operation' | 'fees';
  readonly date: string;
  /** `gzip` when absent. */
  readonly packing?: BillPacking;
}

/** Which bill of which day. */
export type BillRequest = TradeBillRequest | FundFlowBillRequest;

/** A bill that can be fetched. When its address has gone stale, reading asks for a new one by itself. */
export interface ReadyBill<Request extends BillRequest = BillRequest> {
  readonly request: Request;
  /** Of the file as it is read, unpacked; lower-case hex. */
  readonly hash: { readonly type: 'SHA1'; readonly value: string };
  readonly downloadUrl: string;
  /** When the gateway gave the address, milliseconds since 1970. */
  readonly givenAtMs: number;
}

/**
 * How asking for a bill ends.
 * - `notYet`: the file is not made yet; ask again at `askAgainAtMs`.
 * - `none`: the gateway says that nothing moved that day. That is a good day, not a failure.
 */
export type BillOutcome<Request extends BillRequest = BillRequest> = CallProof &
  (
    | { readonly kind: 'ready'; readonly bill: ReadyBill<Request> }
    | { readonly kind: 'notYet'; readonly askAgainAtMs: number }
    | { readonly kind: 'none' }
    | { readonly kind: 'refused'; readonly refusal: GatewayRefusal }
    | { readonly kind: 'unknown'; readonly cause: UnknownCause; readonly detail: string }
  );

/** What every row of a trade bill tells. Texts are decoded when they are asked for. */
export interface TradeRow {
  /** Line of the file, from 1. */
  readonly line: number;
  /** Of a payment when it was paid, of a refund when it was begun; milliseconds since 1970. */
  readonly tradedAtMs: number;
  readonly appid: string;
  readonly mchid: string;
  /** Null for a direct merchant. */
  readonly subMchid: string | null;
  readonly deviceInfo: string;
  readonly transactionId: string;
  readonly outTradeNo: string;
  readonly openid: string;
  /** JSAPI, NATIVE, APP, MWEB, MICROPAY … */
  readonly tradeType: string;
  readonly bankType: string;
  readonly description: string;
  readonly attach: string;
  /** What the order asked for; zero in a refund's row. */
  readonly total: Money;
  /** `total` less the coupons that are not settled to the merchant; zero in a refund's row. */
  readonly settlementTotal: Money;
  readonly couponTotal: Money;
  /** The gateway's fee in millionths of a yuan, exactly as written; negative where it is given back. */
  readonly feeMicroyuan: number;
  /** Millionths: 0.60% is 6000. Null where the bill has none. */
  readonly ratePpm: number | null;
  readonly rateRemark: string;
}

/** Money that came in. */
export interface PaymentRow extends TradeRow {
  readonly kind: 'payment';
}

/** Money that went back: a refund, or a payment by code that was revoked. */
export interface RefundRow extends TradeRow {
  readonly kind: 'refund' | 'revoked';
  /** Null only where a revoked payment has none. */
  readonly refundId: string | null;
  readonly outRefundNo: string | null;
  /** What was asked for. */
  readonly refund: Money;
  /** What of it was taken from the merchant. */
  readonly settlementRefund: Money;
  /** What of it went back as coupons that are not settled to the merchant. */
  readonly couponRefund: Money;
  /** ORIGINAL, BALANCE …: where the money went. */
  readonly refundChannel: string;
  /** SUCCESS, PROCESSING, FAIL, CHANGE: as it was when the bill was made, not as it is now. */
  readonly refundState: string;
  /** Told by the bill of refunds only. */
  readonly refundRequestedAtMs: number | null;
  /** Told by the bill of refunds only, and only of one that has succeeded. */
  readonly refundSucceededAtMs: number | null;
}

/** One row of a trade bill. */
export type TradeBillRow = PaymentRow | RefundRow;

/** What the last line of a trade bill says, after it was compared with the rows. */
export interface TradeBillSummary {
  readonly rows: number;
  readonly settlementTotal: Money;
  readonly total: Money;
  readonly refund: Money;
  readonly settlementRefund: Money;
  readonly couponRefund: Money;
  /** The exact sum of the rows; the file's own figure is rounded. */
  readonly feeMicroyuan: number;
}

/** One movement of an account. Texts are decoded when they are asked for. */
export interface FundFlowRow {
  /** Line of the file, from 1. */
  readonly line: number;
  /** Milliseconds since 1970. */
  readonly bookedAtMs: number;
  /** What moved the money: a transactionId, a refundId, the number of a withdrawal … */
  readonly businessId: string;
  /** Number of this movement. */
  readonly flowId: string;
  readonly businessName: string;
  /** 交易, 扣除交易手续费, 退款, 退还交易手续费, 提现, 充值 … */
  readonly businessType: string;
  readonly direction: 'income' | 'expense';
  readonly amount: Money;
  /** Of the account after this movement. */
  readonly balance: Money;
  readonly applicant: string;
  readonly remark: string;
  /** Our own number of it, where there is one. */
  readonly voucherId: string;
}

/** What the last line of a fund-flow bill says, after it was compared with the rows. */
export interface FundFlowSummary {
  readonly rows: number;
  readonly incomeRows: number;
  readonly income: Money;
  readonly expenseRows: number;
  readonly expense: Money;
}

/** Why a file is not believed. `line` (from 1) and `column` tell where, when the fault has a place. */
export interface BillDefect {
  /** The check that failed. */
  readonly stage: 'address' | 'length' | 'gzip' | 'size' | 'format' | 'summary' | 'hash';
  /** Quotes no value of the file, apart from sums. */
  readonly reason: string;
  readonly line?: number;
  readonly column?: string;
}

/**
 * Folds the rows into one value. The rows come before the file's hash is known, so nothing may leave the fold:
 * its value comes out only when everything held. A kept row keeps its piece of the file in memory; from a large bill
 * keep values.
 */
export interface BillFold<Row, Value> {
  readonly start: () => Value;
  readonly add: (value: Value, row: Row) => Value;
}

/**
 * How reading a bill ends.
 * - `read`: hash, summary and every row held.
 * - `defective`: the file arrived and is not what it should be; nothing of it may be believed.
 * - `notReady`: the address had gone stale, and asking for a new one ended like this.
 * - `unknown`: the file did not come. Reading may be repeated.
 */
export type BillReading<Value, Summary> =
  | {
      readonly kind: 'read';
      readonly value: Value;
      readonly summary: Summary;
      readonly sha1: string;
      readonly bytes: number;
    }
  | { readonly kind: 'defective'; readonly defect: BillDefect }
  | { readonly kind: 'notReady'; readonly outcome: Exclude<BillOutcome, { kind: 'ready' }> }
  | { readonly kind: 'refused'; readonly refusal: GatewayRefusal; readonly requestId: string }
  | {
      readonly kind: 'unknown';
      readonly cause: UnknownCause;
      readonly detail: string;
      readonly requestId: string;
    };

/** Takes the bytes of a file as they arrive, packed as they are. Never throws; the sender waits for it. */
export type BillCopy = (piece: Uint8Array) => Promise<void>;

/** A bill that was kept, to be read again. */
export interface KeptBill {
  readonly type: TradeBillRequest['type'];
  /** Of the file unpacked, lower-case hex. */
  readonly sha1: string;
  /** The bytes as they arrived. */
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** How reading a kept bill ends. `unknown`: its bytes did not come; reading may be repeated. */
export type KeptReading<Value> =
  | { readonly kind: 'read'; readonly value: Value; readonly summary: TradeBillSummary }
  | { readonly kind: 'defective'; readonly defect: BillDefect }
  | { readonly kind: 'unknown' };

/** The gateway's own account of a day. Every call only reads, so each may be repeated. */
export interface Bills {
  /** Asks for a bill. A date that is no day is refused and asks nobody. */
  request<Request extends BillRequest>(request: Request): Promise<BillOutcome<Request>>;
  /** Fetches and reads a trade bill in one pass; the file is never held as a whole. */
  readTrades<Value>(
    bill: ReadyBill<TradeBillRequest>,
    fold: BillFold<TradeBillRow, Value>,
    copy?: BillCopy,
  ): Promise<BillReading<Value, TradeBillSummary>>;
  /** Fetches and reads a fund-flow bill in one pass; the file is never held as a whole. */
  readFundFlow<Value>(
    bill: ReadyBill<FundFlowBillRequest>,
    fold: BillFold<FundFlowRow, Value>,
    copy?: BillCopy,
  ): Promise<BillReading<Value, FundFlowSummary>>;
  /** Reads a trade bill that was kept, in one pass, and holds it against its hash again. */
  readKeptTrades<Value>(kept: KeptBill, fold: BillFold<TradeBillRow, Value>): Promise<KeptReading<Value>>;
}

import { fen, type Money } from '../../../../miniprogram/contract/money';
import type { PaymentRow, RefundRow, TradeRow } from '../../../ports/bills';
import { cellFrom, cellTo, type Cells } from './bill-format';
import { readBeijingTime, readDecimal, readFen, readPpm } from './cell';
import { readText } from './cell-text';
import type { TradeColumns } from './trade-columns';

/** Decimals of a yuan that make up a millionth. */
export const MICROYUAN_PLACES = 6;

const ABSENT = -1;

/**
 * One line of a trade bill. Decodes a cell when it is asked for, so a column nobody looks at costs nothing. The line
 * was judged before, so every number in it can be read. A class, since a million objects share its getters.
 */
class LineOfTrade implements TradeRow, Cells {
  readonly bytes: Buffer;
  readonly start: number;
  readonly starts: Uint16Array;
  readonly base: number;
  readonly line: number;
  protected readonly columns: TradeColumns;

  constructor(cells: Cells, columns: TradeColumns) {
    this.bytes = cells.bytes;
    this.start = cells.start;
    this.starts = cells.starts;
    this.base = cells.base;
    this.line = cells.line;
    this.columns = columns;
  }

  protected text(column: number): string {
    if (column === ABSENT) return '';
    return readText(this.bytes, cellFrom(this, column), cellTo(this, column), 'trade');
  }

  protected id(column: number): string | null {
    const text = this.text(column);
    return text === '' || text === '0' ? null : text;
  }

  protected money(column: number): Money {
    return fen(column === ABSENT ? 0 : readFen(this.bytes, cellFrom(this, column), cellTo(this, column)));
  }

  protected time(column: number): number | null {
    if (column === ABSENT) return null;
    const ms = readBeijingTime(this.bytes, cellFrom(this, column), cellTo(this, column));
    return Number.isNaN(ms) ? null : ms;
  }

  get tradedAtMs(): number {
    const { tradedAt } = this.columns;
    return readBeijingTime(this.bytes, cellFrom(this, tradedAt), cellTo(this, tradedAt));
  }
  get appid(): string {
    return this.text(this.columns.appid);
  }
  get mchid(): string {
    return this.text(this.columns.mchid);
  }
  get subMchid(): string | null {
    return this.id(this.columns.subMchid);
  }
  get deviceInfo(): string {
    return this.text(this.columns.deviceInfo);
  }
  get transactionId(): string {
    return this.text(this.columns.transactionId);
  }
  get outTradeNo(): string {
    return this.text(this.columns.outTradeNo);
  }
  get openid(): string {
    return this.text(this.columns.openid);
  }
  get tradeType(): string {
    return this.text(this.columns.tradeType);
  }
  get bankType(): string {
    return this.text(this.columns.bankType);
  }
  get description(): string {
    return this.text(this.columns.description);
  }
  get attach(): string {
    return this.text(this.columns.attach);
  }
  get total(): Money {
    return this.money(this.columns.total);
  }
  get settlementTotal(): Money {
    return this.money(this.columns.settlementTotal);
  }
  get couponTotal(): Money {
    return this.money(this.columns.couponTotal);
  }
  get feeMicroyuan(): number {
    const { fee } = this.columns;
    return readDecimal(this.bytes, cellFrom(this, fee), cellTo(this, fee), MICROYUAN_PLACES);
  }
  get ratePpm(): number | null {
    const { rate } = this.columns;
    const ppm = readPpm(this.bytes, cellFrom(this, rate), cellTo(this, rate));
    return Number.isNaN(ppm) ? null : ppm;
  }
  get rateRemark(): string {
    return this.text(this.columns.rateRemark);
  }
}

/** A line of state SUCCESS. */
export class PaymentLine extends LineOfTrade implements PaymentRow {
  get kind(): 'payment' {
    return 'payment';
  }
}

class MoneyBackLine extends LineOfTrade implements Omit<RefundRow, 'kind'> {
  get refundId(): string | null {
    return this.id(this.columns.refundId);
  }
  get outRefundNo(): string | null {
    return this.id(this.columns.outRefundNo);
  }
  get refund(): Money {
    return this.money(this.columns.refund);
  }
  get settlementRefund(): Money {
    return this.money(this.columns.settlementRefund);
  }
  get couponRefund(): Money {
    return this.money(this.columns.couponRefund);
  }
  get refundChannel(): string {
    return this.text(this.columns.refundChannel);
  }
  get refundState(): string {
    return this.text(this.columns.refundState);
  }
  get refundRequestedAtMs(): number | null {
    return this.time(this.columns.refundRequestedAt);
  }
  get refundSucceededAtMs(): number | null {
    return this.time(this.columns.refundSucceededAt);
  }
}

/** A line of state REFUND. */
export class RefundLine extends MoneyBackLine implements RefundRow {
  get kind(): 'refund' {
    return 'refund';
  }
}

/** A line of state REVOKED. */
export class RevokedLine extends MoneyBackLine implements RefundRow {
  get kind(): 'revoked' {
    return 'revoked';
  }
}

import { fen, type Money } from '../../../../miniprogram/contract/money';
import type { FundFlowRow } from '../../../ports/bills';
import { cellFrom, cellTo, type Cells } from './bill-format';
import { readBeijingTime, readDecimal } from './cell';
import { readText } from './cell-text';

/** Where each column of a fund-flow bill stands. */
export interface FundFlowColumns {
  readonly bookedAt: number;
  readonly businessId: number;
  readonly flowId: number;
  readonly businessName: number;
  readonly businessType: number;
  readonly direction: number;
  readonly amount: number;
  readonly balance: number;
  readonly applicant: number;
  readonly remark: number;
  readonly voucherId: number;
}

/**
 * One line of a fund-flow bill. Decodes a cell when it is asked for. The line was judged before, so every number in it
 * can be read. A class, since a million objects share its getters.
 */
export class FundFlowLine implements FundFlowRow, Cells {
  readonly bytes: Buffer;
  readonly start: number;
  readonly starts: Uint16Array;
  readonly base: number;
  readonly line: number;
  readonly direction: FundFlowRow['direction'];
  private readonly columns: FundFlowColumns;

  constructor(cells: Cells, columns: FundFlowColumns, direction: FundFlowRow['direction']) {
    this.bytes = cells.bytes;
    this.start = cells.start;
    this.starts = cells.starts;
    this.base = cells.base;
    this.line = cells.line;
    this.direction = direction;
    this.columns = columns;
  }

  private text(column: number): string {
    return readText(this.bytes, cellFrom(this, column), cellTo(this, column), 'fundFlow');
  }

  private money(column: number): Money {
    return fen(readDecimal(this.bytes, cellFrom(this, column), cellTo(this, column), 2));
  }

  get bookedAtMs(): number {
    const { bookedAt } = this.columns;
    return readBeijingTime(this.bytes, cellFrom(this, bookedAt), cellTo(this, bookedAt));
  }
  get businessId(): string {
    return this.text(this.columns.businessId);
  }
  get flowId(): string {
    return this.text(this.columns.flowId);
  }
  get businessName(): string {
    return this.text(this.columns.businessName);
  }
  get businessType(): string {
    return this.text(this.columns.businessType);
  }
  get amount(): Money {
    return this.money(this.columns.amount);
  }
  get balance(): Money {
    return this.money(this.columns.balance);
  }
  get applicant(): string {
    return this.text(this.columns.applicant);
  }
  get remark(): string {
    return this.text(this.columns.remark);
  }
  get voucherId(): string {
    return this.text(this.columns.voucherId);
  }
}

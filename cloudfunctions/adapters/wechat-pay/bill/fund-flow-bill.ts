import { fen } from '../../../../miniprogram/contract/money';
import type { FundFlowRow, FundFlowSummary } from '../../../ports/bills';
import {
  cellFrom,
  cellTo,
  type BillBody,
  type BillFormat,
  type Cells,
  type LineFault,
  type ReadSummary,
} from './bill-format';
import { cellIs, isBeijingTime, readDecimal } from './cell';
import { FundFlowLine, type FundFlowColumns } from './fund-flow-row';
import { compareCount, createSums } from './sums';

/** Their names (page 4013071246), with half-width parentheses; files in the wild have full-width ones. */
const COLUMN: Readonly<Record<keyof FundFlowColumns, string>> = {
  bookedAt: '记账时间',
  businessId: '微信支付业务单号',
  flowId: '资金流水单号',
  businessName: '业务名称',
  businessType: '业务类型',
  direction: '收支类型',
  amount: '收支金额(元)',
  balance: '账户结余(元)',
  applicant: '资金变更提交申请人',
  remark: '备注',
  voucherId: '业务凭证号',
};

const ROWS = '资金流水总笔数';
const INCOME = { rows: '收入笔数', amount: '收入金额', word: Buffer.from('收入') } as const;
const EXPENSE = { rows: '支出笔数', amount: '支出金额', word: Buffer.from('支出') } as const;

function fault(column: keyof FundFlowColumns, reason: string): LineFault {
  return { column: COLUMN[column], reason };
}

function directionOf(cells: Cells, column: number): FundFlowRow['direction'] | null {
  const from = cellFrom(cells, column);
  const to = cellTo(cells, column);
  if (cellIs(cells.bytes, from, to, INCOME.word)) return 'income';
  return cellIs(cells.bytes, from, to, EXPENSE.word) ? 'expense' : null;
}

function isTime(cells: Cells, column: number): boolean {
  return isBeijingTime(cells.bytes, cellFrom(cells, column), cellTo(cells, column));
}

function isAmount(cells: Cells, column: number): boolean {
  return !Number.isNaN(readDecimal(cells.bytes, cellFrom(cells, column), cellTo(cells, column), 2));
}

function fundFlowBody(columns: FundFlowColumns): BillBody<FundFlowRow, FundFlowSummary> {
  const amountOf = (words: typeof INCOME | typeof EXPENSE) =>
    createSums([{ name: COLUMN.amount, at: columns.amount, places: 2, summaryName: words.amount }]);
  const sums = { income: amountOf(INCOME), expense: amountOf(EXPENSE) };
  const rowsOf = { income: 0, expense: 0 };
  let direction: FundFlowRow['direction'] | null = null;

  const compare = (rows: number, read: ReadSummary): LineFault | null =>
    compareCount(read, ROWS, rows) ??
    compareCount(read, INCOME.rows, rowsOf.income) ??
    sums.income.compare(read) ??
    compareCount(read, EXPENSE.rows, rowsOf.expense) ??
    sums.expense.compare(read);
  return {
    judge: (cells) => {
      direction = directionOf(cells, columns.direction);
      if (direction === null) return fault('direction', 'is neither income nor expense');
      if (!isTime(cells, columns.bookedAt)) return fault('bookedAt', 'is no time');
      if (!isAmount(cells, columns.balance)) return fault('balance', 'is no amount');
      rowsOf[direction] += 1;
      return sums[direction].add(cells);
    },
    row: (cells) => new FundFlowLine(cells, columns, direction ?? 'expense'),
    summarize: (rows, read) =>
      compare(rows, read) ?? {
        rows,
        incomeRows: rowsOf.income,
        income: fen(sums.income.of(0)),
        expenseRows: rowsOf.expense,
        expense: fen(sums.expense.of(0)),
      },
  };
}

/** The fund-flow bill of any account (page 4013071246). */
export const FUND_FLOW_FORMAT: BillFormat<FundFlowRow, FundFlowSummary> = {
  columns: Object.values(COLUMN),
  summaryColumns: [ROWS, INCOME.rows, INCOME.amount, EXPENSE.rows, EXPENSE.amount],
  // Written out: an object made from entries is a hash table, and rows look their columns up in it a million times.
  body: (columnOf) =>
    fundFlowBody({
      bookedAt: columnOf(COLUMN.bookedAt),
      businessId: columnOf(COLUMN.businessId),
      flowId: columnOf(COLUMN.flowId),
      businessName: columnOf(COLUMN.businessName),
      businessType: columnOf(COLUMN.businessType),
      direction: columnOf(COLUMN.direction),
      amount: columnOf(COLUMN.amount),
      balance: columnOf(COLUMN.balance),
      applicant: columnOf(COLUMN.applicant),
      remark: columnOf(COLUMN.remark),
      voucherId: columnOf(COLUMN.voucherId),
    }),
};

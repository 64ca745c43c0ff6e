import { beijingDay } from '../beijing-day';
import { MOVEMENTS } from '../funds/accounts';
import type { FundMovement, MovementKind } from '../funds/accounts';
import type { Ledger } from '../ledger';
import type { BillFormat, BillOrder, Difference } from './bill-order';
import { escapeFundValue } from './escape';
import { billTime, countFigure, sumFigure, yuan } from './figures';
import { otherNumber } from './trade-bill';
import { ticked } from './trade-layout';

export type FundBillOrder = Extract<BillOrder, { kind: 'fundFlow' }>;

/** 业务名称 and 业务类型 are the same word. The words for a closed refund are not documented. */
const NAMES: Readonly<Record<MovementKind, string>> = {
  collect: '交易',
  fee: '扣除交易手续费',
  reversal: '退款',
  reversalFeeBack: '退还交易手续费',
  refund: '退款',
  feeBack: '退还交易手续费',
  refundReturned: '退款',
  feeAgain: '扣除交易手续费',
  deposit: '充值',
  withdrawal: '提现',
};

/** A row of a fund flow bill before it is printed. */
interface FundRow {
  readonly name: string;
  readonly income: boolean;
  readonly atMs: number;
  readonly businessNo: string;
  readonly flowNo: string;
  readonly amountFen: number;
  readonly balanceFen: number;
  readonly applicant: string;
  readonly remark: string;
  readonly voucher: string;
}

interface FundSums {
  readonly incomes: number;
  readonly incomeFen: number;
  readonly expenses: number;
  readonly expenseFen: number;
}

const SUMMARY_HEADER = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额';

function fundHeader({ parentheses }: BillFormat): string {
  const unit = parentheses === 'half' ? '(元)' : '（元）';
  return `记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额${unit},账户结余${unit},资金变更提交申请人,备注,业务凭证号`;
}

/** The lines of a fund flow bill without their ends, one at a time. */
export function* fundLines(order: FundBillOrder, ledger: Ledger, mchid: string): Generator<string> {
  const { format } = order;
  yield fundHeader(format);
  let sums: FundSums = { incomes: 0, incomeFen: 0, expenses: 0, expenseFen: 0 };
  for (const row of withDifference(fundRows(order, ledger, mchid), order.difference)) {
    sums = addToSums(sums, row);
    yield fundLine(row);
  }
  yield SUMMARY_HEADER;
  yield ticked([
    countFigure(sums.incomes + sums.expenses, format.figures),
    countFigure(sums.incomes, format.figures),
    sumFigure(sums.incomeFen, format.figures),
    countFigure(sums.expenses, format.figures),
    sumFigure(sums.expenseFen, format.figures),
  ]);
}

function* fundRows(order: FundBillOrder, ledger: Ledger, mchid: string): Generator<FundRow> {
  for (const movement of ledger.books.funds.movements(mchid, order.account, order.day)) {
    yield fundRow(movement, ledger, mchid);
  }
}

/** One literal, member by member: with a million rows, spreading would take most of the time. */
function fundRow(movement: FundMovement, ledger: Ledger, mchid: string): FundRow {
  const { kind, about, atMs, amountFen, balanceFen, seq } = movement;
  const { income, of } = MOVEMENTS[kind];
  const flowNo = `${mchid}${beijingDay(atMs).replaceAll('-', '')}${String(seq).padStart(10, '0')}`;
  return {
    name: NAMES[kind],
    income,
    atMs,
    businessNo: businessNo(movement, ledger) ?? flowNo,
    flowNo,
    amountFen,
    balanceFen,
    applicant: of === 'hand' ? mchid : 'system',
    remark: kind === 'refund' ? (ledger.books.refunds.byNumber(about)?.request.reason ?? '') : '',
    voucher: about,
  };
}

/** WeChat Pay's number of what moved the money; undefined when it was moved by hand. */
function businessNo({ kind, about }: FundMovement, ledger: Ledger): string | undefined {
  switch (MOVEMENTS[kind].of) {
    case 'order':
      return ledger.orderByNumber(about)?.payment?.transactionId;
    case 'refund':
      return ledger.books.refunds.byNumber(about)?.refundId;
    case 'hand':
      return undefined;
  }
}

function addToSums(sums: FundSums, { income, amountFen }: FundRow): FundSums {
  return {
    incomes: sums.incomes + (income ? 1 : 0),
    incomeFen: sums.incomeFen + (income ? amountFen : 0),
    expenses: sums.expenses + (income ? 0 : 1),
    expenseFen: sums.expenseFen + (income ? 0 : amountFen),
  };
}

function fundLine(row: FundRow): string {
  return ticked([
    billTime(row.atMs),
    row.businessNo,
    row.flowNo,
    row.name,
    row.name,
    row.income ? '收入' : '支出',
    yuan(row.amountFen),
    yuan(row.balanceFen),
    row.applicant,
    escapeFundValue(row.remark),
    row.voucher,
  ]);
}

/** One line not as it was; the lines around it stay, so their balances no longer follow. */
function* withDifference(rows: Iterable<FundRow>, difference: Difference | undefined): Generator<FundRow> {
  let planted = difference === undefined;
  for (const row of rows) {
    // An order has a line for its fee as well: the first line of a number is the one meant.
    if (planted || difference === undefined || row.voucher !== difference.number) {
      yield row;
      continue;
    }
    planted = true;
    yield* distort(row, difference.kind);
  }
}

function distort(row: FundRow, kind: Difference['kind']): readonly FundRow[] {
  switch (kind) {
    case 'missingRow':
      return [];
    case 'extraRow': {
      const voucher = `EXTRA${row.voucher.slice(-20)}`;
      return [row, { ...row, flowNo: otherNumber(row.flowNo), voucher }];
    }
    case 'wrongAmount':
      return [{ ...row, amountFen: row.amountFen + 1 }];
    case 'wrongState':
      return [{ ...row, income: !row.income }];
    case 'wrongFee':
      return [{ ...row, name: NAMES.fee }];
  }
}

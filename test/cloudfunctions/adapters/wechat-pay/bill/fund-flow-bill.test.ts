import { describe, expect, it } from '@jest/globals';
import { FUND_FLOW_FORMAT } from '../../../../../cloudfunctions/adapters/wechat-pay/bill/fund-flow-bill';
import type { FundFlowRow } from '../../../../../cloudfunctions/ports/bills';
import { fen } from '../../../../../miniprogram/contract/money';
import {
  billFile,
  FLOW,
  FUND_FLOW_HEADER,
  FUND_FLOW_SUMMARY,
  fundFlowBill,
  type FundFlowLine,
} from '../../../../fixtures/bill-file';
import { readPieces } from './read-bill';

const INCOME: FundFlowLine = { ...FLOW, direction: '收入', businessType: '交易', amount: 35, balance: 52 };

const read = (file: Buffer) => readPieces(FUND_FLOW_FORMAT, [file], (row: FundFlowRow) => row);

describe('fund-flow bill', () => {
  it('is read as the published row says', () => {
    // The row that SDK documents and tests share, byte for byte, under a summary for it alone.
    const file = Buffer.from(
      [
        `\ufeff${FUND_FLOW_HEADER}`,
        '`2018-02-01 04:21:23,`50000305742018020103387128253,`1900009231201802015884652186,`退款,`退款,`支出,`0.02,`0.17,`system,`缺货,`REF4200000068201801293084726067',
        FUND_FLOW_SUMMARY,
        '`1.0,`0.0,`0.0,`1.0,`0.02',
        '',
      ].join('\r\n'),
    );
    expect(file.toString()).toContain('收支金额(元)');
    const { rows, summary, defect } = read(file);
    expect(defect).toBeUndefined();
    expect(rows[0]).toMatchObject({
      line: 2,
      bookedAtMs: Date.parse('2018-02-01T04:21:23+08:00'),
      businessId: '50000305742018020103387128253',
      flowId: '1900009231201802015884652186',
      businessName: '退款',
      businessType: '退款',
      direction: 'expense',
      amount: fen(2),
      balance: fen(17),
      applicant: 'system',
      remark: '缺货',
      voucherId: 'REF4200000068201801293084726067',
    });
    expect(summary).toEqual({ rows: 1, incomeRows: 0, income: fen(0), expenseRows: 1, expense: fen(2) });
  });

  it('has the same columns with full-width parentheses', () => {
    const header = FUND_FLOW_HEADER.replaceAll('(', '（').replaceAll(')', '）');
    expect(header).toContain('（元）');
    expect(read(fundFlowBill([FLOW, INCOME], { header })).summary).toEqual({
      rows: 2,
      incomeRows: 1,
      income: fen(35),
      expenseRows: 1,
      expense: fen(2),
    });
  });

  it('may go below zero in its balance, never in an amount', () => {
    const below = '`2018-02-01 04:21:23,`1,`2,`提现,`提现,`支出,`0.02,`-0.17,`system,`,`';
    const file = (row: string) =>
      billFile([FUND_FLOW_HEADER, row, FUND_FLOW_SUMMARY, '`1,`0,`0.00,`1,`0.02']);
    expect(read(file(below)).rows[0]?.balance).toEqual(fen(-17));
    expect(read(file(below.replace('`0.02', '`-0.02'))).defect).toMatchObject({ column: '收支金额(元)' });
  });

  it('keeps commas, quotes and backslashes, which it does not escape, and the line ends that it does', () => {
    const remark = 'a, "b" \\t `c`，\n第二行\r';
    expect(read(fundFlowBill([{ ...FLOW, remark }])).rows[0]?.remark).toBe(remark);
  });

  it.each([
    ['收支类型', '收人'],
    ['记账时间', '2018-02-01'],
    ['账户结余(元)', ''],
    ['收支金额(元)', '0.021'],
  ])('with a bad %s (%j) is refused by line and column', (column, value) => {
    const cells = FUND_FLOW_HEADER.split(',').map((name) => (name === column ? value : ''));
    const good = ['2018-02-01 04:21:23', '1', '2', '退款', '退款', '支出', '0.02', '0.17', 'system', '', ''];
    const row = cells.map((cell, at) => `\`${FUND_FLOW_HEADER.split(',')[at] === column ? cell : good[at]}`);
    const file = billFile([FUND_FLOW_HEADER, row.join(','), FUND_FLOW_SUMMARY, '`1,`0,`0.00,`1,`0.02']);
    expect(read(file).defect).toMatchObject({ stage: 'format', line: 2, column });
  });

  it.each([
    ['资金流水总笔数', '`3,`1,`0.35,`1,`0.02'],
    ['收入笔数', '`2,`2,`0.35,`1,`0.02'],
    ['收入金额', '`2,`1,`0.36,`1,`0.02'],
    ['支出笔数', '`2,`1,`0.35,`0,`0.02'],
    ['支出金额', '`2,`1,`0.35,`1,`0.20'],
  ])('whose %s is not that of the rows is refused', (column, summary) => {
    expect(read(fundFlowBill([FLOW, INCOME], { summary })).defect).toMatchObject({
      stage: 'summary',
      line: 5,
      column,
    });
  });

  it.each(FUND_FLOW_HEADER.split(','))('without %s is refused', (column) => {
    const header = FUND_FLOW_HEADER.split(',')
      .map((name) => (name === column ? '别的' : name))
      .join(',');
    expect(read(fundFlowBill([FLOW], { header })).defect).toMatchObject({ line: 1, column });
  });
});

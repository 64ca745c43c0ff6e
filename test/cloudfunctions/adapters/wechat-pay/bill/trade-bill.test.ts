import { describe, expect, it } from '@jest/globals';
import { tradeBillFormat } from '../../../../../cloudfunctions/adapters/wechat-pay/bill/trade-bill';
import type { TradeBillRow } from '../../../../../cloudfunctions/ports/bills';
import { fen } from '../../../../../miniprogram/contract/money';
import {
  billFile,
  HEADERS,
  PAYMENT,
  REFUND,
  SUMMARIES,
  tradeBill,
  tradeCells,
  tradeFigures,
  valuesLine,
  type BillText,
  type TradeLine,
  type TradeType,
} from '../../../../fixtures/bill-file';
import { cutAt, readPieces } from './read-bill';

const FORMAT = {
  ALL: tradeBillFormat('all'),
  SUCCESS: tradeBillFormat('success'),
  REFUND: tradeBillFormat('refund'),
};

function read<Kept>(file: Buffer, keep: (row: TradeBillRow) => Kept, type: TradeType = 'ALL') {
  return readPieces(FORMAT[type], [file], keep);
}
const readLines = (lines: readonly TradeLine[], text: BillText = {}) =>
  read(tradeBill('ALL', lines, text), (row) => row);

/** What is wrong with a file, and how many rows came before that. */
function refusal(file: Buffer, type: TradeType = 'ALL') {
  const { defect, rows } = read(file, () => 'row', type);
  return { ...defect, rowsBefore: rows.length };
}

describe('published rows', () => {
  // Two rows of tests/fixtures/bill.ALL.csv of the official PHP SDK, byte for byte, under the sums of these two.
  const published = Buffer.from(
    [
      `\ufeff${HEADERS.ALL}`,
      '`2019-02-19 01:51:59,`wxab8acd895ab1638a,`1921000401,`0,`,`4200000263201902167700136502,`autotest_20190219015157_13391,`wxab8acd865bb1637e,`NATIVE,`SUCCESS,`OTHERS,`CNY,`0.03,`0.01,`0,`0,`0.00,`0.00,`,`,`autotest,`,`0.01000,`39.00%,`0.03,`0.00,`',
      '`2019-02-19 05:01:46,`wxab8acd895ab1638a,`1921000401,`0,`harryma007,`4200000263201902167700134212,`autotest_20190216081946_82335,`oHkLxtx0vUqe-18p_AXTZ1innxkCY,`JSAPI,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`50000709672019011908420787722,`REF4200000263201902167700963919,`0.01,`0.00,`ORIGINAL,`SUCCESS,`系统拨测-cheeryin-test_micropay_succ,`,`0.00000,`39.00%,`0.00,`0.01,`',
      SUMMARIES.ALL,
      '`2.0,`0.03,`0.01,`0.0,`0.01,`0.03,`0.01',
      '',
    ].join('\r\n'),
  );

  it('are read as what they say', () => {
    const { rows, summary, defect } = read(published, (row) => row);
    expect(defect).toBeUndefined();
    const [payment, refund] = rows;
    expect(payment).toMatchObject({
      kind: 'payment',
      line: 2,
      tradedAtMs: Date.parse('2019-02-19T01:51:59+08:00'),
      appid: 'wxab8acd895ab1638a',
      mchid: '1921000401',
      subMchid: null,
      deviceInfo: '',
      transactionId: '4200000263201902167700136502',
      outTradeNo: 'autotest_20190219015157_13391',
      openid: 'wxab8acd865bb1637e',
      tradeType: 'NATIVE',
      bankType: 'OTHERS',
      description: 'autotest',
      attach: '',
      total: fen(3),
      settlementTotal: fen(3),
      couponTotal: fen(1),
      feeMicroyuan: 10_000,
      ratePpm: 390_000,
      rateRemark: '',
    });
    expect(refund).toMatchObject({
      kind: 'refund',
      line: 3,
      deviceInfo: 'harryma007',
      total: fen(0),
      refundId: '50000709672019011908420787722',
      outRefundNo: 'REF4200000263201902167700963919',
      refund: fen(1),
      settlementRefund: fen(1),
      couponRefund: fen(0),
      refundChannel: 'ORIGINAL',
      refundState: 'SUCCESS',
      refundRequestedAtMs: null,
      refundSucceededAtMs: null,
      description: '系统拨测-cheeryin-test_micropay_succ',
      feeMicroyuan: 0,
    });
    expect(summary).toEqual({
      rows: 2,
      settlementTotal: fen(3),
      total: fen(3),
      refund: fen(1),
      settlementRefund: fen(1),
      couponRefund: fen(0),
      feeMicroyuan: 10_000,
    });
  });

  it('are what our own writer writes', () => {
    expect(tradeBill('ALL', [PAYMENT, REFUND]).equals(published)).toBe(true);
  });

  it('sum to the published summary of the whole file', () => {
    // Its 45 rows are 8 payments of 0.03, 23 of 0.01 without a fee, and 14 refunds of 0.01.
    const small = { ...PAYMENT, settlementTotal: 1, total: 1, couponTotal: 0, feeMicroyuan: 0 };
    const times = (count: number, line: TradeLine) => Array.from({ length: count }, () => line);
    const lines = [...times(8, PAYMENT), ...times(23, small), ...times(14, REFUND)];
    const { summary } = readLines(lines, { summary: '`45.0,`0.47,`0.14,`0.0,`0.08,`0.47,`0.14' });
    expect(summary).toMatchObject({
      rows: 45,
      settlementTotal: fen(47),
      refund: fen(14),
      feeMicroyuan: 80_000,
    });
  });
});

describe('trade bill', () => {
  it.each([
    ['with CRLF and a mark', { lineEnd: '\r\n', bom: '\ufeff' }],
    ['with CRLF', { lineEnd: '\r\n', bom: '' }],
    ['with LF and a mark', { lineEnd: '\n', bom: '\ufeff' }],
    ['with LF', { lineEnd: '\n', bom: '' }],
  ] as const)('is the same %s, and without its last line end', (_name, text) => {
    const file = tradeBill('ALL', [PAYMENT, REFUND], text);
    for (const part of [file, file.subarray(0, -1), file.subarray(0, -text.lineEnd.length)]) {
      const { rows, defect } = read(part, (row) => [row.kind, row.transactionId, row.line]);
      expect({ rows, defect }).toEqual({
        rows: [
          ['payment', PAYMENT.transactionId, 2],
          ['refund', REFUND.transactionId, 3],
        ],
      });
    }
  });

  it('of a day without rows says so', () => {
    expect(readLines([]).summary).toMatchObject({ rows: 0, total: fen(0), feeMicroyuan: 0 });
  });

  it('of payments has no columns of refunds', () => {
    const { rows, summary } = read(tradeBill('SUCCESS', [PAYMENT]), (row) => row, 'SUCCESS');
    expect(rows[0]).toMatchObject({
      kind: 'payment',
      total: fen(3),
      description: 'autotest',
      feeMicroyuan: 10_000,
    });
    expect(summary).toMatchObject({ rows: 1, total: fen(3), refund: fen(0), feeMicroyuan: 10_000 });
  });

  it('of refunds tells when each was asked for and when it succeeded', () => {
    const unfinished = { ...REFUND, refundState: 'PROCESSING', refundSucceeded: '' };
    const { rows } = read(tradeBill('REFUND', [REFUND, unfinished]), (row) => row, 'REFUND');
    expect(rows).toMatchObject([
      {
        refundRequestedAtMs: Date.parse('2019-02-19T05:01:46+08:00'),
        refundSucceededAtMs: Date.parse('2019-02-19T05:01:52+08:00'),
      },
      { refundState: 'PROCESSING', refundSucceededAtMs: null },
    ]);
  });

  it('of a sub-merchant names it', () => {
    expect(readLines([{ ...PAYMENT, subMchid: '1900000109' }]).rows[0]?.subMchid).toBe('1900000109');
  });

  it('tells a revoked payment from a refund, and lets it lack numbers of a refund', () => {
    const revoked: TradeLine = { ...REFUND, state: 'REVOKED', refundId: '0', outRefundNo: '' };
    expect(readLines([revoked]).rows[0]).toMatchObject({
      kind: 'revoked',
      refundId: null,
      outRefundNo: null,
      refund: fen(1),
    });
  });

  it('is read by the names of its columns, in any order and with new ones among them', () => {
    const header = ['新的一列', ...HEADERS.ALL.split(',').toReversed(), '又一列'].join(',');
    const summaryHeader = ['别的总额', ...SUMMARIES.ALL.split(',').toReversed()].join(',');
    const { rows, summary } = readLines([PAYMENT, REFUND], { header, summaryHeader });
    expect(rows).toMatchObject([
      { kind: 'payment', transactionId: PAYMENT.transactionId, total: fen(3), ratePpm: 390_000 },
      { kind: 'refund', outRefundNo: REFUND.outRefundNo, refund: fen(1) },
    ]);
    expect(summary).toMatchObject({ rows: 2, total: fen(3) });
  });

  it('needs no names of goods, remarks, devices or banks', () => {
    const optional = ['设备号', '付款银行', '商品名称', '商户数据包', '费率备注'];
    const header = HEADERS.ALL.split(',')
      .filter((name) => !optional.includes(name))
      .join(',');
    expect(readLines([PAYMENT], { header }).rows[0]).toMatchObject({
      deviceInfo: '',
      bankType: '',
      description: '',
      attach: '',
      rateRemark: '',
      total: fen(3),
    });
  });

  it('keeps fees exactly, and negative where they are given back', () => {
    const lines = [
      { ...PAYMENT, feeMicroyuan: 180 },
      { ...REFUND, feeMicroyuan: -60 },
    ];
    const { rows, summary } = readLines(lines);
    expect(rows.map((row) => row.feeMicroyuan)).toEqual([180, -60]);
    expect(summary?.feeMicroyuan).toBe(120);
  });

  it('sums fen where floating yuan would not: three times 0.10 and 1.10 is 1.40', () => {
    const lines = [10, 10, 10, 110].map((total) => ({ ...PAYMENT, total, settlementTotal: total }));
    expect(0.1 + 0.1 + 0.1 + 1.1).not.toBe(1.4);
    expect(readLines(lines).summary?.total).toEqual(fen(140));
  });
});

describe('text', () => {
  const texts = [
    '龙井, 250g',
    '"双十一"特价',
    "it's",
    '反引号`在中间',
    '`',
    '茶\\壶\\',
    '一\n二\r三\t四',
    '\u001a',
    '\\140',
    '\\n不是换行',
    ',`',
    '\\',
    '茶 🍵',
  ];
  it.each(texts)('%j is what the merchant wrote, in payments and refunds', (text) => {
    const { rows } = readLines([
      { ...PAYMENT, description: text, attach: text },
      { ...REFUND, description: text },
    ]);
    expect(rows.map((row) => row.description)).toEqual([text, text]);
    expect(rows[0]?.attach).toBe(text);
  });

  it('that nobody escaped is left as it is', () => {
    const raw = 'a, "b" \\x `c` ，d，`e';
    const cells = { ...tradeCells(PAYMENT), 商品名称: raw };
    const rows = [valuesLine(HEADERS.ALL, cells), valuesLine(HEADERS.ALL, tradeCells(PAYMENT))];
    const summary = valuesLine(SUMMARIES.ALL, tradeFigures([PAYMENT, PAYMENT]));
    const { rows: read2, summary: sums } = read(
      billFile([HEADERS.ALL, ...rows, SUMMARIES.ALL, summary]),
      (row) => [row.description, row.total.minor],
    );
    expect(read2).toEqual([
      [raw, 3],
      ['autotest', 3],
    ]);
    expect(sums).toMatchObject({ rows: 2, total: fen(6) });
  });

  it('with half of a line end belongs to its value when lines end with both', () => {
    const cells = { ...tradeCells(PAYMENT), 商品名称: '一\n二\r三' };
    const summary = valuesLine(SUMMARIES.ALL, tradeFigures([PAYMENT]));
    const file = billFile([HEADERS.ALL, valuesLine(HEADERS.ALL, cells), SUMMARIES.ALL, summary]);
    for (let at = 0; at <= file.length; at += 1) {
      const { rows, defect } = readPieces(FORMAT.ALL, cutAt(file, [at]), (row) => row.description);
      expect({ at, rows, defect }).toEqual({ at, rows: ['一\n二\r三'], defect: undefined });
    }
  });
});

describe('refused', () => {
  const row = (changes: Readonly<Record<string, string>>, line = PAYMENT) =>
    valuesLine(HEADERS.ALL, { ...tradeCells(line), ...changes });
  const good = row({});
  const summary = valuesLine(SUMMARIES.ALL, tradeFigures([PAYMENT, PAYMENT]));
  const withRow = (second: string) => billFile([HEADERS.ALL, good, second, SUMMARIES.ALL, summary]);

  it.each([
    ['交易时间', { 交易时间: '2019-02-30 00:00:00' }, 'is no time'],
    ['交易状态', { 交易状态: 'SUCCES' }, 'is no state of the bill all'],
    ['货币种类', { 货币种类: 'HKD' }, 'is not CNY'],
    ['微信订单号', { 微信订单号: '' }, 'is empty'],
    ['商户订单号', { 商户订单号: '' }, 'is empty'],
    ['应结订单金额', { 应结订单金额: '' }, 'is no amount'],
    ['代金券金额', { 代金券金额: '0.0l' }, 'is no amount'],
    ['退款金额', { 退款金额: '-0.01' }, 'is no amount'],
    ['充值券退款金额', { 充值券退款金额: '１.００' }, 'is no amount'],
    ['手续费', { 手续费: '0.0000001' }, 'is no amount'],
    ['费率', { 费率: '0.60' }, 'is no percentage'],
    ['订单金额', { 订单金额: '0.031' }, 'is no amount'],
    ['申请退款金额', { 申请退款金额: '1,000.00' }, 'is no amount'],
    ['订单金额', { 订单金额: '90071992547409.92' }, 'is no amount'],
  ])('is a bad %s (%j), by line and column, after the rows above it', (column, changes, reason) => {
    expect(refusal(withRow(row(changes)))).toEqual({
      stage: 'format',
      line: 3,
      column,
      reason,
      rowsBefore: 1,
    });
  });

  it('is a sum beyond exact integers, at the line that reaches it', () => {
    const large = { 订单金额: '90071992547409.91' };
    expect(refusal(withRow(row(large)))).toMatchObject({ line: 3, column: '订单金额' });
  });

  it.each([
    ['微信退款单号', { 微信退款单号: '0' }],
    ['微信退款单号', { 微信退款单号: '' }],
  ])('is a refund without %s', (column, changes) => {
    expect(refusal(withRow(row(changes, REFUND)))).toMatchObject({ line: 3, column });
  });

  it.each(['退款申请时间', '退款成功时间'])('is a bad %s in a bill of refunds', (column) => {
    const cells = { ...tradeCells(REFUND), [column]: 'yesterday' };
    const file = billFile([HEADERS.REFUND, valuesLine(HEADERS.REFUND, cells)]);
    expect(refusal(file, 'REFUND')).toMatchObject({ line: 2, column, reason: 'is no time' });
  });

  it('is a row that the bill does not hold', () => {
    expect(refusal(tradeBill('SUCCESS', [REFUND]), 'SUCCESS')).toMatchObject({ line: 2, column: '交易状态' });
    expect(refusal(tradeBill('REFUND', [PAYMENT]), 'REFUND')).toMatchObject({ line: 2, column: '交易状态' });
  });

  it.each([
    ['a value too many', `${good},\``, 'has 28 values under 27 columns'],
    ['a separator inside a value', row({ 商品名称: '茶,`壶' }), 'has 28 values under 27 columns'],
    ['a value too few', good.slice(0, good.lastIndexOf(',')), 'has 26 values under 27 columns'],
    [
      'a broken separator',
      good.replace(',`JSAPI', ',JSAPI').replace(',`NATIVE', ',NATIVE'),
      'has 26 values under 27 columns',
    ],
    ['a value broken by a line end', row({ 商品名称: '茶\r\n壶' }), 'has 21 values under 27 columns'],
    ['a lone line feed between two rows', `${good}\n${good}`, 'has 53 values under 27 columns'],
  ])('is %s', (_name, line, reason) => {
    expect(refusal(withRow(line))).toEqual({ stage: 'format', line: 3, reason, rowsBefore: 1 });
  });

  it('is a line that ends otherwise than the first', () => {
    const file = billFile([HEADERS.ALL, good, `${good}\r`, SUMMARIES.ALL, summary], { lineEnd: '\n' });
    expect(refusal(file)).toMatchObject({
      line: 3,
      reason: 'ends with CRLF in a file whose lines end with LF',
    });
  });

  it.each([
    ['longer than any', row({ 商品名称: '茶'.repeat(22_000) })],
    ['that never ends', '`'.repeat(70_000)],
  ])('is a line %s', (_name, line) => {
    expect(refusal(withRow(line))).toMatchObject({ stage: 'format', line: 3, rowsBefore: 1 });
    const pieces = [...Array(8).keys()].map((at) => withRow(line).subarray(at * 10_000, (at + 1) * 10_000));
    expect(readPieces(FORMAT.ALL, pieces, () => 'row').defect).toMatchObject({ stage: 'format', line: 3 });
  });

  it.each(['交易时间', '微信订单号', '交易状态', '订单金额', '退款金额', '手续费', '货币种类'])(
    'is a header without %s',
    (column) => {
      const header = HEADERS.ALL.split(',')
        .map((name) => (name === column ? '别的' : name))
        .join(',');
      expect(refusal(tradeBill('ALL', [PAYMENT], { header }))).toEqual({
        stage: 'format',
        line: 1,
        column,
        reason: 'is missing',
        rowsBefore: 0,
      });
    },
  );

  it('is a header that names a column twice, or has too many', () => {
    const twice = tradeBill('ALL', [PAYMENT], { header: `${HEADERS.ALL},订单金额` });
    expect(refusal(twice)).toMatchObject({ line: 1, column: '订单金额', reason: 'stands twice' });
    const many = tradeBill('ALL', [], { header: `${HEADERS.ALL}${',列'.repeat(40)}` });
    expect(refusal(many)).toMatchObject({ line: 1, reason: 'has 67 columns, at most 64 are read' });
  });

  it('is a file that is no bill', () => {
    expect(refusal(Buffer.from('{"code":"SYSTEM_ERROR","message":"系统错误"}'))).toMatchObject({ line: 1 });
    expect(refusal(Buffer.from(''))).toMatchObject({ line: 1, reason: 'the file is empty' });
    expect(refusal(Buffer.from('\r\n'))).toMatchObject({ line: 1, column: '交易时间' });
  });

  it('is a file that was cut, wherever', () => {
    const file = tradeBill('ALL', [PAYMENT, REFUND]);
    const lastValue = file.length - Buffer.byteLength('`0.01\r\n');
    for (let length = 0; length < lastValue; length += 1) {
      expect({ length, defect: read(file.subarray(0, length), () => 'row').defect?.line }).toEqual({
        length,
        defect: expect.any(Number),
      });
    }
  });

  it.each([
    ['总交易单数', '`1,`0.06,`0.00,`0.00,`0.02,`0.06,`0.00', 'is 1, but there are 2 rows'],
    ['应结订单总金额', '`2,`0.05,`0.00,`0.00,`0.02,`0.06,`0.00', 'is 5 fen, but the rows sum to 6'],
    ['退款总金额', '`2,`0.06,`0.01,`0.00,`0.02,`0.06,`0.00', 'is 1 fen, but the rows sum to 0'],
    ['充值券退款总金额', '`2,`0.06,`0.00,`0.01,`0.02,`0.06,`0.00', 'is 1 fen, but the rows sum to 0'],
    [
      '手续费总金额',
      '`2,`0.06,`0.00,`0.00,`0.01,`0.06,`0.00',
      'is 10000 1/1000000 yuan, but the rows sum to 20000',
    ],
    ['订单总金额', '`2,`0.06,`0.00,`0.00,`0.02,`0.60,`0.00', 'is 60 fen, but the rows sum to 6'],
    ['申请退款总金额', '`2,`0.06,`0.00,`0.00,`0.02,`0.06,`0.10', 'is 10 fen, but the rows sum to 0'],
  ])('is a summary whose %s is not that of the rows', (column, line, reason) => {
    const file = billFile([HEADERS.ALL, good, good, SUMMARIES.ALL, line]);
    expect(refusal(file)).toEqual({ stage: 'summary', line: 5, column, reason, rowsBefore: 2 });
  });

  it.each([
    ['订单总金额', '`2,`0.06,`0.00,`0.00,`0.02,`x,`0.00'],
    ['总交易单数', '`2.5,`0.06,`0.00,`0.00,`0.02,`0.06,`0.00'],
    [undefined, '`2,`0.06,`0.00,`0.00,`0.02,`0.06'],
    [undefined, '2,0.06,0.00,0.00,0.02,0.06,0.00'],
  ])('is a summary that cannot be read (%s)', (column, line) => {
    const { column: named, ...where } = refusal(billFile([HEADERS.ALL, good, good, SUMMARIES.ALL, line]));
    expect({ named, where }).toMatchObject({ named: column, where: { stage: 'format', line: 5 } });
  });

  it('is a summary that lacks a figure', () => {
    const summaryHeader = SUMMARIES.ALL.replace('退款总金额', '别的');
    expect(refusal(tradeBill('ALL', [PAYMENT], { summaryHeader }))).toMatchObject({
      line: 3,
      column: '退款总金额',
      reason: 'is missing',
    });
  });

  it('is anything but empty lines after the summary', () => {
    const file = tradeBill('ALL', [PAYMENT]);
    expect(refusal(Buffer.concat([file, Buffer.from('\r\n')]))).toEqual({ rowsBefore: 1 });
    expect(refusal(Buffer.concat([file, Buffer.from(`${good}\r\n`)]))).toMatchObject({
      line: 5,
      reason: 'stands after the summary',
    });
  });

  it('quotes no value of the file', () => {
    const secret = 'oHkLxtx0vUqe-secret';
    const file = withRow(row({ 订单金额: secret, 用户标识: secret }));
    expect(JSON.stringify(refusal(file))).not.toContain('secret');
  });
});

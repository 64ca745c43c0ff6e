import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { digestBill } from '../../../../../cloudfunctions/adapters/wechat-pay/bill/digest';
import { FUND_FLOW_FORMAT } from '../../../../../cloudfunctions/adapters/wechat-pay/bill/fund-flow-bill';
import { tradeBillFormat } from '../../../../../cloudfunctions/adapters/wechat-pay/bill/trade-bill';
import type { FundFlowRow, TradeBillRow } from '../../../../../cloudfunctions/ports/bills';
import {
  FLOW,
  fundFlowBill,
  HEADERS,
  PAYMENT,
  REFUND,
  tradeBill,
  type FundFlowLine,
  type TradeLine,
} from '../../../../fixtures/bill-file';
import { cutAt, readPieces } from './read-bill';

// U+E000 is written as a comma is, so it alone does not come back; lone surrogates are no UTF-8.
const text = fc
  .string({ unit: 'binary', maxLength: 12 })
  .filter((value) => !value.includes('\ue000') && !/\p{Surrogate}/u.test(value));
const tricky = fc.string({
  unit: fc.constantFrom('`', ',', '\\', '"', "'", ' ', '\n', '\r', '1', '0', '茶'),
  maxLength: 12,
});
const word = fc.oneof(text, tricky);
const id = fc.stringMatching(/^[A-Za-z0-9_\-|*]{1,32}$/);
const amount = fc.integer({ min: 0, max: 100_000_000 });
const time = fc
  .integer({ min: 0, max: 4_000_000_000 })
  .map((seconds) => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' '));

const payment: fc.Arbitrary<TradeLine> = fc
  .record({
    time,
    transactionId: id,
    outTradeNo: id,
    openid: id,
    deviceInfo: word,
    description: word,
    attach: word,
  })
  .chain((texts) =>
    fc
      .record({ total: amount, settlementTotal: amount, couponTotal: amount, fee: amount })
      .map(({ fee, ...amounts }) => ({ ...PAYMENT, ...texts, ...amounts, feeMicroyuan: fee * 10 })),
  );
const refund: fc.Arbitrary<TradeLine> = fc
  .record({
    time,
    transactionId: id,
    outTradeNo: id,
    refundId: id.filter((value) => value !== '0'),
    outRefundNo: id.filter((value) => value !== '0'),
    description: word,
    refund: amount,
    settlementRefund: amount,
    couponRefund: amount,
    state: fc.constantFrom('REFUND' as const, 'REVOKED' as const),
    feeMicroyuan: amount.map((fee) => 0 - 10 * fee),
  })
  .map((values) => ({ ...REFUND, ...values }));
const lines = fc.array(fc.oneof(payment, refund), { maxLength: 6 });
const layout = fc.record({ lineEnd: fc.constantFrom('\r\n', '\n'), bom: fc.constantFrom('\ufeff', '') });
const cutPlaces = fc.array(fc.nat(), { maxLength: 12 });

const ALL = tradeBillFormat('all');
const STATE = { SUCCESS: 'payment', REFUND: 'refund', REVOKED: 'revoked' } as const;

/** What a line is in our words. */
function rowOf(line: TradeLine): Record<string, unknown> {
  const common = {
    kind: STATE[line.state],
    tradedAtMs: Date.parse(`${line.time.replace(' ', 'T')}+08:00`),
    transactionId: line.transactionId,
    outTradeNo: line.outTradeNo,
    openid: line.openid,
    deviceInfo: line.deviceInfo,
    description: line.description,
    attach: line.attach,
    amounts: [line.total, line.settlementTotal, line.couponTotal, line.feeMicroyuan],
  };
  if (line.state === 'SUCCESS') return common;
  const { refundId, outRefundNo } = line;
  return {
    ...common,
    refundId,
    outRefundNo,
    refunds: [line.refund, line.settlementRefund, line.couponRefund],
  };
}

function kept(row: TradeBillRow): Record<string, unknown> {
  const { kind, tradedAtMs, transactionId, outTradeNo, openid, deviceInfo, description, attach } = row;
  const amounts = [row.total.minor, row.settlementTotal.minor, row.couponTotal.minor, row.feeMicroyuan];
  const common = {
    kind,
    tradedAtMs,
    transactionId,
    outTradeNo,
    openid,
    deviceInfo,
    description,
    attach,
    amounts,
  };
  if (row.kind === 'payment') return common;
  const refunds = [row.refund.minor, row.settlementRefund.minor, row.couponRefund.minor];
  return { ...common, refundId: row.refundId, outRefundNo: row.outRefundNo, refunds };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('any trade bill', () => {
  it('gives the rows and the sums it was written from, cut into pieces anywhere', () => {
    fc.assert(
      fc.property(lines, layout, cutPlaces, (written, how, cuts) => {
        const file = tradeBill('ALL', written, how);
        const { rows, summary, defect } = readPieces(ALL, cutAt(file, cuts), kept);
        expect({ rows, defect }).toEqual({ rows: written.map(rowOf), defect: undefined });
        expect(summary).toMatchObject({
          rows: written.length,
          total: { minor: sum(written.map((line) => line.total)) },
          refund: { minor: sum(written.map((line) => line.refund)) },
          feeMicroyuan: sum(written.map((line) => line.feeMicroyuan)),
        });
      }),
      { numRuns: 200 },
    );
  });

  it('gives the same rows byte by byte, and rows that can be read long after', () => {
    fc.assert(
      fc.property(lines, layout, (written, how) => {
        const bytes = [...tradeBill('ALL', written, how)].map((byte) => Uint8Array.of(byte));
        const { rows } = readPieces(ALL, bytes, (row) => row);
        expect(rows.map(kept)).toEqual(written.map(rowOf));
      }),
      { numRuns: 30 },
    );
  });
});

describe('any fund-flow bill', () => {
  const flow: fc.Arbitrary<FundFlowLine> = fc
    .record({
      time,
      businessId: id,
      amount,
      balance: amount,
      direction: fc.constantFrom('收入' as const, '支出' as const),
    })
    .map((values) => ({ ...FLOW, ...values }));

  it('gives the rows and the sums it was written from, cut into pieces anywhere', () => {
    fc.assert(
      fc.property(fc.array(flow, { maxLength: 6 }), layout, cutPlaces, (written, how, cuts) => {
        const keep = (row: FundFlowRow) => [
          row.businessId,
          row.direction,
          row.amount.minor,
          row.balance.minor,
        ];
        const { rows, summary } = readPieces(FUND_FLOW_FORMAT, cutAt(fundFlowBill(written, how), cuts), keep);
        const words = { 收入: 'income', 支出: 'expense' };
        expect(rows).toEqual(
          written.map((line) => [line.businessId, words[line.direction], line.amount, line.balance]),
        );
        const income = written.filter((line) => line.direction === '收入');
        expect(summary).toMatchObject({
          incomeRows: income.length,
          income: { minor: sum(income.map((line) => line.amount)) },
        });
      }),
    );
  });
});

describe('a bill with one byte changed', () => {
  const file = tradeBill('ALL', [PAYMENT, { ...REFUND, description: '茶, "壶"' }]);
  const sha1 = createHash('sha1').update(file).digest('hex');
  const packed = gzipSync(file);
  const fold = { start: () => 0, add: (count: number) => count + 1 };

  /** Everything that is shape or money: separators, line ends, column names that are needed, times, states, amounts. */
  const structural = (() => {
    const text = file.toString('latin1');
    const marked = new Set<number>();
    for (const match of text.matchAll(
      /,`|\r\n|^`|\d+\.\d+%?|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|SUCCESS(?=,`OTHERS)|REFUND(?=,`OTHERS)|CNY/gm,
    ))
      for (let at = match.index; at < match.index + match[0].length; at += 1) marked.add(at);
    const optional = ['设备号', '付款银行', '商品名称', '商户数据包', '费率备注'];
    let at = 3;
    for (const name of HEADERS.ALL.split(',')) {
      const length = Buffer.byteLength(name);
      if (!optional.includes(name)) for (let byte = 0; byte < length; byte += 1) marked.add(at + byte);
      at += length + 1;
    }
    return [...marked];
  })();

  it('is refused by the reader alone where the byte is shape or money', () => {
    expect(structural.length).toBeGreaterThan(400);
    const survived = structural.filter((at) => {
      const changed = Buffer.from(file);
      changed[at] = 0x78;
      return readPieces(ALL, [changed], () => 0).defect === undefined;
    });
    expect(survived.map((at) => [at, file.toString('latin1', at - 20, at + 20)])).toEqual([]);
  });

  const endOf = async (changed: Buffer) =>
    (await digestBill(once(changed), { sha1, maxBytes: 10_000 }, ALL, fold)).kind;
  const flipped = (whole: Buffer, at: number): Buffer => {
    const changed = Buffer.from(whole);
    changed[at] = (whole[at] ?? 0) ^ (1 << (at % 8));
    return changed;
  };

  it('is never read, whatever the byte, packed or not', async () => {
    expect([await endOf(file), await endOf(packed)]).toEqual(['read', 'read']);
    const ends = new Set<string>();
    for (let at = 0; at < file.length; at += 1) ends.add(await endOf(flipped(file, at)));
    expect([...ends]).toEqual(['defective']);
    for (let at = 0; at < packed.length; at += 1) {
      const changed = flipped(packed, at);
      // Some bits of gzip are no part of the file: the time of packing, what fills the last byte.
      if ((await endOf(changed)) === 'read') expect(gunzipSync(changed).equals(file)).toBe(true);
    }
  });

  it('is never read when it is cut instead, packed or not', async () => {
    const ends = new Set<string>();
    for (const whole of [file, packed])
      for (let length = 0; length < whole.length; length += 1)
        ends.add(await endOf(whole.subarray(0, length)));
    expect([...ends]).toEqual(['defective']);
  });
});

async function* once(file: Buffer): AsyncGenerator<Buffer> {
  await Promise.resolve();
  yield file;
}

import { describe, expect, it } from '@jest/globals';
import { billChunks } from '../../../simulators/wechat-pay/bills/bill-file';
import type { BillOrder } from '../../../simulators/wechat-pay/bills/bill-order';
import { createLedger } from '../../../simulators/wechat-pay/ledger';
import type { Ledger, LedgerEntry } from '../../../simulators/wechat-pay/ledger';
import { fen, readBill, sum } from './bill-file';

const MCHID = '1900000109';
const ROWS = 20_000;
const NOON_MS = Date.parse('2026-03-02T12:00:00+08:00');

/** A journal with one busy day. The notifications and prepay ids of a real one do not matter here. */
function* busyDay(): Generator<LedgerEntry> {
  for (let i = 0; i < ROWS; i += 1) {
    const outTradeNo = `LONG${String(i).padStart(8, '0')}`;
    const request = {
      appid: 'wx0123456789abcdef',
      mchid: MCHID,
      description: `苹果,${i}`,
      out_trade_no: outTradeNo,
      amount: { total: i + 1 },
      payer: { openid: 'oShopper_1' },
    };
    const times = { createdMs: NOON_MS, payUntilMs: NOON_MS };
    yield {
      kind: 'orderPlaced',
      order: { product: 'jsapi', outTradeNo, request, fingerprint: '', ...times, prepays: [] },
    };
    const transactionId = `4200000000${String(i).padStart(18, '0')}`;
    const payment = { transactionId, paidAtMs: NOON_MS + i, openid: 'oShopper_1', bankType: 'OTHERS' };
    yield { kind: 'orderPaid', outTradeNo, payment };
  }
}

function ledgerOf(entries: Iterable<LedgerEntry>): Ledger {
  const journal = { append: () => undefined, clear: () => undefined, close: () => undefined };
  return createLedger(journal, [...entries]);
}

const order: BillOrder = {
  kind: 'trade',
  type: 'ALL',
  day: '2026-03-02',
  gzip: false,
  format: {
    byteOrderMark: true,
    lineEnd: '\r\n',
    lastLineEnd: true,
    figures: 'docs',
    parentheses: 'half',
    rowOrder: 'mixed',
  },
};

describe('a bill of a busy day', () => {
  it('is written in small pieces, others having their turn between them, and holds every row once', async () => {
    const ledger = ledgerOf(busyDay());
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 0);
    const chunks: Buffer[] = [];
    for await (const chunk of billChunks(order, ledger, MCHID)) chunks.push(chunk);
    clearInterval(ticking);
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(256 * 1024);
    expect(turns).toBeGreaterThan(10);
    const { rows, summary } = readBill(Buffer.concat(chunks));
    expect(new Set(rows.map((row) => row['商户订单号'])).size).toBe(ROWS);
    expect(fen(summary['订单总金额'])).toBe((ROWS * (ROWS + 1)) / 2);
    expect(fen(summary['手续费总金额'])).toBe(sum(rows, '手续费'));
  });
});

/** One measured process of the bench: `reconcile-process <file> <sha1> <rows>` prints one line of JSON. */
import { createReadStream, createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { digestBill } from '../../cloudfunctions/adapters/wechat-pay/bill/digest';
import { readKeptTrades } from '../../cloudfunctions/adapters/wechat-pay/bill/kept-bill';
import { tradeBillFormat } from '../../cloudfunctions/adapters/wechat-pay/bill/trade-bill';
import type { BillDay } from '../../cloudfunctions/core/reconciliation/bill-day';
import { newBillDay } from '../../cloudfunctions/core/reconciliation/bill-day';
import type { OurPayment, OurRefund } from '../../cloudfunctions/core/reconciliation/facts';
import type { BillArchive } from '../../cloudfunctions/ports/bill-archive';
import type { BillStore, Walk, Walked } from '../../cloudfunctions/ports/bill-store';
import type { Bills, FundFlowRow } from '../../cloudfunctions/ports/bills';
import type { BillDeps } from '../../cloudfunctions/usecases/bill-deps';
import { ROWS_AT_ONCE } from '../../cloudfunctions/usecases/bill-deps';
import { reconcileDay } from '../../cloudfunctions/usecases/reconcile-day';
import { fen } from '../../miniprogram/contract/money';
import {
  APPID,
  DATE,
  isRefundAt,
  MCHID,
  REFUND_EVERY,
  refundIdOf,
  START_MS,
  sumsOf,
  tradeAt,
} from './day-of-trade';
import type { Trade } from './day-of-trade';
import { peakRssBytes } from './peak-memory';

const LIMIT = { maxBytes: 4 * 1024 ** 3 };

const paymentOf = ({ outTradeNo, transactionId, fen: minor, second }: Trade): OurPayment => ({
  outTradeNo,
  orderId: 'order',
  amount: fen(minor),
  transactionId,
  mchid: MCHID,
  appid: APPID,
  state: 'succeeded',
  atMs: START_MS + second * 1_000,
  reverseSentAtMs: null,
});

const refundOf = (trade: Trade): OurRefund => ({
  outRefundNo: trade.number,
  outTradeNo: trade.outTradeNo,
  orderId: 'order',
  amount: fen(trade.fen),
  refundId: refundIdOf(trade),
  state: 'succeeded',
  atMs: START_MS + trade.second * 1_000,
});

/** A walk along the generated books: pages are made as they are asked for, as a database would send them. */
function pages<Ours>(rows: number, isRefund: boolean, make: (trade: Trade) => Ours) {
  const step = isRefund ? REFUND_EVERY : 1;
  return ({ fromMs, toMs, after, limit }: Walk): Promise<readonly Walked<Ours>[]> => {
    const page: Walked<Ours>[] = [];
    // The row follows from the end of the number, so that a page begins where the last one ended.
    const from = after === null ? step - 1 : Number(after.number.slice(-10)) + step;
    for (let row = from; row < rows && page.length < limit; row += step) {
      if (isRefundAt(row) !== isRefund) continue;
      const trade = tradeAt(row, rows);
      const atMs = START_MS + trade.second * 1_000;
      if (atMs < fromMs) continue;
      if (atMs >= toMs) break;
      page.push({ atMs, ours: make(trade) });
    }
    return Promise.resolve(page);
  };
}

/** The day in memory, the books as generated pages; what a matched day never asks for is not there. */
function storeOf(rows: number): BillStore {
  let day: BillDay | null = newBillDay(DATE, 0);
  const none = () => Promise.resolve([]);
  const notAsked = (): never => {
    throw new Error('a day that agrees asks for nothing more');
  };
  return {
    findBillDay: () => Promise.resolve(day),
    listBillDays: none,
    listOpenBillDays: none,
    newestBillDay: () => Promise.resolve(DATE),
    listBillDaysToDo: none,
    changeBillDay: (_date, decide) => {
      const { result, write } = decide(day);
      day = write ?? day;
      return Promise.resolve(result);
    },
    keepDifferences: (found) =>
      found.length === 0 ? Promise.resolve() : Promise.reject(new Error(JSON.stringify(found[0]))),
    findDifference: notAsked,
    changeDifference: notAsked,
    listDifferences: none,
    countDifferences: () => Promise.resolve(0),
    listAwaiting: none,
    walkPayments: pages(rows, false, paymentOf),
    walkRefunds: pages(rows, true, refundOf),
    walkRevoked: none,
    findPayments: notAsked,
    findRefunds: notAsked,
  };
}

/** A copy on this disk, written as it comes. */
function archiveAt(copy: string): BillArchive {
  const written = (stream: WriteStream, piece: Uint8Array) =>
    new Promise<void>((resolve, reject) =>
      stream.write(piece, (error) => (error ? reject(error) : resolve())),
    );
  return {
    begin: () => {
      const stream = createWriteStream(copy);
      return {
        write: (piece) => written(stream, piece),
        end: () => new Promise((resolve) => stream.end(() => resolve([copy]))),
      };
    },
    read: () => createReadStream(copy),
  };
}

function accountOf(rows: number): readonly FundFlowRow[] {
  const { paid, refunded, feeTaken, feeBack } = sumsOf(rows);
  const moves = [
    ['交易', 'income', paid],
    ['扣除交易手续费', 'expense', feeTaken],
    ['退还交易手续费', 'income', feeBack],
    ['退款', 'expense', refunded],
  ] as const;
  let balance = 0;
  return moves.map(([businessType, direction, minor], at) => {
    balance += direction === 'income' ? minor : -minor;
    const texts = { businessId: '', flowId: '', businessName: '', applicant: '', remark: '', voucherId: '' };
    const amounts = { amount: fen(minor), balance: fen(balance) };
    return { line: at + 2, bookedAtMs: START_MS, businessType, direction, ...amounts, ...texts };
  });
}

/** The real reader over a file of this disk; the account's movements are four sums. */
function billsOf(file: string, sha1: string, rows: number): Bills {
  const account = accountOf(rows);
  const proof = { requestId: '', bodySha256: null };
  return {
    request: (request) => {
      const hash = { type: 'SHA1', value: sha1 } as const;
      const bill = { request, hash, downloadUrl: '', givenAtMs: 0 };
      return Promise.resolve({ kind: 'ready', bill, ...proof });
    },
    readTrades: async (_bill, fold, copy) => {
      async function* pieces(): AsyncGenerator<Buffer> {
        for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
          await copy?.(piece);
          yield piece;
        }
      }
      const result = await digestBill(pieces(), { sha1, ...LIMIT }, tradeBillFormat('all'), fold);
      if (result.kind === 'broken') throw new Error('the file broke off');
      return result;
    },
    readFundFlow: (_bill, fold) => {
      let value = fold.start();
      for (const row of account) value = fold.add(value, row);
      const zero = fen(0);
      const summary = { rows: 4, incomeRows: 2, income: zero, expenseRows: 2, expense: zero };
      return Promise.resolve({ kind: 'read', value, summary, sha1, bytes: 0 });
    },
    readKeptTrades,
  };
}

async function main([file = '', sha1 = '', count = '']: readonly string[]): Promise<void> {
  const rows = Number(count);
  const store = storeOf(rows);
  const deps = {
    store: { ...store, recordEvidence: () => Promise.resolve() },
    bills: billsOf(file, sha1, rows),
    archive: archiveAt(`${file}.kept`),
    billed: { mchid: MCHID, appids: [APPID], subMchid: null },
    rowsAtOnce: ROWS_AT_ONCE,
    clock: { nowMs: () => START_MS + 2 * 86_400_000 },
    ids: { unique: () => 'name' },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    // Everything else a day of differences would need is missing: the process throws if it is asked for.
  } as unknown as BillDeps;
  const start = performance.now();
  const step = await reconcileDay(deps, DATE, () => true);
  const ms = performance.now() - start;
  const day = await store.findBillDay(DATE);
  if (step !== 'done' || day?.state !== 'matched') throw new Error(`${step}: ${JSON.stringify(day)}`);
  const { user, system } = process.cpuUsage();
  const matched = (day.ours?.payments ?? 0) + (day.ours?.refunds ?? 0);
  console.log(
    JSON.stringify({ rows: matched, ms, cpuMs: (user + system) / 1000, peakRssBytes: peakRssBytes() }),
  );
}

void main(process.argv.slice(2));

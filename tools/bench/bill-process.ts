/** One measured process of the bench of bills: `bill-process <how> <file> <sha1>` prints one line of JSON. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { digestBill } from '../../cloudfunctions/adapters/wechat-pay/bill/digest';
import { tradeBillFormat } from '../../cloudfunctions/adapters/wechat-pay/bill/trade-bill';
import { peakRssBytes } from './peak-memory';

/** Both ways unpack in the larger pieces, which are the faster ones. */
const UNPACKED_BYTES = 256 * 1024;

const LIMIT = { maxBytes: 4 * 1024 ** 3 };

/** The least that is possible: unpack and hash. */
async function bare(file: string, sha1: string): Promise<number> {
  const hash = createHash('sha1');
  const unpacked = createReadStream(file).pipe(createGunzip({ chunkSize: UNPACKED_BYTES }));
  for await (const chunk of unpacked as AsyncIterable<Buffer>) hash.update(chunk);
  if (hash.digest('hex') !== sha1) throw new Error('another hash');
  return 0;
}

/** Reads the whole bill and adds up, in fen, what came in and what went back. */
async function sum(file: string, sha1: string): Promise<number> {
  const result = await digestBill(
    createReadStream(file) as AsyncIterable<Buffer>,
    { sha1, ...LIMIT },
    tradeBillFormat('all'),
    {
      start: () => 0,
      add: (total, row) => (row.kind === 'payment' ? total + row.total.minor : total - row.refund.minor),
    },
  );
  if (result.kind !== 'read') throw new Error(JSON.stringify(result));
  return result.summary.rows;
}

/** Looks at what a reconciliation looks at: the numbers and the amount of every row. */
async function numbers(file: string, sha1: string): Promise<number> {
  const result = await digestBill(
    createReadStream(file) as AsyncIterable<Buffer>,
    { sha1, ...LIMIT },
    tradeBillFormat('all'),
    {
      start: () => 0,
      add: (seen, row) =>
        row.kind === 'payment'
          ? seen + row.outTradeNo.length + row.transactionId.length + row.total.minor
          : seen + (row.outRefundNo ?? '').length + (row.refundId ?? '').length + row.refund.minor,
    },
  );
  if (result.kind !== 'read') throw new Error(JSON.stringify(result));
  return result.summary.rows;
}

const WAYS = { bare, sum, numbers };

async function main([how = '', file = '', sha1 = '']: readonly string[]): Promise<void> {
  const way = Object.entries(WAYS).find(([name]) => name === how)?.[1];
  if (way === undefined) throw new Error(`no way is called ${how}`);
  const start = performance.now();
  const rows = await way(file, sha1);
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage();
  console.log(JSON.stringify({ rows, ms, cpuMs: (user + system) / 1000, peakRssBytes: peakRssBytes() }));
}

void main(process.argv.slice(2));

import type { BillCopy, BillFold, KeptBill, KeptReading, TradeBillRow } from '../../../ports/bills';
import { digestBill } from './digest';
import { tradeBillFormat } from './trade-bill';

/**
 * Longest file, unpacked. A million rows have 0.3 GB; beyond this much a function runs out of time, and a file that
 * unpacks to it is rather an attack.
 */
export const MAX_BILL_BYTES = 4 * 1024 ** 3;

/** Passes pieces on and lets `copy` have each of them first. */
export async function* copied(
  pieces: AsyncIterable<Buffer>,
  copy: BillCopy | undefined,
): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    await copy?.(piece);
    yield piece;
  }
}

async function* buffers(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const { buffer, byteOffset, byteLength } of pieces)
    yield Buffer.from(buffer, byteOffset, byteLength);
}

/** Reads a trade bill that was kept as it arrived, and holds it against its hash again. */
export async function readKeptTrades<Value>(
  { type, sha1, pieces }: KeptBill,
  fold: BillFold<TradeBillRow, Value>,
): Promise<KeptReading<Value>> {
  const expected = { sha1, maxBytes: MAX_BILL_BYTES };
  const result = await digestBill(buffers(pieces), expected, tradeBillFormat(type), fold);
  switch (result.kind) {
    case 'read':
      return { kind: 'read', value: result.value, summary: result.summary };
    case 'defective':
      return result;
    case 'broken':
      return { kind: 'unknown' };
  }
}

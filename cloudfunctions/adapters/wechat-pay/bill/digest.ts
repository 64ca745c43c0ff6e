import { createHash } from 'node:crypto';
import type { BillDefect, BillFold } from '../../../ports/bills';
import type { BillFormat } from './bill-format';
import { createBillReader } from './bill-reader';
import { unpack } from './unpack';

/** What is known of the file before it comes. */
export interface Expected {
  /** SHA-1 of the unpacked file, lower-case hex. */
  readonly sha1: string;
  /** Longest file taken, unpacked. */
  readonly maxBytes: number;
}

/** What a whole file was, or why it is not believed. `broken` is a source that failed; who made it knows why. */
export type Digest<Value, Summary> =
  | {
      readonly kind: 'read';
      readonly value: Value;
      readonly summary: Summary;
      readonly sha1: string;
      readonly bytes: number;
    }
  | { readonly kind: 'defective'; readonly defect: BillDefect }
  | { readonly kind: 'broken'; readonly bytes: number };

/** zlib's own code, e.g. `Z_DATA_ERROR`; undefined for an error of the source. */
function zlibCode(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code.startsWith('Z_') ? code : undefined;
}

function gzipDefect(code: string): BillDefect {
  return code === 'Z_BUF_ERROR'
    ? { stage: 'length', reason: 'the packed file ends early' }
    : { stage: 'gzip', reason: `the packed file is damaged (${code})` };
}

/** The next piece, or the error of the stream; what the fold throws is no concern of it. */
async function pull(pieces: AsyncIterator<Buffer>): Promise<{ piece: Buffer | null } | { error: unknown }> {
  try {
    const next = await pieces.next();
    return { piece: next.done === true ? null : next.value };
  } catch (error) {
    return { error };
  }
}

/**
 * Reads a bill, packed or not, in one pass: unpacks, hashes and reads each piece before it asks for the next, so that
 * a slow reader slows the sender. The value of the fold comes out only when the summary and the hash are right.
 */
export async function digestBill<Row, Summary extends object, Value>(
  source: AsyncIterable<Buffer>,
  expected: Expected,
  format: BillFormat<Row, Summary>,
  fold: BillFold<Row, Value>,
): Promise<Digest<Value, Summary>> {
  const { maxBytes } = expected;
  const hash = createHash('sha1');
  let value = fold.start();
  const reader = createBillReader(format, (row: Row) => {
    value = fold.add(value, row);
  });
  let bytes = 0;
  const pieces = unpack(source);
  try {
    for (;;) {
      const pulled = await pull(pieces);
      if ('error' in pulled) {
        const code = zlibCode(pulled.error);
        if (code !== undefined) return { kind: 'defective', defect: gzipDefect(code) };
        return { kind: 'broken', bytes };
      }
      if (pulled.piece === null) break;
      bytes += pulled.piece.length;
      if (bytes > maxBytes)
        return { kind: 'defective', defect: { stage: 'size', reason: `has more than ${maxBytes} bytes` } };
      hash.update(pulled.piece);
      const defect = reader.write(pulled.piece);
      if (defect !== null) return { kind: 'defective', defect };
    }
  } finally {
    await pieces.return(undefined);
  }
  const end = reader.end();
  if (end.kind === 'defective') return end;
  const sha1 = hash.digest('hex');
  if (sha1 !== expected.sha1)
    return {
      kind: 'defective',
      defect: { stage: 'hash', reason: `its SHA-1 is ${sha1}, announced was ${expected.sha1}` },
    };
  return { kind: 'read', value, summary: end.summary, sha1, bytes };
}

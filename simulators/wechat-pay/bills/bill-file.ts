import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Ledger } from '../ledger';
import type { BillOrder } from './bill-order';
import { fundLines } from './fund-bill';
import { tradeLines } from './trade-bill';

/** As much as is held of a bill at once. */
const CHUNK_CHARS = 64 * 1024;

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * The bytes of a bill, uncompressed, piece by piece. The same order gives the same bytes, because a bill is
 * asked for when its day is over.
 */
export async function* billChunks(order: BillOrder, ledger: Ledger, mchid: string): AsyncGenerator<Buffer> {
  const { byteOrderMark, lineEnd, lastLineEnd } = order.format;
  const lines = order.kind === 'trade' ? tradeLines(order, ledger) : fundLines(order, ledger, mchid);
  let text = byteOrderMark ? BYTE_ORDER_MARK : '';
  let between = '';
  for (const line of lines) {
    text += between + line;
    between = lineEnd;
    if (text.length < CHUNK_CHARS) continue;
    yield Buffer.from(text);
    text = '';
    // Others are answered while a long bill is written.
    await nextTurn();
  }
  yield Buffer.from(lastLineEnd ? text + lineEnd : text);
}

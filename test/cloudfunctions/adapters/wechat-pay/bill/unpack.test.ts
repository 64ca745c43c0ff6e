import { createHash } from 'node:crypto';
import { createGzip, gzipSync } from 'node:zlib';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { digestBill } from '../../../../../cloudfunctions/adapters/wechat-pay/bill/digest';
import { tradeBillFormat } from '../../../../../cloudfunctions/adapters/wechat-pay/bill/trade-bill';
import { unpack } from '../../../../../cloudfunctions/adapters/wechat-pay/bill/unpack';
import { PAYMENT, tradeBill } from '../../../../fixtures/bill-file';

const PIECE = Buffer.alloc(64 * 1024, 'row of a bill,`');

/** A source that counts what was taken from it, and whether it was told that nobody wants more. */
function source(pieces: number) {
  const told = { taken: 0, left: false };
  async function* give(): AsyncGenerator<Buffer> {
    try {
      for (; told.taken < pieces; told.taken += 1) yield await Promise.resolve(PIECE);
    } finally {
      told.left = true;
    }
  }
  return { told, give };
}

const nextTurns = (turns: number) =>
  Array.from({ length: turns }).reduce<Promise<void>>(
    (before) => before.then(() => new Promise((resolve) => setImmediate(resolve))),
    Promise.resolve(),
  );

describe('unpacking', () => {
  it.each([
    ['plain', (pieces: AsyncIterable<Buffer>) => pieces, 2],
    ['packed', (pieces: AsyncIterable<Buffer>) => Readable.from(pieces).pipe(createGzip({ level: 0 })), 200],
  ])('takes %s pieces only as fast as they are read', async (_name, pack, most) => {
    const { told, give } = source(2_000);
    const unpacked = unpack(pack(give()) as AsyncIterable<Buffer>);
    let bytes = 0;
    for (let read = 0; read < 10; read += 1) {
      const next = await unpacked.next();
      bytes += next.value?.length ?? 0;
      await nextTurns(50);
    }
    expect(told.taken).toBeLessThanOrEqual(bytes / PIECE.length + most);
    expect(told.taken).toBeLessThan(400);
    await unpacked.return(undefined);
  });

  it('lets go of its source when the reader stops', async () => {
    const { told, give } = source(2_000);
    const plain = unpack(give());
    await plain.next();
    await plain.return(undefined);
    expect(told.left).toBe(true);

    const packed = Readable.from(source(2_000).give()).pipe(createGzip());
    const closed = new Promise((resolve) => packed.once('close', resolve));
    const unpacked = unpack(packed as AsyncIterable<Buffer>);
    await unpacked.next();
    await unpacked.return(undefined);
    await closed;
    expect(packed.readableEnded).toBe(false);
  });

  it('passes on a file of one byte, and of none', async () => {
    const pieces = async (...given: Buffer[]) => {
      const out: Buffer[] = [];
      for await (const piece of unpack(Readable.from(given))) out.push(piece);
      return Buffer.concat(out);
    };
    expect(await pieces(Buffer.from('x'))).toEqual(Buffer.from('x'));
    expect(await pieces()).toEqual(Buffer.alloc(0));
    expect(await pieces(Buffer.of(0x1f), gzipSync('茶').subarray(1))).toEqual(Buffer.from('茶'));
  });
});

describe('a file larger than the limit', () => {
  const file = tradeBill(
    'ALL',
    Array.from({ length: 2_000 }, () => PAYMENT),
  );
  const sha1 = createHash('sha1').update(file).digest('hex');
  const fold = { start: () => 0, add: (rows: number) => rows + 1 };
  const read = (maxBytes: number) =>
    digestBill(Readable.from([gzipSync(file)]), { sha1, maxBytes }, tradeBillFormat('all'), fold);

  it('is refused, however small it came', async () => {
    expect(gzipSync(file).length).toBeLessThan(file.length / 20);
    expect(await read(file.length)).toMatchObject({ kind: 'read', value: 2_000 });
    expect(await read(file.length - 1)).toMatchObject({ kind: 'defective', defect: { stage: 'size' } });
  });
});

/** The same bytes with the last digit of the first piece another: a client that checks the hash sees it. */
export async function* altered(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let done = false;
  for await (const chunk of chunks) {
    const at = done ? -1 : chunk.findLastIndex(isDigit);
    if (at >= 0) {
      chunk[at] = chunk[at] === NINE ? ZERO : (chunk[at] ?? ZERO) + 1;
      done = true;
    }
    yield chunk;
  }
}

const ZERO = 0x30;
const NINE = 0x39;

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

/** Everything but the last bytes. */
export async function* cutShort(chunks: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let held = Buffer.alloc(0);
  for await (const chunk of chunks) {
    held = Buffer.concat([held, chunk]);
    if (held.length <= bytes) continue;
    yield held.subarray(0, held.length - bytes);
    held = held.subarray(held.length - bytes);
  }
}

/** One field of a message: a number, or bytes that hold a text or another message. */
type Field = { readonly id: number; readonly bytes: Buffer | null; readonly value: number };

const VARINT = 0;
const BYTES = 2;

/** Reads the fields of one message in their order. @throws RangeError when the bytes are no message. */
export function readMessage(message: Buffer): readonly Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = message[at++];
      if (byte === undefined || shift > 49) throw new RangeError('the message ends inside a number');
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const [id, kind] = [Math.floor(tag / 8), tag % 8];
    const value = varint();
    if (kind === VARINT) fields.push({ id, bytes: null, value });
    else if (kind === BYTES && at + value <= message.length) {
      fields.push({ id, bytes: message.subarray(at, at + value), value });
      at += value;
    } else throw new RangeError(`field ${id} has kind ${kind} or is cut off`);
  }
  return fields;
}

function varintBytes(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 0x80);
  return Buffer.from([...bytes, rest]);
}

/** One field of bytes, ready to be joined with others to a message. */
export function bytesField(id: number, bytes: Buffer): Buffer {
  return Buffer.concat([varintBytes(id * 8 + BYTES), varintBytes(bytes.length), bytes]);
}

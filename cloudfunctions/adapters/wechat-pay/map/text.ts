const UTC8_MS = 8 * 60 * 60 * 1000;

// APIv3 takes code points of 1 to 3 bytes; all others are written with surrogates. Line breaks and other control
// characters become spaces, since such a text is one line in the payer's bill.
const FOUR_BYTE = /[\ud800-\udfff]/g;
const CONTROL = /\p{Cc}+/gu;

/** Any text as one line they take: no character of four bytes, no control character. */
export function toLine(text: string): string {
  return text.replace(FOUR_BYTE, '').replace(CONTROL, ' ').trim();
}

/** The longest beginning of a line that fits into so many bytes of UTF-8, cut between characters. */
export function cutToBytes(line: string, maxBytes: number): string {
  const bytes = Buffer.from(line);
  if (bytes.length <= maxBytes) return line;
  let end = maxBytes;
  // A byte 10xxxxxx continues a character that began before the cut.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString().trimEnd();
}

/** Writes a moment as RFC 3339 with offset +08:00, cut to the whole second, e.g. `2018-06-08T10:34:56+08:00`. */
export function toRfc3339(ms: number): string {
  return `${new Date(ms + UTC8_MS).toISOString().slice(0, 19)}+08:00`;
}

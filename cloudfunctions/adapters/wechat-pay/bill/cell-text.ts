const BACKSLASH = 0x5c;
const FIRST_NON_ASCII = 0x80;

/** How the texts of a kind of bill are written. */
export type Escapes = 'trade' | 'fundFlow';

// `\140` stands in refunds where payments have a backslash before the backtick itself.
const TRADE_ESCAPE = /\\(?:SUB|140|[\\'"` nrt])/g;
const FUND_FLOW_ESCAPE = /\\[nr]/g;

/**
 * `\` and a space stands for a comma and also for U+E000; commas are what people write. Source: page 4013071246.
 */
const MEANING: ReadonlyMap<string, string> = new Map([
  ['\\\\', '\\'],
  ["\\'", "'"],
  ['\\"', '"'],
  ['\\`', '`'],
  ['\\140', '`'],
  ['\\ ', ','],
  ['\\n', '\n'],
  ['\\r', '\r'],
  ['\\t', '\t'],
  ['\\SUB', '\u001a'],
]);

function unescaped(text: string, escapes: Escapes): string {
  const pattern = escapes === 'trade' ? TRADE_ESCAPE : FUND_FLOW_ESCAPE;
  return text.replace(pattern, (written) => MEANING.get(written) ?? written);
}

/** Reads a text, with what was escaped put back. What is no escape stays as it stands. */
export function readText(bytes: Buffer, from: number, to: number, escapes: Escapes): string {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === BACKSLASH || byte >= FIRST_NON_ASCII)
      return unescaped(bytes.toString('utf8', from, to), escapes);
  }
  return bytes.toString('latin1', from, to);
}

/** What stands between rows that a value may not contain as it is. */
const COMMON: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  // A comma is lost for good: the reader finds a space.
  ',': '\\ ',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\uE000': '\\ ',
};

const PAYMENT: Readonly<Record<string, string>> = { ...COMMON, "'": "\\'", '`': '\\`' };
const REFUND: Readonly<Record<string, string>> = { ...COMMON, '`': '\\140' };

/** A value of a trade bill, as the page on the format of bills escapes it. */
export function escapeTradeValue(text: string, row: 'payment' | 'refund'): string {
  const table = row === 'payment' ? PAYMENT : REFUND;
  const escaped = text.replace(/[\\'"`,\n\r\t\uE000]/g, (char) => table[char] ?? char);
  return escaped.replaceAll('\u001A', '\\SUB');
}

/** A value of a fund flow bill: only what would break a line. */
export function escapeFundValue(text: string): string {
  return text.replace(/\n/g, '\\n').replace(/\r/g, '\\r').replaceAll('\u0001', ' ');
}

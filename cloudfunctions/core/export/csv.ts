/** Tells spreadsheet programs that the text is UTF-8; without it Chinese is read as another encoding. */
const BYTE_ORDER_MARK = '\uFEFF';

/** A cell beginning with one of these is taken for a formula; OWASP's page on CSV injection names them. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;

/** Marks a cell as text for spreadsheet programs. */
const TEXT_MARK = "'";

/** A long number would lose its last digits, and one with zeros in front these. */
const LONG_NUMBER = /^(0\d+|\d{12,})$/;

function cell(value: string): string {
  const text = FORMULA.test(value) || LONG_NUMBER.test(value) ? TEXT_MARK + value : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Rows as a CSV file that a spreadsheet program shows as it is: UTF-8 with its mark, CRLF (RFC 4180), no cell a formula,
 * no long number rounded; such cells begin with an apostrophe.
 */
export function csvText(rows: readonly (readonly string[])[]): string {
  return BYTE_ORDER_MARK + csvRows(rows);
}

/** Rows to go on with below those of {@link csvText}. */
export function csvRows(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

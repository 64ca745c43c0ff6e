import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvText } from '../../../../cloudfunctions/core/export/csv';

/** What a spreadsheet program reads: RFC 4180, after the byte order mark. */
function read(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let at = 1; at < text.length; at++) {
    const sign = text.charAt(at);
    if (quoted && sign === '"' && text.charAt(at + 1) === '"') {
      cell += '"';
      at += 1;
    } else if (sign === '"') quoted = !quoted;
    else if (quoted || !',\r\n'.includes(sign)) cell += sign;
    else if (sign !== '\r') {
      rows.at(-1)?.push(cell);
      cell = '';
      if (sign === '\n') rows.push([]);
    }
  }
  return rows.slice(0, -1);
}

describe('a CSV file', () => {
  it('begins with the mark of UTF-8 and ends every row as RFC 4180 says', () => {
    expect(
      csvText([
        ['时间', '类型'],
        ['1', ''],
      ]),
    ).toBe('\uFEFF时间,类型\r\n1,\r\n');
  });

  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\tx',
    '\rx',
    '\n=1',
    '＝1',
    '00420',
    '4200078981202611223878836469',
  ])('shows %j as text', (value) => {
    expect(read(csvText([[value]]))).toEqual([[`'${value}`]]);
  });

  it('holds any text, and no cell of it is a formula', () => {
    const cell = fc.string({ unit: fc.constantFrom('=', '-', '"', ',', '\r', '\n', '0', 'a', '中', "'") });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1 }), { minLength: 1 }), (rows) => {
        const seen = read(csvText(rows));
        expect(seen.map((row) => row.length)).toEqual(rows.map((row) => row.length));
        for (const [at, row] of seen.entries())
          for (const [column, value] of row.entries()) {
            expect(value).not.toMatch(/^[=+\-@\t\r]/);
            expect([value, value.slice(1)]).toContain(rows[at]?.[column]);
          }
      }),
    );
  });
});

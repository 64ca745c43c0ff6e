/** Reads a bill as a client would: by the names of its columns, the summary included. */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Answer } from './merchant-client';
import type { Fixture } from './simulator-fixture';

export type BillRow = Readonly<Record<string, string>>;

export interface BillFile {
  readonly header: string;
  readonly rows: readonly BillRow[];
  readonly summary: BillRow;
  readonly text: string;
}

/** Asks for a bill, downloads it, and holds it against its hash. Throws where anything is refused or wrong. */
export async function fetchBill(fixture: Fixture, path: string): Promise<BillFile> {
  const asked = await fixture.client.call('GET', path);
  if (asked.status !== 200) throw new Error(`${path}: ${asked.status} ${asked.text}`);
  const file = await downloadBill(fixture, String(asked.json['download_url']));
  const bytes = path.includes('GZIP') ? gunzipSync(file.bytes) : file.bytes;
  const hash = createHash('sha1').update(bytes).digest('hex');
  if (hash !== asked.json['hash_value']) throw new Error('the hash is of another file');
  return readBill(bytes);
}

/** The signed GET of a download_url, as it was given. */
export function downloadBill(fixture: Fixture, url: string): Promise<Answer> {
  const { pathname, search } = new URL(url);
  return fixture.client.call('GET', pathname + search);
}

export function readBill(bytes: Buffer): BillFile {
  const text = bytes.toString('utf8');
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\r?\n$/, '')
    .split(/\r?\n/);
  const [header = '', ...rest] = lines;
  const [summaryHeader = '', summaryLine = ''] = rest.slice(-2);
  return {
    header,
    rows: rest.slice(0, -2).map((line) => readRow(header, line)),
    summary: readRow(summaryHeader, summaryLine),
    text,
  };
}

function readRow(header: string, line: string): BillRow {
  // Either kind of parentheses stands around the unit.
  const names = header.replace(/（/g, '(').replace(/）/g, ')').split(',');
  const values = line.slice(1).split(',`');
  if (!line.startsWith('`') || values.length !== names.length) throw new Error(`not a row: ${line}`);
  return Object.fromEntries(names.map((name, i) => [name, values[i] ?? '']));
}

/** Yuan as a bill prints them, in fen. Up to five decimals, the last three of which are zeros. */
export function fen(figure: string | undefined): number {
  const match = /^(-?)(\d+)(?:\.(\d{1,2})0*)?$/.exec(figure ?? '');
  if (match === null) throw new Error(`no amount: ${figure}`);
  const value = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
  return match[1] === '-' ? 0 - value : value;
}

export function sum(rows: readonly BillRow[], column: string): number {
  return rows.reduce((so, row) => so + fen(row[column]), 0);
}

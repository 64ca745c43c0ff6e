/** `npm run bench [-- name …]`: runs the benches of this folder, one after the other, and prints a table at the end. */
import { readdirSync } from 'node:fs';
import { runCommand, UsageError } from '../command';

/** Files of this folder that measure nothing by themselves. */
const NOT_A_BENCH: ReadonlySet<string> = new Set([
  'main',
  'measure',
  'samples',
  'bill-file',
  'bill-process',
  'day-of-trade',
  'desk-shop',
  'reconcile-process',
]);

interface Bench {
  readonly name: string;
  run(print: (line: string) => void): void | Promise<void>;
}

/** One verdict line of a bench, taken apart. */
interface Row {
  readonly bench: string;
  readonly what: string;
  readonly figure: string;
  readonly target: string;
  readonly verdict: string;
}

const VERDICT = /^ {2}(?<what>.+?): (?<figure>.+) \(target (?<target>.+)\) (?<verdict>ok|MISSED)$/;

function rowOf(bench: string, line: string): Row | null {
  const { what, figure, target, verdict } = VERDICT.exec(line)?.groups ?? {};
  if (what === undefined || figure === undefined || target === undefined || verdict === undefined)
    return null;
  return { bench, what, figure, target, verdict };
}

function namesOf(wanted: readonly string[]): readonly string[] {
  const all = readdirSync(__dirname)
    .map((file) => file.replace(/\.ts$/, ''))
    .filter((name) => !NOT_A_BENCH.has(name));
  const unknown = wanted.find((name) => !all.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`no bench is called ${unknown}; there are ${all.join(', ')}`);
  return wanted.length === 0 ? all : wanted;
}

async function load(name: string): Promise<Bench> {
  const { run } = (await import(`./${name}`)) as Omit<Bench, 'name'>;
  return { name, run };
}

function table(rows: readonly Row[]): string {
  const heads: Row = { bench: 'bench', what: 'what', figure: 'figure', target: 'target', verdict: '' };
  const columns = ['bench', 'what', 'figure', 'target', 'verdict'] as const;
  const widths = columns.map((column) => Math.max(...[heads, ...rows].map((row) => row[column].length)));
  return [heads, ...rows]
    .map((row) =>
      columns
        .map((column, at) => row[column].padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

runCommand(async () => {
  const rows: Row[] = [];
  for (const name of namesOf(process.argv.slice(2))) {
    const bench = await load(name);
    await bench.run((line) => {
      console.log(line);
      const row = rowOf(name, line);
      if (row !== null) rows.push(row);
    });
  }
  console.log(`\n${table(rows)}`);
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { writePackedBill, type PackedBill } from './bill-file';
import { linesOfDay } from './day-of-trade';
import { median, verdictLine } from './measure';

const MANY = 1_000_000;
const FEW = 100_000;
const ROUNDS = 3;

/** Reading, writing a copy, keeping what is compared, and making and looking up as many rows of our own. */
const TARGET_RATIO = 5;
const TARGET_RSS_MB = 200;
/** The table is the same; a longer run only leaves the collector more to sweep. */
const TARGET_GROWTH_MB = 30;

interface Taken {
  readonly rows: number;
  readonly ms: number;
  readonly cpuMs: number;
  readonly peakRssBytes: number;
}

/** A measured process as one file of JavaScript: nothing else is in its memory. */
function bundle(folder: string, name: string): string {
  const outfile = path.join(folder, `${name}.js`);
  buildSync({
    entryPoints: [path.join(__dirname, `${name}.ts`)],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    outfile,
    logLevel: 'error',
  });
  return outfile;
}

function take(args: readonly string[], rows: number): Taken {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`a fresh process ended with ${status}: ${stderr}`);
  // Written by the two measured processes, which have no other output.
  const taken = JSON.parse(stdout) as Taken;
  if (taken.rows !== rows) throw new Error(`${taken.rows} rows instead of ${rows}`);
  return taken;
}

const megabytes = (bytes: number): number => Math.round(bytes / 1_000_000);

/** Reconciles generated days of so many rows, each in a fresh process: the most memory each of them took, in MB. */
export async function peaksOf(folder: string, sizes: readonly number[]): Promise<readonly number[]> {
  const process = bundle(folder, 'reconcile-process');
  const peaks: number[] = [];
  for (const rows of sizes) {
    const { file, sha1 } = await writePackedBill(path.join(folder, `${rows}.csv.gz`), rows, linesOfDay(rows));
    peaks.push(megabytes(take([process, file, sha1, String(rows)], rows).peakRssBytes));
  }
  return peaks;
}

/**
 * Reconciles a generated day against books of as many rows, which a stand-in for the database makes page by page as
 * they are asked for: what a database would take is not in it. Compared with merely reading and adding up the file.
 */
export async function run(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'xiaopu-bench-'));
  try {
    const reconcile = bundle(folder, 'reconcile-process');
    const read = bundle(folder, 'bill-process');
    const write = (rows: number) =>
      writePackedBill(path.join(folder, `${rows}.csv.gz`), rows, linesOfDay(rows));
    const day = ({ file, sha1, rows }: PackedBill) => take([reconcile, file, sha1, String(rows)], rows);
    const merely = ({ file, sha1, rows }: PackedBill) => take([read, 'sum', file, sha1], rows);
    const [many, few] = [await write(MANY), await write(FEW)];
    const rounds = Array.from({ length: ROUNDS }, () => ({
      reading: merely(many),
      day: day(many),
      small: day(few),
    }));
    const ratio = median(rounds.map((round) => round.day.ms / round.reading.ms));
    const cpu = median(rounds.map((round) => round.day.cpuMs / round.reading.cpuMs));
    const ms = median(rounds.map((round) => round.day.ms));
    const peak = megabytes(median(rounds.map((round) => round.day.peakRssBytes)));
    const growth = peak - megabytes(median(rounds.map((round) => round.small.peakRssBytes)));
    print(`reconciling a day: ${MANY} rows of a bill against ${MANY} of the books (generated, no database)`);
    const figure = `${ratio.toFixed(2)} in ${ms.toFixed(0)} ms, ${cpu.toFixed(2)} by processor time`;
    print(
      verdictLine('time over merely reading the file', figure, `<= ${TARGET_RATIO}`, ratio <= TARGET_RATIO),
    );
    print(verdictLine('peak memory', `${peak} MB`, `< ${TARGET_RSS_MB} MB`, peak < TARGET_RSS_MB));
    const flat = `< ${TARGET_GROWTH_MB} MB`;
    print(verdictLine(`more than for ${FEW} rows`, `${growth} MB`, flat, growth < TARGET_GROWTH_MB));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

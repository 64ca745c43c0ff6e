import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { writePackedBill, type PackedBill } from './bill-file';
import { median, shuffled, verdictLine } from './measure';

const MANY = 1_000_000;
const FEW = 100_000;
const ROUNDS = 7;

/** A reader that does as much again as unpacking and hashing costs. */
const TARGET_RATIO = 0.5;
const TARGET_RSS_MB = 120;
/** Ten times the rows may not need noticeably more memory. */
const TARGET_GROWTH_MB = 10;

const WAYS = ['bare', 'sum', 'numbers'] as const;
type Way = (typeof WAYS)[number];

interface Taken {
  readonly rows: number;
  readonly ms: number;
  readonly cpuMs: number;
  readonly peakRssBytes: number;
}

/** The measured process as one file of JavaScript: nothing but the reader is in its memory. */
function bundle(folder: string): string {
  const outfile = path.join(folder, 'bill-process.js');
  buildSync({
    entryPoints: [path.join(__dirname, 'bill-process.ts')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    outfile,
    logLevel: 'error',
  });
  return outfile;
}

function take(script: string, way: Way, { file, sha1, rows }: PackedBill): Taken {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, way, file, sha1], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`a fresh process ended with ${status}: ${stderr}`);
  // Written by bill-process.ts, which has no other output.
  const taken = JSON.parse(stdout) as Taken;
  if (way !== 'bare' && taken.rows !== rows) throw new Error(`${taken.rows} rows instead of ${rows}`);
  return taken;
}

const megabytes = (bytes: number): number => Math.round(bytes / 1_000_000);

/** Prints how near reading a whole packed bill comes to unpacking and hashing it, and that memory stays flat. */
export async function run(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'xiaopu-bench-'));
  try {
    const script = bundle(folder);
    const many = await writePackedBill(path.join(folder, 'many.csv.gz'), MANY);
    const few = await writePackedBill(path.join(folder, 'few.csv.gz'), FEW);
    const taken: Record<Way, Taken[]> = { bare: [], sum: [], numbers: [] };
    for (const way of WAYS) take(script, way, few);
    for (let round = 0; round < ROUNDS; round += 1)
      for (const way of shuffled(WAYS)) taken[way].push(take(script, way, many));
    const ms = (way: Way) => median(taken[way].map((one) => one.ms));
    const ratio = (way: Way, of: 'ms' | 'cpuMs') =>
      median(taken.bare.map((one, round) => one[of] / (taken[way][round]?.[of] ?? one[of])));
    print(
      `reading a bill: ${MANY} rows, ${megabytes(many.bytes)} MB unpacked; unpack and hash alone ${ms('bare').toFixed(0)} ms`,
    );
    for (const way of ['sum', 'numbers'] as const) {
      const what = way === 'sum' ? 'adding up every row' : 'numbers and amount of every row';
      const speed = ratio(way, 'ms');
      const figure = `${speed.toFixed(2)} in ${ms(way).toFixed(0)} ms, ${ratio(way, 'cpuMs').toFixed(2)} by processor time`;
      print(
        verdictLine(
          `speed over unpack and hash, ${what}`,
          figure,
          `>= ${TARGET_RATIO}`,
          speed >= TARGET_RATIO,
        ),
      );
    }
    const peak = megabytes(median(taken.sum.map((one) => one.peakRssBytes)));
    const small = megabytes(
      median(Array.from({ length: ROUNDS }, () => take(script, 'sum', few).peakRssBytes)),
    );
    print(
      verdictLine(`peak memory, ${MANY} rows`, `${peak} MB`, `< ${TARGET_RSS_MB} MB`, peak < TARGET_RSS_MB),
    );
    const growth = peak - small;
    print(
      verdictLine(
        `more than for ${FEW} rows`,
        `${growth} MB`,
        `< ${TARGET_GROWTH_MB} MB`,
        growth < TARGET_GROWTH_MB,
      ),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

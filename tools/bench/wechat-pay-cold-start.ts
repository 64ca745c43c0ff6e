import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { median, shuffled, verdictLine } from './measure';

const TARGET_BYTES = 40_000;
const TARGET_LOAD_MS = 10;
const PROCESSES_EACH = 21;

const ADAPTER = resolve(__dirname, '../../cloudfunctions/adapters/wechat-pay');

/** Bundles the adapter as a function would carry it. */
function bundle(folder: string, name: string, source: string): string {
  const outfile = join(folder, `${name}.js`);
  buildSync({
    stdin: { contents: source, resolveDir: ADAPTER, loader: 'ts' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    outfile,
    logLevel: 'error',
  });
  return outfile;
}

function wallMs(file: string): number {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, [file], { stdio: 'ignore' });
  if (status !== 0) throw new Error(`a fresh process ended with ${status}`);
  return performance.now() - start;
}

/** Prints the size of the adapter alone and the time a fresh process needs to load it, over an empty one. */
export async function run(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'xiaopu-bench-'));
  try {
    const empty = join(folder, 'empty.js');
    writeFileSync(empty, '');
    const reader = `export { createNotificationReader } from './notify';`;
    const files = {
      empty,
      reader: bundle(folder, 'reader', reader),
      whole: bundle(folder, 'whole', `${reader} export { createWechatPayGateway } from './gateway';`),
    };
    const walls = { empty: new Array<number>(), reader: new Array<number>(), whole: new Array<number>() };
    const names = ['empty', 'reader', 'whole'] as const;
    for (const name of names) wallMs(files[name]);
    for (let round = 0; round < PROCESSES_EACH; round += 1) {
      for (const name of shuffled(names)) walls[name].push(wallMs(files[name]));
    }
    const over = (name: 'reader' | 'whole') =>
      median(walls[name].map((ms, round) => ms - (walls.empty[round] ?? ms)));
    const bytes = statSync(files.whole).size;
    print(`loading the WeChat Pay adapter: empty node ${median(walls.empty).toFixed(1)} ms`);
    print(verdictLine('bundle, minified', `${bytes} bytes`, `< ${TARGET_BYTES}`, bytes < TARGET_BYTES));
    print(
      `  of it the notification reader alone: ${statSync(files.reader).size} bytes, ${over('reader').toFixed(1)} ms`,
    );
    const loadMs = over('whole');
    print(
      verdictLine(
        'load over empty node',
        `${loadMs.toFixed(1)} ms`,
        `< ${TARGET_LOAD_MS} ms`,
        loadMs < TARGET_LOAD_MS,
      ),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

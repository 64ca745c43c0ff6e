import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startWechatPaySimulator } from '../../simulators/wechat-pay/start';
import { cloudOptions } from '../world/cloud-options';
import { buildFunctions, bundleOf, FUNCTIONS } from '../world/function-bundles';
import { median, shuffled, verdictLine } from './measure';

const PROCESSES_EACH = 9;
/** A cold start is waited for by a shopper; of it this is our share, the rest is the platform's. */
const TARGET_MS = 300;

type Environment = Readonly<Record<string, string>>;

/** What the platform sets in every function. */
const PLATFORM: Environment = {
  TCB_ENV: 'local-env',
  TENCENTCLOUD_RUNENV: 'SCF',
  TENCENTCLOUD_REGION: 'ap-shanghai',
  TENCENTCLOUD_SECRETID: 'local',
  TENCENTCLOUD_SECRETKEY: 'local',
  TENCENTCLOUD_SESSIONTOKEN: 'local',
};

function wallMs(file: string, env: Environment): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [file], {
    env: { PATH: process.env['PATH'], ...PLATFORM, ...env },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`a fresh process ended with ${status}: ${stderr}`);
  return performance.now() - start;
}

/** The environment of each function, from a merchant made for the purpose. */
async function environments(dir: string): Promise<ReadonlyMap<string, Environment>> {
  const wechatPay = await startWechatPaySimulator({ port: 0, dir: path.join(dir, 'wechat-pay') });
  const { merchant, baseUrl: cloudUrl } = wechatPay;
  const { functions } = await cloudOptions({ port: 0, dir: null, merchant, cloudUrl });
  await wechatPay.close();
  return new Map(Object.entries(functions).map(([name, { env }]) => [name, env]));
}

/** Prints what a fresh process needs to load each deployed function, over an empty one, and how large it is. */
export async function run(print: (line: string) => void): Promise<void> {
  const dir = mkdtempSync(path.join(tmpdir(), 'xiaopu-bench-'));
  try {
    await buildFunctions();
    const empty = path.join(dir, 'empty.js');
    writeFileSync(empty, 'process.exit(0)');
    const env = await environments(dir);
    const subjects = FUNCTIONS.map((name) => {
      const file = path.join(dir, `${name}.js`);
      writeFileSync(file, `require(${JSON.stringify(bundleOf(name))}); process.exit(0)`);
      return { name, file, env: env.get(name) ?? {} };
    });
    const all = [{ name: 'empty', file: empty, env: {} }, ...subjects];
    const walls = new Map(all.map(({ name }) => [name, new Array<number>()]));
    for (const one of all) wallMs(one.file, one.env);
    for (let round = 0; round < PROCESSES_EACH; round += 1) {
      for (const one of shuffled(all)) walls.get(one.name)?.push(wallMs(one.file, one.env));
    }
    const bare = walls.get('empty') ?? [];
    print(`loading a function: empty node ${median(bare).toFixed(0)} ms`);
    for (const name of FUNCTIONS) {
      const over = median((walls.get(name) ?? []).map((ms, round) => ms - (bare[round] ?? ms)));
      const what = `${name}, ${statSync(bundleOf(name)).size} bytes, over empty node`;
      print(verdictLine(what, `${over.toFixed(0)} ms`, `< ${TARGET_MS} ms`, over < TARGET_MS));
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

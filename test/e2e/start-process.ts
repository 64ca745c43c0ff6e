import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const ROOT = path.resolve(__dirname, '..', '..');

/** The line of JSON that `npm start` prints when it is ready. */
export interface Addresses {
  readonly phone: string;
  readonly control: string;
  readonly wechatPay: string;
  readonly cloud: string;
  readonly notifyUrl: string;
}

/** A running `npm start`. */
export interface Shop {
  readonly addresses: Addresses;
  /** Everything it printed on standard output. */
  output(): string;
  /** Sends SIGTERM; resolves to the exit code once the output is closed. */
  stop(): Promise<number | null>;
}

/** Straight, or as a person types it. */
const LAUNCHERS = {
  node: [process.execPath, '--import', 'tsx', path.join(ROOT, 'tools/start.ts')],
  npm: ['npm', 'start', '--silent', '--'],
} as const;

function spawnStart(flags: readonly string[], launcher: keyof typeof LAUNCHERS = 'node'): ChildProcess {
  const [command, ...given] = LAUNCHERS[launcher];
  return spawn(command, [...given, ...flags], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Runs the command to its end, for flags it refuses. */
export async function runStart(
  flags: readonly string[],
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawnStart(flags);
  const [[code], stdout, stderr] = await Promise.all([
    once(child, 'close') as Promise<[number | null]>,
    text(child.stdout!),
    text(child.stderr!),
  ]);
  return { code, stdout, stderr };
}

/** Starts a shop over the directory on free ports and waits until it is ready. */
export async function startShop(dir: string, launcher?: keyof typeof LAUNCHERS): Promise<Shop> {
  const child = spawnStart(['--port', '0', '--data', dir, '--json'], launcher);
  const closed = once(child, 'close') as Promise<[number | null]>;
  let [stdout, stderr] = ['', ''];
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const ready = new Promise<string>((resolve) => {
    child.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
      if (stdout.includes('\n')) resolve(stdout);
    });
  });
  const early = closed.then(([code]) => {
    throw new Error(`npm start ended with ${code}: ${stderr}`);
  });
  const addresses = JSON.parse(await Promise.race([ready, early])) as Addresses;
  // From here on its end is expected.
  early.catch(() => undefined as unknown);
  return {
    addresses,
    output: () => stdout,
    stop: async () => {
      child.kill('SIGTERM');
      const [code] = await closed;
      return code;
    },
  };
}

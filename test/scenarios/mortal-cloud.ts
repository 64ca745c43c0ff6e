import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { OrderDeskStore } from '../../cloudfunctions/ports/order-desk-store';
import type { CloudbaseOptions } from '../../simulators/cloudbase/start';
import { sdkEnvironment } from '../../simulators/cloudbase/functions/invocation';
import { programOf } from '../../tools/test-run/programs';
import { postJson } from '../../tools/world/shopper';
import { openStore } from '../../tools/world/shop-store';

/** The project's own directory, from which its processes start. */
export const ROOT = path.resolve(__dirname, '..', '..');

/** A cloud in a process of its own, with its functions and its database: it can be killed and started again. */
export interface MortalCloud {
  readonly url: string;
  readonly store: OrderDeskStore;
  /** The way to its database, as the SDK takes it. */
  readonly sdkEnvironment: Readonly<Record<string, string>>;
  /** Ends the process in the middle of whatever it does, and starts another on the same port and data. */
  killAndRestart(): Promise<void>;
  /** Lets functions live at this distance from the machine's time, also after the next restart. */
  setClockOffset(ms: number): Promise<void>;
  fireTimer(functionName: string): Promise<void>;
  /** Ends the process in good order. */
  close(): Promise<void>;
}

async function spawnCloud(configFile: string, log: string[]): Promise<ChildProcess> {
  const args = [programOf('cloudbase'), '--config', configFile];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
  const ready = createInterface({ input: child.stdout });
  await new Promise<void>((resolve, reject) => {
    ready.once('line', () => resolve());
    child.once('exit', (code) =>
      reject(new Error(`the cloud ended with ${code}: ${log.slice(-5).join('\n')}`)),
    );
  });
  return child;
}

/** Ends a process and waits until it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

/** Starts a cloud from options that are plain JSON and name a data directory and a port. */
export async function startMortalCloud(options: CloudbaseOptions, configFile: string): Promise<MortalCloud> {
  await writeFile(configFile, JSON.stringify(options));
  const url = `http://127.0.0.1:${options.port}`;
  const log: string[] = [];
  let child = await spawnCloud(configFile, log);
  let offsetMs = 0;
  const tellClock = () => postJson(`${url}/__cloud/clock`, { offset_ms: offsetMs });
  const toDatabase = sdkEnvironment({
    envId: 'local-env',
    appid: options.appid ?? '',
    adminUrl: `${url}/admin`,
  });
  return {
    url,
    store: openStore(toDatabase),
    sdkEnvironment: toDatabase,
    async killAndRestart() {
      await end(child, 'SIGKILL');
      child = await spawnCloud(configFile, log);
      await tellClock();
    },
    async setClockOffset(ms) {
      offsetMs = ms;
      await tellClock();
    },
    fireTimer: async (functionName) => void (await postJson(`${url}/__cloud/timers/${functionName}`, {})),
    close: () => end(child, 'SIGTERM'),
  };
}

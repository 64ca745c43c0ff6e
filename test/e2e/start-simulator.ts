import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MerchantFile } from '../../simulators/wechat-pay/keys/merchant-file';
import type { Simulated } from '../simulators/wechat-pay/merchant-client';

const ROOT = path.resolve(__dirname, '..', '..');

/** `npm run sim` in a process of its own. */
export interface SimulatorProcess extends Simulated {
  close(): Promise<void>;
}

/** Starts it on a free port, over a directory that goes with it. */
export async function startSimulatorProcess(): Promise<SimulatorProcess> {
  const dir = mkdtempSync(path.join(tmpdir(), 'xiaopu-sim-'));
  const args = ['--import', 'tsx', 'simulators/wechat-pay/main.ts', '--port', '0', '--dir', dir];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { controlUrl } = JSON.parse(line.toString()) as { readonly controlUrl: string };
  return {
    merchant: JSON.parse(readFileSync(path.join(dir, 'merchant.json'), 'utf8')) as MerchantFile,
    controlUrl,
    clock: { nowMs: () => Date.now() },
    async close() {
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

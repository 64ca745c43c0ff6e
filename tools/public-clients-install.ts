import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import path from 'node:path';

/** Where client libraries of others live, with a package file of their own: the shop installs none of them. */
export const PUBLIC_CLIENTS = path.resolve(__dirname, '..', 'test', 'public-clients');

async function changedMs(file: string): Promise<number> {
  const found = await stat(file).catch(() => null);
  return found?.mtimeMs ?? 0;
}

/** Installs them when they are not there, or older than their lock. @throws Error when npm fails. */
export async function installPublicClients(): Promise<void> {
  const installed = await changedMs(path.join(PUBLIC_CLIENTS, 'node_modules', '.package-lock.json'));
  if (installed > (await changedMs(path.join(PUBLIC_CLIENTS, 'package-lock.json')))) return;
  console.error('installing the client libraries of test/public-clients …');
  const npm = spawn('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'], {
    cwd: PUBLIC_CLIENTS,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  const [code] = (await once(npm, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`npm ci in ${PUBLIC_CLIENTS} ended with ${code}`);
}

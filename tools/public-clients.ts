/** `npm run test:clients`: installs client libraries of others apart, and tests the simulator with them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { runCommand } from './command';
import { installPublicClients, PUBLIC_CLIENTS } from './public-clients-install';

const ROOT = path.resolve(__dirname, '..');

async function runScript(script: string, args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [path.join(ROOT, 'node_modules', script), ...args], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

runCommand(async () => {
  await installPublicClients();
  const types = await runScript('typescript/bin/tsc', ['-p', PUBLIC_CLIENTS]);
  if (types !== 0) return types;
  const config = path.join(PUBLIC_CLIENTS, 'jest.config.cjs');
  return runScript('jest/bin/jest.js', ['--config', config, ...process.argv.slice(2)]);
});

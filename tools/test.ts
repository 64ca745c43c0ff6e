/**
 * `npm test`: bundles the cloud functions the tests deploy, builds the mini program they draw and the programs they
 * kill, and makes the keys of their merchant; then runs every test. Arguments go to jest.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { findBrowser } from './browser';
import { runCommand } from './command';
import { buildMiniProgram } from './miniprogram/build';
import { makeMerchantKeys } from './test-run/merchant-keys';
import { buildPrograms } from './test-run/programs';
import { buildFunctions } from './world/function-bundles';

const ROOT = path.resolve(__dirname, '..');

/** Suites wait as much as they compute, for browsers and for processes that start: one more than there are cores. */
const WORKERS = availableParallelism() + 1;

function jestArguments(given: readonly string[]): string[] {
  const saysHowMany = given.some((argument) => /^(-w|-i|--maxWorkers|--runInBand)/.test(argument));
  return [
    path.join(ROOT, 'node_modules/jest/bin/jest.js'),
    '--reporters=default',
    `--reporters=${path.join(ROOT, 'tools/jest-summary-reporter.cjs')}`,
    ...(saysHowMany ? [] : [`--maxWorkers=${WORKERS}`]),
    ...given,
  ];
}

async function runJest(given: readonly string[]): Promise<number> {
  const jest = spawn(process.execPath, jestArguments(given), { cwd: ROOT, stdio: 'inherit' });
  const [code] = (await once(jest, 'exit')) as [number | null];
  return code ?? 1;
}

runCommand(async () => {
  // Once, before the suites that need it start side by side.
  await findBrowser();
  await Promise.all([buildFunctions(), buildMiniProgram(), makeMerchantKeys(), buildPrograms()]);
  return runJest(process.argv.slice(2));
});

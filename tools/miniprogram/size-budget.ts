import type { PackageSize } from './build';

const KB = 1024;

/** WeChat takes 2 MB a package. Ours is less than half: the first screen waits for the main package. */
const MAIN_BUDGET_BYTES = 800 * KB;
const TOTAL_BUDGET_BYTES = 1600 * KB;

/** Which budgets are broken, a sentence each. */
export function sizeProblems(sizes: readonly PackageSize[]): string[] {
  const main = sizes.find(({ name }) => name === 'main')?.bytes ?? 0;
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const over = (what: string, bytes: number, budget: number): string[] =>
    bytes < budget ? [] : [`${what}: ${inKb(bytes)}, the budget is ${inKb(budget)}`];
  return [
    ...over('main package', main, MAIN_BUDGET_BYTES),
    ...over('all packages', total, TOTAL_BUDGET_BYTES),
  ];
}

/** A size for a person, e.g. `312 KB`. */
function inKb(bytes: number): string {
  return `${Math.round(bytes / KB)} KB`;
}

/** The sizes in one line, e.g. `main 312 KB, packages/orders 18 KB, all 330 KB`. */
export function sizeLine(sizes: readonly PackageSize[]): string {
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  return [...sizes, { name: 'all', bytes: total }]
    .map(({ name, bytes }) => `${name} ${inKb(bytes)}`)
    .join(', ');
}

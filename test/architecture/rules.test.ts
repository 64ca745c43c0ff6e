import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ALLOWED, CANARIES, FOLDERS, PACKAGES } from './canaries';

const ROOT = resolve(__dirname, '../..');
const rules = createRequire(__filename)('../../.dependency-cruiser.cjs') as {
  readonly forbidden: readonly { readonly name: string; readonly severity: string }[];
};

interface Report {
  readonly modules: number;
  readonly unseen: readonly string[];
  readonly violations: readonly { readonly rule: string; readonly from: string; readonly to: string }[];
}

function check(directory: string): Report & { readonly exitCode: number | null } {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(ROOT, 'tools/architecture.mjs'), '--json', directory],
    { encoding: 'utf8' },
  );
  if (stdout === '') throw new Error(`the checker said nothing: ${stderr}`);
  return { ...(JSON.parse(stdout) as Report), exitCode: status };
}

function newTree(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'xiaopu-architecture-')));
}

function write(root: string, file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function versions(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, '1.0.0']));
}

function writeMiniature(root: string): void {
  const { dependencies, devDependencies } = PACKAGES;
  const manifest = { dependencies: versions(dependencies), devDependencies: versions(devDependencies) };
  write(root, 'package.json', JSON.stringify(manifest));
  for (const name of [...dependencies, ...devDependencies]) {
    write(
      root,
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, version: '1.0.0', main: 'main.js' }),
    );
    write(root, `node_modules/${name}/main.js`, 'exports.target = 1;\n');
  }
  const target = 'export const target = 1;\nexport type Target = typeof target;\n';
  for (const folder of FOLDERS) write(root, `${folder}/target.ts`, target);
  write(root, 'cloudfunctions/core/barrel/index.ts', target);
  write(root, 'cloudfunctions/functions/shop/index.ts', target);
  // The other half of the cycle: a cycle is reported once, at its first file.
  write(
    root,
    'cloudfunctions/core/cycle/b.ts',
    "import type { A } from '../cycle-a';\nexport interface B { a?: A }\n",
  );
  for (const { file, source } of [...CANARIES, ...ALLOWED]) write(root, file, source);
}

describe('import rules', () => {
  let tree: string;
  let report: ReturnType<typeof check>;

  beforeAll(() => {
    tree = newTree();
    writeMiniature(tree);
    report = check(tree);
  });
  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  it.each(rules.forbidden.map(({ name }) => name))('has a canary for %s', (name) => {
    expect(CANARIES.some((canary) => canary.rule === name)).toBe(true);
  });

  it('is an error in every rule, so that none is only printed', () => {
    expect(rules.forbidden.filter(({ severity }) => severity !== 'error')).toEqual([]);
  });

  it.each(CANARIES)('reports $file under $rule', ({ rule, file }) => {
    expect(
      report.violations.filter(({ from }) => from === file).map((violation) => violation.rule),
    ).toContain(rule);
  });

  it.each(ALLOWED)('leaves $file in peace', ({ file }) => {
    expect(report.violations.filter(({ from }) => from === file)).toEqual([]);
  });

  it('fails the run when a rule is broken', () => {
    expect(report.exitCode).toBe(1);
  });
});

describe('import checker', () => {
  const trees: string[] = [];
  function tree(files: Readonly<Record<string, string>>): string {
    const root = newTree();
    trees.push(root);
    for (const [file, text] of Object.entries(files)) write(root, file, text);
    return root;
  }
  afterAll(() => {
    for (const root of trees) rmSync(root, { recursive: true, force: true });
  });

  it('passes a tree that keeps the rules', () => {
    const clean = tree({ 'package.json': '{}', 'cloudfunctions/core/a.ts': 'export const a = 1;\n' });
    expect(check(clean)).toEqual({ modules: 1, unseen: [], violations: [], exitCode: 0 });
  });

  it('fails when it saw no code at all', () => {
    expect(check(tree({ 'package.json': '{}' }))).toMatchObject({ modules: 0, exitCode: 1 });
  });

  it('fails when there is code that it did not see', () => {
    const blind = tree({
      'package.json': '{}',
      'cloudfunctions/core/a.ts': 'export const a = 1;\n',
      'cloudfunctions/dist/b.ts': 'export const b = 1;\n',
      'cloudfunctions/core/c.mts': 'export const c = 1;\n',
    });
    expect(check(blind)).toMatchObject({ unseen: ['cloudfunctions/core/c.mts'], exitCode: 1 });
  });

  it('finds nothing to report in this repository', () => {
    const { violations, unseen, modules } = check(ROOT);
    expect({ violations, unseen }).toEqual({ violations: [], unseen: [] });
    expect(modules).toBeGreaterThan(20);
  });
});

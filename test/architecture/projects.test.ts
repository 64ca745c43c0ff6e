import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

interface Project {
  readonly references?: readonly { readonly path: string }[];
}

function read(project: string): Project {
  return JSON.parse(readFileSync(join(ROOT, project, 'tsconfig.json'), 'utf8')) as Project;
}

function referencesOf(project: string): string[] {
  return (read(project).references ?? []).map(({ path }) => relative(ROOT, resolve(ROOT, project, path)));
}

const projects = referencesOf('.');
const isOutside = (project: string): boolean => /^(tools|test)$/.test(project);

/** A reference reaches what the referenced project references, so functions → adapters is left to the import rules. */
function reachableFrom(project: string): Set<string> {
  return new Set([project, ...referencesOf(project).flatMap((path) => [...reachableFrom(path)])]);
}

/** Every pair of layers with no reference between them: an import that must not compile. */
const forbidden = projects
  .filter((project) => !isOutside(project))
  .flatMap((from) => {
    const allowed = reachableFrom(from);
    return projects.filter((to) => !allowed.has(to)).map((to) => ({ from, to }));
  });

function fileName({ to }: { readonly to: string }): string {
  return `planted-${to.replaceAll('/', '-')}.ts`;
}

function importOf(from: string, to: string): string {
  return `import type { Target } from './${relative(from, to)}/target';\nexport type Planted = Target;\n`;
}

/** The real tsconfig files around one small source file per layer. */
function copyProjects(): string {
  const tree = realpathSync(mkdtempSync(join(tmpdir(), 'xiaopu-projects-')));
  symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
  for (const file of [
    'tsconfig.json',
    'tsconfig.base.json',
    ...projects.map((path) => `${path}/tsconfig.json`),
  ]) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    cpSync(join(ROOT, file), join(tree, file));
  }
  for (const project of projects) {
    writeFileSync(join(tree, project, 'target.ts'), 'export type Target = string;\n');
    for (const to of referencesOf(project)) {
      writeFileSync(join(tree, project, fileName({ to })), importOf(project, to));
    }
  }
  return tree;
}

function build(tree: string): { readonly output: string; readonly exitCode: number | null } {
  const { stdout, status } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/typescript/bin/tsc'), '-b'],
    {
      cwd: tree,
      encoding: 'utf8',
    },
  );
  return { output: stdout, exitCode: status };
}

describe('layer projects', () => {
  let tree: string;
  let clean: ReturnType<typeof build>;
  let broken: ReturnType<typeof build>;
  let rejected: string[];

  beforeAll(() => {
    tree = copyProjects();
    clean = build(tree);
    for (const { from, to } of forbidden)
      writeFileSync(join(tree, from, fileName({ to })), importOf(from, to));
    broken = build(tree);
    rejected = broken.output
      .split('\n')
      .filter((line) => line.includes(': error TS'))
      .map((line) => line.slice(0, line.indexOf('(')));
  });
  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  it('builds when every import follows a reference', () => {
    expect(clean).toEqual({ output: '', exitCode: 0 });
  });

  it('fails when one does not', () => {
    expect(broken.exitCode).not.toBe(0);
    expect(forbidden.length).toBeGreaterThan(projects.length);
  });

  it.each(forbidden)('does not compile an import from $from to $to', ({ from, to }) => {
    expect(rejected).toContain(`${from}/${fileName({ to })}`);
  });
});
